import Terminal

/// Divides the area of a view among its panes, as the person wants it or as it comes, and notes where it did.
struct PaneLayout {
    /// A line between panes that can be moved.
    struct Divider: Equatable {
        let split: PaneSplit
        /// What is divided.
        let area: Rect
        /// Whether the parts stand side by side.
        let isUpright: Bool
        /// The first column or row of the second part.
        let place: Int

        /// Whether a cell is on it: the two frames touch there, each with a side of its own.
        func contains(_ point: Point) -> Bool {
            guard area.contains(point) else { return false }
            let at = isUpright ? point.x : point.y
            return at == place || at == place - 1
        }

        /// How much of the area the first part has with the line at another place, in thousandths.
        func share(at place: Int) -> Int {
            let (start, length) = isUpright ? (area.x, area.width) : (area.y, area.height)
            let least = isUpright ? PaneLayout.leastWidth : PaneLayout.leastHeight
            // On an area that is too small for two of the least, half is the bound of both.
            let part = max(min(least, length / 2), min(place - start, length - min(least, length / 2)))
            // Rounded up, so that dividing by it comes back to this place.
            return length == 0 ? 0 : (part * 1000 + length - 1) / length
        }
    }

    /// The least of a pane: its frame, and something to read.
    static let leastWidth = 14
    static let leastHeight = 3

    /// What the person has chosen, in thousandths.
    let shares: [String: Int]
    private(set) var dividers: [Divider] = []

    init(_ shares: [String: Int]) { self.shares = shares }

    /// Divides into a left and a right part.
    /// - Parameter usual: the columns of the left one as it comes.
    mutating func columns(_ area: Rect, _ split: PaneSplit, usual: Int) -> (left: Rect, rest: Rect) {
        // Noted also where nobody has moved it: a drag may begin there.
        let parts = area.split(left: size(split, of: area.width, least: Self.leastWidth) ?? usual)
        dividers.append(Divider(split: split, area: area, isUpright: true, place: parts.rest.x))
        return parts
    }

    /// Divides into an upper and a lower part.
    /// - Parameter usual: the rows of the upper one as it comes.
    mutating func rows(_ area: Rect, _ split: PaneSplit, usual: Int) -> (top: Rect, rest: Rect) {
        let parts = area.split(top: size(split, of: area.height, least: Self.leastHeight) ?? usual)
        dividers.append(Divider(split: split, area: area, isUpright: false, place: parts.rest.y))
        return parts
    }

    private func size(_ split: PaneSplit, of length: Int, least: Int) -> Int? {
        guard let share = shares[split.rawValue] else { return nil }
        let least = min(least, length / 2)
        return max(least, min(length * max(0, min(share, 1000)) / 1000, length - least))
    }
}
