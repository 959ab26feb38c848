import Interface
import Kit
import Model
import Profile
import REST
import Terminal
import Testing

/// The views at the bottom, and what is said beside them.
@Suite("Tabs of the views")
struct TabsTests {
    private func lines(_ visit: Visit) -> (edge: String, bottom: String) {
        let lines = visit.screen.split(separator: "\n", omittingEmptySubsequences: false)
        return (String(lines.dropLast().last ?? ""), String(lines.last ?? ""))
    }

    @Test("the views stand at the bottom at every size, beside the keys of the pane", arguments: [(120, 36), (80, 24)])
    func inSight(width: Int, height: Int) throws {
        let visit = Visit(width: width, height: height)
        for key in ["", "2", "3", "4", "1/"] {
            try visit.type(key)
            let bottom = lines(visit).bottom
            #expect(bottom.hasPrefix(" 1 Explore"), "\(bottom)")
            for tab in ["2 REST", "3 Load", width < 100 ? "4 Conn" : "4 Connections"] {
                #expect(bottom.contains(tab), "\(bottom)")
            }
        }
        try visit.type("<Esc>")
        #expect(lines(visit).bottom.contains("? help") && lines(visit).bottom.contains("/ filter"))
    }

    @Test("a notice takes the place of no hint, at 80x24 neither", arguments: [120, 80])
    func notices(width: Int) throws {
        let visit = Visit(width: width, height: 24)
        let before = lines(visit).bottom
        visit.workspace.notify(
            Notice(
                at: visit.now, kind: .error, text: "Publishing to a/big failed: " + String(repeating: "x", count: 300)))
        #expect(lines(visit).edge.contains("Publishing to a/big failed: xx"))
        #expect(lines(visit).edge.contains("…"))
        #expect(lines(visit).bottom == before)
        visit.now += 7_000_000
        #expect(!lines(visit).edge.contains("Publishing"))
    }

    @Test("what happens in a view that is not looked at is marked there until it is")
    func news() throws {
        let visit = try RequestPaneTests.visit()
        visit.look()
        #expect(!lines(visit).bottom.contains("•"))
        visit.receive("a/b", "1")
        #expect(lines(visit).bottom.contains("1 Explore•"))
        try visit.type("<Down><Enter><C-s>")
        let order = try RequestPaneTests.order(visit)
        try visit.type("1")
        #expect(!lines(visit).bottom.contains("•"))
        RequestPaneTests.finish(order, visit)
        #expect(lines(visit).bottom.contains("2 REST•"))
        visit.workspace.connection.state = .refused("no")
        #expect(lines(visit).bottom.contains("4 Connections•"))
        try visit.type("24")
        #expect(!lines(visit).bottom.contains("•"))
    }

    @Test("a press of the button on a tab brings its view")
    func mouse() throws {
        let visit = Visit(width: 80, height: 24)
        visit.click(12, 23)
        #expect(visit.window.view == .rest)
        visit.click(2, 23)
        #expect(visit.window.view == .explore)
        visit.click(70, 23)
        #expect(visit.window.view == .explore)
    }
}
