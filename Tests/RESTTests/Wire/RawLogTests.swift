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

/// Bodies in files.
@Suite("Bodies that memory does not take") struct SpilledBodyTests {
    private static let bytes = Array("more than four bytes".utf8)

    @Test("one that cannot be mapped is a failure that says so, and never an empty body")
    func unmapped() async throws {
        var store = BodyStore(budget: 4, directory: nil, map: { _, _ in nil })
        try Self.bytes.withUnsafeBytes { bytes in try store.append(bytes) }
        var told: RequestFailure?
        do throws(RequestFailure) { _ = try store.finish() } catch { told = error }
        #expect(told?.kind == .file && told?.summary.contains("the 20 bytes of the answer's body") == true)
        var options = Request.Options()
        options.limits.memory = 4
        for isMapped in [true, false] {
            let growing =
                isMapped ? GrowingBody(options.limits) : GrowingBody(options.limits, map: { _, _ in nil })
            let collector = BodyCollector(options, .keep, into: growing)
            try collector.begin(Response(version: "HTTP/1.1", status: 200, fields: []), hasBody: true)
            try Self.bytes.withUnsafeBytes { bytes in try collector.take(bytes) }
            try collector.end()
            #expect(collector.finish().body.bytes == (isMapped ? Self.bytes : []))
            #expect((collector.loss == nil) == isMapped)
        }
    }
}
