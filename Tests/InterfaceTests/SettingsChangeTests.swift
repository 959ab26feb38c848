import Model
import Profile
import Testing

@testable import Interface

/// A connection that was edited since it was opened.
@Suite("Connections that were edited")
struct SettingsChangeTests {
    private func visit(width: Int = 160, height: Int = 36) throws -> Visit {
        let visit = Visit(width: width, height: height)
        var home = ConnectionDraft(name: "home", url: "mqtts://broker:8883")
        home.username = "{{user}}"
        home.password = .literal("hunter2")
        var entry = 0
        visit.window.book.change("nothing") { profile in
            entry = profile.connections.insert(home)
            profile.environments.insert(
                Environment(name: "dev", variables: [.init("user", .literal("me"))]))
            profile.settings.environment = "dev"
        }
        let environment = visit.window.book.profile.environments.entries[0].id
        visit.workspace.settings = SettingsInForce(
            entry: entry, environment: environment, draft: home,
            variables: visit.window.book.variables(of: environment))
        try visit.type("4").miss("changed")
        return visit
    }

    private func edit(_ visit: Visit, _ body: (inout ConnectionDraft) -> Void) {
        let book = visit.window.book
        guard let entry = book.profile.connections.entries.first else { return }
        var draft = entry.value
        body(&draft)
        book.change("the old settings") { $0.connections.update(entry.id, to: draft) }
    }

    @Test("It says so with the fields, and lists what differs, secrets as dots; R means the selected one")
    func changed() throws {
        let visit = try visit()
        edit(visit) { draft in
            draft.keepAlive = 30
            draft.password = .literal("hunter3")
            (draft.brokerTLS.preSharedKey, draft.brokerTLS.version) = (.literal("c0ffee"), "tlsv1.2")
            draft.will = WillDraft()
            draft.will?.topic = "clients/me"
        }
        #expect(visit.look()[0].contains("  settings changed  "), "\(visit.screen)")
        visit.see("changed; R reconnects with it: Password, TLS version", in: .connection)
        visit.see("Keep alive: 30, in force 60", in: .connection)
        visit.see("Password: \(Secret.dots), in force", in: .connection)
        visit.see("Will topic: clients/me, in force none", in: .connection)
        visit.see("TLS version: tlsv1.2, in force either", in: .connection)
        visit.see("Shared key: \(Secret.dots), in force none", in: .connection)
        visit.miss("hunter").miss("c0ffee")
        try visit.type("R")
        #expect(visit.takeEffects() == [.connection(.reconnect(visit.workspace.id))])
        // What waits is tried with it anyhow.
        visit.workspace.connection.state = .waiting(until: visit.now + 9_000_000, attempt: 1, reason: "gone")
        visit.see("changed; the next attempt has it", in: .connection)
    }

    @Test("What was said when it was saved is taken back when it is in force", arguments: [(80, 24), (120, 36)])
    func noticeTakenBack(_ width: Int, _ height: Int) throws {
        let visit = try visit(width: width, height: height)
        let home = try #require(visit.window.book.profile.connections.values.first)
        let place = try #require(ConnectionFields.all(home).firstIndex { $0.name == "Keep alive" })
        try visit.type("e" + String(repeating: "<Tab>", count: place) + "<C-u>30<Enter>")
        let words = "home changed; R reconnects with it: Keep alive"
        visit.see(words)
        try visit.type("R")
        visit.see(words)
        // What the app does when the next attempt is made.
        visit.workspace.settings?.draft = try #require(visit.window.book.profile.connections.values.first)
        visit.miss("changed;").miss("settings changed")
    }

    private func changeUser(_ visit: Visit) {
        visit.window.book.change("the variable") { profile in
            let entry = profile.environments.entries[0]
            var environment = entry.value
            environment.variables = [.init("user", .literal("you"))]
            profile.environments.update(entry.id, to: environment)
        }
    }

    @Test("A variable is known by its name, whatever blanks and longer names stand in the text")
    func called() throws {
        let visit = try visit()
        edit(visit) { ($0.username, $0.clientID) = ("{{ user }}", "{{username}}") }
        visit.workspace.settings?.draft = try #require(visit.window.book.profile.connections.values.first)
        visit.miss("changed")
        changeUser(visit)
        visit.see("User name: another {{user}}", in: .connection).miss("Client identifier: another", in: .connection)
    }

    @Test("A name is no difference; a variable that has another value is one")
    func variables() throws {
        let visit = try visit()
        edit(visit) { $0.name = "house" }
        visit.workspace.connection.name = "house"
        visit.miss("changed")
        changeUser(visit)
        visit.see("changed; R reconnects with it: User name", in: .connection)
        visit.see("User name: another {{user}}", in: .connection)
    }

    @Test("The password of an address is dots, in the profile's and in the one that is in force")
    func addresses() throws {
        let visit = try visit()
        edit(visit) { $0.url = "mqtt://me:hunter2@broker:1883" }
        visit.see("Address: mqtt://me:\(Secret.dots)@broker:1883, in force", in: .connection).miss("hunter2")
        visit.workspace.settings?.draft.url = "mqtt://me:hunter3@broker:1883"
        // One password and another: both are dots.
        visit.see("in force", in: .connection).miss("hunter")
    }
}
