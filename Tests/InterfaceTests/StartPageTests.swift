import Kit
import Model
import Profile
import Terminal
import TestSupport
import Testing

@testable import Interface

/// View Connections for who has no connection yet.
@Suite("Start page")
struct StartPageTests {
    private func visit(width: Int = 120, height: Int = 36) throws -> Visit {
        let visit = Visit(width: width, height: height)
        visit.workspace.connection = ConnectionStatus()
        try visit.type("4")
        return visit
    }

    private func found() -> FoundImport {
        var connections = ImportedConnections()
        var draft = ConnectionDraft(name: "lab", url: "mqtt://lab.example")
        draft.password = .literal("hunter2")
        connections.connections = [draft, draft]
        connections.losses = ["-d"]
        return FoundImport(program: "mosquitto", path: "/home/me/.config/mosquitto_sub", connections: connections)
    }

    @Test("The demo and this machine come first, then what is saved, what can be typed and found, and public brokers")
    func order() throws {
        let visit = try visit()
        visit.window.book.change("nothing") { $0.connections.insert(ConnectionDraft(name: "home", url: "mqtt://home")) }
        var around = Surroundings()
        around.imports = [found()]
        around.ports = [1883]
        visit.window.model.apply(.surroundings(around))
        visit.see("looking ...")
        around.places = [.init(url: "mqtt://127.0.0.1:1883", isBroker: true, words: "a broker, MQTT 5, 2 ms")]
        visit.window.model.apply(.surroundings(around))
        let text = try #require(visit.pane(.connections))
        let words = ["demo", "127.0.0.1:1883", "home", "type a host or URL", "mosquitto", "test.mosquitto.org"]
        let places = words.map { text.firstRange(of: $0)?.lowerBound }
        #expect(
            places.allSatisfy { $0 != nil } && places.compactMap { $0 } == places.compactMap { $0 }.sorted(), "\(text)")
        // What is saved was meant to be opened again.
        visit.see("Connection ── home")
        around.places = []
        visit.window.model.apply(.surroundings(around))
        visit.see("no broker answers at 1883", in: .connections)
        try visit.type("g<Enter>")
        #expect(visit.takeEffects() == [.connection(.openDemo)])
    }

    @Test("A line is hinted what can be done with it alone")
    func hints() throws {
        let visit = try visit()
        try visit.type("g").see("to begin with", in: .connections)
        func bottom() -> String { visit.look().last ?? "" }
        #expect(bottom().contains("Enter open") && bottom().contains("a "), "\(visit.screen)")
        for words in ["e edit", "d duplicate", "r rename", "x delete", "c close"] {
            #expect(!bottom().contains(words), "\(words): \(bottom())")
        }
        visit.window.book.change("nothing") { $0.connections.insert(ConnectionDraft(name: "home", url: "mqtt://home")) }
        try visit.type("/home<Enter>")
        #expect(bottom().contains("e edit"), "\(bottom())")
    }

    @Test("What it looks like", arguments: [(120, 36), (80, 24)])
    func picture(_ width: Int, _ height: Int) throws {
        let visit = try visit(width: width, height: height)
        var around = Surroundings()
        around.imports = [found()]
        around.places = [.init(url: "mqtt://127.0.0.1:1883", isBroker: true, words: "a broker, MQTT 5, 2 ms")]
        visit.window.model.apply(.surroundings(around))
        visit.look()
        try Snapshot.check(visit.grid, named: "start-\(width)x\(height)", letter: TestTheme.letter)
    }

    @Test("Of saved connections and imports on this machine the row and the pane say who answers")
    func answers() throws {
        let visit = try visit(width: 160)
        visit.window.book.change("nothing") { profile in
            for (name, url) in [
                ("up", "mqtt://127.0.0.1:31400"), ("down", "mqtt://127.0.0.1:31499"), ("far", "mqtt://far"),
            ] {
                profile.connections.insert(ConnectionDraft(name: name, url: url))
            }
        }
        var around = Surroundings()
        around.places = []
        var imported = ImportedConnections()
        imported.connections = [ConnectionDraft(name: "lab", url: "mqtt://127.0.0.1:1884")]
        around.imports = [FoundImport(program: "mosquitto", path: "/home/me/.config/sub", connections: imported)]
        around.answers = [
            "mqtt://127.0.0.1:31400": .broker, "mqtt://127.0.0.1:31499": .nothing, "mqtt://127.0.0.1:1884": .other,
        ]
        visit.window.model.apply(.surroundings(around))
        visit.see(" answers: mqtt://127.0.0.1:31400", in: .connections)
        visit.see("nothing answers: mqtt://127.0.0.1:31499", in: .connections).miss("answers: mqtt://far")
        visit.see("1 connection: lab, no broker answers", in: .connections)
        // A test with the certificate of the connection has come further than who looks around without it.
        var report = ProbeReport(ConnectionDraft(name: "lab", url: "mqtt://127.0.0.1:1884"))
        (report.steps, report.isRunning) = ([.init("CONNACK", .passed, ["MQTT 5"])], false)
        visit.window.model.apply(.probe(report))
        visit.see("1 connection: lab, answers", in: .connections)
        report.steps = [.init("TLS", .failed, ["no"])]
        visit.window.model.apply(.probe(report))
        try visit.type("/down<Enter>").see("mqtt://127.0.0.1:31499: nothing answers", in: .connection)
        try visit.type("<Esc>/1 connection<Enter>")
        visit.see("lab: mqtt://127.0.0.1:1884, no broker answers", in: .connection)
    }

    @Test("A host or a URL that is typed is opened, saved where it has a name; http is a request")
    func typed() throws {
        let visit = try visit()
        visit.window.brokerURLProblem = { $0.contains("bad") ? "no host" : nil }
        try visit.type("/type<Enter><Enter>").see("Open a host or URL")
        try visit.type("bad<Enter>").see("no host").type("<C-u>broker.example<Enter>")
        let first = visit.takeEffects()
        #expect(first == [.connection(.open(ConnectionDraft(name: "broker.example", url: "mqtt://broker.example")))])
        try visit.type("<Enter>wss://b/mqtt<Tab>mine<Enter>")
        #expect(visit.takeEffects() == [.connection(.open(ConnectionDraft(name: "mine", url: "wss://b/mqtt")))])
        #expect(visit.window.book.connection("mine")?.url == "wss://b/mqtt")
        try visit.type("<Enter>http://localhost:8000/sensors<Enter>").see("http://localhost:8000/sensors", in: .request)
    }

    @Test("A key that has nothing to do on a line says why, and what there is to do")
    func nothingToDo() throws {
        let visit = try visit()
        try visit.type("d").see("The demo has no settings to copy or to change: Enter starts it")
        try visit.type("e").see("The demo has no settings")
        try visit.type("c").see("demo is not open")
        try visit.type("*").see("Only a saved connection is opened at the start")
        try visit.type("/type<Enter>d").see("Nothing is typed yet: Enter asks for a host or a URL")
    }

    @Test("An import says what it saves and what it does not take, and is undone")
    func imported() throws {
        let visit = try visit()
        var around = Surroundings()
        around.imports = [
            found(),
            FoundImport(program: "MQTTX", path: "/home/me/.config/MQTTX", connections: nil, problem: "a database"),
        ]
        visit.window.model.apply(.surroundings(around))
        try visit.type("/mosquitto_sub").miss("found").type("<Esc>")
        try visit.type("/2 connections<Enter>").see("not taken: -d", in: .connection).type("<Enter>")
        visit.see("taken: -d.").see("stand in the profile then").miss("hunter2")
        try visit.type("y")
        #expect(visit.window.book.profile.connections.values.map(\.name) == ["lab", "lab 2"])
        try visit.type("U")
        #expect(visit.window.book.profile.connections.values.isEmpty)
        try visit.type("<Esc>/MQTTX<Enter><Enter>").see("MQTTX, /home/me/.config/MQTTX: a database")
    }
}
