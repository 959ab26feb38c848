import Testing
import Text

@Suite("Words of JSON")
struct JSONWordTests {
    @Test(
        "A literal is one whole word",
        arguments: [
            ("true", JSONWord.literal, 4), ("false,", .literal, 5), ("null]", .literal, 4), ("tru", .nonsense, 3),
            ("fals", .nonsense, 4), ("nul", .nonsense, 3), ("truE", .nonsense, 4), ("falsx", .nonsense, 5),
            ("trues", .nonsense, 5), ("talse", .nonsense, 5), ("frue", .nonsense, 4), ("n", .nonsense, 1),
            ("f", .nonsense, 1), ("nulltrue", .nonsense, 8), ("true false", .literal, 4),
        ])
    func literals(text: String, kind: JSONWord, end: Int) throws {
        let bytes = Array(text.utf8)
        let found = try bytes.withUnsafeBufferPointer { buffer in
            JSONWord.read(try #require(buffer.baseAddress), 0, buffer.count)
        }
        #expect(found.kind == kind)
        #expect(found.end == end)
    }
}
