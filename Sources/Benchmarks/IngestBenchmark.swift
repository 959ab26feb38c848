import App
import Glibc
import Interface
import MQTT
import Model
import NIOCore
import NIOPosix
import Synchronization
import Terminal
import TestSupport
import Topics

/// How many messages a second come in, from the socket to the model with the screen on, beside a bare read() loop and
/// mosquitto_sub on the same stream.
///
/// The readers take turns, and each round gives its own ratios: what disturbs the machine disturbs neighbours alike.
struct IngestBenchmark {
    let server: ReplayServer
    let topics: Int

    /// Messages until the ring of 256 MB is full, and the address space of every block touched.
    private static let warmUp = 3_000_000
    private static let measured = 8_000_000
    /// What mosquitto_sub gets: some seconds of work.
    private static let few = 400_000

    init(topics: Int = 100_000, passes: Int = 4) throws {
        server = try ReplayServer(stream: ReplayStream(topics: topics, passes: passes))
        self.topics = topics
        server.start()
    }

    /// One line per reader and round, then the medians.
    func run(rounds: Int) throws {
        var figures: [String: [Double]] = [:]
        func note(_ name: String, _ value: Double) { figures[name, default: []].append(value) }
        for number in 1...rounds {
            let bare = try bare()
            let counting = try counting()
            let own = try martlet(number)
            let sub = try mosquittoSub()
            say(
                "round \(number)  million messages/s: bare read() \(millions(bare))  client counting \(millions(counting))"
                    + "  martlet \(millions(own.still)), keys pressed \(millions(own.pressed))  mosquitto_sub \(millions(sub))"
            )
            note("bare", bare)
            note("counting", counting)
            note("own", own.still)
            note("pressed", own.pressed)
            note("sub", sub)
            note("own/bare", own.still / bare)
            note("own/sub", own.still / sub)
        }
        func median(_ name: String) -> Double {
            let sorted = (figures[name] ?? []).sorted()
            return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
        }
        say(
            "median   million messages/s: bare read() \(millions(median("bare")))  client counting "
                + "\(millions(median("counting")))  martlet \(millions(median("own"))), keys pressed \(millions(median("pressed")))  mosquitto_sub \(millions(median("sub")))"
        )
        say(
            "median   martlet / bare read() \(hundredths(median("own/bare")))  martlet / mosquitto_sub "
                + "\(hundredths(median("own/sub")))")
    }

    /// martlet's turn alone, for a profiler.
    func runAlone() throws {
        _ = try martlet(1)
    }

    /// With view Wire closed, and on the screen: what it costs the flood, and how long a key waits.
    func runWithWire(rounds: Int) throws {
        for number in 1...rounds {
            server.packets = Self.warmUp + 3 * Self.measured
            let bench = try ScreenBench(port: server.port)
            bench.run { $0.live.traffic.totalMessages >= Self.warmUp }
            let still = measure(bench, until: Self.warmUp + Self.measured, number)
            bench.startPressing()
            let closed = measure(bench, until: Self.warmUp + 2 * Self.measured, number)
            bench.press(["5"])
            let open = measure(bench, until: Self.warmUp + 3 * Self.measured, number)
            bench.close()
            say(
                "round \(number)  million messages/s: view closed \(millions(still)), keys pressed \(millions(closed))"
                    + "  view open, keys pressed \(millions(open))")
        }
    }

    private func millions(_ value: Double) -> String { hundredths(value / 1_000_000) }

    // MARK: - Readers

    private func bare() throws -> Double {
        server.packets = Self.measured
        let socket = try LoopbackSocket.connected(to: server.port)
        defer { close(socket) }
        LoopbackSocket.write(socket, [0x10, 12, 0, 4, 0x4D, 0x51, 0x54, 0x54, 4, 2, 0, 0, 0, 0])
        var buffer = [UInt8](repeating: 0, count: 262_144)
        _ = read(socket, &buffer, 4)
        LoopbackSocket.write(socket, [0x82, 6, 0, 1, 0, 1, 0x23, 0])
        _ = read(socket, &buffer, 5)
        let start = ContinuousClock.now
        var left = Self.measured * ReplayStream.packetSize
        while left > 0 {
            let count = read(socket, &buffer, buffer.count)
            if count <= 0 { throw SocketFailure("read") }
            left -= count
        }
        return Double(Self.measured) / (ContinuousClock.now - start).seconds
    }

    /// The client module alone: every packet decoded and checked, the batches counted and given back.
    private func counting() throws -> Double {
        server.packets = Self.measured
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let count = Atomic<Int>(0)
        let holder = Mutex<MQTTClient?>(nil)
        let client = MQTTClient(ScreenBench.configuration(port: server.port), group: group) { event in
            guard case .messages(let batch) = event else { return }
            count.add(batch.count, ordering: .relaxed)
            holder.withLock { $0 }?.consumed(batch.byteCount)
        }
        holder.withLock { $0 = client }
        client.start()
        let subscription = Task { try await client.subscribe([Subscription(filter: "#")]) }
        while count.load(ordering: .relaxed) == 0 { usleep(100) }
        let start = ContinuousClock.now
        while count.load(ordering: .relaxed) < Self.measured { usleep(500) }
        let took = (ContinuousClock.now - start).seconds
        subscription.cancel()
        holder.withLock { $0 = nil }
        Completion.of {
            await client.disconnect()
            try? await group.shutdownGracefully()
        }
        return Double(Self.measured) / took
    }

    /// The whole program but for ncurses: client, inbox, loop, model, panes drawn into a terminal in memory. First while
    /// nobody touches a key, then with a key every 20 ms.
    /// - Returns: messages a second, without and with keys.
    private func martlet(_ round: Int) throws -> (still: Double, pressed: Double) {
        server.packets = Self.warmUp + 2 * Self.measured
        let bench = try ScreenBench(port: server.port)
        bench.run { $0.live.traffic.totalMessages >= Self.warmUp }
        let still = measure(bench, until: Self.warmUp + Self.measured, round)
        bench.startPressing()
        let pressed = measure(bench, until: Self.warmUp + 2 * Self.measured, round)
        bench.close()
        return (still, pressed)
    }

    private func measure(_ bench: ScreenBench, until end: Int, _ round: Int) -> Double {
        bench.startMeasuring()
        let first = bench.messages
        let (process, own, serving) = (cpu(CLOCK_PROCESS_CPUTIME_ID), cpu(CLOCK_THREAD_CPUTIME_ID), server.cpu())
        let start = ContinuousClock.now
        bench.run { $0.live.traffic.totalMessages >= end }
        let took = (ContinuousClock.now - start).seconds
        let loop = cpu(CLOCK_THREAD_CPUTIME_ID) - own
        let replay = server.cpu() - serving
        let client = cpu(CLOCK_PROCESS_CPUTIME_ID) - process - loop - replay
        let count = Double(bench.messages - first)
        say("round \(round)  martlet \(millions(count / took)); \(bench.summary)")
        say(
            "round \(round)    processor ns per message: loop \(tenths(loop / count * 1e9))  client "
                + "\(tenths(client / count * 1e9))  replay server \(tenths(replay / count * 1e9))")
        return count / took
    }

    private func mosquittoSub() throws -> Double {
        server.packets = Self.few
        let command = "mosquitto_sub -h 127.0.0.1 -p \(server.port) -t '#' -C \(Self.few) > /dev/null"
        let start = ContinuousClock.now
        guard system(command) == 0 else { throw SocketFailure(command) }
        return Double(Self.few) / (ContinuousClock.now - start).seconds
    }
}
