import Kit
import Terminal

extension ResponsePane {
    /// The tabs with their counts, and where they stand: on a narrow screen with shorter names, then without counts.
    func tabLine(_ pages: ResponsePages) -> TabLine<ResponseTab> {
        func texts(_ name: (ResponseTab) -> String, counts: Bool = true) -> [(tab: ResponseTab, text: String)] {
            pages.tabs.map { tab in
                if !counts { return (tab: tab, text: name(tab)) }
                if tab == .links { return (tab: tab, text: name(tab) + (linksView.count.map { " \($0)" } ?? "")) }
                return (tab: tab, text: pages.label(tab, as: name(tab)))
            }
        }
        return TabLine(
            [texts(\.rawValue), texts(\.shortName), texts(\.shortName, counts: false)], width: width)
    }

    func click(_ point: Point) {
        let top = headRows - tabRows
        guard composer.shown != nil, point.y >= top else { return }
        if point.y < headRows {
            tab = tabs.tab(at: Point(x: point.x, y: point.y - top)) ?? tab
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
        switch tab {
        // The first press has put the cursor there.
        case .links: return linksView.click(place.y - 1) ? perform(.follow) : []
        case .events: eventsView.doubleClick(place)
        default: view.doubleClick(place)
        }
        return []
    }

    /// What is read back is not pushed away by what comes.
    func scroll(by rows: Int) {
        if tab == .events { return eventsView.scroll(by: rows) }
        if tab == .links { return linksView.turn(by: rows) }
        view.turn(by: rows)
        if tab == .body, rows < 0 { followsEnd = false }
    }
}
