/// The retained messages that were cleared, to be published back.
public struct RetainedUndo: Sendable {
    /// The most bytes kept; what exceeds it is counted and cannot be put back.
    public static let budget = 64 << 20

    /// In the order in which their topics were cleared first; nil for one that is back, or is kept no longer.
    private var kept: [RetainedSweep.Item?] = []
    /// What each of them takes.
    private var sizes: [Int] = []
    private var places: [String: Int] = [:]
    private var bytes = 0
    /// Cleared messages that were not kept.
    public private(set) var lost = 0
    /// How many were put back.
    public private(set) var restored = 0

    /// Nothing to undo.
    public init() {}

    /// What was cleared and is not back; of a topic what was cleared last.
    public var items: [RetainedSweep.Item] { kept.compactMap { $0 } }

    /// Whether there is nothing to put back.
    public var isEmpty: Bool { places.isEmpty }

    /// Keeps a message of a topic that is about to be cleared; nil when it was not at hand.
    /// - Parameter propertyBytes: what its properties take.
    public mutating func keep(_ item: RetainedSweep.Item?, of topic: String, propertyBytes: Int = 0) {
        // First: what was kept of it before is not what is cleared now.
        forget(topic)
        // The topic counts as well: a million empty payloads would be without a bound.
        let size = (item?.payload.count ?? 0) + topic.utf8.count + propertyBytes
        guard let item, bytes + size <= Self.budget else {
            lost += 1
            return
        }
        bytes += size
        places[topic] = kept.count
        kept.append(item)
        sizes.append(size)
    }

    /// The message of a topic is back.
    public mutating func putBack(_ topic: String) {
        if forget(topic) { restored += 1 }
    }

    @discardableResult
    private mutating func forget(_ topic: String) -> Bool {
        guard let place = places.removeValue(forKey: topic) else { return false }
        bytes -= sizes[place]
        (kept[place], sizes[place]) = (nil, 0)
        return true
    }
}
