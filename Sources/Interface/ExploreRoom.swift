import Terminal

/// View Explore: the panes of the desk on screen.
final class ExploreRoom: Room {
    func panes(_ state: ScreenState) -> [any Pane] { state.desk.panes }

    func frames(_ state: ScreenState, in area: Rect, focus: Int) -> [Rect] { Layout.frames(in: area) }
}
