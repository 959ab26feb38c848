import MQTT
import Opener
import Profile
import TestSupport
import Testing

/// Lines for mqttx, read as it would read them. It is a program of node's, which neither the tests nor their machines have:
/// the shell runs each line with a function in its place that prints its words, and these are held against the options that
/// mqttx 1.13 declares. What no line here has shown is that mqttx does with them what they say.
@Suite("Options of mqttx") struct MQTTXOptionsTests {
    /// How many values an option takes.
    private enum Values {
        case none, one
        /// One or more, up to the next option.
        case some
        /// Any number, up to the next option.
        case any
    }

    /// What all three take.
    private static let common: [String: Values] = [
        "-V": .one, "-h": .one, "-p": .one, "-i": .one, "--no-clean": .none, "-u": .one, "-P": .one, "-l": .one,
        "--path": .one, "-wh": .some, "--key": .one, "--cert": .one, "--ca": .one, "--insecure": .none,
        "--alpn": .some, "-rp": .one, "--maximum-reconnect-times": .one, "-se": .one, "--receive-maximum": .one,
        "--maximum-packet-size": .one, "--topic-alias-maximum": .one, "--req-response-info": .none,
        "--no-req-problem-info": .none, "-up": .some, "--will-topic": .one, "--will-message": .one,
        "--will-qos": .one, "--will-retain": .none, "-Wd": .one, "-Wpf": .none, "-We": .one, "-Wct": .one,
        "-Wrt": .one, "-Wcd": .one, "-Wup": .some, "--debug": .none,
    ]
    private static let own: [String: [String: Values]] = [
        "conn": ["-k": .one],
        "pub": [
            "-k": .one, "-t": .one, "-m": .one, "-q": .one, "-r": .none, "-d": .none, "-s": .none, "-M": .none,
            "-pf": .none, "-e": .one, "-ta": .one, "-rt": .one, "-cd": .one, "-si": .one, "-ct": .one, "-f": .one,
            "-Cup": .some, "--file-read": .one,
        ],
        "sub": [
            "-t": .some, "-q": .some, "-nl": .any, "-rap": .any, "-rh": .some, "-si": .some, "-f": .one, "-v": .none,
            "-Cup": .some,
        ],
    ]
    /// What `-f` of `pub` takes.
    private static let formats: Set = ["base64", "json", "hex", "binary", "cbor"]

    /// The words that mqttx is called with, as the shell makes them of a command.
    private func words(_ command: String) async throws -> [String] {
        let function = "mqttx() { for word in \"$@\"; do printf '%s\\036' \"$word\"; done; }"
        let run = try await Command.attempt(
            // By its input: a line of megabytes is no argument.
            Requirement(program: "sh", package: "dash"), ["-s"], input: Array("\(function)\n\(command)\n".utf8),
            environment: ["MQTT_PASSWORD": "pw", "TOKEN": "tok", "SECRET": "sec", "HOME": "/home/me"])
        #expect(run.status == .code(0), "\(command)\n\(run.output)")
        return run.output.split(separator: "\u{1E}", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    /// What is wrong with a call; nil when it has a command of mqttx and options of that alone, each with its values.
    private func problem(_ words: [String]) -> String? {
        guard let command = words.first, let own = Self.own[command] else { return "no command: \(words)" }
        let options = Self.common.merging(own) { $1 }
        var rest = words.dropFirst()
        while let word = rest.popFirst() {
            guard let values = options[word] else { return "\(command) has no option \(word)" }
            // The first value that must be there may look like an option; further ones end before what does.
            if case .one = values, rest.isEmpty { return "\(word) lacks its value" }
            if case .some = values, rest.isEmpty { return "\(word) lacks its value" }
            switch values {
            case .none: break
            case .one:
                let value = rest.removeFirst()
                if command == "pub", word == "-f", !Self.formats.contains(value) { return "-f takes no \(value)" }
            case .some: rest = rest.dropFirst().drop { !$0.hasPrefix("-") }
            case .any: rest = rest.drop { !$0.hasPrefix("-") }
            }
        }
        return nil
    }

    private func check(
        _ purpose: BrokerCommand.Purpose, to access: BrokerAccess, version: String,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let command = try #require(
            BrokerCommand.text(purpose, by: .mqttx, to: access, version: version), sourceLocation: location)
        try #require(
            command.contains("mqttx "), "another program stands in for it: \(command)", sourceLocation: location)
        let words = try await words(command)
        #expect(problem(words) == nil, "\(problem(words) ?? ""): \(command)", sourceLocation: location)
    }

    private var full: ConnectionDraft {
        var draft = ConnectionDraft.full
        draft.url = "mqtts://broker:9001"
        (draft.headers, draft.aws, draft.version) = ([], nil, "5")
        (draft.tls.caFolder, draft.tls.keyPassword, draft.tls.serverName) = ("", nil, "")
        return draft
    }

    @Test("A connection with all that can be set, of each version") func connections() async throws {
        for version in ["5", "3.1.1", "3.1", "auto"] {
            var draft = full
            draft.version = version
            let access = try #require(BrokerAccess(draft, Variables([])))
            let filters = access.settings.subscriptions
            try await check(.connect(filters), to: access, version: version)
            try await check(.subscribe(filters), to: access, version: version)
        }
    }

    @Test("Each way to a broker that it can go") func ways() async throws {
        for url in ["mqtt://[::1]:1883", "mqtts://h", "ws://h/mqtt", "wss://h:8084/a%20b"] {
            var draft = ConnectionDraft(name: "w", url: url)
            draft.tls.verify = false
            let access = try #require(BrokerAccess(draft, Variables([])))
            try await check(.connect([]), to: access, version: "5")
        }
    }

    @Test("Filters with all that is asked of each") func filters() async throws {
        var some = SubscriptionDraft("a b/#", qos: 2)
        (some.noLocal, some.retainAsPublished, some.retainHandling) = (true, true, 2)
        let access = BrokerAccess(host: "h", port: 1883)
        try await check(.subscribe([some, SubscriptionDraft("-x/+", qos: 1)]), to: access, version: "5")
        try await check(.subscribe([SubscriptionDraft("#")]), to: access, version: "3.1.1")
    }

    @Test("Messages with all properties, and payloads of each kind") func messages() async throws {
        var draft = PublishDraft()
        (draft.topic, draft.qos, draft.retain) = ("it's/a topic", 2, true)
        draft.properties.isUTF8 = true
        draft.properties.expiry = 60
        (draft.properties.contentType, draft.properties.responseTopic) = ("text/plain", "r/t")
        draft.properties.correlationData = "id 7"
        draft.properties.userProperties = [DraftField("k", "it's"), DraftField("x:y", "1")]
        let access = BrokerAccess(host: "h", port: 1883)
        let bytes = [UInt8](repeating: 0xFE, count: 300)
        let payloads: [BrokerCommand.Payload] = [
            .bytes([]), .bytes(Array("on".utf8)), .bytes(Array("-7".utf8)), .bytes([0, 255]), .bytes(bytes),
            .bytes([UInt8](repeating: 0xFE, count: 200_000)), .bytes(Array("a\u{1B}[2J".utf8)), .file("~/x y.bin"),
        ]
        for payload in payloads {
            try await check(.publish(draft, payload), to: access, version: "5")
            try await check(.publish(draft, payload), to: access, version: "3.1.1")
        }
    }

    @Test("What is no option of it is found") func unknown() {
        #expect(problem(["sub", "-k", "5"]) == "sub has no option -k")
        #expect(problem(["pub", "-t"]) == "-t lacks its value")
        #expect(problem(["pub", "-f", "text"]) == "-f takes no text")
        #expect(problem(["conn", "-h", "h", "stray"]) == "conn has no option stray")
        #expect(problem(["sub", "-t", "a", "b", "-q", "1", "2"]) == nil)
    }
}
