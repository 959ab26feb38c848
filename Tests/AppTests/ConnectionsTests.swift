import Files
import Glibc
import Interface
import Opener
import Profile
import Terminal
import TestSupport
import Testing
import Topics

@testable import App
@testable import MQTT
@testable import Model

/// Connections of the profile, opened side by side, on a real broker.
@Suite("Several connections and the profile") @MainActor struct ConnectionsTests {
    private func draft(_ name: String, port: Int, clientID: String = "martlet-{{random}}") -> ConnectionDraft {
        var draft = ConnectionDraft(name: name, url: "mqtt://127.0.0.1:\(port)")
        draft.clientID = clientID
        draft.subscriptions = [SubscriptionDraft("home/#", qos: 1)]
        draft.reconnect.minimum = 0.05
        return draft
    }

    @Test("Two connections are open at once, each with its own tree, switched with one key and listed with state")
    func two() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        visit.application.open(draft("one", port: broker.port()))
        try await visit.become("one") { $0.screen.contains("● one") }
        var other = draft("two", port: broker.port())
        other.subscriptions = [SubscriptionDraft("garden/#", qos: 1)]
        visit.application.open(other)
        try await visit.become("both connected") { visit in
            visit.window.model.connections.count == 2
                && visit.window.model.connections.allSatisfy { $0.subscriptions.first?.state == .granted(1) }
        }
        for topic in ["home/lamp", "garden/pump"] {
            try await Command.run(
                .mosquittoPub, ["-h", "127.0.0.1", "-p", "\(broker.port())", "-t", topic, "-m", "on"])
        }
        try await visit.become("a topic each") { visit in
            visit.window.model.connections.allSatisfy { $0.live.topics.count == 1 }
        }
        try await visit.see("garden")
        #expect(!visit.screen.contains("home") && visit.screen.contains("2/2"))
        try visit.type("<C-n>")
        try await visit.see("home")
        #expect(!visit.screen.contains("garden") && visit.screen.contains("● one"))
        try visit.type("4")
        try await visit.see("2 open, kept")
        try visit.type("c")
        try await visit.become("one left") { $0.window.model.connections.count == 1 }
        try await visit.settle()
        try await visit.leave()
    }

    @Test("D leaves the broker without DISCONNECT, and the will happens", arguments: ["5", "3.1.1"])
    func will(_ version: String) async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        var watching = draft("watching", port: broker.port())
        watching.reconnect.isEnabled = false
        visit.application.open(watching)
        try await visit.become("watching") { $0.screen.contains("● watching") }
        var dying = draft("dying", port: broker.port())
        dying.version = version
        var will = WillDraft()
        will.topic = "home/gone"
        will.payload = "dead"
        dying.will = will
        visit.application.open(dying)
        try await visit.become("both subscribed") { visit in
            visit.window.model.connections.count == 2
                && visit.window.model.connections.allSatisfy { $0.subscriptions.first?.state == .granted(1) }
        }
        try visit.type("4")
        try await visit.see("2 open, kept")
        try visit.type("D")
        try await visit.become("the will came") { visit in
            visit.window.model.connections.first?.live.topics.find(topic: "home/gone") != nil
        }
        try await visit.become("said") { visit in
            visit.window.model.connections.contains {
                let words = "dropped without DISCONNECT: the broker publishes the will to home/gone; R connects again"
                return $0.connection.state == .closed(words)
            }
        }
        // The notice, the status line and the pane.
        try await visit.see("dying dropped without DISCONNECT: the broker publishes the will to home/gone")
        #expect(visit.screen.ranges(of: "closed: dropped without DISCONNECT").count >= 2, "\(visit.screen)")
        try visit.type("R")
        try await visit.become("connected again") { visit in
            visit.window.model.connections.allSatisfy {
                if case .connected = $0.connection.state { true } else { false }
            }
        }
        try await visit.leave()
    }

    @Test("A WebSocket header that could forge another is refused by its name; the broker is not blamed")
    func forgedHeader() async throws {
        let visit = try Visit()
        var bad = draft("one", port: 1)
        bad.url = "ws://127.0.0.1:1/mqtt"
        bad.headers = [DraftField("X-Token", "a\r\nX-Evil: 1")]
        visit.application.open(bad)
        try await visit.see("one: WebSocket header X-Token: its value holds a carriage return (CR)")
        try await visit.leave()
    }

    @Test(
        "One client identifier twice on one broker is recognised and explained", arguments: ["5", "3.1.1"])
    func takenOver(_ version: String) async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        var first = draft("one", port: broker.port(), clientID: "same")
        first.version = version
        first.reconnect.minimum = 5
        visit.application.open(first)
        try await visit.see("● one")
        var second = first
        second.name = "two"
        visit.application.open(second)
        try await visit.become("an explanation") { visit in
            visit.window.model.connections.contains { open in
                switch open.connection.state {
                case .waiting(_, _, let words), .closed(let words):
                    words.contains("session taken over by connection two: both use the client identifier same")
                default: false
                }
            }
        }
        try await visit.leave()
    }

    @Test("A secret is asked for when it is needed, shown as dots, and kept nowhere on the screen")
    func prompt() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        var draft = draft("home", port: broker.port(of: .password))
        draft.username = "alice"
        draft.password = .prompt
        draft.subscriptions = []
        visit.application.open(draft)
        try await visit.see("Password of home")
        try visit.type("secret")
        #expect(visit.screen.contains("••••••") && !visit.screen.contains("secret "))
        try visit.type("<Enter>")
        try await visit.see("● home")
        try await visit.leave()
    }

    @Test("A secret that cannot be had is one line, and R tries again")
    func missing() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        var draft = draft("home", port: broker.port(of: .password))
        draft.username = "alice"
        draft.password = .environment("MARTLET_TEST_NO_SUCH")
        visit.application.open(draft)
        try await visit.see("$MARTLET_TEST_NO_SUCH is not set")
        setenv("MARTLET_TEST_NO_SUCH", "secret", 1)
        try visit.type("R")
        try await visit.see("● home")
        unsetenv("MARTLET_TEST_NO_SUCH")
        try await visit.leave()
    }

    @Test("A secret variable goes out in a publish as itself, and never as dots; one that cannot be had is not sent")
    func secretInPublish() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        setenv("MARTLET_TEST_TOKEN", "open sesame", 1)
        visit.book.captured = [
            .init("token", .environment("MARTLET_TEST_TOKEN"), origin: "test"),
            .init("lost", .environment("MARTLET_TEST_UNSET"), origin: "test"),
        ]
        visit.application.open(draft("home", port: broker.port()))
        try await visit.become("a granted subscription") {
            $0.window.workspace.subscriptions.first?.state == .granted(1)
        }
        var publish = PublishDraft()
        publish.topic = "home/door"
        publish.payload = "say {{token}}"
        visit.book.change("nothing") { [publish] in $0.publishes.insert(publish) }
        publish.payload = "say {{lost}}"
        visit.book.change("nothing") { [publish] in $0.publishes.insert(publish) }
        try visit.type("P<Tab><Tab>s")
        try await visit.become("the message") { $0.window.workspace.live.messages.endSequence == 1 }
        let payload = visit.window.workspace.live.messages.withPayload(0) { Array($0) }
        #expect(payload == Array("say open sesame".utf8))
        try visit.type("js")
        try await visit.become("a failure") { $0.window.workspace.publishing.outbox.deliveries.count == 2 }
        try await visit.settle()
        #expect(visit.window.workspace.live.messages.endSequence == 1)
        // Nor does a secret in a topic stand in the list of what was sent, or in a notice.
        publish.topic = "door/{{token}}"
        publish.payload = "x"
        publish.name = "third"
        visit.book.change("nothing") { [publish] in $0.publishes.insert(publish) }
        try visit.type("js")
        try await visit.become("a second message sent") {
            guard case .delivered? = $0.window.workspace.publishing.outbox.deliveries.last?.outcome else {
                return false
            }
            return $0.window.workspace.publishing.outbox.deliveries.count == 3
        }
        let sent = visit.window.workspace.publishing.outbox.deliveries.map(\.topic)
        #expect(sent.last == "door/\(Secret.dots)", "\(sent)")
        #expect(!visit.window.workspace.notices.contains { $0.text.contains("sesame") })
        unsetenv("MARTLET_TEST_TOKEN")
        try await visit.leave()
    }

    @Test("A request that is saved is in the profile, and comes back from it")
    func savedRequest() async throws {
        let path = "\(try Scratch.newFolder("requests"))/profile.json"
        let visit = try Visit(profile: path)
        try visit.type("2a<Enter>http://h/x<Enter>S")
        try await visit.see("Save the request")
        try visit.type("mine<Tab>things<Enter>")
        try await visit.settle()
        let saved = ProfileFile(path).base.requests.values
        #expect(saved.map { [$0.name, $0.folder, $0.url] } == [["mine", "things", "http://h/x"]])
    }

    @Test("A test of a connection goes step by step, from the name to round trips at each QoS")
    func probe() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        var draft = ConnectionDraft(name: "secure", url: "mqtts://localhost:\(broker.port(of: .tls))")
        draft.tls.ca = broker.certificates.authority
        draft.subscriptions = [SubscriptionDraft("#", qos: 2)]
        visit.book.change("nothing") { $0.connections.insert(draft) }
        try visit.type("4t")
        try await visit.see("test passed")
        for words in [
            "Name", "TCP", "TLS 1.3", "certificate", "days left", "MQTT 5", "QoS 2 granted", "QoS 2 round trip",
            "Features has retained messages",
        ] {
            #expect(visit.screen.contains(words), "\(words)\n\(visit.screen)")
        }
        // And one that nobody listens for.
        visit.book.change("nothing") {
            $0.connections.insert(ConnectionDraft(name: "nobody", url: "mqtt://127.0.0.1:1"))
        }
        try visit.type("jt")
        try await visit.see("test failed")
        #expect(visit.screen.contains("failed") && visit.screen.contains("refused"))
        try await visit.leave()
    }

    @Test("What changes is saved without being asked, and at the end")
    func saved() async throws {
        let path = "\(try Scratch.newFolder("keeper"))/profile.json"
        let visit = try Visit(profile: path)
        visit.book.change("nothing") { $0.connections.insert(ConnectionDraft(name: "a", url: "mqtt://a")) }
        try await visit.settle()
        #expect(ProfileFile(path).base.connections.values.map(\.name) == ["a"])

        // Another program adds one; both are there after the next change, and the screen has it too.
        var other = ProfileFile(path)
        var profile = other.base
        profile.connections.insert(ConnectionDraft(name: "b", url: "mqtt://b"))
        #expect(other.save(profile).outcome == .saved(setAside: nil, isMerged: false))
        visit.book.change("nothing") { $0.connections.insert(ConnectionDraft(name: "c", url: "mqtt://c")) }
        try await visit.settle()
        #expect(Set(ProfileFile(path).base.connections.values.map(\.name)) == ["a", "b", "c"])
        #expect(Set(visit.book.profile.connections.values.map(\.name)) == ["a", "b", "c"])

        // Both change one thing: the person is asked.
        profile = ProfileFile(path).base
        other = ProfileFile(path)
        rename("a", to: "mqtt://theirs", in: &profile)
        _ = other.save(profile)
        visit.book.change("nothing") { self.rename("a", to: "mqtt://mine", in: &$0) }
        try await visit.see("connection a: changed here and by another program")
        try visit.type("m")
        try await visit.settle()
        #expect(ProfileFile(path).base.connections.values.first { $0.name == "a" }?.url == "mqtt://mine")

        visit.book.change("nothing") { $0.settings.theme = "mono" }
        #expect(visit.keeper?.finish(visit.book) == nil)
        #expect(ProfileFile(path).base.settings.theme == "mono")
    }

    @Test("What another program has written and comes while a save waits keeps nobody waiting, and is read after it")
    func readBeneathASave() async throws {
        let folder = try Scratch.newFolder("beneath")
        let path = "\(folder)/profile.json"
        let visit = try Visit(profile: path)
        let keeper = try #require(visit.keeper)
        visit.book.change("nothing") { $0.connections.insert(ConnectionDraft(name: "a", url: "mqtt://a")) }
        try await visit.settle()
        var other = ProfileFile(path)
        var profile = other.base
        profile.connections.insert(ConnectionDraft(name: "b", url: "mqtt://b"))
        #expect(other.save(profile).outcome == .saved(setAside: nil, isMerged: false))
        keeper.touched(visit.book)
        let found = try await waiting(for: "what the other has written") {
            visit.effects.inbox.drain().compactMap { incoming -> Reread? in
                if case .errand(.reread(let found)) = incoming { found } else { nil }
            }.first
        }
        // The save has the file, and waits for two seconds at most for this.
        let lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        #expect(flock(lock, LOCK_EX) == 0)
        visit.book.change("nothing") { $0.connections.insert(ConnectionDraft(name: "c", url: "mqtt://c")) }
        keeper.save(visit.book)
        let start = ContinuousClock.now
        keeper.reread(found, visit.book, visit.window.model, visit.window, at: 0)
        #expect(ContinuousClock.now - start < .seconds(1))
        #expect(keeper.isSaving && visit.book.connection("b") == nil)
        close(lock)
        try await visit.become("all three, here and on the disk") { visit in
            [visit.book.profile, ProfileFile(path).base].allSatisfy {
                Set($0.connections.values.map(\.name)) == ["a", "b", "c"]
            }
        }
        try await visit.settle()
    }

    private func rename(_ name: String, to url: String, in profile: inout Profile) {
        for entry in profile.connections.entries where entry.value.name == name {
            profile.connections.update(entry.id, to: ConnectionDraft(name: name, url: url))
        }
    }

    @Test("A secret in the file becomes a reference to a file of its own by one key")
    func refer() async throws {
        let folder = try Scratch.newFolder("refer")
        let visit = try Visit(profile: "\(folder)/profile.json")
        var draft = ConnectionDraft(name: "home", url: "mqtt://a")
        draft.password = .literal("hunter2")
        visit.book.change("nothing") { $0.connections.insert(draft) }
        try visit.type("4")
        try await visit.see("The password stands in the file")
        #expect(!visit.screen.contains("hunter2"))
        try visit.type("K<Enter>")
        try await visit.settle()
        let file = "\(folder)/secrets/home_password"
        #expect(visit.book.connection("home")?.password == .file(file))
        let text = String(decoding: ProfileFile("\(folder)/profile.json").base.bytes, as: UTF8.self)
        #expect(!text.contains("hunter2") && text.contains("home_password"))
        #expect(try await visit.secrets.resolve(.file(file), for: "x") == "hunter2")
    }
}

@Suite("Secrets by reference") struct SecretResolverTests {
    private let secrets = SecretResolver(reading: { _ in nil })

    @Test("From the environment, a file, a program without a shell")
    func found() async throws {
        setenv("MARTLET_TEST_SECRET", "from the environment", 1)
        #expect(try await secrets.resolve(.environment("MARTLET_TEST_SECRET"), for: "x") == "from the environment")
        let path = "\(try Scratch.newFolder("secret"))/one"
        try WholeFile.create(path, with: Array("first\nsecond\n".utf8))
        #expect(try await secrets.resolve(.file(path), for: "x") == "first")
        #expect(try await secrets.resolve(.command(["printf", "%s\\n", "$HOME; *"]), for: "x") == "$HOME; *")
    }

    @Test(
        "What cannot be had says what and why, and never the secret",
        arguments: [
            (Secret.environment("MARTLET_TEST_UNSET"), "p: $MARTLET_TEST_UNSET is not set"),
            (.file("/nowhere/at/all"), "p: cannot read /nowhere/at/all: No such file"),
            (.command(["/nowhere/at/all"]), "p: cannot start /nowhere/at/all: No such file"),
            (.command(["false"]), "p: false ended with status 1"),
            (.command(["true"]), "p: the first line of true is empty"),
            (.command(["yes"]), "p: yes gives over 64 KiB"),
        ])
    func missing(_ secret: Secret, _ words: String) async {
        do {
            let value = try await secrets.resolve(secret, for: "p")
            Issue.record("\(value)")
        } catch {
            #expect(error.description.hasPrefix(words), "\(error)")
        }
    }
}
