import Terminal
import TestSupport
import Testing

/// The main job, as its person does it: start, see topics grow, read a message, quit.
@Suite("The explorer on mosquitto") struct ExploreRuns {
    @Test("Topics grow live, a message is read as pretty JSON, and quitting leaves a sane terminal")
    func mainJob() async throws {
        let run = try await Running.explore()
        try await run.waitUntilLive()
        try await run.publish(
            "home/kitchen/sensor", #"{"Sensor": 1, "C_F": "C", "Value": 86, "Big": 12345678901234567890, "Value": 1e2}"#
        )
        try await run.screen.waitFor("home")
        try run.screen.type("/sensor<Enter>")
        try await run.screen.waitFor(#""Sensor": 1,"#)
        let screen = try await run.screen.waitFor(#""Big": 12345678901234567890,"#)
        // Duplicate keys and number text stay as sent.
        #expect(screen.contains { $0.contains(#""Value": 86,"#) })
        #expect(screen.contains { $0.contains(#""Value": 1e2"#) })
        #expect(screen.contains { $0.contains("JSON") })
        #expect(try await run.quitSanely() == [])
        #expect(run.screen.exitStatus == 0)
    }

    @Test("Opening the whole tree shows inner counts, last values, and odd topics like any other")
    func tree() async throws {
        let run = try await Running.explore(arguments: ["-t", "#"])
        try await run.screen.waitFor("subscribed, QoS 0")
        try await run.publish("/a//b", "between nothing")
        try await run.publish("with space/日本語", "21.4")
        try await run.publish("home/hall/lamp", #"{"on":true}"#, arguments: ["-r"])
        try await run.screen.waitFor("home")
        try run.screen.type("o")
        try await run.screen.waitFor("between nothing")
        try await run.screen.waitFor("日本語")
        try await run.screen.waitFor("lamp")
        #expect(try await run.quitSanely() == [])
    }

    @Test("MQTT 5 properties are shown by name, at 120x36 and whole at 80x24", arguments: [120, 80])
    func properties(width: Int) async throws {
        let run = try await Running.explore(
            arguments: ["-t", "p/#"], size: Size(width: width, height: width == 120 ? 36 : 24))
        try await run.screen.waitFor("subscribed, QoS 0")
        try await run.publish(
            "p/request", #"{"a":1}"#,
            arguments: [
                "-V", "5", "-D", "publish", "content-type", "application/json", "-D", "publish", "response-topic",
                "p/answer", "-D", "publish", "correlation-data", "no 7", "-D", "publish", "user-property", "unit", "C",
                "-D", "publish", "message-expiry-interval", "3600", "-D", "publish", "payload-format-indicator", "1",
            ])
        try await run.screen.waitFor("p/request")
        try run.screen.type("<Tab><Tab>z")
        for (name, value) in [
            ("topic", "p/request"), ("Content Type", "application/json"), ("Response Topic", "p/answer"),
            ("Correlation Data", "no 7"), ("user: unit", "C"), ("Message Expiry Interval", "3600 s"),
            ("Payload Format Indicator", "1 (UTF-8)"),
        ] {
            try await run.screen.waitFor("\(name): \(value)") { rows in
                rows.contains { $0.contains(name) && $0.contains(value) }
            }
        }
        #expect(try await run.quitSanely() == [])
    }

    @Test("Space holds the log while arrival goes on and is counted")
    func pause() async throws {
        let run = try await Running.explore(arguments: ["-t", "beat"])
        try await run.screen.waitFor("subscribed, QoS 0")
        try await run.publish("beat", "first beat")
        try await run.screen.waitFor("1, following")
        try run.screen.type("<Tab><Space>")
        try await run.screen.waitFor("paused")
        try await run.publish("beat", "second beat")
        try await run.publish("beat", "third beat")
        try await run.screen.waitFor("2 new")
        try run.screen.type("<Space>")
        try await run.screen.waitFor("following")
        try await run.screen.waitFor("third beat")
        #expect(try await run.quitSanely() == [])
    }

    @Test("Publishing from the tree comes back as a message")
    func publish() async throws {
        let run = try await Running.explore(arguments: ["-t", "cmd/#"])
        try await run.screen.waitFor("subscribed, QoS 0")
        try await run.publish("cmd/lamp", "off")
        try await run.screen.waitFor("cmd")
        try run.screen.type("o")
        try await run.screen.waitFor("lamp")
        try run.screen.type("Gp")
        try await run.screen.waitFor("Publish")
        try run.screen.type("<C-u>on from martlet<S-Tab><S-Tab><S-Tab><Right><Right><C-s>")
        try await run.screen.waitFor("PUBCOMP")
        try run.screen.type("<Esc>")
        try await run.screen.waitForNo("C-s send")
        try await run.screen.waitFor("on from martlet")
        #expect(try await run.quitSanely() == [])
    }

    @Test("A payload's bytes never drive the terminal")
    func hostilePayload() async throws {
        let run = try await Running.explore(arguments: ["-t", "#"])
        try await run.screen.waitFor("subscribed, QoS 0")
        // Clear the screen, set the title, leave the alternate screen, report the cursor, a C1 control, a bidi override.
        try await run.publish("evil", "\u{1B}[2J\u{1B}]0;owned\u{07}\u{1B}[?1049l\u{1B}[6n\u{9B}31mred\u{202E}gnol")
        try await run.publish("evil/tame", "plain")
        try await run.screen.waitFor("evil")
        try run.screen.type("o")
        try await run.screen.waitFor("plain")
        let rows = try run.screen.capture()
        #expect(rows.contains { $0.contains("Topics") })
        #expect(try run.screen.display("#{alternate_on} #{pane_title}").hasPrefix("1 "))
        #expect(try !run.screen.display("#{pane_title}").contains("owned"))
        #expect(try await run.quitSanely() == [])
    }
}
