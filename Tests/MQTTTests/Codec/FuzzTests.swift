import NIOCore
import TestSupport
import Testing

@testable import MQTT

/// Numbers that are the same in every run (xorshift64*).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 2_685_821_657_736_338_717
    }
}

@Suite("Damaged streams give packets or errors, never a crash")
struct FuzzTests {
    @Test(arguments: ProtocolVersion.allCases)
    func everyByteOfEveryPacketChanged(_ version: ProtocolVersion) throws {
        for (packets, receiver) in [
            (PacketSamples.fromServer(version), Receiver.client), (PacketSamples.fromClient(version), .server),
        ] {
            for packet in packets {
                let bytes = try PacketSamples.bytes(packet, version)
                for index in bytes.indices.prefix(70) {
                    for value in [0, 0xFF, bytes[index] ^ 1, bytes[index] ^ 0x80] {
                        var damaged = bytes
                        damaged[index] = value
                        decode(damaged, version, receiver)
                    }
                    decode(Array(bytes[..<index]), version, receiver)
                    decode(Array(bytes[..<index] + bytes[(index + 1)...]), version, receiver)
                }
            }
        }
    }

    @Test(arguments: ProtocolVersion.allCases)
    func randomDamage(_ version: ProtocolVersion) throws {
        var numbers = SeededNumbers(state: 0x9E37_79B9_7F4A_7C15 ^ UInt64(version.rawValue))
        let stream = try PacketSamples.fromServer(version).flatMap { try PacketSamples.bytes($0, version) }
        for _ in 0..<200 {
            var damaged = stream
            for _ in 0..<Int.random(in: 1...6, using: &numbers) {
                let index = damaged.indices.randomElement(using: &numbers) ?? 0
                switch Int.random(in: 0..<4, using: &numbers) {
                case 0: damaged[index] = UInt8.random(in: 0...255, using: &numbers)
                case 1: damaged.remove(at: index)
                case 2: damaged.insert(UInt8.random(in: 0...255, using: &numbers), at: index)
                default: damaged.removeSubrange(index..<min(damaged.count, index + 9))
                }
            }
            decode(damaged, version, .client)
        }
    }

    @Test func noise() {
        var numbers = SeededNumbers(state: 42)
        for _ in 0..<1500 {
            let count = Int.random(in: 1...60, using: &numbers)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) }
            decode(bytes, ProtocolVersion.allCases.randomElement(using: &numbers) ?? .v5, .client)
            decode([0x10, UInt8(count)] + bytes, .v5, .server)
            decode([0x30, UInt8(count)] + bytes, .v5, .client)
        }
    }

    /// Decodes slowly and, for a client, fast in two chunkings: all must agree about the first failure.
    private func decode(_ bytes: [UInt8], _ version: ProtocolVersion, _ receiver: Receiver) {
        var buffer = ByteBuffer(bytes: bytes)
        var decoder = PacketDecoder(version: version, receiver: receiver, topicAliasMaximum: 10)
        var failure: ProtocolViolation?
        var messages = 0
        do {
            while let packet = try decoder.decode(&buffer) {
                if case .publish = packet { messages += 1 }
                // What was accepted can be written again, unless it names an alias instead of a topic.
                if packet.type != .connect { _ = try? PacketSamples.bytes(packet, version) }
            }
        } catch {
            failure = error
        }
        guard receiver == .client else { return }
        for chunk in [max(1, bytes.count), 5] {
            var stream = StreamDecoder(version: version, topicAliasMaximum: 10)
            let log = StreamLog(&stream, bytes, chunk: chunk)
            #expect(log.failure?.reason == failure?.reason, "\(bytes)")
            let seen = log.packets.filter { if case .message = $0 { true } else { false } }.count
            #expect(seen == messages, "\(bytes)")
        }
    }
}
