import Glibc
import Model
import TestSupport
import Topics

/// The list of retained messages on a real mosquitto that keeps 100,000 messages: listed, cleared and put back, a key pressed every
/// 20 ms, and the slowest key of each.
enum RetainedBenchmark {
    private static let count = 100_000

    static func run() throws {
        say("The list of retained messages: \(count) retained topics on mosquitto, screen on")
        let broker = try BenchmarkBroker()
        defer { broker.stop() }
        try fill(broker)
        let bench = try ScreenBench(port: broker.port)
        bench.startPulse()
        bench.startMeasuring()
        bench.startPressing()
        var start = ContinuousClock.now
        bench.run { $0.live.traffic.totalMessages >= count }
        tell("received", start, bench)
        start = .now
        bench.press(["r"])
        bench.run(for: 1)
        bench.press(["end", "home", "/", "9", "9", "enter"])
        bench.run(for: 1)
        tell("listed, to its end, narrowed by a filter (2 s of keys)", start, bench)
        // The filter goes, and all that is listed is asked about.
        bench.press(["/", "esc"])
        bench.run(for: 1)
        start = .now
        bench.ask("C", yes: "n")
        bench.run(for: 0.5)
        tell("the dry run's question (0.5 s of keys)", start, bench)
        try sweep("cleared", "C", bench)
        try sweep("put back", "U", bench)
        bench.close()
    }

    private static func sweep(_ name: String, _ key: String, _ bench: ScreenBench) throws {
        let start = ContinuousClock.now
        bench.ask(key, yes: "y")
        bench.run(for: 0.2)
        bench.run { $0.publishing.sweep?.state != .running || ContinuousClock.now - start > .seconds(300) }
        tell(name, start, bench)
        guard let sweep = bench.sweep, sweep.state == .finished, sweep.done == count else {
            throw BenchmarkFailure(
                "not \(name): \(bench.sweep.map { "\($0.done) of \($0.total), \($0.state)" } ?? "no sweep")")
        }
    }

    private static func tell(_ name: String, _ start: ContinuousClock.Instant, _ bench: ScreenBench) {
        say("  \(name): \(tenths((ContinuousClock.now - start).seconds)) s; \(bench.slowest())")
    }

    /// Has the broker keep the messages.
    private static func fill(_ broker: BenchmarkBroker) throws {
        let socket = try LoopbackSocket.connected(to: broker.port)
        defer { close(socket) }
        var bytes: [UInt8] = [0x10, 12, 0, 4] + Array("MQTT".utf8) + [4, 2, 0, 60, 0, 0]
        for number in 0..<count {
            let topic = Array("site/\(number / 1000)/room/\(number % 1000)/state".utf8)
            let payload = Array("{\"v\": \(number)}".utf8)
            bytes += [0x31, UInt8(2 + topic.count + payload.count), 0, UInt8(topic.count)] + topic + payload
        }
        // DISCONNECT comes behind them all: the broker closes when it has read it.
        bytes += [0xE0, 0]
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(socket, $0.baseAddress, $0.count) }
            if count <= 0 { throw SocketFailure("write") }
            sent += count
        }
        var answer = [UInt8](repeating: 0, count: 16)
        while read(socket, &answer, answer.count) > 0 {}
    }
}
