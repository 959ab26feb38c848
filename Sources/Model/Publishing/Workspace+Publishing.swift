import MQTT
import Profile
import Text
import Topics

/// What became of publishes, applied.
extension Workspace {
    /// Notes what became of a publish.
    func apply(_ report: PublishReport, at time: Moment) {
        // First, whatever it was for: a sweep and a single publish change the broker's store alike.
        if let note = report.retained {
            live.topics.noteRetained(topic: note.topic, note.isKept)
        }
        if let own = report.own, let end = report.end {
            publishing.ownRetained.ended(own.number, on: own.topic, end)
        }
        // Also of a sweep that another one has taken the place of. What is lost is told below.
        var isLost = false
        if case .sweep(_, let topic, true) = report.purpose {
            isLost = publishing.undo.isLost(topic)
            publishing.undo.clearingEnded(topic, isUndone: report.isUndone)
        }
        switch (report.purpose, report.event) {
        case (.single(let id), .step(let step)): publishing.outbox.reached(step, id, at: time)
        case (.single(let id), .held(let publish)):
            publishing.hold(id, publish)
            // A publish that is forgotten by now has no name to be told by.
            guard let topic = publishing.outbox[id]?.topic else { return }
            let words =
                "Held: \(withoutSecrets(quoting: topic)): \(withoutSecrets(quoting: publish.words)); P sends it again, lowers its QoS or gives it up"
            notify(Notice(at: time, kind: .error, text: words))
        case (.single(let id), .endsConnection(let words)):
            publishing.outbox.end(id, .failed(words), at: time)
            say(id, .failed(words), at: time)
        case (.run(let id), .endsConnection(let words)):
            // The next one would end it too.
            publishing.change(id) {
                $0.ended(.failed(words), roundTrip: time - report.began)
                $0.stop(words)
            }
        case (.single(let id), .ended(let outcome)):
            publishing.outbox.end(id, outcome, at: time)
            say(id, outcome, at: time)
        case (.run(let id), .ended(let outcome)):
            publishing.change(id) { $0.ended(outcome, roundTrip: time - report.began) }
        // What a cancelled sweep has sent still ends, maybe while another one runs.
        case (.sweep(let id, _, _), _) where id != publishing.sweep?.id: break
        case (.sweep(_, let topic, _), .ended(.delivered)): endSweep(of: topic, isLost, failure: nil, at: time)
        case (.sweep(_, let topic, _), .ended(.failed(let reason))),
            (.sweep(_, let topic, _), .ended(.unknown(let reason))),
            (.sweep(_, let topic, _), .endsConnection(let reason)):
            endSweep(of: topic, isLost, failure: reason, at: time)
        // Steps of runs and sweeps are not asked for (`PublishDriver`), and theirs that end connections fail at once.
        case (.run, .step), (.sweep, .step), (.run, .held), (.sweep, .held): break
        }
    }

    /// A publish of the sweep came to its end; where nobody sees it a notice tells it.
    private func endSweep(of topic: String, _ isLost: Bool, failure: String?, at time: Moment) {
        publishing.sweepEnded(topic, failure: failure)
        guard let sweep = publishing.sweep, sweep.state == .finished, let undo = sweep.undoWords else { return }
        let told = withoutSecrets(quoting: topic)
        if let failure {
            let words = "The retained message was not cleared: \(withoutSecrets(quoting: failure)) (\(told))"
            notify(Notice(at: time, kind: .error, text: words))
            return
        }
        var words = ""
        if isLost {
            words = "; not kept here whole, it cannot be put back"
        } else if publishing.undo.isKept(topic) {
            words = "; \(undo)"
        }
        let verb = saysWhetherCleared ? "Cleared" : "Asked to clear"
        // The topic last: it is the longest, and known to who cleared it.
        notify(Notice(at: time, kind: .info, text: "\(verb) the retained message\(words): \(told)"))
    }

    /// Whether the broker says that it has cleared what it was asked to: before MQTT 5 it acknowledges what it refuses as well
    /// (3.1.1 3.3.5), and of QoS 0 nothing.
    public var saysWhetherCleared: Bool { publishLimits.hasProperties && publishLimits.maximumQoS > 0 }

    private func say(_ id: Int, _ outcome: Delivery.Outcome, at time: Moment) {
        guard let delivery = publishing.outbox[id] else { return }
        let topic = withoutSecrets(quoting: delivery.topic)
        // Nobody answers a message of QoS 0, and before MQTT 5 an answer says only that it came, not that it was taken.
        let verb = delivery.qos > 0 && publishLimits.hasProperties ? "Published" : "Sent"
        let (kind, text): (Notice.Kind, String) =
            switch outcome {
            case .delivered(let note): (.info, "\(verb) to \(topic)\(note.map { ", \($0)" } ?? "")")
            case .failed(let reason): (.error, "Publishing to \(topic) failed: \(withoutSecrets(quoting: reason))")
            case .unknown(let reason): (.warning, "Sent to \(topic), \(withoutSecrets(quoting: reason))")
            }
        notify(Notice(at: time, kind: kind, text: text))
    }

    /// Starts the run whose lines have been read.
    func apply(_ report: LinesReport, at now: Moment) {
        switch report.lines {
        case .failure(let failure): notify(Notice(at: now, kind: .error, text: failure.words))
        case .success(let lines):
            let isStarted = publishing.start(
                report.draft, source: .lines(lines), interval: report.interval, total: report.total, now: now)
            let words = isStarted ? "Sending \(lines.count) lines" : "Too many runs: stop one first"
            notify(Notice(at: now, kind: isStarted ? .info : .warning, text: words))
        }
    }
}
