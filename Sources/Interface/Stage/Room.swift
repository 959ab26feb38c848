import Terminal

/// What a view shows: its panes, and where they stand.
protocol Room: AnyObject {
    /// The panes in the order in which Tab visits them.
    var panes: [any Pane] { get }
    /// The frame of each pane; an empty one is not shown.
    func frames(in area: Rect, focus: Int, _ layout: inout PaneLayout) -> [Rect]
}
