/// The payloads of retained messages that were cleared, to be published back.
public struct RetainedUndo: Sendable {
    /// The most bytes kept; what exceeds it is counted and cannot be put back.
    public static let budget = 64 << 20

    /// What was cleared by the last sweep.
    public private(set) var items: [RetainedSweep.Item] = []
    /// Cleared messages whose payload was not kept.
    public private(set) var lost = 0
    private var bytes = 0
    /// The topics of what has been put back.
    private var restored: Set<String> = []

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

    /// What can still be put back.
    public var left: [RetainedSweep.Item] {
        restored.isEmpty ? items : items.filter { !restored.contains($0.topic) }
    }

    /// A message was put back: to do so again would overwrite what came since.
    mutating func putBack(_ topic: String) {
        restored.insert(topic)
        if restored.count == items.count { self = RetainedUndo() }
    }
}
