import REST
import Testing

@Suite("Answers without an end")
struct StreamFormatTests {
    @Test(
        "the Content-Type says how events follow each other",
        arguments: [
            ("text/event-stream", StreamFormat.events), ("Text/Event-Stream; charset=utf-8", .events),
            ("application/x-ndjson", .jsonLines), ("application/jsonl", .jsonLines),
            ("application/json-seq", .jsonSequence),
            ("application/geo+json-seq", .jsonSequence),
            ("multipart/x-mixed-replace; boundary=frame", .parts(boundary: "frame")),
            ("multipart/x-mixed-replace;boundary=\"--a b\"", .parts(boundary: "--a b")),
            ("multipart/x-mixed-replace", nil), ("application/json", nil), ("text/plain", nil),
        ])
    func formats(type: String, expected: StreamFormat?) {
        #expect(StreamFormat(Response(status: 200, fields: [Field("Content-Type", type)])) == expected)
    }

    @Test("lines of JSON: blank ones say nothing, the last needs no end")
    func jsonLines() {
        #expect(
            eventsOfAnyCut("{\"a\":1}\n\n  \r\n[2]\r\n3", as: .jsonLines)
                == ["{\"a\":1}", "[2]", "3"].map { StreamEvent($0) })
    }

    @Test("lines of text: blank ones count")
    func lines() {
        #expect(eventsOfAnyCut("a\n\nb\r\nc", as: .lines) == ["a", "", "b", "c"].map { StreamEvent($0) })
        let found = eventsOfAnyCut("\(String(repeating: "x", count: 30))\nb\n", as: .lines, limit: 10)
        #expect(found?.map(\.data.count) == [10, 1])
        #expect(found?.map(\.cut) == [20, 0])
    }

    @Test("JSON sequences (RFC 7464): values with line breaks, without an LF, and cut short")
    func sequences() {
        let text = "rubbish\u{1E}{\"a\":\n\"}\\\"\"}\n\u{1E}\u{1E}1\n\u{1E}[2,\u{1E}true"
        #expect(
            eventsOfAnyCut(text, as: .jsonSequence)
                == ["{\"a\":\n\"}\\\"\"}", "1", "[2,", "true"].map { StreamEvent($0) })
    }

    @Test("a value of a sequence is told with its last bracket and LF, before the next RS")
    func earlySequence() {
        let found = events(Array("\u{1E}{\"a\":\n1}\n".utf8), as: .jsonSequence, ends: false).events
        #expect(found == [StreamEvent("{\"a\":\n1}")])
    }

    @Test("a boundary with dashes of its own, or with those that only its lines have; a longer name is no boundary")
    func dashes() {
        let camera = "--f\r\n\r\none\r\n--f\r\n\r\ntwo\r\n--f--\r\n"
        #expect(
            events(Array(camera.utf8), as: .parts(boundary: "--f")).events.map(\.data)
                == ["one", "two"].map { Array($0.utf8) })
        let exact = "----f\r\n\r\none\r\n----f  \r\n\r\ntwo\r\n----f--\r\n"
        #expect(
            events(Array(exact.utf8), as: .parts(boundary: "--f")).events.map(\.data)
                == ["one", "two"].map { Array($0.utf8) })
        let longer = "--f\r\n\r\none\r\n--fx\r\ntwo\r\n--f\r\n"
        #expect(
            events(Array(longer.utf8), as: .parts(boundary: "f")).events.map(\.data) == [
                Array("one\r\n--fx\r\ntwo".utf8)
            ])
    }

    @Test("parts that replace each other: by their boundary, or by their length")
    func parts() {
        let text =
            "preamble\r\n--f\r\nContent-Type: text/plain\r\n\r\none\r\ntwo\r\n--f\r\ncontent-type: image/x\r\n"
            + "Content-Length: 5\r\n\r\n--f\r\n\r\n--f\r\n\r\nlast\r\n--f--\r\nepilogue\r\n--f\r\n\r\nx\r\n"
        let found = eventsOfAnyCut(text, as: .parts(boundary: "f"))
        #expect(
            found == [
                StreamEvent("one\r\ntwo", name: "text/plain"), StreamEvent("--f\r\n", name: "image/x"),
                StreamEvent("last"),
            ])
    }

    @Test("a part that says its length is told with its last byte")
    func earlyPart() {
        let text = "--f\r\nContent-Length: 3\r\n\r\nabc"
        #expect(events(Array(text.utf8), as: .parts(boundary: "f"), ends: false).events == [StreamEvent("abc")])
    }
}
