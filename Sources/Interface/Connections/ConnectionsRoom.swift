import Kit
import Terminal

/// View Connections: the list at the left with the variables below it, the selected connection at the right.
final class ConnectionsRoom: Room {
    let panes: [any Pane]

    init(_ parts: ConnectionParts) {
        let list = ConnectionsPane(parts)
        panes = [list, ConnectionPane(list, parts), EnvironmentPane(parts.book, parts.stage)]
    }

    func frames(in area: Rect, focus: Int, _ layout: inout PaneLayout) -> [Rect] {
        let (left, right) = layout.columns(area, .connectionsWidth, usual: area.width / 2)
        let (top, bottom) = layout.rows(left, .connectionsHeight, usual: area.height * 3 / 5)
        return [top, right, bottom]
    }
}
