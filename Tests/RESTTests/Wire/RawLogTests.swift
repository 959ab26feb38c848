import Testing

@testable import REST

/// The bytes of an answer as they came, and their bounds.
@Suite("Raw bytes of an answer")
struct RawLogTests {
    @Test("what is beyond the bound is not kept, and that is said; the first bytes are there in any case")
    func bounded() async {
        let log = RawLog(keepsAll: true, limit: 5, directory: nil)
        for piece in ["abc", "def", "ghi"] { Array(piece.utf8).withUnsafeBytes { log.append($0) } }
        #expect(log.beginning == Array("abcdefghi".utf8))
        #expect(log.snapshot.bytes == Array("abcde".utf8))
        let (bytes, problem) = await log.take()
        #expect(bytes.bytes == Array("abcde".utf8))
        #expect(problem == "the first 5 bytes are kept")
    }

    @Test("what memory does not take comes behind it, in order")
    func spilled() async {
        let log = RawLog(keepsAll: true, directory: nil)
        let piece = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        for _ in 0..<8 { piece.withUnsafeBytes { log.append($0) } }
        let (bytes, problem) = await log.take()
        #expect(bytes.bytes == Array(repeatElement(piece, count: 8).joined()) && bytes.isSpilled)
        #expect(problem == nil)
    }
}
