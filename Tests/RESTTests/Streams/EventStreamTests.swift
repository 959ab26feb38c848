import REST
import Testing

/// `text/event-stream` (HTML, 9.2.5 and 9.2.6): a case for each rule, each cut in every way.
@Suite("Event streams")
struct EventStreamTests {
    private static let cases: [(what: String, text: String, events: [StreamEvent])] = [
        ("a blank line dispatches", "data: a\n\n", [StreamEvent("a")]),
        ("one space behind the colon is dropped, and only one", "data:a\n\ndata:  b\n\n", [.init("a"), .init(" b")]),
        (
            "lines end with LF, CR, or CR and LF", "data: a\r\rdata: b\r\n\r\ndata: c\n\n",
            ["a", "b", "c"].map { .init($0) }
        ),
        ("CR, then an LF of its own line would be one end", "data: a\r\n\ndata: b\n\n", [.init("a"), .init("b")]),
        ("lines of data have an LF between them", "data: a\ndata: b\ndata: c\n\n", [.init("a\nb\nc")]),
        ("data without a value is an empty line", "data\n\ndata\ndata\n\ndata:\n", [.init(""), .init("\n")]),
        ("without data there is no event", "event: x\nid: 1\n\n\n\nretry: 5\n\n", []),
        ("what is unfinished at the end is dropped", "data: a\n\ndata: b\n", [.init("a")]),
        ("a mark of UTF-8 at the start is dropped", "\u{FEFF}data: a\n\n", [.init("a")]),
        ("a second mark belongs to the name of a field", "\u{FEFF}\u{FEFF}data: a\n\ndata: b\n\n", [.init("b")]),
        ("a comment says nothing", ": hello\n:\ndata: a\n:x\n\n", [.init("a")]),
        ("a field that is not known says nothing", "dat: a\nDATA: b\n data: c\ndata : d\ndata: e\n\n", [.init("e")]),
        ("the name resets with each event", "event: x\ndata: a\n\ndata: b\n\n", [.init("a", name: "x"), .init("b")]),
        ("the last name counts", "event: x\nevent: y\ndata: a\n\n", [.init("a", name: "y")]),
        ("a name goes with an event that has no data", "event: x\n\ndata: a\n\n", [.init("a")]),
        (
            "the id stays until there is another",
            "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
            [.init("a", id: "1"), .init("b", id: "1"), .init("c")]
        ),
        (
            "an id without data holds for what follows", "id: 1\n\ndata: a\n\n", [.init("a", id: "1")]
        ),
        ("an id with NUL is passed over", "id: 1\nid: 2\0\ndata: a\n\n", [.init("a", id: "1")]),
        ("colons in a value are its own", "data: a:b\nevent: x:y\n\n", [.init("a:b", name: "x:y")]),
        ("umlauts and emoji", "event: größe\ndata: 🦆\n\n", [.init("🦆", name: "größe")]),
    ]

    @Test("each rule, however the bytes are cut", arguments: cases.indices)
    func rules(index: Int) {
        let (what, text, expected) = Self.cases[index]
        let found = eventsOfAnyCut(text, as: .events)
        #expect(found == expected, "\(what)")
    }

    @Test("bytes that are no UTF-8 stay in data as they came")
    func bytes() {
        let found = events(Array("data: ".utf8) + [0xFF, 0x80] + Array("\n\n".utf8), as: .events).events
        #expect(found.map(\.data) == [[0xFF, 0x80]])
    }

    @Test("a line that ends with CR is not held back for the byte behind it")
    func carriageReturn() {
        #expect(events(Array("data: a\r\r".utf8), as: .events, ends: false).events == [StreamEvent("a")])
    }

    @Test(
        "retry is digits only", arguments: [("10", 10), ("1.5", nil), ("-1", nil), ("", nil), ("5s", nil), ("00", 0)])
    func retry(text: String, expected: Int?) {
        #expect(events(Array("retry: \(text)\n\n".utf8), as: .events).reader.retry == expected)
    }

    @Test("a retry beyond a day is a day, and one of many digits too")
    func longRetry() {
        let text = "retry: \(String(repeating: "9", count: 40))\n\n"
        #expect(events(Array(text.utf8), as: .events).reader.retry == 86_400_000)
    }

    @Test("the last id counts once its event is dispatched, not before")
    func lastID() {
        let (_, reader) = events(Array("id: 1\ndata: a\n\nid: 2\ndata: b\n".utf8), as: .events)
        #expect(reader.lastID == "1")
        // What was asked for with an id has that one until the server says another.
        #expect(events(Array("data: a\n\n".utf8), as: .events, lastID: "7").events == [StreamEvent("a", id: "7")])
    }

    @Test("comments are counted")
    func comments() {
        #expect(events(Array(": a\n: b\n\ndata: c\n\n".utf8), as: .events).reader.comments == 2)
    }

    @Test("an event beyond the limit is cut, and how much of it is told")
    func limit() {
        let long = String(repeating: "x", count: 50)
        let found = eventsOfAnyCut("data: \(long)\n\ndata: b\n\n", as: .events, limit: 20)
        #expect(found?.map(\.data.count) == [20, 1])
        #expect(found?.map(\.cut) == [30, 0])
    }
}
