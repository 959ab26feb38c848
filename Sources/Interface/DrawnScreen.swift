import Terminal

/// What the last drawing put where: one value, so that frames and panes are never of two different screens.
///
/// A mouse event is resolved against it, since what was seen is what was meant.
struct DrawnScreen {
    /// A pane and its frame.
    struct Place {
        let pane: any Pane
        let frame: Rect
    }

    /// The view that was on the screen.
    let view: View
    /// The panes that were seen.
    let places: [Place]
    /// The views in the bottom line.
    var tabs: [ViewTabs.Place] = []
    /// The row of the bottom line.
    var bottom = 0
    /// The lines between the panes.
    var dividers: [PaneLayout.Divider] = []
    /// What can be meant by itself.
    var targets: [Target] = []
    /// The popup in front of them.
    var popup: (overlay: any Overlay, frame: Rect)?

    /// The view whose tab was seen at a cell.
    func tab(at point: Point) -> View? {
        point.y == bottom ? tabs.first { $0.columns.contains(point.x) }?.view : nil
    }

    /// What a press there asks for beside the place itself: the last that was drawn lies on top.
    func target(at point: Point) -> Target? {
        targets.last { target in
            // For letters alone: the place itself takes a click there.
            if case .click = target.deed { return false }
            return target.area.contains(point)
        }
    }

    // The last: a part is divided after the whole, and its line lies on top.
    /// The line between panes at a cell.
    func divider(at point: Point) -> PaneLayout.Divider? { dividers.last { $0.contains(point) } }

    /// What was seen at a cell.
    func place(at point: Point) -> Place? { places.first { $0.frame.contains(point) } }
}

extension Point {
    /// The cell as the content of a frame counts it; nil on the frame itself and outside.
    func inside(_ frame: Rect) -> Point? {
        let content = frame.inset(by: 1)
        return content.contains(self) ? Point(x: x - content.x, y: y - content.y) : nil
    }
}
