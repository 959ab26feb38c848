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

    @Test(
        "A Zstandard frame that ends just where the decoder's room does is whole", arguments: [65_535, 65_536, 65_537])
    func zstdAtTheEdge(size: Int) throws {
        let library = try #require(ZstdLibrary.shared, "libzstd.so.1 comes with dpkg")
        // A frame of one block that says one byte so many times (RFC 8878 3.1.1).
        let (content, block) = (size - 256, size << 3 | 1 << 1 | 1)
        let header: [UInt8] =
            size < 65_792
            ? [0x28, 0xB5, 0x2F, 0xFD, 0x60, UInt8(content & 0xFF), UInt8(content >> 8)] : []
        let frame = header + [UInt8(block & 0xFF), UInt8(block >> 8 & 0xFF), UInt8(block >> 16), 0x78]
        for pieces in [frame.count, 1] {
            let decoder = ZstdDecoder(library)
            var count = 0
            for start in stride(from: 0, to: frame.count, by: pieces) {
                try Array(frame[start..<min(start + pieces, frame.count)]).withUnsafeBytes { bytes in
                    try decoder.decode(bytes) { (bytes) throws(RequestFailure) in count += bytes.count }
                }
            }
            #expect(count == size && decoder.isComplete && decoder.surplus == 0)
        }
    }
}
