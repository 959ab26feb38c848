import Kit
import Payloads
import Terminal
import Testing

@testable import Interface

/// Addresses in what was received, and the cells that lead to them.
@Suite("Addresses in payloads") struct WebAddressTests {
    private func found(_ text: String) -> [String] {
        WebAddresses.find(in: [Span(kind: .plain, text: text)], from: 0).map(\.link.url)
    }

    @Test(
        "Where they begin and end",
        arguments: [
            ("see http://a.b/c.", ["http://a.b/c"]), ("(https://a.b/c_(d))", ["https://a.b/c_(d)"]),
            (#""url": "http://a.b/?x=1&y=2","#, ["http://a.b/?x=1&y=2"]), ("xhttp://a.b", []), ("http:// a", []),
            ("<a href='http://a.b'>http://c.d</a>", ["http://a.b", "http://c.d"]), ("http://a.b/straße", []),
            ("http://a.b/ö http://c.d", ["http://c.d"]), ("[http://[::1]:80/x]", ["http://[::1]:80/x"]),
            ("https://a.b/c?d#e!", ["https://a.b/c?d#e"]), ("h http h://", []),
        ])
    func ends(_ text: String, _ expected: [String]) {
        #expect(found(text) == expected)
    }

    @Test("Columns count what is drawn before it")
    func columns() {
        let all = WebAddresses.find(in: [Span(kind: .plain, text: "日本 http://a.b x")], from: 10)
        #expect(all.map(\.columns) == [15..<25])
    }

    /// The links of the screen: where each cell leads.
    private func links(_ visit: Visit) -> [String: Int] {
        visit.look()
        var counts: [String: Int] = [:]
        for y in 0..<visit.grid.size.height {
            for x in 0..<visit.grid.size.width {
                if let link = visit.grid.link(visit.grid[x, y].linkMark) { counts[link.url, default: 0] += 1 }
            }
        }
        return counts
    }

    @Test("An address in a payload is a link, whole also where it goes on in the next row or begins above the first")
    func payload() throws {
        let visit = Visit(width: 80, height: 24)
        let long = "http://broker.example/\(String(repeating: "abcdefgh/", count: 20))end"
        visit.receive("t", #"{"u": "http://a.b/c", "v": "\#(long)"}"#)
        #expect(links(visit) == ["http://a.b/c": 12, long: long.count])
        try visit.type("<Tab><Tab>z")
        #expect(links(visit) == ["http://a.b/c": 12, long: long.count])
        // A popup covers them.
        try visit.type("z?")
        visit.see("Help")
        #expect(links(visit).values.allSatisfy { $0 < long.count })
    }

    @Test("In view raw, unwrapped and scrolled to the right the part that is seen leads to the whole")
    func scrolled() throws {
        let visit = Visit(width: 80, height: 24)
        let long = "http://broker.example/\(String(repeating: "abcdefgh/", count: 20))end"
        visit.receive("t", "x \(long) y")
        try visit.type("<Tab><Tab>W")
        let seen = links(visit)
        #expect(Array(seen.keys) == [long])
        try visit.type("<Right><Right>")
        #expect(Array(links(visit).keys) == [long])
    }

    @Test("A line of brackets is counted once")
    func brackets() {
        let many = String(repeating: ")", count: 100_000)
        #expect(found("http://x\(many)") == ["http://x"] && found("http://x(\(many)") == ["http://x()"])
        #expect(found("http://x([])\(many)]]") == ["http://x([])"])
    }
}
