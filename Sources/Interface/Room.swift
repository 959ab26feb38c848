import Kit
import Terminal

/// What a view shows: its panes, and where they stand.
protocol Room: AnyObject {
    /// The panes in the order in which Tab visits them.
    func panes(_ state: ScreenState) -> [any Pane]
    /// The frame of each pane; an empty one is not shown.
    func frames(_ state: ScreenState, in area: Rect, focus: Int) -> [Rect]
    /// The view comes on the screen.
    func enter(_ state: ScreenState)
}

extension Room {
    func enter(_ state: ScreenState) {}
}
