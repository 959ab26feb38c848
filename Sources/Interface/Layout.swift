import Terminal

/// Where the panes of view Explore are.
enum Layout {
    /// The frames of Topics, Messages and Message. A zoomed pane has all of the area; the others are empty.
    static func frames(in area: Rect, zoomed: Int?) -> [Rect] {
        if let zoomed {
            return (0..<3).map { $0 == zoomed ? area : Rect(x: area.x, y: area.y, width: 0, height: 0) }
        }
        let (left, right) = area.split(left: area.width * 9 / 20)
        let (upper, lower) = right.split(top: area.height * 9 / 20)
        return [left, upper, lower]
    }
}
