import Testing

@testable import REST

@Suite("Content codings that a system may lack")
struct CodingTests {
    @Test(
        "Where there is no Brotli it is not asked for, and what comes in it all the same is shown as it came and named")
    func noBrotli() throws {
        #expect(BrotliLibrary("libno-such-brotli.so.1") == nil)
        #expect(ContentCoding.accepted(brotli: nil, zstd: nil) == "gzip, deflate")
        let here = try #require(BrotliLibrary.shared, "libbrotlidec.so.1 comes with curl")
        #expect(ContentCoding.accepted(brotli: here, zstd: nil) == "gzip, deflate, br")
        let answer = Response(
            version: "HTTP/1.1", status: 200, reason: "OK", fields: [Field("Content-Encoding", "br")])
        let bytes: [UInt8] = [1, 2, 3]
        let collector = BodyCollector(Request.Options(), .keep, brotli: nil)
        try collector.begin(answer, hasBody: true)
        try bytes.withUnsafeBytes { try collector.take($0) }
        try collector.end()
        #expect(collector.problem == "br: no libbrotlidec here" && collector.codings == [])
        #expect(collector.finish().body.bytes == bytes)

        // A script would take it for the text.
        let strict = BodyCollector(Request.Options(), .stream { _, _ in }, brotli: nil)
        try strict.begin(answer, hasBody: true)
        let failure = #expect(throws: RequestFailure.self) { try bytes.withUnsafeBytes { try strict.take($0) } }
        #expect(failure?.kind == .badCoding && failure?.description.contains("no libbrotlidec here") == true)
    }
}
