import REST
import Testing

@Suite("Parts that replace each other") struct PartsReaderTests {
    @Test("what was left out of the last part is told when it breaks off in the middle of a line")
    func cutAtEnd() {
        let found = events(
            Array("--f\r\n\r\n\(String(repeating: "x", count: 30))".utf8), as: .parts(boundary: "f"), limit: 10
        ).events
        #expect(found.map(\.data.count) == [10])
        #expect(found.map(\.cut) == [20])
    }

    @Test("the last boundary ends a part also where no line break is behind it (RFC 2046 5.1.1)")
    func closedAtEnd() {
        let part = "--f\r\nContent-Type: text/plain\r\n\r\n"
        for end in ["--f--", "--f", "--f-- ", "--f--\r", "--f--\r\n", "--f--\r\nbehind"] {
            let found = events(Array("\(part)one\r\n\(part)two\r\n\(end)".utf8), as: .parts(boundary: "f")).events
            #expect(found.map { String(decoding: $0.data, as: UTF8.self) } == ["one", "two"], "\(end)")
        }
        // What only begins like it is content.
        for end in ["--", "--fx", "--g--"] {
            let found = events(Array("\(part)two\r\n\(end)".utf8), as: .parts(boundary: "f")).events
            #expect(found.map { String(decoding: $0.data, as: UTF8.self) } == ["two\r\n\(end)"])
        }
    }
}
