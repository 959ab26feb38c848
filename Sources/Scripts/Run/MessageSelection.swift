public import MQTT
import Synchronization

/// Which messages a subscriber prints, and which one is its last.
public struct MessageSelection: Sendable {
    /// Topics that are left out (`-T`).
    public var leftOut: [TopicFilter] = []
    /// Whether messages that the broker had kept are left out (`-R`).
    public var leavesOutRetained = false
    /// Whether the first message that the broker had not kept is the end (`--retained-only`).
    public var onlyRetained = false
    /// After how many messages to end (`-C`); nil for never.
    public var count: Int?

    /// Everything, for ever.
    public init() {}

    /// Whether there can be a last message.
    var hasEnd: Bool { onlyRetained || count != nil }

    /// Whether a message is printed.
    func includes(_ message: MessageView) -> Bool {
        if message.retain && leavesOutRetained { return false }
        return leftOut.isEmpty || !leftOut.contains { $0.matches(message.topic) }
    }

    /// Whether a message ends it all and is not printed itself.
    func isBehindEnd(_ message: MessageView) -> Bool { onlyRetained && !message.retain }
}

/// Counts the messages that are printed, on the connection's event loop, so that none is acknowledged that is not.
final class MessageCounter: Sendable {
    private let selection: MessageSelection
    private let printed: Atomic<Int> = Atomic(0)

    init(_ selection: MessageSelection) {
        self.selection = selection
    }

    func admit(_ message: MessageView) -> Admission {
        // It is not acknowledged: with a session that is kept it comes again.
        if selection.isBehindEnd(message) { return .end }
        guard let count = selection.count, selection.includes(message) else { return .take }
        return printed.add(1, ordering: .relaxed).newValue >= count ? .takeAsLast : .take
    }
}
