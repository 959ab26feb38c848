/// What of a connection's publishes would be lost if it ended now.
public struct WaitingPublishes: Hashable, Sendable {
    /// Messages that have not been sent.
    public var unsent = 0
    /// Messages that were sent and are not acknowledged: they may have arrived.
    public var unacknowledged = 0
    /// Messages that are held until the person decides.
    public var held = 0
    /// Runs that will come to an end.
    public var runs = 0
    /// Messages that those have still to send.
    public var runMessages = 0
    /// Runs that go on until they are stopped, and runs that are halted.
    public var openRuns = 0
    /// Retained messages that are still to be cleared or put back.
    public var swept = 0

    /// Nothing waits.
    public init() {}

    /// What waits now.
    public init(_ publishing: Publishing) {
        let outbox = publishing.outbox
        (unsent, unacknowledged, held) = (outbox.unsent, outbox.unacknowledged, outbox.held)
        for run in publishing.runs {
            // Also of a run that was stopped: what it sent is still on its way.
            unacknowledged += run.waiting
            guard run.isActive else { continue }
            if run.state == .running, let total = run.total {
                runs += 1
                runMessages += total - run.sent
            } else {
                openRuns += 1
            }
        }
        if let sweep = publishing.sweep, sweep.state == .running {
            // What is under way counts too: it may never have been taken.
            swept = sweep.total - sweep.done - sweep.failed
        } else if let sweep = publishing.sweep {
            unacknowledged += sweep.waiting
        }
    }

    /// Whether nothing would be lost.
    public var isEmpty: Bool { self == WaitingPublishes() }

    /// Whether all that waits is held: waiting brings nothing.
    public var isHeldAlone: Bool {
        var others = self
        others.held = 0
        return held > 0 && others.isEmpty
    }

    /// What waits, in words: `3 to send, 1 sent and not acknowledged`.
    public var words: String {
        var parts: [String] = []
        func add(_ count: Int, _ words: String) { if count > 0 { parts.append("\(count) \(words)") } }
        add(unsent, "to send")
        add(unacknowledged, "sent and not acknowledged")
        add(held, "held")
        add(runs, runs == 1 ? "run with \(runMessages) more" : "runs with \(runMessages) more")
        add(openRuns, openRuns == 1 ? "run that goes on until it is stopped" : "runs that go on until they are stopped")
        add(swept, swept == 1 ? "retained message of a sweep" : "retained messages of a sweep")
        return parts.joined(separator: ", ")
    }
}

extension Delivery {
    /// Whether its PUBLISH was not handed to a socket.
    var isUnsent: Bool { !steps.contains { $0.step != .queued } }
}

extension Publishing {
    /// Stops the runs that would never end by themselves.
    public mutating func stopOpenRuns() {
        // A paused run with a total would wait for a person who has left.
        for run in runs where run.isActive && (run.state == .paused || run.total == nil) {
            change(run.id) { $0.stop() }
        }
    }

    /// How many messages failed, of those that are still known.
    public var failures: Int {
        outbox.failures + runs.reduce(0) { $0 + $1.failures } + (sweep?.failed ?? 0)
    }
}
