import Kit
import Profile
import Terminal

/// View Connections: the list at the left with the variables below it, the selected connection at the right.
final class ConnectionsRoom: Room {
    let panes: [any Pane]
    private let book: ProfileBook

    init(_ parts: ConnectionParts) {
        book = parts.book
        let list = ConnectionsPane(parts)
        panes = [list, ConnectionPane(list, parts), EnvironmentPane(parts.book, parts.stage)]
    }

    /// Rows of what is said where there are no variables.
    private static let wordRows = 4

    func frames(in area: Rect, focus: Int, _ layout: inout PaneLayout) -> [Rect] {
        let (left, right) = layout.columns(area, .connectionsWidth, usual: area.width * 3 / 5)
        // What the variables do not need is the list's: it says how to begin, and ends below every edge.
        let variables = book.variables.all.count
        let needed = 2 + (variables == 0 ? Self.wordRows : variables)
        let (top, bottom) = layout.rows(
            left, .connectionsHeight, usual: area.height - min(needed, area.height * 2 / 5))
        return [top, right, bottom]
    }
}
