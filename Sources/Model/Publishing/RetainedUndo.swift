/// The retained messages that were cleared, to be published back.
public struct RetainedUndo: Sendable {
    /// The most bytes kept; what exceeds it is counted and cannot be put back.
    public static let budget = 64 << 20

    /// What was cleared since all was put back last; of a topic the last.
    public private(set) var items: [RetainedSweep.Item] = []
    /// Cleared messages that were not kept.
    public private(set) var lost = 0
    private var bytes = 0
    private var places: [String: Int] = [:]

    /// Nothing to undo.
    public init() {}

    /// Keeps a message that is about to be cleared; nil when it was not at hand.
    /// - Parameter propertyBytes: what its properties take.
    public mutating func keep(_ item: RetainedSweep.Item?, propertyBytes: Int = 0) {
        // The topic counts as well: a million empty payloads would be without a bound.
        guard let item, bytes + Self.size(of: item) + propertyBytes <= Self.budget else {
            lost += 1
            return
        }
        bytes += Self.size(of: item) + propertyBytes
        if let place = places[item.topic] {
            bytes -= Self.size(of: items[place])
            items[place] = item
        } else {
            places[item.topic] = items.count
            items.append(item)
        }
    }

    private static func size(of item: RetainedSweep.Item) -> Int { item.payload.count + item.topic.utf8.count }
}
