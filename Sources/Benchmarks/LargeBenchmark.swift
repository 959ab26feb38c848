import Explorer
import Glibc

/// A payload of 256 MB, the largest of MQTT, received by the built program on a full ring and read in its Message pane, while keys
/// are pressed: how long each took to show.
enum LargeBenchmark {
    static func run() throws {
        try run("256 MB of JSON in lines", ReplayStream(largestOn: "large/lines"))
        try run("256 MB in one JSON string", ReplayStream(largestTokenOn: "large/token"))
    }

    private static func run(_ name: String, _ stream: ReplayStream) throws {
        let server = try ReplayServer(stream: stream)
        server.start()
        server.packets = 1
        let bench = try ScreenBench(port: server.port)
        bench.startPulse()
        bench.startMeasuring()
        let start = ContinuousClock.now
        bench.run { $0.traffic.totalMessages > 0 }
        say("\(name): received in \(tenths((ContinuousClock.now - start).seconds)) s; \(bench.slowest())")
        // Follow it to the Message pane; the layout goes on while keys are pressed.
        bench.press(["down", "down", "enter", "down", "tab", "tab"])
        bench.run(for: 3)
        say("  opened and laid out: \(bench.slowest())")
        bench.press(["end", "home", "pgdn", "v", "v", "v", "end", "home", "v"])
        bench.run(for: 2)
        say("  views, end and start: \(bench.slowest())")
        bench.press(["/", "z", "z", "q", "enter"])
        bench.run(for: 3)
        say("  a search that finds nothing: \(bench.slowest())")
        say(bench.screen)
        bench.close()
    }
}
