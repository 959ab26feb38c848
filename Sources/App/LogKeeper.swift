import Model
import Profile
public import Text

/// Tells a ``LogFile`` what happens. It looks at the model after each turn of the loop, so that nothing has to tell it.
public final class LogKeeper {
    private let file: LogFile
    private var states: [ConnectionID: ConnectionStatus.State] = [:]
    private var notices: [ConnectionID: Int] = [:]
    private var isTrouble = false

    /// A turn that takes longer makes keys wait; in microseconds.
    private static let slowTurn: Int64 = 100_000

    /// One that writes to a file.
    public init(_ file: LogFile) { self.file = file }

    /// The program ends.
    public func ended(_ outcome: Application.Outcome, at time: Moment) {
        file.write(.info, at: time, "martlet ends: \(outcome)")
        file.finish()
    }

    /// A request has come to its end.
    func ended(_ entry: RequestHistory.Entry, at time: Moment) {
        let outcome = entry.failure ?? entry.status.map { "\($0)" } ?? "no answer"
        let words = "\(entry.draft.method) \(entry.url): \(outcome), \(entry.size) bytes, \(entry.duration) us"
        file.write(entry.failure == nil ? .info : .warning, at: time, "request \(words)")
    }

    /// A turn of the loop has ended.
    func turned(microseconds: Int64, at time: Moment) {
        if microseconds > Self.slowTurn {
            file.write(.warning, at: time, "a turn of the loop took \(microseconds / 1000) ms")
        }
    }

    /// What has changed since the last look.
    func look(at model: Model, now: Moment) {
        for workspace in model.connections {
            let status = workspace.connection
            if states.updateValue(status.state, forKey: workspace.id) ?? .idle != status.state {
                file.write(Self.level(of: status.state), at: now, "connection \(Self.words(status))")
            }
            let new = workspace.noticeCount - (notices.updateValue(workspace.noticeCount, forKey: workspace.id) ?? 0)
            for notice in workspace.notices.suffix(new) {
                file.write(Self.level(of: notice.kind), at: notice.at, "notice \(notice.text)")
            }
        }
        if let failure = file.takeFailure(), !isTrouble {
            isTrouble = true
            model.shown.notify(Notice(at: now, kind: .warning, text: "\(failure): the log has gaps"))
        }
        if states.count > model.connections.count {
            let open = Set(model.connections.map(\.id))
            states = states.filter { open.contains($0.key) }
            notices = notices.filter { open.contains($0.key) }
        }
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

    private static func words(_ status: ConnectionStatus) -> String {
        let place = status.name.isEmpty ? status.address : "\(status.name) (\(status.address))"
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
