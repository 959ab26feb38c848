import Glibc
import Interface
import Model
import Terminal
import Text
import Topics

/// What a frame of view Load costs with 10,000 topics under `$SYS`, every figure's past full, and traffic of 2,000 topics.
enum LoadBenchmark {
    static func run() throws {
        print("Load: 10,000 $SYS topics, full histories, 160x50")
        let workspace = Workspace()
        let window = Window(model: Model(workspace))
        workspace.connection.state = .connected(since: 0)
        var now: Moment = 1_767_323_045_000_000
        for beat in 0..<2_100 {
            tell(workspace, beat, now)
            now += 1_000_000
        }
        for second in 0..<60 {
            for topic in 0..<2_000 { send(workspace, "devices/d\(topic)/state", "\(second)", now) }
            tell(workspace, 2_100 + second, now)
            workspace.live.advance(until: .now + .seconds(1), now: now)
            now += 1_000_000
        }
        for (name, size) in [("80x24", Size(width: 80, height: 24)), ("160x50", Size(width: 160, height: 50))] {
            let grid = Grid(size: size)
            for keys in ["3", "<Tab>", "<Tab>", "<Tab>"] {
                for key in try KeyPress.script(keys) { _ = window.press(key, now: now) }
                measure(name, after: keys == "3" ? "Load" : "next pane", window, grid, workspace, &now)
            }
        }
    }

    private static func measure(
        _ name: String, after pane: String, _ window: Window, _ grid: Grid, _ workspace: Workspace, _ now: inout Moment
    ) {
        var times: [Double] = []
        for frame in 0..<300 {
            // Ten frames a second: most find nothing new, some a new beat.
            now += 100_000
            if frame % 10 == 0 { tell(workspace, 3_000 + frame, now) }
            let start = ContinuousClock.now
            _ = window.draw(into: grid, now: now)
            let time = ContinuousClock.now - start
            times.append(Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1e3)
        }
        times.sort()
        func milliseconds(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }
        print(
            "  \(name), \(pane): median \(milliseconds(times[150])) ms, 99th percentile \(milliseconds(times[297])) ms, "
                + "longest \(milliseconds(times[299])) ms")
    }

    /// One beat of a mosquitto, and of 9,950 topics that no table knows.
    private static func tell(_ workspace: Workspace, _ beat: Int, _ now: Moment) {
        for name in [
            "publish/messages/received", "publish/messages/sent", "bytes/received", "bytes/sent", "messages/received",
            "messages/sent", "publish/messages/dropped",
        ] { send(workspace, "$SYS/broker/\(name)", "\(beat * 1_000 + beat % 7 * 40)", now) }
        for name in [
            "uptime", "clients/connected", "clients/total", "clients/maximum", "subscriptions/count",
            "retained messages/count", "store/messages/count", "heap/current", "heap/maximum", "packet/out/count",
        ] { send(workspace, "$SYS/broker/\(name)", "\(beat % 97)", now) }
        for name in ["messages/received", "messages/sent", "publish/received", "publish/sent", "bytes/received"] {
            for span in ["1min", "5min", "15min"] {
                send(workspace, "$SYS/broker/load/\(name)/\(span)", "\(beat % 53 * 60).25", now)
            }
        }
        guard beat % 100 == 0 else { return }
        for topic in 0..<9_950 { send(workspace, "$SYS/broker/extra/\(topic)/value", "\(beat)", now) }
    }

    private static func send(_ workspace: Workspace, _ topic: String, _ payload: String, _ now: Moment) {
        var (topic, payload) = (topic, payload)
        topic.withUTF8 { topic in
            payload.withUTF8 { payload in
                workspace.live.receive(
                    topic: UnsafeRawBufferPointer(topic), payload: UnsafeRawBufferPointer(payload),
                    properties: UnsafeRawBufferPointer(start: nil, count: 0), flags: [], at: now)
            }
        }
    }
}
