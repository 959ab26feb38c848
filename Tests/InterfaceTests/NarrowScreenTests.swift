import Kit
import Profile
import Terminal
import Testing

@testable import Interface

/// Below 80x24 less is seen at once, and each of it whole.
@Suite("Narrow and low screens") struct NarrowScreenTests {
    private func visit(_ width: Int, _ height: Int) -> Visit {
        let visit = Visit(width: width, height: height)
        House.fill(visit)
        visit.look()
        return visit
    }

    @Test("The composer shows what has the keys: fields around the current one, or the payload")
    func composer() throws {
        let visit = visit(40, 10)
        try visit.type("p<C-u>a/b<Tab>").see("Topic").see("a/b").see("Retain").miss("Payload")
        try visit.type("<Tab><Tab><Tab>{\"on\"").see("Payload").see("{\"on\"").miss("Topic")
        // The cursor is within the popup.
        let cursor = try #require(visit.cursor)
        #expect(cursor.y < 8 && visit.grid.rows[cursor.y].contains("{\"on\""))
        try visit.type("<C-o><C-o>").see("Expect a reply").see(" no ").see("yes")
        try visit.type("<Tab><Tab><Tab><Tab>").see("Lines of a file").see("Esc back")
    }

    @Test("Rows of the composer: roomy as ever, tight without words, never outside")
    func composerRows() {
        let roomy = ComposerRows(height: 20, fields: 4, current: 0, hasEditor: true, words: (0, 0))
        #expect(roomy.fields == 0..<4 && roomy.y(ofField: 0) == 2 && roomy.editor == 7 && roomy.field(at: 5) == 3)
        for height in 1...30 {
            for current in 0...6 {
                for words in [(0, 0), (2, 2), (5, 2)] {
                    let rows = ComposerRows(height: height, fields: 6, current: current, hasEditor: true, words: words)
                    if current < 6 { #expect(rows.fields.contains(current), "\(height) \(current) \(words)") }
                    if current == 6 { #expect(rows.editor != nil) }
                    for index in rows.fields where height > 8 {
                        #expect(
                            rows.y(ofField: index) < rows.outcome && rows.field(at: rows.y(ofField: index)) == index)
                    }
                    if let top = rows.editor, height > 8 { #expect(top + rows.editorHeight <= rows.outcome) }
                }
            }
        }
    }

    @Test("The keys of a popup end with the way back, and with the help where there is no room for all")
    func hints() throws {
        let visit = visit(80, 24)
        try visit.type("p").see("C-s send").see("F1 help   Esc back")
        // The help begins with the keys of the popup that it was asked in.
        try visit.type("<F1>").see("Help").see("externalEditor").type("hideHint").see("M-h").type("<Esc><Esc>")
        try visit.type("<Esc>")
        try visit.type("r").see("F1 help   Esc back").type("<Esc>s").see("Tab next field   Esc back").miss(
            "F1 help   Esc back")
        let narrow = self.visit(40, 10)
        try narrow.type("s").see("Esc back").type("<Esc>p").see("Esc back")
    }

    @Test("The help has its words before the names of actions")
    func help() throws {
        try visit(40, 10).type("?publish").see("publish").see("Esc back")
        try visit(60, 20).type("?sort").see("sort by name, rate, last update, count")
    }

    @Test("Retained messages have their topics, packets what they are")
    func rows() throws {
        let retained = visit(40, 10)
        try retained.type("r").see("$SYS/broker/version").see("24 B").see("…S/broker/clients/connected")
        let form = visit(60, 20)
        // What a secret is has its last word in sight, also when that is the chosen one.
        try form.type("4a<PgDn><Down><Down><Left>").see(" asked ")
    }
}
