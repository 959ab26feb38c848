import Demo
import FoundationEssentials
import TestSupport
import Testing

/// mosquitto's own clients talk to the demo broker over a socket.
@Suite struct InteropTests {
    private static let versions = ["mqttv31", "mqttv311", "mqttv5"]

    /// A subscriber that writes what it gets to a file.
    private struct Listener {
        let process: ChildProcess
        let file: String

        var lines: [String] {
            ((try? String(contentsOfFile: file, encoding: .utf8)) ?? "")
                .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        }

        /// Waits until it has subscribed: its debug output tells.
        static func start(_ demo: Demo, _ arguments: [String]) async throws -> Listener {
            let file = "\(try Scratch.newFolder("listener"))/out"
            let process = try ChildProcess(
                [
                    // Line by line: into a file it would write only when it ends.
                    try Requirement(program: "stdbuf", package: "coreutils").path(), "-oL",
                    try Requirement.mosquittoSub.path(), "-h", "127.0.0.1", "-p", "\(demo.port)", "-d", "-F",
                    "got %t %q %r %p",
                ] + arguments, outputFile: file)
            let listener = Listener(process: process, file: file)
            _ = try await waiting(for: "SUBACK", report: { listener.lines.joined(separator: "\n") }) {
                listener.lines.contains { $0.contains("SUBACK") || $0.contains("Subscribed") } ? true : nil
            }
            return listener
        }

        var messages: [String] { lines.filter { $0.hasPrefix("got ") }.map { String($0.dropFirst(4)) } }

        func heard(_ count: Int) async throws -> [String] {
            try await waiting(for: "\(count) messages", report: { lines.joined(separator: "\n") }) {
                messages.count >= count ? messages : nil
            }
        }
    }

    private func withDemo(
        sysInterval: Duration? = nil, hasDevices: Bool = false, _ body: (Demo) async throws -> Void
    ) async throws {
        let demo = try await Demo.start(sysInterval: sysInterval, hasDevices: hasDevices)
        do {
            try await body(demo)
        } catch {
            await demo.stop()
            throw error
        }
        await demo.stop()
    }

    @discardableResult
    private func publish(_ demo: Demo, _ arguments: [String]) async throws -> Command {
        try await Command.run(.mosquittoPub, ["-h", "127.0.0.1", "-p", "\(demo.port)"] + arguments)
    }

    @Test(arguments: versions) func everyQualityOfService(version: String) async throws {
        try await withDemo { demo in
            let listener = try await Listener.start(demo, ["-V", version, "-i", "ann", "-t", "a/#", "-q", "2"])
            for qos in ["0", "1", "2"] {
                try await publish(demo, ["-V", version, "-i", "bob", "-t", "a/\(qos)", "-m", "grüße", "-q", qos])
            }
            #expect(try await listener.heard(3) == ["a/0 0 0 grüße", "a/1 1 0 grüße", "a/2 2 0 grüße"])
        }
    }

    @Test(arguments: versions) func manyMessagesInOrder(version: String) async throws {
        try await withDemo { demo in
            let listener = try await Listener.start(demo, ["-V", version, "-i", "ann", "-t", "many", "-q", "2"])
            for qos in ["0", "1", "2"] {
                let lines = (0..<2_000).map { "\(qos)-\($0)\n" }.joined()
                try await Command.run(
                    .mosquittoPub,
                    [
                        "-h", "127.0.0.1", "-p", "\(demo.port)", "-V", version, "-i", "bob", "-t", "many", "-q", qos,
                        "-l",
                    ],
                    input: Array(lines.utf8))
            }
            let expected = ["0", "1", "2"].flatMap { qos in (0..<2_000).map { "many \(qos) 0 \(qos)-\($0)" } }
            #expect(try await listener.heard(6_000) == expected)
        }
    }

    @Test(arguments: versions) func retainedAndForgotten(version: String) async throws {
        try await withDemo { demo in
            try await publish(demo, ["-V", version, "-i", "bob", "-t", "kept", "-m", "1", "-r", "-q", "1"])
            let first = try await Listener.start(demo, ["-V", version, "-i", "ann", "-t", "+"])
            #expect(try await first.heard(1) == ["kept 0 1 1"])
            try await publish(demo, ["-V", version, "-i", "bob", "-t", "kept", "-n", "-r"])
            #expect(try await first.heard(2).last == "kept 0 0 ")
            let second = try await Listener.start(demo, ["-V", version, "-i", "eve", "-t", "#"])
            try await publish(demo, ["-V", version, "-i", "bob", "-t", "end", "-m", "x"])
            #expect(try await second.heard(1) == ["end 0 0 x"])
        }
    }

    @Test(arguments: versions) func aKilledClientsWill(version: String) async throws {
        try await withDemo { demo in
            let watcher = try await Listener.start(demo, ["-V", version, "-i", "watcher", "-t", "wills/#"])
            let dying = try await Listener.start(
                demo,
                [
                    "-V", version, "-i", "dying", "-t", "x", "--will-topic", "wills/dying", "--will-payload", "gone",
                    "--will-qos", "1", "--will-retain",
                ])
            dying.process.signal(9)
            #expect(try await watcher.heard(1) == ["wills/dying 0 0 gone"])
            let late = try await Listener.start(demo, ["-V", version, "-i", "late", "-t", "wills/#"])
            #expect(try await late.heard(1) == ["wills/dying 0 1 gone"])
        }
    }

    @Test func aSessionKeepsItsMessages() async throws {
        try await withDemo { demo in
            let away = ["-V", "mqttv311", "-i", "away", "-c", "-t", "queue", "-q", "1"]
            let first = try await Listener.start(demo, away)
            first.process.end()
            // The broker knows of the loss before this: its answer to the next CONNECT comes after it.
            for number in 0..<3 { try await publish(demo, ["-t", "queue", "-m", "\(number)", "-q", "1"]) }
            let again = try await Listener.start(demo, away)
            #expect(try await again.heard(3) == ["queue 1 0 0", "queue 1 0 1", "queue 1 0 2"])
        }
    }

    @Test func largeMessages() async throws {
        try await withDemo { demo in
            let file = "\(try Scratch.newFolder("large"))/out"
            let arguments = ["-h", "127.0.0.1", "-p", "\(demo.port)", "-t", "large", "-C", "1", "-N", "-d"]
            let large = [UInt8](repeating: 0x41, count: 20 << 20)
            try await Command.run(
                .mosquittoPub, ["-h", "127.0.0.1", "-p", "\(demo.port)", "-t", "large", "-s", "-r", "-q", "1"],
                input: large)
            let listener = try ChildProcess([try Requirement.mosquittoSub.path()] + arguments, outputFile: file)
            #expect(try await listener.exited() == .code(0))
            let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
            #expect(size > large.count)
        }
    }

    @Test func propertiesArrive() async throws {
        try await withDemo { demo in
            let file = "\(try Scratch.newFolder("properties"))/out"
            try await publish(
                demo,
                [
                    "-V", "5", "-t", "p", "-m", "x", "-r", "-D", "publish", "content-type", "text/plain", "-D",
                    "publish",
                    "user-property", "a", "1", "-D", "publish", "response-topic", "answer", "-q", "1",
                ])
            let listener = try ChildProcess(
                [
                    try Requirement.mosquittoSub.path(), "-h", "127.0.0.1", "-p", "\(demo.port)", "-V", "5", "-t", "p",
                    "-C", "1", "-F", "%C %R %P",
                ], outputFile: file)
            #expect(try await listener.exited() == .code(0))
            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(text == "text/plain answer a:1\n")
        }
    }

    @Test func theNamesOfTheFiguresAreMosquittos() async throws {
        let mosquitto = try await Mosquitto.start()
        func names(_ port: Int) async throws -> Set<String> {
            let answer = try await Command.attempt(
                .mosquittoSub,
                ["-h", "127.0.0.1", "-p", "\(port)", "-t", "$SYS/#", "-W", "2", "-F", "%t", "--retained-only"])
            return Set(answer.output.split(separator: "\n").map(String.init).filter { $0.hasPrefix("$SYS/") })
        }
        let theirs = try await names(mosquitto.port()).filter { !$0.hasPrefix("$SYS/broker/heap/") }
        try await withDemo(sysInterval: .seconds(1)) { demo in
            let ours = try await names(demo.port)
            #expect(theirs.subtracting(ours).isEmpty)
            #expect(!theirs.isEmpty)
        }
    }

    @Test func theDevicesAreThere() async throws {
        try await withDemo(hasDevices: true) { demo in
            let topics = [
                "home/kitchen/temperature", "home/hall/lamp", "weather/sensor/1", "plant/line1/motor/rpm",
                "garden/sensor/availability", "homeassistant/sensor/kitchen_temperature/config",
            ]
            for topic in topics {
                try await Command.run(
                    .mosquittoSub, ["-h", "127.0.0.1", "-p", "\(demo.port)", "-t", topic, "-C", "1", "-W", "10"])
            }
            let lamp = try await Listener.start(demo, ["-i", "ann", "-t", "home/hall/lamp"])
            try await publish(demo, ["-t", "home/hall/lamp/set", "-m", "{\"on\":false}", "-q", "1"])
            _ = try await waiting(for: "the lamp to go out") {
                lamp.messages.contains("home/hall/lamp 0 0 {\"on\":false,\"brightness\":80}") ? true : nil
            }
        }
    }

    @Test func aPortInUseIsSaidInWords() async throws {
        try await withDemo { demo in
            let port = demo.port
            await #expect(throws: DemoError.portInUse(host: "127.0.0.1", port: port)) {
                _ = try await Demo.start(port: port)
            }
            let words = "\(DemoError.portInUse(host: "127.0.0.1", port: 1883))"
            #expect(words.hasPrefix("port 1883 on 127.0.0.1 is in use"))
        }
    }

    @Test func aStoppedDemoSaysGoodbyeAndFreesItsPort() async throws {
        let first = try await Demo.start(sysInterval: nil)
        let five = try await Listener.start(first, ["-i", "five", "-t", "#", "-V", "5"])
        let three = try await Listener.start(first, ["-i", "three", "-t", "back", "-V", "311"])
        await first.stop()
        _ = try await waiting(for: "DISCONNECT", report: { five.lines.suffix(5).joined(separator: "\n") }) {
            five.lines.contains { $0.contains("Received DISCONNECT (139)") } ? true : nil
        }
        let second = try await Demo.start(port: first.port, sysInterval: nil, hasDevices: false)
        // The other connects again by itself.
        try await publish(second, ["-t", "back", "-m", "x", "-r", "-q", "1"])
        _ = try await waiting(for: "the client", report: { three.lines.suffix(9).joined(separator: "\n") }) {
            three.messages.isEmpty ? nil : true
        }
        await second.stop()
    }
}
