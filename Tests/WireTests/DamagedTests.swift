import MQTT
import NIOCore
import TestSupport
import Testing
import Wire

@Suite("Damaged packets") struct DamagedTests {
    /// Numbers of a seed.
    private struct Random {
        var state: UInt64

        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
    }

    /// A packet of the codec's, of which something is wrong: bytes changed, left out, doubled, cut, or all of it made up.
    private static func damage(_ whole: [UInt8], _ random: inout Random) -> [UInt8] {
        var bytes = whole
        switch random.next(6) {
        case 0:
            bytes = (0..<random.next(60)).map { _ in UInt8(random.next(256)) }
            bytes.insert(contentsOf: [UInt8(random.next(256)), UInt8(bytes.count)], at: 0)
        case 1: bytes.removeLast(random.next(bytes.count))
        case 2: bytes.remove(at: random.next(bytes.count))
        case 3: bytes.insert(UInt8(random.next(256)), at: random.next(bytes.count + 1))
        default: break
        }
        for _ in 0..<random.next(4) where !bytes.isEmpty { bytes[random.next(bytes.count)] = UInt8(random.next(256)) }
        return bytes
    }

    @Test("A hundred thousand of them have fields, each within its packet", arguments: 0..<10)
    func fields(_ part: Int) throws {
        var random = Random(state: UInt64(part) &* 7919 &+ 42)
        let samples: [(bytes: [UInt8], version: ProtocolVersion, receiver: Receiver)] =
            try ProtocolVersion.allCases.flatMap { version in
                try PacketSamples.fromClient(version).map {
                    (try PacketSamples.bytes($0, version), version, Receiver.server)
                } + PacketSamples.fromServer(version).map { (try PacketSamples.bytes($0, version), version, .client) }
            }
        var outside = 0
        for number in 0..<10_000 {
            let sample = samples[number % samples.count]
            let bytes = Self.damage(sample.bytes, &random)
            // As many as are there, and as many as a head that is kept says that there are.
            let total = random.next(4) == 0 ? bytes.count + random.next(5000) : bytes.count
            let fields = WireField.fields(of: bytes, total: total, version: sample.version, to: sample.receiver)
            for field in fields where field.range.lowerBound < 0 || field.range.upperBound > total { outside += 1 }
            let secrets = bytes.withUnsafeBytes {
                WireField.secrets(in: $0, total: total, version: sample.version, to: sample.receiver)
            }
            for secret in secrets where secret.lowerBound < 0 || secret.upperBound > total { outside += 1 }
        }
        #expect(outside == 0)
    }

    @Test("Whatever comes has rows, words and fields within its bytes") func rows() throws {
        var random = Random(state: 42)
        for version in ProtocolVersion.allCases {
            let samples = try PacketSamples.fromServer(version).map { try PacketSamples.bytes($0, version) }
            let test = TestLog(version)
            for number in 0..<1000 {
                let bytes = Self.damage(samples[number % samples.count], &random)
                if bytes.isEmpty { continue }
                test.say(number % 2 == 0 ? .sent : .received, bytes: ByteBuffer(bytes: bytes))
            }
            let rows = test.rows
            #expect(rows.count >= 900)
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
