import Demo
import FoundationEssentials
import TestSupport
import Testing

/// `martlet expect` by the built program, against the demo and real brokers.
@Suite("martlet expect", .timeLimit(.minutes(3))) struct ExpectRuns {
    /// The demo, and a profile with its lamp.
    private static func lamp() async throws -> (demo: Demo, broker: String, profile: [String]) {
        let demo = try await Demo.start()
        let profile = try Scratch.newFolder("expect") + "/profile.json"
        let text = #"""
            {"version": 1, "environments": [{"name": "demo", "variables": {"base": "http://127.0.0.1:\#(demo.httpPort)"}}],
             "settings": {"environment": "demo"},
             "requests": [
               {"name": "lamp on", "method": "PUT", "url": "{{base}}/devices/lamp", "body": {"json": "{\"on\": true, \"brightness\": 40}"},
                "checks": ["status == 200"]},
               {"name": "lamp off", "method": "PUT", "url": "{{base}}/devices/lamp", "body": {"json": "{\"on\": false}"}}],
             "publishes": [{"name": "ping", "topic": "test/ping", "payload": "{\"n\": 1}", "qos": 1},
               {"name": "ping", "folder": "other", "topic": "test/other", "payload": "x"},
               {"name": "pong", "folder": "one", "topic": "test/1", "payload": "1"},
               {"name": "pong", "folder": "two", "topic": "test/2", "payload": "2"}]}
            """#
        try Data(text.utf8).write(to: URL(filePath: profile))
        return (demo, "mqtt://127.0.0.1:\(demo.port)", ["--profile", profile])
    }

    private static func file(_ steps: String) throws -> String {
        let path = try Scratch.newFolder("steps") + "/steps.json"
        try Data(steps.utf8).write(to: URL(filePath: path))
        return path
    }

    @Test("PUT the lamp, expect its topic within 2 s and no alarm for 1 s: met")
    func tavern() async throws {
        let (demo, broker, profile) = try await Self.lamp()
        let path = try Self.file(
            #"""
            {"url": "\#(broker)", "steps": [
              {"name": "the lamp goes on", "request": "lamp on", "bind": {"level": "$.brightness"}, "expect": [
                {"topic": "home/hall/lamp", "where": "$.on == true", "within": "2s", "bind": {"seen": "$.brightness"}},
                {"topic": "home/alarm/#", "never": true, "within": "1s"}]},
              {"name": "and it is the same brightness", "publish": {"topic": "test/x", "payload": "{{level}} {{seen}}"},
               "expect": [{"topic": "test/x", "where": "payload == '40 40'"}]}]}
            """#)
        let run = try await ScriptRun.martlet(["expect", path] + profile)
        #expect(run.errors == "" && run.status == .code(0), "\(run.text)\(run.errors)")
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(lines[0] == "ok    the lamp goes on", "\(run.text)")
        #expect(lines[1].contains("/devices/lamp: 200 in "))
        #expect(
            lines[2].contains("home/hall/lamp {\"on\"")
                && (lines[2].contains(" after 200") || lines[2].contains(" before 200")))
        #expect(lines[3].contains("none on home/alarm/# for 1 s"))
        #expect(run.text.contains("level = 40") && run.text.contains("seen = 40"))
        #expect(run.text.contains("2 of 2 met in "))
        await demo.stop()
    }

    @Test("The manual's example of a file runs with the demo as it stands, but for the ports")
    func manualExample() async throws {
        let demo = try await Demo.start()
        let chapter = try await ScriptRun.martlet(["manual", "expectations"]).text
        let lines = chapter.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex(of: "    {"))
        let end = try #require(lines[start...].firstIndex(of: "    }"))
        let text = lines[start...end].joined(separator: "\n")
        #expect(text.contains(":1883\"") && text.contains(":8000\""))
        let path = try Self.file(
            text.replacing(":1883\"", with: ":\(demo.port)\"").replacing(":8000\"", with: ":\(demo.httpPort)\""))
        let run = try await ScriptRun.martlet(["expect", path])
        #expect(run.errors == "" && run.status == .code(0), "\(run.text)\(run.errors)")
        #expect(run.text.contains("2 of 2 met"))
        await demo.stop()
    }

    @Test("Steps take values of the answers before, of saved requests that are sent for it, and of topics")
    func chained() async throws {
        let (demo, broker, profile) = try await Self.lamp()
        let path = try Self.file(
            #"""
            {"url": "\#(broker)", "steps": [
              {"name": "on", "request": "lamp on"},
              {"name": "of the step before, and of a topic that the broker keeps",
               "request": {"url": "{{base}}/devices/lamp?was={{response 'lamp on' '$.brightness' never}}&t={{topic:home/hall/lamp#$.brightness}}"},
               "checks": ["$.brightness == 40"]},
              {"name": "into a message, of one that is sent for it",
               "publish": {"topic": "test/x", "payload": "{{response 'lamp off' '$.on'}} {{response:on#status}}"},
               "expect": [{"topic": "test/x", "where": "payload == 'false 200'"}]},
              {"name": "what is compared with, and where",
               "publish": {"topic": "test/40", "payload": "40"},
               "expect": [{"topic": "test/{{response 'lamp on' '$.brightness' never}}",
                           "where": "payload == {{response 'lamp on' '$.brightness' never}}"}]},
              {"name": "in a check", "request": {"url": "{{base}}/devices/lamp"},
               "checks": ["$.on == {{response 'lamp off' '$.on' never}}"]}]}
            """#)
        let run = try await ScriptRun.martlet(["expect", path] + profile)
        #expect(run.errors == "" && run.status == .code(0), "\(run.text)\(run.errors)")
        #expect(run.text.contains("/devices/lamp?was=40&t=40: 200 in "), "\(run.text)")
        #expect(run.text.contains("test/x false 200"), "\(run.text)")
        #expect(run.text.contains("test/40 40"), "\(run.text)")
        for (call, words) in [
            ("{{response:on#$.none}}", "lamp on: there is no $.none in its answer (200, "),
            ("{{response:nobody#$.a}}", "nobody: no such request"),
            ("{{topic:test/none#$.a}}", "test/none has no value yet"),
        ] {
            let path = try Self.file(
                #"""
                {"url": "\#(broker)", "steps": [
                  {"name": "on", "request": "lamp on"}, {"name": "next", "request": {"url": "{{base}}/x?\#(call)"}}]}
                """#)
            let run = try await ScriptRun.martlet(["expect", path] + profile)
            #expect(
                run.status == .code(1) && run.errors.contains("next: \(words)"), "\(call): \(run.text)\(run.errors)")
        }
        await demo.stop()
    }

    @Test("The value of a topic that was not watched meanwhile is the present one")
    func changedMeanwhile() async throws {
        let (demo, broker, profile) = try await Self.lamp()
        let path = try Self.file(
            #"""
            {"url": "\#(broker)", "steps": [
              {"name": "on", "request": "lamp on"},
              {"name": "before", "request": {"url": "{{base}}/devices/lamp?before={{topic:home/hall/lamp#$.brightness}}"}},
              {"name": "brighter", "request": {"method": "PUT", "url": "{{base}}/devices/lamp",
               "body": {"json": "{\"on\": true, \"brightness\": 70}"}}},
              {"name": "after", "request": {"url": "{{base}}/devices/lamp?after={{topic:home/hall/lamp#$.brightness}}"}}]}
            """#)
        let run = try await ScriptRun.martlet(["expect", path] + profile)
        #expect(
            run.text.contains("lamp?before=40: 200 in ") && run.text.contains("lamp?after=70: 200 in "), "\(run.text)")
        await demo.stop()
    }

    @Test("The same with the wrong state: 4, the nearest miss, and what is behind it is skipped")
    func missed() async throws {
        let (demo, broker, profile) = try await Self.lamp()
        let path = try Self.file(
            #"""
            {"url": "\#(broker)", "steps": [
              {"name": "the lamp goes on", "request": "lamp off", "checks": ["status == 201"], "expect": [
                {"topic": "home/hall/lamp", "where": "$.on == true && $.brightness >= 0", "within": "300ms"}]},
              {"name": "next", "expect": [{"topic": "a", "never": true, "within": "1s"}]}]}
            """#)
        let run = try await ScriptRun.martlet(["expect", path, "--tap"] + profile)
        #expect(run.status == .code(4), "\(run.text)\(run.errors)")
        #expect(run.text.hasPrefix("TAP version 14\n1..2\nnot ok 1 - the lamp goes on\n"))
        #expect(run.text.contains("status == 201: got 200"))
        #expect(run.text.contains("none within 300 ms") && run.text.contains("nearest: home/hall/lamp"))
        #expect(run.text.contains("$.on == true: got false at $['on']"))
        #expect(run.text.contains("ok 2 - next # SKIP"))
        let junit = try Scratch.newFolder("junit") + "/report.xml"
        let again = try await ScriptRun.martlet(["expect", path, "--junit", junit] + profile)
        #expect(again.status == .code(4))
        let xml = try String(contentsOfFile: junit, encoding: .utf8)
        #expect(xml.contains("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"1\"") && xml.contains("<skipped/>"))
        let read = try await Command.run(
            Requirement(program: "python3", package: "python3"),
            [
                "-c",
                "import sys, xml.dom.minidom as m; print(len(m.parse(sys.argv[1]).getElementsByTagName('testcase')))",
                junit,
            ])
        #expect(read.output == "2\n")
        await demo.stop()
    }

    @Test("By letters: after a request, after a publish, never, count, with values; 0 and 4")
    func letters() async throws {
        let (demo, broker, profile) = try await Self.lamp()
        let at = ["expect", broker] + profile
        let on = try await ScriptRun.martlet(
            at + [
                "-t", "home/hall/lamp", "--where", "$.on == true", "--after-request", "lamp on", "--bind",
                "b=$.brightness",
            ])
        #expect(on.status == .code(0) && on.text.contains("b = 40"), "\(on.text)\(on.errors)")
        let ping = try await ScriptRun.martlet(
            at + ["-t", "test/+", "--after-publish", "ping", "--exactly", "1", "--within", "300ms"])
        #expect(ping.status == .code(0) && ping.text.contains("test/ping {\"n\": 1}"), "\(ping.text)\(ping.errors)")
        let json = try await ScriptRun.martlet(
            at + ["-t", "test/+", "--after-publish", "ping", "--never", "--within", "200ms", "--json"])
        #expect(
            json.status == .code(4) && json.text.contains("\"met\": false") && json.text.contains("one came"),
            "\(json.text)")
        let other = try await ScriptRun.martlet(
            at + ["-t", "test/+", "--after-publish", "other/ping", "--exactly", "1", "--within", "300ms"])
        #expect(other.status == .code(0) && other.text.contains("test/other x"), "\(other.text)\(other.errors)")
        let several = try await ScriptRun.martlet(at + ["-t", "test/+", "--after-publish", "pong", "--within", "1s"])
        #expect(several.status == .code(1) && several.errors.contains("one/pong, two/pong"), "\(several.errors)")
        let none = try await ScriptRun.martlet(at + ["-t", "test/nobody", "--within", "100ms"])
        #expect(none.status == .code(4) && none.text.contains("nothing came on test/nobody"))
        await demo.stop()
    }

    @Test("A retained copy meets nothing unless it is asked for, and is counted")
    func retained() async throws {
        let broker = try await Mosquitto.start()
        let at = ["-h", "127.0.0.1", "-p", "\(broker.port())"]
        try await Command.run(.mosquittoPub, at + ["-t", "home/a", "-m", "{\"on\":true}", "-r", "-q", "1"])
        let ignored = try await ScriptRun.martlet(
            ["expect"] + at + ["-t", "home/a", "--where", "$.on", "--within", "200ms"])
        #expect(
            ignored.status == .code(4) && ignored.text.contains("1 retained copy not counted"),
            "\(ignored.text)\(ignored.errors)")
        let asked = try await ScriptRun.martlet(["expect"] + at + ["-t", "home/a", "--where", "$.on", "--retained"])
        #expect(asked.status == .code(0) && asked.text.contains("home/a {\"on\":true}"), "\(asked.text)\(asked.errors)")
    }

    @Test("In their order, unchanged, and rates")
    func kinds() async throws {
        let (demo, broker, profile) = try await Self.lamp()
        func steps(_ expect: String, inOrder: Bool = false) throws -> String {
            try Self.file(
                #"""
                {"url": "\#(broker)", "steps": [{"request": "lamp on", "inOrder": \#(inOrder), "expect": [\#(expect)]}]}
                """#)
        }
        let unchanged = try steps(#"{"topic": "home/hall/lamp", "unchanged": "$.on", "within": "300ms"}"#)
        #expect(try await ScriptRun.martlet(["expect", unchanged] + profile).status == .code(0))
        let rate = try steps(#"{"topic": "home/hall/lamp", "rate": [50, 100], "within": "200ms"}"#)
        let slow = try await ScriptRun.martlet(["expect", rate] + profile)
        #expect(slow.status == .code(4) && slow.text.contains("a second"), "\(slow.text)\(slow.errors)")
        let order = try steps(
            #"{"topic": "home/hall/lamp"}, {"topic": "home/hall/lamp", "within": "200ms"}"#, inOrder: true)
        // One message meets one of them.
        #expect(try await ScriptRun.martlet(["expect", order] + profile).status == .code(4))
        await demo.stop()
    }

    @Test("Ten steps against the demo in under 3 s")
    func fast() async throws {
        let (demo, broker, profile) = try await Self.lamp()
        let pair = #"""
            {"request": "lamp on", "expect": [{"topic": "home/hall/lamp", "where": "$.on == true"}]},
            {"request": "lamp off", "expect": [{"topic": "home/hall/lamp", "where": "$.on == false"}]}
            """#
        let path = try Self.file(
            #"{"url": "\#(broker)", "steps": [\#([pair, pair, pair, pair, pair].joined(separator: ","))]}"#)
        let start = ContinuousClock.now
        let run = try await ScriptRun.martlet(["expect", path] + profile)
        #expect(run.status == .code(0) && run.text.contains("10 of 10 met"), "\(run.text)\(run.errors)")
        #expect(ContinuousClock.now - start < .seconds(3))
        await demo.stop()
    }

    @Test(
        "What is wrong with a file is told with its line, and ends with 1",
        arguments: [
            (
                #"{"steps": [{"expect": [{"topic": "a", "where": "$.on = true"}]}]}"#,
                "1:48 $.steps[0].expect[0].where: this condition"
            ),
            (#"{"steps": [{"expect": [{"topic": "a", "wihtin": "2s"}]}]}"#, "is not known"),
            (#"{"steps": [{"expect": [{"topic": "a", "within": "soon"}]}]}"#, "a time such as"),
            (#"{"steps": []}"#, "there are no \"steps\""),
            (#"{"steps": [{"request": "nobody"}]}"#, "nobody: no such request"),
            (#"{"steps": [{"publish": {"topic": "a"}}]}"#, "nothing is expected"), (#"{"steps": ["#, "1:"),
            (#"{"url": "mqtt://127.0.0.1:1", "steps": [{"expect": [{"topic": "a"}]}]}"#, "refused the connection"),
            (
                #"{"url": "mqtt://127.0.0.1:1", "steps": [{"expect": [{"topic": "a", "exactly": 1, "never": true}]}]}"#,
                "cannot both"
            ),
        ])
    func problems(_ text: String, _ words: String) async throws {
        let profile = try Scratch.newFolder("expect") + "/profile.json"
        try Data(#"{"version": 1}"#.utf8).write(to: URL(filePath: profile))
        let run = try await ScriptRun.martlet(["expect", try Self.file(text), "--profile", profile])
        #expect(run.status == .code(1) && run.errors.contains(words), "\(run.errors)")
    }

    @Test("A refused subscription is an error, not a time that is over; a refused CONNECT ends with 1, too")
    func refused() async throws {
        let broker = try await Mosquitto.start()
        func run(_ listener: Mosquitto.Listener, _ arguments: String...) async throws -> ScriptRun {
            try await ScriptRun.martlet(
                ["expect", "-h", "127.0.0.1", "-p", "\(broker.port(of: listener))", "--within", "5s"] + arguments)
        }
        let denied = try await run(.restricted, "-u", "bob", "-P", "hunter2", "-t", "other/#")
        #expect(denied.status == .code(1) && denied.errors.contains("the broker denied other/#"), "\(denied.errors)")
        let refused = try await run(.password, "-t", "a", "-u", "alice", "-P", "wrong")
        #expect(refused.status == .code(1) && !refused.errors.isEmpty)
    }
}
