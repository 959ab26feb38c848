/// The messages of a subtree, or of all topics, that pass two filters: what the Messages pane shows, oldest first.
///
/// Main thread only. Made by `Workspace.openLog()`; examined in slices by `Workspace.advance`.
public final class MessageLog {
    private unowned let workspace: Workspace
    private var sequences: [UInt64] = []
    private var examinedEnd: UInt64 = 0
    private var heldEnd: UInt64?
    private var predicate: TopicPredicate?
    private var search: ByteSearch?

    /// Changes whenever what the log shows may have changed.
    public private(set) var revision: UInt64 = 0
    /// The subtree shown; nil shows every topic.
    public var scope: TopicID? {
        didSet { if scope != oldValue { restart() } }
    }
    /// The text of the topic filter, in the syntax of `TopicTree.setFilter`; empty for none.
    public private(set) var topicFilter = ""
    /// Why the topic filter is not used, in words with the next step; nil when it is used.
    public private(set) var topicFilterProblem: String?
    /// The text that a payload must contain (letter case counts once it has a capital letter); empty for none.
    public var payloadText = "" {
        didSet {
            guard payloadText != oldValue else { return }
            search = payloadText.isEmpty ? nil : ByteSearch(payloadText)
            restart()
        }
    }
    /// How many messages came for this log since it was held.
    public private(set) var arrivedSinceHold = 0

    init(workspace: Workspace) {
        self.workspace = workspace
    }

    /// Shows only topics that pass a filter, in the syntax of `TopicTree.setFilter`.
    public func setTopicFilter(_ text: String) {
        topicFilter = text
        topicFilterProblem = nil
        predicate = nil
        if !text.isEmpty {
            do throws(TopicFilterProblem) {
                predicate = try TopicPredicate(text)
            } catch {
                topicFilterProblem = error.message
            }
        }
        restart()
    }

    /// How many messages the log shows, as far as examined.
    public var count: Int { sequences.count }
    /// Whether every kept message has been examined, so that `count` is exact.
    public var isExact: Bool { examinedEnd == (heldEnd ?? workspace.messages.endSequence) }
    /// Whether the log stands still while messages arrive.
    public var isHeld: Bool { heldEnd != nil }

    /// The number of the message in a row, 0 being the oldest.
    public func sequence(at index: Int) -> UInt64? {
        sequences.indices.contains(index) ? sequences[index] : nil
    }

    /// The row of a message; nil when the log does not show it.
    public func index(of sequence: UInt64) -> Int? {
        sequences.firstIndex(of: sequence)
    }

    /// Stands still: what arrives from now on is counted, not shown.
    public func hold() {
        guard heldEnd == nil else { return }
        heldEnd = workspace.messages.endSequence
        arrivedSinceHold = 0
        revision &+= 1
    }

    /// Shows what arrives again, and what arrived meanwhile.
    public func follow() {
        heldEnd = nil
        arrivedSinceHold = 0
        restart()
    }

    func advance() {
        let store = workspace.messages
        let first = store.firstSequence
        if let keep = sequences.firstIndex(where: { $0 >= first }) {
            sequences.removeFirst(keep)
        } else {
            sequences.removeAll()
        }
        var at = max(examinedEnd, first)
        while at < store.endSequence {
            if let message = store.message(at), passes(message) {
                if let heldEnd, at >= heldEnd { arrivedSinceHold += 1 } else { sequences.append(at) }
            }
            at += 1
        }
        if examinedEnd != at { revision &+= 1 }
        examinedEnd = at
    }

    func restart() {
        sequences = []
        examinedEnd = 0
        arrivedSinceHold = 0
        revision &+= 1
    }

    private func passes(_ message: StoredMessage) -> Bool {
        let topics = workspace.topics
        guard topics.contains(message.topic) else { return false }
        if let scope, !topics.isInSubtree(message.topic, of: scope) { return false }
        if let predicate, !topics.withTopic(message.topic, { predicate.matches($0) }) { return false }
        if let search, workspace.messages.withPayload(message.sequence, { search.isFound(in: $0) }) != true {
            return false
        }
        return true
    }
}
