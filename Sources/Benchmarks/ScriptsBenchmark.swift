import Glibc
import TestSupport

/// The verbs for scripts beside mosquitto's programs: messages printed, lines published, start to connected. Alternating
/// runs of the built programs, as a script would start them.
struct ScriptsBenchmark {
    /// The program that was built beside this one.
    private let martlet: String

    init() throws {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let own = String(decoding: buffer[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        martlet = own[..<(own.lastIndex(of: "/") ?? own.startIndex)] + "/martlet"
        guard access(martlet, X_OK) == 0 else {
            throw BenchmarkFailure("\(martlet) is not built: swift build -c release --product martlet")
        }
    }

    /// All three, each with its median and ratio.
    func run() throws {
        try subscribe(times: 3)
        let broker = try BenchmarkBroker()
        defer { broker.stop() }
        try publish(broker, lines: 300_000, qos: 0, times: 3)
        try publish(broker, lines: 30_000, qos: 1, times: 3)
        try start(broker, times: 15)
    }

    private func subscribe(times: Int) throws {
        let server = try ReplayServer(stream: ReplayStream(topics: 100_000, passes: 2))
        server.packets = 1_000_000
        server.start()
        let count = server.packets
        say("sub -v: \(count) PUBLISH packets of \(ReplayStream.packetSize) bytes over 100,000 topics, to /dev/null")
        let arguments = "-h 127.0.0.1 -p \(server.port) -t '#' -v -C \(count) > /dev/null"
        try compare(
            "messages/s", times: times, own: "\(martlet) sub \(arguments)", other: "mosquitto_sub \(arguments)"
        ) { Double(count) / $0 }
    }

    private func publish(_ broker: BenchmarkBroker, lines: Int, qos: Int, times: Int) throws {
        say("pub -l -q \(qos): \(lines) lines to one mosquitto")
        let file = "\(broker.folder)/lines"
        try BenchmarkBroker.shell(
            "seq 1 \(lines) | sed 's/$/ {\"sensor\": 7, \"unit\": \"C\", \"value\": 21.5}/' > \(file)")
        let arguments = "-h 127.0.0.1 -p \(broker.port) -t bench/line -l -q \(qos) < \(file)"
        try compare(
            "lines/s", times: times, own: "\(martlet) pub \(arguments)", other: "mosquitto_pub \(arguments)"
        ) { Double(lines) / $0 }
    }

    private func start(_ broker: BenchmarkBroker, times: Int) throws {
        say("sub -E: from start to the broker's answer to SUBSCRIBE, \(times) runs")
        let arguments = "-h 127.0.0.1 -p \(broker.port) -t bench/start -E"
        try compare(
            "ms", times: times, own: "\(martlet) sub \(arguments)", other: "mosquitto_sub \(arguments)", isQuiet: true
        ) { $0 * 1000 }
    }

    /// Runs two commands in turn, and tells the medians of what the seconds mean.
    private func compare(
        _ unit: String, times: Int, own: String, other: String, isQuiet: Bool = false, figure: (Double) -> Double
    ) throws {
        var figures: [[Double]] = [[], []]
        for number in 1...times {
            for (index, command) in [own, other].enumerated() {
                let start = ContinuousClock.now
                try BenchmarkBroker.shell(command)
                figures[index].append(figure((ContinuousClock.now - start).seconds))
            }
            if !isQuiet {
                say(
                    "run \(number)  martlet \(rounded(figures[0][number - 1]))  mosquitto \(rounded(figures[1][number - 1])) \(unit)"
                )
            }
        }
        let medians = figures.map { $0.sorted()[$0.count / 2] }
        say(
            "median  martlet \(rounded(medians[0]))  mosquitto \(rounded(medians[1])) \(unit)  ratio \(rounded(medians[0] / medians[1]))"
        )
    }

    private func rounded(_ value: Double) -> String {
        value >= 1000 ? "\(Int(value))" : "\((value * 100).rounded() / 100)"
    }
}

/// A mosquitto of its own for a benchmark.
final class BenchmarkBroker {
    let port: Int
    let folder: String
    private var pid: pid_t = 0

    /// Starts it on a free port and waits until it listens.
    init() throws {
        let (listener, free) = try LoopbackSocket.listen()
        close(listener)
        port = free
        var template = Array("/tmp/martlet-bench-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SocketFailure("mkdtemp") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let file = "\(folder)/pid"
        try Self.shell("{ mosquitto -p \(port) > /dev/null 2>&1 & echo $! > \(file); }")
        for _ in 0..<100 {
            if let socket = try? LoopbackSocket.connected(to: port) {
                close(socket)
                break
            }
            usleep(50_000)
        }
        var number = [UInt8](repeating: 0, count: 16)
        let descriptor = open(file, O_RDONLY)
        let count = read(descriptor, &number, number.count)
        close(descriptor)
        pid = pid_t(String(decoding: number.prefix(max(0, count)).prefix { $0 != 10 }, as: UTF8.self)) ?? 0
    }

    func stop() {
        if pid > 0 { kill(pid, SIGTERM) }
        try? Self.shell("rm -r \(folder)")
    }

    /// Runs a line of the shell.
    static func shell(_ line: String) throws {
        guard system(line) == 0 else { throw BenchmarkFailure("failed: \(line)") }
    }
}
