public import MQTT
public import Profile
public import Text

/// Everything that is being published from here: single messages, runs, requests that wait for replies, and the
/// list of retained messages. Panes change it, the app's loop does what is due.
public struct Publishing: Sendable {
    /// Messages on their way and those that ended.
    public var outbox = Outbox()
    /// Publishes that are held until the person decides, by their number in the outbox.
    public private(set) var held: [Int: HeldPublish] = [:]
    /// Publishes that are sent again and again; finished ones stay until they are taken away.
    public private(set) var runs: [PublishRun] = []
    /// Requests and their replies.
    public var replies = AwaitedReplies()
    /// Retained messages being cleared or put back.
    public var sweep: RetainedSweep?
    /// What was cleared from here and is not back.
    public internal(set) var undo = RetainedUndo()
    /// What was published from here with RETAIN.
    var ownRetained = OwnRetained()
    /// Values for the generators of messages that are sent once.
    public var generators = Generators()
    /// The most runs kept at once.
    public static let maximumRuns = 100

    private var nextRun = 1

    /// Nothing is being published.
    public init() {}

    /// A publish is not sent again until the person decides.
    mutating func hold(_ id: Int, _ publish: HeldPublish) {
        held[id] = publish
        outbox.hold(id, publish.words)
    }

    /// Starts a sweep in the place of the one before.
    public mutating func begin(_ sweep: RetainedSweep) {
        let number = (self.sweep?.id ?? 0) + 1
        self.sweep = sweep
        self.sweep?.id = number
    }

    /// A publish of the sweep came to its end; nil for acknowledged.
    public mutating func sweepEnded(_ topic: String, failure: String?) {
        // Not before the broker has it: it may be cancelled, or fail.
        if failure == nil, sweep?.isClearing == false { undo.putBack(topic) }
        sweep?.ended(topic, failure: failure)
    }

    // MARK: - Runs

    /// Starts a run; false when there are too many.
    @discardableResult
    public mutating func start(
        _ draft: PublishDraft, source: PublishRun.Source = .draft, interval: Int64, total: Int?, now: Moment
    ) -> Bool {
        if runs.count >= Self.maximumRuns {
            // The oldest that has ended makes room; a hundred that go on are too many to begin another.
            guard let ended = runs.firstIndex(where: { !$0.isActive }) else { return false }
            runs.remove(at: ended)
        }
        runs.append(
            PublishRun(
                id: nextRun, draft: draft, source: source, interval: interval, total: total, generators: Generators(),
                now: now))
        nextRun += 1
        return true
    }

    /// Stops a run that goes on; takes one that has ended off the list.
    public mutating func stopOrRemove(_ id: Int) {
        guard let index = runs.firstIndex(where: { $0.id == id }) else { return }
        if runs[index].isActive { runs[index].stop() } else { runs.remove(at: index) }
    }

    /// Stops every run.
    public mutating func stopAll() {
        for index in runs.indices { runs[index].stop() }
    }

    /// Halts a run, or lets it go on.
    public mutating func togglePause(_ id: Int, now: Moment) {
        change(id) { $0.togglePause(now: now) }
    }

    /// Runs that go on.
    public var activeRuns: Int { runs.count { $0.isActive } }

    /// Lets the app change a run: take what is due, tell how a message ended.
    public mutating func change(_ id: Int, _ body: (inout PublishRun) -> Void) {
        if let index = runs.firstIndex(where: { $0.id == id }) { body(&runs[index]) }
    }

    // MARK: - Time

    /// When there is something to do though nothing arrives: a run's next message, or a request to give up.
    public var nextDue: Moment? {
        var next = replies.nextDeadline
        for run in runs {
            if let due = run.nextDue { next = min(next ?? due, due) }
        }
        return next
    }

    /// Whether nothing goes on: the loop has nothing to look at.
    public var isIdle: Bool { runs.isEmpty && sweep == nil && replies.nextDeadline == nil }
}

extension PublishRun {
    /// Whether it is running or paused.
    public var isActive: Bool { state == .running || state == .paused }
}
