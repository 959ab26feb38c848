/// The payloads of retained messages that were cleared, to be published back.
public struct RetainedUndo: Sendable {
    /// The most bytes kept; what exceeds it is counted and cannot be put back.
    public static let budget = 64 << 20

    /// What was cleared by the last sweep.
    public private(set) var items: [RetainedSweep.Item] = []
    /// Cleared messages whose payload was not kept.
    public private(set) var lost = 0
    private var bytes = 0

    /// Nothing to undo.
    public init() {}

    /// Keeps a payload that is about to be cleared; nil when it was not at hand.
    public mutating func keep(_ topic: String, payload: [UInt8]?) {
        // The topic counts as well: a million empty payloads would be without a bound.
        guard let payload, bytes + payload.count + topic.utf8.count <= Self.budget else {
            lost += 1
            return
        }
        bytes += payload.count + topic.utf8.count
        items.append(RetainedSweep.Item(topic: topic, payload: payload))
    }
}
