import Kit
import Model
import Profile
import Terminal
import Topics

/// The views at the left of the bottom line, each behind its key, with a mark where something has happened since it was
/// looked at last.
final class ViewTabs {
    /// A tab and the columns that it takes.
    typealias Place = (view: View, columns: Range<Int>)

    /// What had happened in each view when it was looked at last.
    private var seen: [View: UInt64] = [:]
    /// The connection that view Explore was looked at of.
    private var connection: ConnectionID?

    /// Below this width the names are shortened, so that the hints have room too.
    private static let wide = 100

    /// Draws the tabs; answers where they stand.
    func draw(_ current: View, _ look: Look, _ model: Model, _ keymap: Keymap, into canvas: Canvas) -> [Place] {
        follow(current, model)
        var places: [Place] = []
        let isWide = canvas.size.width >= Self.wide
        var x = 1
        for view in View.allCases {
            let start = x
            if let key = keymap.key(for: view.action, in: .anywhere) {
                x += canvas.put(key, x: x, y: 0, style: look.style(.hintKey)) + 1
            }
            let name = isWide ? view.title : view.shortTitle
            x += canvas.put(name, x: x, y: 0, style: look.style(view == current ? .titleFocused : .hint))
            if view != current, isNews(view, model) {
                canvas.put(canvas.glyphs == .ascii ? "*" : "•", x: x, y: 0, style: look.style(.statusWaiting))
            }
            // With the column of the mark behind the name.
            places.append((view, start..<x + 1))
            x += isWide ? 2 : 1
        }
        return places
    }

    /// The one that is looked at is known; of another connection nothing is.
    private func follow(_ current: View, _ model: Model) {
        if connection != model.shown.id {
            connection = model.shown.id
            // Another connection's messages are no news of this one.
            seen[.explore] = Self.happened(in: .explore, model)
        }
        // What was there at the start is none either.
        for view in View.allCases where view == current || seen[view] == nil {
            seen[view] = Self.happened(in: view, model)
        }
    }

    private func isNews(_ view: View, _ model: Model) -> Bool {
        Self.happened(in: view, model) != seen[view]
    }

    /// A number that changes when something happens in a view.
    private static func happened(in view: View, _ model: Model) -> UInt64 {
        switch view {
        case .explore: model.shown.live.messages.endSequence
        case .rest: UInt64(truncatingIfNeeded: model.requests.history.revision)
        // Figures always change: a mark that is always there tells nothing.
        case .load: 0
        // Three bits each: which of them changed need not be known, only that one did.
        case .connections: model.connections.reduce(0) { $0 << 3 &+ $1.connection.state.kind }
        case .wire: 0
        }
    }
}

extension View {
    /// What brings it on the screen.
    var action: Action {
        switch self {
        case .explore: .explore
        case .rest: .rest
        case .load: .load
        case .connections: .connections
        case .wire: .wire
        }
    }

    /// Its name.
    var title: String {
        switch self {
        case .explore: "Explore"
        case .rest: "REST"
        case .load: "Load"
        case .connections: "Connections"
        case .wire: "Wire"
        }
    }

    /// Its name where there is little room.
    var shortTitle: String { self == .connections ? "Conn" : title }
}

extension ConnectionStatus.State {
    /// Why it does not stand, as far as that is news; that it is made or stands is what was asked for.
    fileprivate var kind: UInt64 {
        switch self {
        case .idle, .connecting, .connected: 0
        case .waiting: 1
        case .refused: 2
        case .closed: 3
        }
    }
}
