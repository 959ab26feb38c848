import Testing
import Text

@Suite("FNV-1a") struct FNVTests {
    @Test(
        "the algorithm's own test values",
        arguments: [("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8)]
            as [(String, UInt64)])
    func values(text: String, hash: UInt64) { #expect(FNV.hash(text.utf8) == hash) }

    @Test("by words each byte counts, and the length does")
    func fast() {
        let bytes = (0..<100).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        let whole = bytes.withUnsafeBytes { FNV.fast($0) }
        for place in bytes.indices {
            var other = bytes
            other[place] ^= 0x80
            #expect(other.withUnsafeBytes { FNV.fast($0) } != whole)
        }
        #expect([0, 0].withUnsafeBytes { FNV.fast($0) } != [0, 0, 0].withUnsafeBytes { FNV.fast($0) })
        #expect(bytes.withUnsafeBytes { FNV.fast($0) } == whole)
    }
}
