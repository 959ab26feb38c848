public import Text

/// What was cleared and can be put back, found message by message; apart from that what may be another message than the one
/// that was kept, would go over a newer value, or would be gone by now.
public struct RestoringSurvey {
    /// What belongs where it was.
    public private(set) var sure: [RetainedSweep.Item] = []
    /// What is in doubt, with its doubts.
    public private(set) var unsure: [RetainedSweep.Item] = []
    /// The place to be looked at next.
    private var next = 0

    /// Looks at nothing yet.
    public init() {}

    /// Looks at the next places; true when all were looked at.
    fileprivate mutating func advance(in workspace: Workspace, now: Moment, places count: Int) -> Bool {
        let end = min(workspace.publishing.undo.end, next + count)
        while next < end {
            if let item = workspace.publishing.undo.item(at: next).map({ workspace.asOf(now, $0) }) {
                if item.doubts.isEmpty { sure.append(item) } else { unsure.append(item) }
            }
            next += 1
        }
        return next >= workspace.publishing.undo.end
    }
}

extension Workspace {
    /// Goes on with a survey until a deadline; true when it is whole.
    public func advance(
        _ survey: inout RestoringSurvey, now: Moment, until deadline: ContinuousClock.Instant
    ) -> Bool {
        while !survey.advance(in: self, now: now, places: 256) {
            guard ContinuousClock.now < deadline else { return false }
        }
        return true
    }
}
