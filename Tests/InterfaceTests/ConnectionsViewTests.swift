import Kit
import Model
import Profile
import Terminal
import TestSupport
import Testing

@testable import Interface

@Suite("View Connections") struct ConnectionsViewTests {
    private func visit(width: Int = 120, height: Int = 36) throws -> Visit {
        try Self.visit(width: width, height: height)
    }

    /// A person with a profile, at the view.
    static func visit(width: Int, height: Int, theme: Theme = TestTheme.theme) throws -> Visit {
        let visit = Visit(width: width, height: height, theme: theme)
        visit.window.book.path = "/home/me/.config/martlet/profile.json"
        visit.window.book.change("nothing") { profile in
            var home = ConnectionDraft(name: "home", url: "mqtts://broker:8883")
            home.username = "me"
            home.password = .literal("hunter2")
            home.subscriptions = [SubscriptionDraft("home/#", qos: 1)]
            profile.connections.insert(home)
            profile.connections.insert(ConnectionDraft(name: "lab", url: "ws://lab.example/mqtt"))
            profile.environments.insert(
                Environment(
                    name: "dev",
                    variables: [
                        .init("base", .literal("http://127.0.0.1:8000")), .init("token", .environment("TOKEN")),
                        .init("api_key", .literal("hunter2")),
                    ]))
            profile.environments.insert(Environment(name: "live"))
            profile.settings.connection = "lab"
            profile.settings.environment = "dev"
        }
        // The one on the screen is the saved one.
        let book = visit.window.book
        let home = try #require(book.profile.connections.entries.first)
        visit.workspace.settings = SettingsInForce(
            entry: home.id, environment: book.profile.environments.entries.first?.id, draft: home.value,
            variables: book.variables)
        try visit.type("4")
        visit.look()
        return visit
    }

    private func names(_ visit: Visit) -> [String] { visit.window.book.profile.connections.values.map(\.name) }

    @Test("What it looks like", arguments: [(120, 36), (80, 24)])
    func picture(_ width: Int, _ height: Int) throws {
        let visit = try visit(width: width, height: height)
        visit.miss("hunter2")
        try Snapshot.check(visit.grid, named: "connections-\(width)x\(height)", letter: TestTheme.letter)
    }

    @Test("What another program changes while the form is open stays, but for what was typed")
    func formOverChange() throws {
        let visit = try visit()
        let book = visit.window.book
        let id = try #require(book.profile.connections.entries.first?.id)
        try visit.type("/home<Enter>e<Tab><Tab><Tab><Tab><Tab><C-u>alice")
        // Meanwhile: another keep-alive, and another user.
        book.change("x") { profile in
            guard var draft = profile.connections[id] else { return }
            draft.keepAlive = 11
            draft.username = "bob"
            profile.connections.update(id, to: draft)
        }
        try visit.type("<Enter>").see("User name: another program had changed it too")
        let saved = try #require(book.profile.connections[id])
        #expect(saved.username == "alice" && saved.keepAlive == 11 && saved.password == .literal("hunter2"))
        try visit.type("U")
        #expect(book.profile.connections[id]?.username == "bob")
        // One that was taken away meanwhile is not lost with what was typed.
        try visit.type("e<Tab><Tab><Tab><Tab><Tab><C-u>carol")
        book.change("x") { _ = $0.connections.remove(id) }
        try visit.type("<Enter>")
        #expect(book.profile.connections.values.last?.username == "carol")
    }

    @Test("Passwords in an address and in the fields of the upgrade are dots beside the list")
    func dots() throws {
        let visit = try visit()
        visit.window.book.change("it") { profile in
            var draft = ConnectionDraft(name: "aaa", url: "ws://me:hunter2@lab.example/mqtt?token=hunter2")
            draft.headers = [DraftField("Authorization", "Bearer hunter2")]
            profile.connections.insert(draft)
        }
        try visit.type("G")
        for _ in 0..<20 where visit.pane(.connection)?.contains("aaa") != true { try visit.type("k") }
        visit.see("me:••••••@lab.example/mqtt", in: .connection)
        visit.see("WebSocket header: ••••••", in: .connection)
        visit.miss("hunter2")
    }

    @Test("What the form looks like")
    func form() throws {
        let visit = try visit()
        try visit.type("e")
        visit.look()
        visit.miss("hunter2")
        try Snapshot.check(visit.grid, named: "connection-form", letter: TestTheme.letter)
    }

    @Test("A new connection is checked while it is typed, and saved when it is right")
    func new() throws {
        let visit = try visit()
        visit.window.brokerURLProblem = { $0.hasPrefix("mqtt://") ? nil : "no such scheme" }
        try visit.type("a")
        // Nobody has been there yet: nothing is wrong.
        visit.miss("A connection needs a name")
        try visit.type("<Enter>").see("A connection needs a name").type("home")
        visit.see("Another connection is called home")
        try visit.type("stead<Tab><C-u>http:x")
        visit.see("no such scheme")
        try visit.type("<Enter>")
        #expect(names(visit) == ["home", "lab"])
        try visit.type("<C-u>mqtt://homestead<Enter>")
        #expect(names(visit) == ["home", "lab", "homestead"])
        visit.see("Connection ── homestead")
    }

    @Test(
        "Every field says what is wrong with it",
        arguments: [
            ("Keep alive", "99999", "0 to 65535 seconds"), ("Session expiry", "x", "a whole number"),
            ("Filter 1", "a/#/b", "alone at the end"), ("Topic", "a/+", "wildcard"),
            ("Receive maximum", "0", "a whole number from 1"), ("Connect time-out", "-1", "more than 0"),
            ("User property", "x", "a colon"), ("WebSocket header", "x", "a colon"),
            ("Shared key name", "me", "the key is missing"), ("Shared key", "0x0", "an even number"),
        ])
    func fields(_ name: String, _ value: String, _ words: String) {
        var draft = ConnectionDraft(name: "n", url: "mqtt://x")
        draft.brokerTLS.preSharedKey = name == "Shared key" ? .literal("") : nil
        let field = ConnectionFields.all(draft).first { $0.name == name }
        let problem = field?.set(&draft, value)
        #expect(problem?.contains(words) == true || problem?.contains("+") == true, "\(problem ?? "nothing")")
    }

    @Test("The form holds every option: what it shows is what it makes")
    func everyOption() {
        var draft = ConnectionDraft(name: "n", url: "mqtt://x")
        let values: [String: String] = [
            "Protocol": "5", "Client identifier": "me", "User name": "u", "Password is": "command",
            "Password": "pass show x", "Authorities": "a", "Folder of authorities": "f", "Certificate": "c", "Key": "k",
            "Verify": "no", "ALPN": "mqtt, x", "Server name": "s", "System's too": "yes",
            "TLS version": "tlsv1.3", "Ciphers": "C", "Key log": "l", "Keep alive": "5", "Clean start": "no",
            "Session expiry": "7", "Topic": "t", "Payload": "p", "QoS": "2", "Retain": "yes", "Delay": "3",
            "Expiry": "4", "Content type": "text/plain", "Response topic": "r", "Correlation data": "0x01",
            "Filter 1": "a b/# 2 nl rap rh1", "Receive maximum": "10", "Packet size": "1000", "Topic aliases": "3",
            "In flight": "9", "Queued bytes": "4096", "Unread bytes": "8192", "Connect time-out": "2.5",
            "Fallback time-out": "1", "Ping time-out": "2", "Follow redirects": "yes", "Response information": "yes",
            "Problem information": "no", "Reconnect": "no", "Shortest pause": "1", "Longest pause": "9",
        ]
        for field in ConnectionFields.all(draft) {
            guard let value = values[field.name] else { continue }
            #expect(field.set(&draft, value) == nil, "\(field.name)")
        }
        let fields = ConnectionFields.all(draft)
        for (name, value) in values {
            #expect(fields.first { $0.name == name }?.get(draft) == value, "\(name)")
        }
        #expect(draft.password == .command(["pass", "show", "x"]))
        #expect(draft.subscriptions.first?.filter == "a b/#" && draft.subscriptions.first?.retainHandling == 1)
    }

    @Test("A shared key is typed unseen and told where it is found, and goes with no authorities") func sharedKey()
        throws
    {
        var draft = ConnectionDraft(name: "n", url: "mqtts://x")
        func set(_ name: String, _ value: String) throws -> String? {
            try #require(ConnectionFields.all(draft).first { $0.name == name }).set(&draft, value)
        }
        func field(_ name: String) throws -> ConnectionField {
            try #require(ConnectionFields.all(draft).first { $0.name == name })
        }
        for (kind, value, isHidden) in [("typed", "c0fe", true), ("typed", "{{key}}", true), ("file", "~/psk", false)] {
            #expect(try set("Shared key is", kind) == nil && set("Shared key", value) == nil)
            #expect(try set("Shared key name", "me") == nil && field("Shared key").isHidden(draft) == isHidden)
        }
        #expect(draft.brokerTLS.preSharedKey == .file("~/psk") && draft.brokerTLS.preSharedIdentity == "me")
        #expect(try set("Shared key name", "")?.contains("the name is missing") == true)
        #expect(try set("Authorities", "ca.pem") == nil)
        #expect(try set("Shared key name", "me")?.contains("in the place of certificates") == true)
    }

    @Test("What is typed in a row of options goes to the text that it speaks of, and letters choose nothing")
    func optionRows() throws {
        let visit = try visit()
        func variable(_ name: String) -> Secret? {
            visit.window.book.environment?.variables.first { $0.name == name }?.value
        }
        try visit.type("<Tab><Tab>a")
        visit.see("New variable")
        try visit.type("word<Tab>abc123<Enter>")
        #expect(variable("word") == .literal("abc123"))
        try visit.type("afile<Tab>f1le<Enter>ashell<Tab><Right><Right><Right><Tab>pass show x<Enter>")
        #expect(variable("file") == .literal("f1le"))
        #expect(variable("shell") == .command(["pass", "show", "x"]))
        try visit.type("apasted<Tab>")
        visit.paste("command")
        try visit.type("<Enter>")
        #expect(variable("pasted") == .literal("command"))
    }

    @Test("All ways to have a secret are read whole at 80 columns")
    func optionsOnSmallScreen() throws {
        let visit = try visit(width: 80, height: 24)
        try visit.type("e")
        for _ in 0..<40 where !visit.screen.contains("Password is") { try visit.type("<Tab>") }
        visit.see("none typed $variable file command asked token")
    }

    @Test("The form of a connection and the dialogs hold to the same")
    func otherOptionRows() throws {
        let visit = try visit()
        try visit.type("e")
        for _ in 0..<40 where !visit.screen.contains("the broker's choice") { try visit.type("<Tab>") }
        try visit.type("<Tab><Tab>")
        visit.see("typed: it stands in the file")
        try visit.type("c")
        visit.see("the password, the variable's name")
        // The letter took the place of the password, as in every field that offers what it has.
        try visit.type("<C-u>hunter2<Up><Up><Up><Up>")
        for _ in 0..<40 where !visit.screen.contains("auto: 5, and 3.1.1") { try visit.type("<Up>") }
        try visit.type("a3")
        visit.see("Left, Right or Space choose here")
        try visit.type("<Esc>")
        visit.miss("Leave without what was changed?")
        try visit.type("1sx/#<Tab>a")
        visit.see("Left, Right or Space choose here")
        // A digit neither: a payload `22.5` that is typed a row too high is no QoS.
        try visit.type("2")
        visit.see("Left, Right or Space choose here")
        try visit.type("<Right><Space><Enter>")
        #expect(visit.takeEffects().last == .connection(.subscribe(filter: "x/#", qos: 2)))
        try visit.type("p<C-u>t<Tab>abc1<Space><Tab>y<Tab>jx22.5")
        visit.see("Left, Right or Space choose here")
        try visit.type("<C-s>")
        guard case .publish(.send(let draft, _))? = visit.takeEffects().last else {
            Issue.record("nothing was sent:\n\(visit.screen)")
            return
        }
        #expect(draft.qos == 1 && !draft.retain && draft.format == PublishDraft().format && draft.payload.isEmpty)
    }

    @Test("Duplicate, rename, delete, and undo of each")
    func manage() throws {
        let visit = try visit()
        try visit.type("d")
        #expect(names(visit) == ["home", "home 2", "lab"])
        try visit.type("U").see("Back: as it was before the copy home 2")
        #expect(names(visit) == ["home", "lab"])
        // On what was copied: the next key means something.
        visit.see("Connection ── home")
        try visit.type("gr<C-u>lab<Enter>")
        visit.see("Another connection is called lab")
        try visit.type("<C-u>house<Enter>")
        #expect(names(visit) == ["house", "lab"])
        try visit.type("x")
        #expect(names(visit) == ["lab"])
        visit.see("U brings it back")
        try visit.type("UU")
        #expect(names(visit) == ["home", "lab"])
    }

    @Test("A saved password has as many dots as any other, until one types")
    func dotsOfPasswords() throws {
        let visit = try visit()
        try visit.type("e")
        let row = { visit.look().first { $0.contains("Password") && $0.contains("••") } ?? "" }
        while row().isEmpty { try visit.type("<C-Down>") }
        #expect(row().filter { $0 == "•" }.count == Secret.dots.count, "\(row())")
    }

    @Test("Enter asks the app to open what is selected; leaving a changed form asks")
    func open() throws {
        let visit = try visit()
        try visit.type("j<Enter>")
        guard case .connection(.open(let draft)) = visit.effects.last else {
            return #expect(Bool(false), "\(visit.effects)")
        }
        #expect(draft.name == "lab")
        #expect(visit.window.book.profile.settings.lastConnection == "lab")
        try visit.type("ex<Esc>")
        visit.see("Leave without what was changed?")
        try visit.type("n<Esc>y")
        visit.miss("Edit lab")
        #expect(names(visit) == ["home", "lab"])
    }

    @Test("Where no environment holds, or one is empty, keys say what there is to do, and no hint names them")
    func nothingHolds() throws {
        let visit = try visit()
        try visit.type("<Tab><Tab>").see("Enter edit").type("EE").see("No environment is in use", in: .environment)
        visit.miss("Enter edit")
        for key in ["<Enter>", "e", "x", "r", "d"] {
            try visit.type("\(key)").see("No environment is in use: E switches to the next, a makes one")
            visit.now += 7_000_000
            visit.miss("switches to the next, a makes one")
        }
        try visit.type("EE").see("No variables yet").miss("Enter edit").type("<Enter>")
        visit.see("live has no variables: a adds one")
        #expect(visit.window.book.profile.environments.values.map(\.name) == ["dev", "live"])
    }

    @Test("Environments are switched with one key; variables show value and origin, secrets as dots")
    func environments() throws {
        let visit = try visit()
        visit.see("http://127.0.0.1:8000", in: .environment).see("$TOKEN", in: .environment)
        visit.see("environment dev", in: .environment).see("••••••", in: .environment)
        try visit.type("E")
        visit.see("Environment live").see("No variables yet", in: .environment)
        try visit.type("E")
        visit.see("No environment is in use", in: .environment)
        try visit.type("E<Tab><Tab>")
        visit.see("env dev")
        try visit.type("x")
        #expect(visit.window.book.environment?.variables.map(\.name) == ["token", "api_key"])
        try visit.type("u")
        try visit.type("abad name<Tab><Tab><Right><Enter>")
        visit.see("A name of letters")
        try visit.type("<S-Tab><S-Tab><C-u>new<Enter>")
        #expect(visit.window.book.environment?.variables.map(\.name) == ["base", "token", "api_key", "new"])
        try visit.type("e<S-Tab><S-Tab><C-u>base<Enter>").see("Another variable is called base").type("<Esc>")
        #expect(visit.window.book.environment?.variables.map(\.name) == ["base", "token", "api_key", "new"])
    }

    @Test("Where the selected connection is gone nothing is selected: Enter dials nobody", arguments: [true, false])
    func gone(_ hasSaved: Bool) throws {
        let visit = Visit()
        visit.workspace.connection.name = "test"
        if hasSaved {
            visit.window.book.change("nothing") {
                $0.connections.insert(ConnectionDraft(name: "lab", url: "mqtt://lab"))
            }
        }
        try visit.type("4").see("open, not saved").type("c")
        guard case .connection(.close(let id))? = visit.takeEffects().last else {
            return #expect(Bool(false), "nothing is closed")
        }
        visit.window.model.close(id)
        try visit.type("<Enter>").see("No connection is selected")
        #expect(visit.takeEffects().isEmpty)
        try visit.type("x<Enter>")
        #expect(visit.takeEffects().isEmpty)
        // What a key of movement selects is seen, and opened.
        try visit.type("j").see("Connection ── demo").type("<Enter>")
        #expect(visit.takeEffects() == [.connection(.openDemo)])
    }

    @Test(
        "The cursor stays on a connection that another program has moved or renamed; after x it is on the next that is saved"
    )
    func moved() throws {
        let visit = try visit()
        try visit.type("j")
        visit.window.book.change("nothing") { profile in
            profile.connections.insert(ConnectionDraft(name: "attic", url: "mqtt://attic"), at: 0)
            guard let lab = profile.connections.entries.last else { return }
            profile.connections.update(lab.id, to: ConnectionDraft(name: "lab 2", url: "mqtt://lab"))
        }
        try visit.type("<Enter>")
        guard case .connection(.open(let draft))? = visit.takeEffects().last else {
            return #expect(Bool(false), "nothing")
        }
        #expect(draft.name == "lab 2")
        try visit.type("4gjjx")
        #expect(names(visit) == ["attic", "home"])
        visit.see("Connection ── home")
        try visit.type("xx<Enter>")
        #expect(names(visit).isEmpty)
        #expect(visit.takeEffects().isEmpty)
    }

    @Test(
        "Enter on a connection that is lost tries again",
        arguments: [
            (ConnectionStatus.State.closed("x"), true), (.waiting(until: 0, attempt: 1, reason: "x"), true),
            (.refused("x"), true), (.connecting, false), (.connected(since: 0), false),
        ])
    func again(_ state: ConnectionStatus.State, _ isTried: Bool) throws {
        let visit = try visit()
        visit.workspace.connection.state = state
        try visit.type("<Enter>")
        #expect(visit.takeEffects() == (isTried ? [.connection(.reconnectNow)] : []))
    }

    @Test("The list can be filtered, and presets are there for brokers to try")
    func filter() throws {
        let visit = try visit()
        visit.see("test.mosquitto.org", in: .connections)
        try visit.type("/hivemq<Enter>")
        visit.see("broker.hivemq.com", in: .connections).miss("lab", in: .connections)
        #expect(ConnectionDraft.presets.count == 20)
    }
}
