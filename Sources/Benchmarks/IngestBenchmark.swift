import App
import Explorer
import Glibc
import Interface
import MQTT
import Terminal

/// How many messages a second come in, from the socket to the model with the screen on, beside a bare read() loop and
/// mosquitto_sub on the same stream.
struct IngestBenchmark {
    let server: ReplayServer
    let topics: Int

    init(topics: Int = 100_000, passes: Int = 4, rounds: Int) throws {
        server = try ReplayServer(stream: ReplayStream(topics: topics, passes: passes), rounds: rounds)
        self.topics = topics
        server.start()
    }

    /// One line per reader and run, then the medians and ratios.
    func run(times: Int) throws {
        var figures: [String: [Double]] = [:]
        let readers: [(String, () throws -> Double)] = [
            ("bare read() loop", bare), ("martlet", martlet), ("mosquitto_sub", mosquittoSub),
        ]
        for number in 1...times {
            for (name, reader) in readers {
                let rate = try reader()
                figures[name, default: []].append(rate)
                print("run \(number)  \(name): \(millions(rate)) million messages/s")
            }
        }
        let medians = figures.mapValues { $0.sorted()[$0.count / 2] }
        guard let own = medians["martlet"], let bare = medians["bare read() loop"],
            let sub = medians["mosquitto_sub"]
        else { return }
        print("median  bare \(millions(bare))  martlet \(millions(own))  mosquitto_sub \(millions(sub))")
        print("martlet / bare \(millions(own / bare))  martlet / mosquitto_sub \(millions(own / sub))")
    }

    private func millions(_ value: Double) -> String {
        let scaled = value > 1000 ? value / 1_000_000 : value
        return "\((scaled * 100).rounded() / 100)"
    }

    // MARK: - Readers

    private func bare() throws -> Double {
        let socket = try LoopbackSocket.connect(port: server.port)
        defer { close(socket) }
        LoopbackSocket.write([0x10, 12, 0, 4, 0x4D, 0x51, 0x54, 0x54, 4, 2, 0, 0, 0, 0], to: socket)
        var buffer = [UInt8](repeating: 0, count: 262_144)
        _ = read(socket, &buffer, 4)
        LoopbackSocket.write([0x82, 6, 0, 1, 0, 1, 0x23, 0], to: socket)
        _ = read(socket, &buffer, 5)
        let start = ContinuousClock.now
        var left = server.packets * ReplayStream.packetSize
        while left > 0 {
            let count = read(socket, &buffer, buffer.count)
            if count <= 0 { throw SocketFailure("read") }
            left -= count
        }
        return Double(server.packets) / (ContinuousClock.now - start).seconds
    }

    /// The whole program but for ncurses: client, inbox, loop, model, panes drawn into a terminal in memory.
    private func martlet() throws -> Double {
        let bench = try ScreenBench(port: server.port)
        let start = bench.runUntilFirstMessage()
        bench.run { $0.traffic.totalMessages >= server.packets }
        let rate = Double(server.packets) / (ContinuousClock.now - start).seconds
        print("        \(bench.summary)")
        return rate
    }

    private func mosquittoSub() throws -> Double {
        let command =
            "mosquitto_sub -h 127.0.0.1 -p \(server.port) -t '#' -C \(server.packets) > /dev/null"
        let start = ContinuousClock.now
        guard system(command) == 0 else { throw SocketFailure(command) }
        return Double(server.packets) / (ContinuousClock.now - start).seconds
    }
}

extension Duration {
    /// Seconds with their fraction.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
