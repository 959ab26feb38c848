import MQTT
import NIOCore
import Testing
import Wire

@Suite("Damaged packets") struct DamagedTests {
    @Test("Whatever comes has rows, words and fields within its bytes") func damaged() {
        var state: UInt64 = 42
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for version in [ProtocolVersion.v31, .v311, .v5] {
            let test = TestLog(version)
            for number in 0..<1000 {
                var bytes = (0..<next(40)).map { _ in UInt8(next(256)) }
                bytes.insert(contentsOf: [UInt8(next(256)), UInt8(bytes.count)], at: 0)
                test.say(number % 2 == 0 ? .sent : .received, bytes: ByteBuffer(bytes: bytes))
            }
            let rows = test.rows
            #expect(rows.count >= 1000)
            for row in rows {
                _ = (row.summary, row.outcome)
                let shown = WireBytes(row, isRevealed: false)
                for field in shown.fields {
                    #expect(field.range.upperBound <= shown.bytes.count && field.range.lowerBound >= 0)
                }
            }
        }
    }
}
