import MQTT
import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import Scripts

/// `martlet retained` against a real broker.
struct RetainedRuns {
    private func retained(
        _ broker: Mosquitto, _ arguments: [String], on listener: Mosquitto.Listener = .open
    ) async throws -> ScriptRun {
        try await ScriptRun.martlet(
            ["retained"] + arguments.prefix(1) + ["-h", "127.0.0.1", "-p", "\(broker.port(of: listener))"]
                + arguments.dropFirst())
    }

    private func put(_ broker: Mosquitto, _ messages: KeyValuePairs<String, String>) async throws {
        for (topic, payload) in messages {
            try await Command.run(
                .mosquittoPub, ["-h", "127.0.0.1", "-p", "\(broker.port())", "-t", topic, "-m", payload, "-r"])
        }
    }

    /// What mosquitto's own client finds retained, sorted.
    private func left(_ broker: Mosquitto) async throws -> [String] {
        try await ScriptRun.shell(
            """
            mosquitto_sub -h 127.0.0.1 -p \(broker.port()) -t 'a/#' -t 'b/#' -t 'cmd/#' -F %t -W 1 --retained-only
            """
        ).text.split(separator: "\n").map(String.init).sorted()
    }

    @Test("What is retained is listed to the last one, without waiting") func lists() async throws {
        let broker = try await Mosquitto.start()
        try await put(broker, ["a/one": "21.5", "a/two": "two\nlines\u{1B}[2J", "b/three": "{}"])
        try await Command.run(.mosquittoPub, ["-h", "127.0.0.1", "-p", "\(broker.port())", "-t", "a/no", "-m", "x"])
        let all = try await retained(broker, ["ls", "a/#", "b/+", "+/one"])
        #expect(
            all.text.split(separator: "\n").sorted() == [
                "         2  b/three  {}", "         4  a/one  21.5", "        13  a/two  two␊lines␛[2J",
            ])
        #expect(all.errors == "" && all.status == .code(0))
        let json = try await retained(broker, ["ls", "-t", "a/one", "--json", "-V", "311"])
        #expect(json.text.contains(#""topic":"a/one","qos":0,"retain":true"#))
        #expect(json.text.hasSuffix(#""encoding":"utf8","payload":"21.5"}"# + "\n"))
        #expect(try await retained(broker, ["ls", "a/one", "-F", "%t %r %l"]).text == "a/one 1 4\n")
        let none = try await retained(broker, ["ls", "c/#"])
        #expect(none.text == "" && none.errors == "martlet retained: the broker sent nothing retained for c/#\n")
        #expect(none.status == .code(0))
    }

    @Test("A broker that takes QoS 0 alone has its messages cleared, too", arguments: ["clear", "sub"])
    func lowestQoS(command: String) async throws {
        var options = Mosquitto.Options()
        options.openListenerSettings = ["max_qos 0"]
        let broker = try await Mosquitto.start(options)
        try await put(broker, ["a/one": "21.5", "a/two": "x"])
        let at = "-h 127.0.0.1 -p \(broker.port())"
        let run = try await ScriptRun.shell(
            command == "sub"
                ? "martlet sub -V 5 \(at) -t 'a/#' --remove-retained --retained-only -C 2"
                : "martlet retained clear --yes \(at) 'a/#'")
        #expect(run.errors == "" && run.status == .code(0))
        #expect(try await left(broker) == [])
    }

    @Test("Nothing is cleared without asking; a dry run lists and counts") func asks() async throws {
        let broker = try await Mosquitto.start()
        try await put(broker, ["a/one": "21.5", "a/two": "x", "b/three": "{}"])
        let refused = try await retained(broker, ["clear", "a/#"])
        #expect(refused.status == .code(1))
        #expect(
            refused.errors
                == "martlet retained: nothing is cleared without asking: --dry-run shows what would go, --yes clears it\n"
        )
        let dry = try await retained(broker, ["clear", "--dry-run", "a/#"])
        #expect(dry.text.split(separator: "\n").count == 2)
        #expect(dry.errors == "martlet retained: 2 retained messages, 5 bytes of payload, would be cleared\n")
        #expect(try await left(broker) == ["a/one", "a/two", "b/three"])
        let done = try await retained(broker, ["clear", "--yes", "a/#"])
        #expect(done.text == "2 retained messages cleared\n" && done.errors == "" && done.status == .code(0))
        #expect(try await left(broker) == ["b/three"])
        for bad in [
            ["ls"], ["clear", "--yes"], ["ls", "--dry-run", "a"], ["clear", "--yes", "--dry-run", "a"],
            ["ls", "a/#/b"],
            ["ls", "$share/g/a"], ["look", "a"], ["ls", "a", "--settle", "-1"],
        ] {
            let run = try await retained(broker, bad)
            #expect(run.status == .code(1), "\(bad)")
            #expect(
                run.errors.hasPrefix("martlet retained: ") && run.errors.split(separator: "\n").count == 1,
                "\(run.errors)")
        }
    }

    @Test("What the broker does not let go is listed, in MQTT 5 with its reason, before by looking again")
    func failures() async throws {
        let broker = try await Mosquitto.start()
        try await put(broker, ["sensors/one": "1", "sensors/two": "2"])
        let user = ["-u", "bob", "-P", "hunter2"]
        let told = try await retained(broker, ["clear", "--yes", "sensors/#"] + user, on: .restricted)
        #expect(told.status == .code(1))
        #expect(told.text == "0 retained messages cleared, 2 not\n")
        #expect(told.errors.contains("martlet retained: not cleared: sensors/one: "))
        #expect(told.errors.split(separator: "\n").count == 2, "\(told.errors)")
        let silent = try await retained(
            broker, ["clear", "--yes", "sensors/#", "-V", "311"] + user, on: .password)
        #expect(silent.status == .code(1))
        #expect(silent.text == "0 retained messages cleared, 2 not\n")
        #expect(silent.errors.contains("still there, refused in silence or published again: sensors/one"))
    }

    @Test("Thousands are listed and cleared, paced by the broker") func many() async throws {
        let broker = try await Mosquitto.start()
        try await put(broker, ["a/one": "1"])
        let client = MQTTClient(
            ClientConfiguration(endpoint: try Endpoint(url: "mqtt://127.0.0.1:\(broker.port())")),
            group: MultiThreadedEventLoopGroup.singleton, onEvent: { _ in })
        client.start()
        let ends = (1...3000).map { client.enqueue(Publish("b/\($0)", "\($0)", qos: .atLeastOnce, retain: true)) }
        for end in ends { _ = try await end.get() }
        await client.disconnect()
        let list = try await retained(broker, ["ls", "#"])
        #expect(list.text.split(separator: "\n").count == 3001)
        let done = try await retained(broker, ["clear", "--yes", "b/#"])
        #expect(done.text == "3000 retained messages cleared\n" && done.errors == "")
        #expect(try await left(broker) == ["a/one"])
    }

    @Test("The end is a ping with nothing before its answer, later when it is to settle") func end() {
        let start = ContinuousClock.now
        var set = RetainedSet(settle: nil, now: start)
        let isNew = set.insert("a", size: 1, now: start)
        expectNext(&set, at: start, .ping)
        let isNewAgain = set.insert("a", size: 1, now: start)
        #expect(isNew && !isNewAgain)
        expectNext(&set, at: start, .ping)
        expectNext(&set, at: start, .end)
        #expect(set.order == ["a"] && set.bytes == 1)
        var patient = RetainedSet(settle: .seconds(2), now: start)
        expectNext(&patient, at: start + .seconds(1), .wait(.seconds(1)))
        expectNext(&patient, at: start + .seconds(2), .end)
    }

    private func expectNext(
        _ set: inout RetainedSet, at now: ContinuousClock.Instant, _ next: RetainedSet.Next,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let answer = set.ponged(now: now)
        #expect(answer == next, sourceLocation: location)
    }
}
