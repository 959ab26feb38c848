import Kit
import Model
import Profile
import Text

/// A repeated publish in the words that people read.
enum RunWords {
    /// `every 500 ms`, `at full speed`.
    static func rhythm(_ run: PublishRun) -> String {
        run.interval == 0 ? "at full speed" : "every \(TimeWords.words(run.interval * 1000))"
    }

    /// `running, 12 of 100 sent, 1 failed, 2 unknown`.
    static func state(_ run: PublishRun) -> String {
        var words =
            switch run.state {
            case .running: "running"
            case .paused: "paused"
            case .finished: "finished"
            case .stopped(nil): "stopped"
            case .stopped(.some(let reason)): "stopped: \(reason)"
            }
        words += ", \(Figures.count(run.delivered))"
        if let total = run.total { words += " of \(Figures.count(total))" }
        words += " sent"
        if run.failures > 0 { words += ", \(Figures.count(run.failures)) failed" }
        if run.unknown > 0 { words += ", \(Figures.count(run.unknown)) unknown" }
        // QoS 0 has no acknowledgement whose coming could be timed (MQTT 5 4.3.1).
        if let trip = run.lastRoundTrip, run.draft.qos > 0 {
            words += "; acknowledged in \(Figures.duration(trip))"
        }
        return words
    }
}
