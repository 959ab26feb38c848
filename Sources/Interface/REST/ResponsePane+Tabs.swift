import Kit
import Terminal

extension ResponsePane {
    /// The tabs with their counts, and where they stand.
    func tabPlaces(_ pages: ResponsePages) -> [(tab: ResponseTab, text: String, columns: Range<Int>)] {
        func texts(_ name: (ResponseTab) -> String) -> [(tab: ResponseTab, text: String)] {
            pages.tabs.map { tab in
                if tab == .links { return (tab: tab, text: name(tab) + (linksView.count.map { " \($0)" } ?? "")) }
                return (tab: tab, text: pages.label(tab, as: name(tab)))
            }
        }
        func width(_ texts: [(tab: ResponseTab, text: String)], gap: Int) -> Int {
            texts.reduce(0) { $0 + $1.text.utf8.count + gap }
        }
        // On a narrow screen they stand closer, and have shorter names where that is not enough, so that the last is seen.
        let whole = texts(\.rawValue)
        let isNarrow = width(whole, gap: 2) > self.width
        let fitting = width(whole, gap: 1) > self.width ? texts(\.shortName) : whole
        let gap = isNarrow ? 1 : 2
        // Where even that is too wide, the row begins so far right that the open one is seen.
        let shown = fitting.firstIndex { $0.tab == tab } ?? 0
        var first = 0
        while first < shown, width(Array(fitting[first...shown]), gap: gap) > self.width - 3 { first += 1 }
        var x = first > 0 ? 3 : 1
        return fitting.enumerated().map { place, entry in
            guard place >= first else { return (entry.tab, entry.text, 0..<0) }
            defer { x += entry.text.utf8.count + gap }
            return (entry.tab, entry.text, x..<x + entry.text.utf8.count)
        }
    }

    func click(_ point: Point) {
        guard point.y >= headRows - 1 else { return }
        if point.y == headRows - 1, let exchange = composer.shown {
            let found = tabPlaces(pages(exchange)).first { $0.columns.contains(point.x) }
            if let found { tab = found.tab }
        } else if tab == .links {
            // Below the line of the columns' names.
            _ = linksView.click(point.y - headRows - 1)
        } else if tab == .events {
            eventsView.click(Point(x: point.x, y: point.y - headRows))
        } else {
            view.click(Point(x: point.x, y: point.y - headRows))
        }
    }

    func doubleClick(_ point: Point) -> [Effect] {
        guard point.y >= headRows else { return [] }
        let place = Point(x: point.x, y: point.y - headRows)
        if tab == .events { eventsView.doubleClick(place) } else { view.doubleClick(place) }
        return []
    }

    /// What is read back is not pushed away by what comes.
    func scroll(by rows: Int) {
        if tab == .events { return eventsView.scroll(by: rows) }
        view.turn(by: rows)
        if tab == .body, rows < 0 { followsEnd = false }
    }
}
