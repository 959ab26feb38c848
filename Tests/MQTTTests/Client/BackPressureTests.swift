import MQTT
import NIOCore
import Synchronization
import Testing

@testable import MQTT

@Suite(.timeLimit(.minutes(1)))
struct BackPressureTests {
    @Test func creditHoldsAndResumesOnce() {
        let credit = ReadCredit(limit: 100)
        credit.handOut(100)
        #expect(!credit.holdIfBehind())
        credit.handOut(1)
        #expect(credit.holdIfBehind())
        #expect(!credit.giveBack(50))
        #expect(credit.giveBack(1))
        #expect(!credit.giveBack(1))
        #expect(credit.unreadBytes == 49)
    }

    /// Bytes of a large PUBLISH are told while its end is still to come.
    @Test func largeMessageOnItsWay() async throws {
        let seen = AsyncFact()
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept()
            var whole = ByteBuffer()
            try PacketEncoder(version: .v5).encode(
                .publish(Publish("t", String(repeating: "x", count: 100_000))), into: &whole)
            try await connection.send(whole.readSlice(length: 70_000) ?? ByteBuffer())
            try await seen.wait()
            try await connection.send(whole)
            try await connection.readToEnd()
        }
        let fixture = Fixture(peer.endpoint)
        fixture.start()
        let told = try await fixture.log.wait { if case .receiving = $0 { true } else { false } }
        if case .receiving(let bytes, _) = told { #expect((1...70_000).contains(bytes)) }
        seen.happened()
        _ = try await fixture.log.wait { if case .messages = $0 { true } else { false } }
        await fixture.client.disconnect()
    }

    /// The peer sends as fast as it can and nobody reads: what is handed out stays bounded, the peer's own socket fills,
    /// nobody takes the silence for a dead connection, and afterwards every byte arrives.
    @Test func readingStopsWhileTheReaderIsBehind() async throws {
        let payload = String(repeating: "x", count: 10_000)
        let count = 6_000
        let stalled = AsyncFact()
        let pings = Mutex(0)
        let pinged = AsyncFact()
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept()
            try await withThrowingDiscardingTaskGroup { group in
                let channel = connection.channel
                var chunk = ByteBuffer()
                for _ in 0..<100 {
                    try PacketEncoder(version: .v5).encode(.publish(Publish("t", payload)), into: &chunk)
                }
                let writer = connection.writer
                group.addTask { [chunk] in
                    for _ in 0..<(count / 100) {
                        if !channel.isWritable { stalled.happened() }
                        try await writer.write(chunk)
                    }
                }
                while true {
                    switch try await connection.read() {
                    case .pingRequest:
                        let total = pings.withLock { count in
                            count += 1
                            return count
                        }
                        if !channel.isWritable { stalled.happened() }
                        if total == 3 { pinged.happened() }
                    case .disconnect:
                        return
                    default:
                        break
                    }
                }
            }
        }
        let most = Mutex(0)
        let limit = 1 << 20
        let fixture = Fixture(peer.endpoint, consumes: false) {
            $0.maximumUnreadBytes = limit
            $0.keepAlive = 1
            $0.pingTimeout = .seconds(2)
        }
        fixture.client.setTap { _ in most.withLock { $0 = max($0, fixture.client.unreadBytes) } }
        fixture.start()
        try await stalled.wait()
        // Three keep alive times with unread pongs behind the flood: no reason to give the connection up.
        try await pinged.wait()
        let held = fixture.client.unreadBytes
        #expect(held > limit)
        #expect(held <= limit + Connector.readsAtOnce * Connector.readSize + payload.utf8.count)
        // A slow reader: gives back one batch at a time.
        var taken = 0
        var next = 0
        while taken < count {
            for event in fixture.log.events.dropFirst(next) {
                next += 1
                if case .state(.waiting(let waiting)) = event { Issue.record("lost: \(waiting.failure)") }
                guard case .messages(let batch) = event else { continue }
                taken += batch.count
                fixture.client.consumed(batch.byteCount)
            }
            if taken < count { _ = try await fixture.log.wait(after: next) { _ in true } }
        }
        #expect(taken == count)
        #expect(fixture.client.unreadBytes == 0)
        #expect(most.withLock { $0 } <= limit + Connector.readsAtOnce * Connector.readSize + payload.utf8.count)
        await fixture.client.disconnect()
    }
}
