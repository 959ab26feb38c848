import Model
import Profile
public import Text

/// Tells a ``LogFile`` what happens. It looks at the model after each turn of the loop, so that nothing has to tell it.
public final class LogKeeper {
    private let file: LogFile
    private var told: [Told] = []
    private var isTrouble = false
    /// What this turn of the loop has to tell. Each thing has the time at which it was seen first, often on another thread:
    /// lines are put in the order of their times.
    private var lines: [(time: Moment, level: LogFile.Level, words: String)] = []
    /// The time of the last line.
    private var lastTime = Moment.min

    /// What is written of an open connection by now.
    private struct Told {
        let workspace: Workspace
        var state = ConnectionStatus.State.idle
        var notices = 0
        /// Those that may still grow: each is written once, with all that it says in the end.
        var growing: Set<Int> = []
    }

    /// A turn that takes longer makes keys wait; in microseconds.
    private static let slowTurn: Int64 = 100_000

    /// What is told later than it was seen has at most so many microseconds to be told of before it: a clock that was set
    /// back further holds.
    private static let lateness: Int64 = 10_000_000

    /// One that writes to a file.
    public init(_ file: LogFile) { self.file = file }

    /// The program ends.
    public func ended(_ outcome: Application.Outcome, at time: Moment) {
        for place in told.indices { writeNotices(of: &told[place], .max) }
        flush()
        // What waits makes room for the last line.
        file.finish(at: time)
        file.write(.info, at: time, "martlet ends: \(outcome)")
        file.finish(at: time)
    }

    /// A request has come to its end.
    func ended(_ entry: RequestHistory.Entry, at time: Moment) {
        let outcome = entry.failure ?? entry.status.map { "\($0)" } ?? "no answer"
        let words = "\(entry.draft.method) \(entry.url): \(outcome), \(entry.size) bytes, \(entry.duration) us"
        write(entry.failure == nil ? .info : .warning, at: time, "request \(words)")
    }

    /// A turn of the loop has ended.
    func turned(microseconds: Int64, at time: Moment) {
        if microseconds > Self.slowTurn {
            write(.warning, at: time, "a turn of the loop took \(microseconds / 1000) ms")
        }
        flush()
    }

    private func write(_ level: LogFile.Level, at time: Moment, _ words: @autoclosure () -> String) {
        if level <= file.level { lines.append((time, level, words())) }
    }

    /// Writes what the turn had to tell. What an earlier turn has told stays before it.
    private func flush() {
        guard !lines.isEmpty else { return }
        // In this order where two have one time.
        let ordered = lines.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
        for line in ordered.map(\.element) {
            // A little late: an event stamped on another thread. Much earlier than the last: the clock was set back.
            let isLate = line.time < lastTime && lastTime - line.time < Self.lateness
            lastTime = isLate ? lastTime : line.time
            file.write(line.level, at: lastTime, line.words)
        }
        lines.removeAll(keepingCapacity: true)
    }

    /// What has changed since the last look.
    func look(at model: Model, now: Moment) {
        for workspace in model.connections where !told.contains(where: { $0.workspace === workspace }) {
            told.append(Told(workspace: workspace))
        }
        for place in told.indices { look(at: &told[place], now) }
        told.removeAll { known in
            guard !model.connections.contains(where: { $0 === known.workspace }) else { return false }
            var known = known
            writeNotices(of: &known, .max)
            // One that was never used only makes room.
            if known.state != .idle {
                write(.info, at: now, "connection \(Self.place(known.workspace.connection)): taken away")
            }
            return true
        }
        if let failure = file.takeFailure(), !isTrouble {
            isTrouble = true
            model.shown.notify(Notice(at: now, kind: .warning, text: "\(failure): the log has gaps"))
        }
    }

    private func look(at told: inout Told, _ now: Moment) {
        let status = told.workspace.connection
        if told.state != status.state {
            told.state = status.state
            write(Self.level(of: status.state), at: now, "connection \(Self.words(status))")
        }
        writeNotices(of: &told, now)
    }

    /// Writes what was said of a connection and grows no more.
    private func writeNotices(of told: inout Told, _ now: Moment) {
        guard told.notices != told.workspace.noticeCount || !told.growing.isEmpty else { return }
        var growing: Set<Int> = []
        // By their numbers, not by their places: the list forgets the oldest, and one may stand behind later ones again.
        for notice in told.workspace.notices
        where notice.number > told.notices || told.growing.contains(notice.number) {
            if notice.isGrowing(at: now) {
                growing.insert(notice.number)
            } else {
                write(Self.level(of: notice.kind), at: notice.at, "notice \(notice.text)")
            }
        }
        (told.notices, told.growing) = (told.workspace.noticeCount, growing)
    }

    private static func level(of kind: Notice.Kind) -> LogFile.Level {
        switch kind {
        case .info: .debug
        case .warning: .warning
        case .error: .error
        }
    }

    private static func level(of state: ConnectionStatus.State) -> LogFile.Level {
        switch state {
        case .idle, .connecting: .debug
        case .connected: .info
        case .waiting, .closed: .warning
        case .refused: .error
        }
    }

    private static func place(_ status: ConnectionStatus) -> String {
        status.name.isEmpty ? status.address : "\(status.name) (\(status.address))"
    }

    private static func words(_ status: ConnectionStatus) -> String {
        let place = place(status)
        switch status.state {
        case .idle: return "\(place): idle"
        case .connecting: return "\(place): connecting"
        case .connected: return "\(place): connected, \(status.protocolLabel)"
        case .waiting(_, let attempt, let reason): return "\(place): waits for attempt \(attempt): \(reason)"
        case .refused(let words): return "\(place): refused: \(words)"
        case .closed(let words): return "\(place): closed\(words.isEmpty ? "" : ": \(words)")"
        }
    }
}
