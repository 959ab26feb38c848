public import Topics

/// What is to be known before retained messages are cleared, found topic by topic: which could not be put back afterwards, and
/// of which the broker may keep another one than the one that is shown.
public struct ClearingSurvey {
    /// What is to be cleared, as far as it was looked at.
    public private(set) var topics: [String] = []
    /// What of it could not be put back.
    public private(set) var losses = RetainedLosses()
    /// How many had a newer message than the one that came as retained, and the first of them.
    public private(set) var unsure: (count: Int, first: String)?
    /// What is looked at: so many topics, each of which may turn out to be none to clear.
    private let count: Int
    private let topic: (Int) -> String?
    /// The topic to be looked at next.
    private var next = 0
    /// What those looked at would take.
    private var size = 0

    /// Looks at nothing yet.
    public init(of topics: [String]) { (count, topic) = (topics.count, { topics[$0] }) }

    /// Looks at nothing yet of what can be cleared of a list.
    public init(of list: RetainedList) { (count, topic) = (list.count, { list.clearableTopic(at: $0) }) }

    /// Looks at the next topics; true when all were looked at.
    fileprivate mutating func advance(in workspace: Workspace, topics count: Int) -> Bool {
        // Of however many topics the question is to be there soon: it is about one that is kept, and not about which.
        let limit = max(1, min(Workspace.mostLookedAt, 1_000_000 / max(1, self.count)))
        let end = min(self.count, next + count)
        while next < end {
            if let topic = topic(next) {
                topics.append(topic)
                look(at: topic, in: workspace, looking: limit)
            }
            next += 1
        }
        return next == self.count
    }

    private mutating func look(at topic: String, in workspace: Workspace, looking limit: Int) {
        if workspace.isUnsureRetained(topic) { unsure = ((unsure?.count ?? 0) + 1, unsure?.first ?? topic) }
        switch workspace.retainedItem(of: topic, looking: limit) {
        case .failure(let loss): losses.add(loss.cause)
        case .success(nil): break
        case .success(let found?):
            let more = RetainedUndo.size(topic, payload: found.message.payloadSize, properties: 0)
            if workspace.publishing.undo.hasRoom(for: size + more) { size += more } else { losses.add(.noRoom) }
        }
    }
}

extension Workspace {
    /// Goes on with a survey until a deadline; true when it is whole.
    public func advance(_ survey: inout ClearingSurvey, until deadline: ContinuousClock.Instant) -> Bool {
        while !survey.advance(in: self, topics: 256) {
            guard ContinuousClock.now < deadline else { return false }
        }
        return true
    }
}
