import Kit
import Model
import Profile
import Text

/// A request that is repeated in the words that people read.
enum RepeatWords {
    /// `every 5 s  42 sent  3 changed  39×304  1.2 MB saved  p50 12 p99 80 ms`
    static func line(_ repeated: RepeatedRequest) -> String { parts(repeated).joined(separator: "  ") }

    /// The same in a sentence, where two blanks are one.
    static func sentence(_ repeated: RepeatedRequest) -> String { parts(repeated).joined(separator: ", ") }

    private static func parts(_ repeated: RepeatedRequest) -> [String] {
        let (run, tally) = (repeated.run, repeated.run.tally)
        var parts = ["every \(TimeWords.words(run.plan.period))", "\(Figures.count(tally.sent)) sent"]
        if let count = run.plan.count { parts[1] = "\(Figures.count(tally.sent)) of \(Figures.count(count)) sent" }
        // What changes something answers something else each time: that it does says nothing.
        if !repeated.isUnsafe { parts.append("\(Figures.count(tally.changed)) changed") }
        if tally.notModified > 0 {
            parts.append("\(Figures.count(tally.notModified))×304")
            parts.append("\(Figures.bytes(Double(tally.savedBytes))) saved")
        }
        parts += run.refusals
        if tally.failed > 0 { parts.append("\(Figures.count(tally.failed)) failed") }
        if run.late > 0 { parts.append("\(Figures.count(run.late)) left out, late") }
        if !run.times.isEmpty { parts.append(run.times) }
        return parts
    }

    /// `paused`, `stopped: 10 failures in a row: connection refused`; empty while it goes on.
    static func state(_ repeated: RepeatedRequest, now: Int64) -> String {
        switch repeated.run.state {
        case .running:
            guard let until = repeated.run.pausedUntil, until > now else { return "" }
            // Whole seconds, in nanoseconds: Retry-After has no others (RFC 9110 10.2.3).
            return "the server asks to wait \(TimeWords.words((until - now) / 1_000_000_000 * 1_000_000_000)) more"
        case .paused: return "paused"
        case .finished: return "finished"
        case .stopped(nil): return "stopped"
        case .stopped(.some(let reason)): return "stopped: \(reason)"
        }
    }

    /// All that is to be said of one.
    static func story(_ repeated: RepeatedRequest, now: Int64) -> [String] {
        let state = state(repeated, now: now)
        var lines = ["\(repeated.draft.method) \(repeated.draft.withoutSecrets().url)", sentence(repeated)]
        if !state.isEmpty { lines.append(state) }
        if let failure = repeated.lastFailure, !state.contains(failure) { lines.append("last: \(failure)") }
        return lines
    }

    /// The look of one.
    static func role(_ repeated: RepeatedRequest) -> Role {
        if repeated.lastFailure != nil { return .error }
        return repeated.run.isActive ? repeated.run.tally.failed > 0 ? .warning : .info : .textDim
    }
}
