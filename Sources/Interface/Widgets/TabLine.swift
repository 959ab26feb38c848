import Terminal

/// Where the names of tabs stand so that each can be read: as they are where there is room, else closer and shorter, and
/// in the end in two rows.
struct TabLine<Tab: Equatable> {
    /// A tab, its text and its place.
    struct Place {
        var tab: Tab
        var text: String
        var row: Int
        var columns: Range<Int>
    }

    /// The tabs in order.
    private(set) var places: [Place]

    /// How many rows they take.
    var rows: Int { (places.last?.row ?? 0) + 1 }

    /// Whether there are tabs in rows for which there was no room.
    private(set) var isCut = false

    /// - Parameters:
    ///   - forms: the texts of all tabs, from the longest form to the shortest.
    ///   - width: columns from the first name to the edge.
    init(_ forms: [[(tab: Tab, text: String)]], width: Int) {
        func length(_ form: [(tab: Tab, text: String)], _ gap: Int) -> Int {
            form.reduce(-gap) { $0 + displayWidth(of: $1.text) + gap }
        }
        if let first = forms.first, length(first, 2) <= width {
            places = Self.laid(first, gap: 2, width: width)
        } else if let form = forms.first(where: { length($0, 1) <= width }) {
            places = Self.laid(form, gap: 1, width: width)
        } else {
            // In two rows there is room for more of each.
            let all = forms.map { Self.laid($0, gap: 1, width: width) }
            places = all.first { ($0.last?.row ?? 0) <= 1 } ?? all.last ?? []
        }
    }

    /// Leaves out rows until no more than so many are left; that with the open tab stays.
    mutating func bound(rows most: Int, open: Tab) {
        guard rows > max(1, most) else { return }
        let row = places.first { $0.tab == open }?.row ?? 0
        let first = max(0, row - max(1, most) + 1)
        places = places.filter { (first..<first + max(1, most)).contains($0.row) }
        for index in places.indices { places[index].row -= first }
        isCut = true
    }

    private static func laid(_ form: [(tab: Tab, text: String)], gap: Int, width: Int) -> [Place] {
        var (x, row) = (1, 0)
        return form.map { tab, text in
            let size = displayWidth(of: text)
            // The first of a row stays however wide it is: another row would have no more room for it.
            if x > 1, x + size > width + 1 { (x, row) = (1, row + 1) }
            defer { x += size + gap }
            return Place(tab: tab, text: text, row: row, columns: x..<x + size)
        }
    }

    /// The tab at a place; nil where none is.
    func tab(at point: Point) -> Tab? {
        places.first { $0.row == point.y && $0.columns.contains(point.x) }?.tab
    }
}
