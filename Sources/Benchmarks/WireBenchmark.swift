import MQTT
import NIOCore
import Wire

/// What view Wire costs: a filter over a full ring, and a flood with the view closed, opened once, and on the screen.
enum WireBenchmark {
    /// Runs all and prints a line for each figure.
    static func run() throws {
        say("Wire: a ring of 16 MB, full; the list is filtered in slices of 8 ms, the whole of it")
        for size in [146, 40] { try filters(packet: size) }
        say("Wire: the flood of ingest, with the view closed, and on the screen with a key every 20 ms")
        try IngestBenchmark().runWithWire(rounds: 3)
    }

    /// Filters that pass nothing: each row is looked at to its end.
    private static let texts = ["zzz", "mqtt.qos > 1", "mqtt.topic contains \"zzz\"", "verdict", "open"]

    private static func filters(packet size: Int) throws {
        let log = WireLog(connection: 1, peer: "bench")
        let list = WireList()
        list.show([log])
        let read = try packets(of: size)
        var time: Int64 = 0
        while log.dropped == 0 {
            time += 1000
            log.take(
                Traffic(
                    direction: .received, version: .v311, time: time, uptime: time * 1000, bytes: read))
            finish(list)
        }
        var words = ""
        for text in texts {
            let filter = try WireFilter(text)
            var slowest = Duration.zero
            let clock = ContinuousClock()
            let whole = clock.measure {
                list.filter = filter
                var hasMore = true
                while hasMore {
                    slowest = max(slowest, clock.measure { hasMore = list.advance(until: .now + .milliseconds(8)) })
                }
            }
            words += "  \(text): \(tenths(whole.seconds * 1000)) ms (slowest slice \(tenths(slowest.seconds * 1000)))"
        }
        say("  \(log.endNumber - log.firstNumber) packets of \(size) B:\(words)")
    }

    private static func finish(_ list: WireList) {
        while list.advance(until: .now + .milliseconds(100)) {}
    }

    /// The packets of a read of 64 KiB, a hundred topics.
    private static func packets(of size: Int) throws -> ByteBuffer {
        var bytes = ByteBuffer()
        var number = 0
        while bytes.readableBytes < 64 << 10 {
            number += 1
            let topic = "site/device\(number % 100)/t"
            let payload = String(repeating: "7", count: size - topic.utf8.count - 4)
            let publish = Publish(topic: topic, payload: ByteBuffer(string: payload), qos: .atMostOnce)
            try PacketEncoder(version: .v311).encode(.publish(publish), into: &bytes)
        }
        return bytes
    }
}
