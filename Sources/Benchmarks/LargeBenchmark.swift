import Glibc
import Model
import Topics

/// A payload of 256 MB, the largest of MQTT, received by the built program on a full ring and read in its Message pane, while keys
/// are pressed: how long each took to show.
enum LargeBenchmark {
    static func run() throws {
        try run("256 MB of JSON in lines", ReplayStream(largestOn: "large/lines"))
        try run("256 MB in one JSON string", ReplayStream(largestTokenOn: "large/token", from: "{\"v\": \"", to: "\"}"))
        try run("256 MB of text in one line", ReplayStream(largestTokenOn: "large/line", from: "", to: ""))
    }

    private static func run(_ name: String, _ stream: ReplayStream) throws {
        let server = try ReplayServer(stream: ReplayStream(topics: 10_000, passes: 4), then: stream)
        server.start()
        server.packets = 2_000_000
        let bench = try ScreenBench(port: server.port)
        bench.startPulse()
        bench.startMeasuring()
        bench.startPressing()
        bench.run { $0.live.traffic.totalMessages == 2_000_000 }
        _ = bench.slowest()
        let start = ContinuousClock.now
        bench.run { $0.live.traffic.totalMessages > 2_000_000 }
        let took = (ContinuousClock.now - start).seconds
        bench.run(for: 1)
        say("\(name): received on a full ring in \(tenths(took)) s; \(bench.slowest())")
        // Follow it to the Message pane; the layout goes on while keys are pressed.
        bench.press(["home", "enter", "down", "tab", "tab"])
        bench.run(for: 3)
        say("  opened and laid out: \(bench.slowest())")
        bench.press(["end", "home", "pgdn", "v", "v", "v", "end", "home", "v"])
        bench.run(for: 2)
        say("  views, end and start: \(bench.slowest())")
        bench.press(["/", "z", "z", "q", "enter"])
        bench.run(for: 3)
        say("  a search that finds nothing: \(bench.slowest())")
        bench.close()
    }
}
