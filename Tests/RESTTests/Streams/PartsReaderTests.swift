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
}
