import Testing

@testable import Payloads

@Suite("Lines of many bytes")
struct LongLineTests {
    /// A line of letters of one, two and four columns.
    private let bytes: [UInt8] = (0..<200_000).flatMap { number -> [UInt8] in
        switch number % 3 {
        case 0: Array("\(number)".utf8)
        case 1: Array("日e\u{301}".utf8)
        default: [0xFF]
        }
    }

    @Test("a window that is too far to be read to waits, is read to in steps, and is then what it would be at once")
    func waits() {
        let whole = Document(PayloadBytes(bytes), view: .raw)
        whole.advance(units: Int.max)
        let document = Document(PayloadBytes(bytes), view: .raw)
        document.advance(units: Int.max)
        for column in [0, 5000, 400_000, 100, 700_000] {
            let expected = whole.line(0, from: column, columns: 80)
            var steps = 0
            var spans = document.line(0, from: column, columns: 80, readingUpTo: 10_000)
            while document.isWaiting {
                #expect(spans.isEmpty)
                while !document.measure(bytes: 10_000) { steps += 1 }
                spans = document.line(0, from: column, columns: 80, readingUpTo: 10_000)
            }
            #expect(spans == expected && !spans.isEmpty, "\(column)")
            #expect((steps > 5) == (column >= 400_000), "\(column): \(steps)")
        }
    }

    @Test(
        "a window beyond the end is empty and does not wait for ever; the width is exact once all of the line was read")
    func end() {
        let document = Document(PayloadBytes(bytes), view: .raw)
        document.advance(units: Int.max)
        _ = document.line(0, from: 1_000_000_000, columns: 80, readingUpTo: 10_000)
        #expect(document.isWaiting)
        while !document.measure(bytes: 10_000) {}
        #expect(document.line(0, from: 1_000_000_000, columns: 80, readingUpTo: 10_000).isEmpty && !document.isWaiting)
        let other = Document(PayloadBytes(bytes), view: .raw)
        other.advance(units: Int.max)
        var steps = 1
        while !other.measure(0, bytes: 10_000) { steps += 1 }
        #expect(steps >= bytes.count / 20_000)
        let columns = other.lineWidth(0)
        #expect(other.line(0, from: columns - 1, columns: 1).count == 1)
        #expect(other.line(0, from: columns, columns: 1).isEmpty)
    }
}
