import Payloads
import Testing

/// Lines too long for one step are looked through ahead of being read: what is shown is the same.
struct LongTokenTests {
    /// Payloads of about a megabyte, each with something at or near the edges of the steps.
    static let payloads: [(name: String, bytes: [UInt8])] = {
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: 700_000)
        func json(_ inner: [UInt8]) -> [UInt8] {
            Array("{\"k\": 1, \"v\": \"".utf8) + inner + Array("\", \"after\": [1, 2]}".utf8)
        }
        var wide: [UInt8] = []
        while wide.count < 700_000 { wide += "äöü€".utf8 }
        var escaped = long
        for at in stride(from: 65_530, to: 700_000, by: 65_536) {
            escaped.replaceSubrange(at..<at + 2, with: "\\n".utf8)
        }
        var flawed = long
        flawed[400_001] = 0xC3
        var numbers = Array("[1".utf8)
        while numbers.count < 700_000 { numbers += ",12345".utf8 }
        numbers += "]".utf8
        return [
            ("string", json(long)), ("wide string", json(wide)), ("escapes", json(escaped)), ("flaw", json(flawed)),
            ("no end", Array("[\"".utf8) + long), ("numbers", numbers), ("text", long + Array("\nnext\n".utf8) + long),
            ("wide text", wide + [0x0A] + wide), ("flawed text", long + [0xFF, 0x0A] + flawed),
        ]
    }()

    @Test(arguments: [PayloadView.pretty, .raw], payloads.indices)
    func slicesShowWhatOneStepShows(view: PayloadView, index: Int) {
        let (name, bytes) = Self.payloads[index]
        let whole = document(bytes, view)
        let sliced = document(bytes, view, units: 1)
        #expect(sliced.lineCount == whole.lineCount, "\(name)")
        #expect(sliced.problem == whole.problem, "\(name)")
        let lines = [0, 1, 2, 3, whole.lineCount / 2, whole.lineCount - 1]
        for line in lines where line < whole.lineCount {
            for column in [0, 65_500, 131_000, 699_950] {
                #expect(
                    sliced.text(line, from: column, columns: 100) == whole.text(line, from: column, columns: 100),
                    "\(name), line \(line) column \(column)")
            }
        }
    }

    @Test("a search goes through a long line in slices, and finds what is at its end")
    func search() {
        var bytes = Self.payloads[6].bytes
        bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: "z-qx".utf8)
        let document = document(bytes)
        let search = document.find("z-q", from: 0, forward: true)
        var steps = 0
        while search.advance(units: 1) == .more { steps += 1 }
        #expect(steps > 10)
        #expect(search.advance(units: 1) == .found(.init(line: 2, column: 699_996, length: 3)))
        #expect(document.search("z-qz", units: 1) == .notFound)
    }
}
