import Kit
import Terminal

/// View Connections: the list at the left with the variables below it, the selected connection at the right.
final class ConnectionsRoom: Room {
    private let list = ConnectionsPane()
    private let environment = EnvironmentPane()
    private lazy var detail = ConnectionPane(list)

    func panes(_ state: ScreenState) -> [any Pane] { [list, detail, environment] }

    func frames(_ state: ScreenState, in area: Rect, focus: Int) -> [Rect] {
        let (left, right) = area.split(left: area.width / 2)
        let (top, bottom) = left.split(top: area.height * 3 / 5)
        return [top, right, bottom]
    }
}
