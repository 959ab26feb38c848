import MQTT
import Model
import Profile
import Testing
import Wire

@Suite("The plan of an open connection") struct PlanTests {
    private let model = Model()
    private let book = ProfileBook(Profile())

    /// Begins to open a saved connection.
    private func seek(_ change: (inout ConnectionDraft) -> Void = { _ in }) -> Workspace {
        var draft = ConnectionDraft(name: "home", url: "mqtt://me:pw@b:1883")
        draft.clientID = "me-{{random}}"
        change(&draft)
        book.change("nothing") { [draft] in $0.connections.insert(draft) }
        let connection = model.open()
        model.apply(
            .opening(.sought(SettingsInForce(draft, book.variables, in: book)), of: connection.id, at: 0))
        return connection
    }

    private func plan(_ host: String = "b", _ filters: [String] = []) -> PlanInForce {
        var plan = PlanInForce(address: "mqtt://\(host):1883", access: BrokerAccess(host: host, port: 1883))
        plan.clientID = "me-1"
        plan.subscriptions = filters.map { Subscription(filter: $0) }
        return plan
    }

    private func apply(_ opening: Opening, to connection: Workspace, at time: Int64 = 1) {
        model.apply(.opening(opening, of: connection.id, at: time))
    }

    private func edit(_ change: (inout ConnectionDraft) -> Void) throws {
        var entry = try #require(book.profile.connections.entries.first)
        change(&entry.value)
        book.change("the old settings") { [entry] in $0.connections.update(entry.id, to: entry.value) }
    }

    @Test("It is the model's from the arrival on that says opened, and the password of the address is not")
    func opened() {
        let connection = seek()
        #expect(connection.connection.address.contains("b:1883") && !connection.connection.address.contains("pw"))
        #expect(connection.plan == nil && connection.access == nil && !connection.isFed)
        apply(.begun(name: "home", plan("b", ["home/#"])), to: connection)
        #expect(connection.plan == plan("b", ["home/#"]) && connection.access?.host == "b" && connection.isFed)
        #expect(connection.subscriptions.map(\.filter) == ["home/#"] && connection.subscriptions[0].state == .pending)
    }

    @Test("A new name holds from when it is given, also while secrets are sought; one of a command line is its plan's")
    func renamed() {
        let connection = seek()
        apply(.named("house"), to: connection)
        apply(.begun(name: "home", plan()), to: connection)
        // What was found was found under the old name.
        #expect(connection.connection.name == "house" && connection.wire.peer == "house")
        apply(.named("villa"), to: connection)
        apply(.renewed(plan()), to: connection)
        #expect(connection.connection.name == "villa" && connection.wire.peer == "villa")
        let other = model.open()
        apply(.begun(name: "b:1883", plan()), to: other)
        #expect(other.connection.name == "b:1883" && other.settings == nil)
    }

    @Test("What was saved meanwhile is told from what is in force; an identifier made by chance stays")
    func changed() throws {
        let connection = seek()
        #expect(connection.settings?.keepsClientID == false)
        apply(.begun(name: "home", plan("b", ["home/#"])), to: connection)
        var settings = try #require(connection.settings)
        #expect(!settings.lookUp(in: book) && settings.keepsClientID)
        try edit { $0.keepAlive = 7 }
        #expect(settings.lookUp(in: book) && settings.draft.keepAlive == 7 && settings.keepsClientID)
        // It is in force when it is said, and not before.
        #expect(connection.settings?.draft.keepAlive != 7)
        apply(.settings(settings), to: connection)
        #expect(connection.settings?.draft.keepAlive == 7)
        try edit { $0.clientID = "other" }
        #expect(settings.lookUp(in: book) && !settings.keepsClientID)
        // What was found for it came to no plan: looked up once more it is still another one than that in force.
        #expect(!settings.lookUp(in: book) && !settings.keepsClientID)
        apply(.settings(settings), to: connection)
        apply(.renewed(plan("c", ["garden/#"])), to: connection)
        #expect(connection.settings?.keepsClientID == true)
        #expect(connection.connection.address == "mqtt://c:1883" && connection.access?.host == "c")
        #expect(connection.subscriptions.map(\.filter) == ["home/#", "garden/#"])
        // Deleted: it stays as it was.
        let entry = try #require(book.profile.connections.entries.first?.id)
        book.change("home") { _ = $0.connections.remove(entry) }
        #expect(!settings.lookUp(in: book) && settings.draft.clientID == "other")
    }

    @Test("An identifier of another secret is another one, though both are written alike")
    func secretIdentifier() throws {
        book.change("nothing") {
            $0.environments.insert(
                Environment(
                    name: "dev", variables: [.init("user", .environment("ONE")), .init("other", .literal("1"))]))
        }
        let connection = seek { $0.clientID = "me-{{user}}" }
        apply(.begun(name: "home", plan()), to: connection)
        var settings = try #require(connection.settings)
        settings.environment = try #require(book.profile.environments.entries.first?.id)
        _ = settings.lookUp(in: book)
        apply(.settings(settings), to: connection)
        apply(.renewed(plan()), to: connection)
        settings = try #require(connection.settings)
        #expect(!settings.lookUp(in: book) && settings.keepsClientID)
        func set(_ variables: [Environment.Variable]) throws {
            var entry = try #require(book.profile.environments.entries.first)
            entry.value.variables = variables
            book.change("the old variables") { [entry] in $0.environments.update(entry.id, to: entry.value) }
        }
        // Another variable than that which it is made of.
        try set([.init("user", .environment("ONE")), .init("other", .literal("2"))])
        #expect(settings.lookUp(in: book) && settings.keepsClientID)
        try set([.init("user", .environment("TWO")), .init("other", .literal("2"))])
        #expect(settings.lookUp(in: book) && !settings.keepsClientID)
    }

    @Test("A filter that no broker can be asked for is told when it comes with new settings, once, and goes with them")
    func unusable() {
        let connection = seek()
        var first = plan("b", ["home/#"])
        first.unusable = [.init("a/#/b", "no")]
        apply(.begun(name: "home", first), to: connection)
        apply(.renewed(first), to: connection)
        #expect(connection.notices.map(\.text) == ["Not asked for: the filter a/#/b (no)"])
        #expect(connection.subscriptions.map(\.filter) == ["home/#", "a/#/b"])
        var second = first
        second.unusable = [.init("c+", "no")]
        apply(.renewed(second), to: connection)
        #expect(connection.notices.last?.text == "Not asked for: the filter c+ (no)")
        #expect(connection.subscriptions.map(\.state) == [.pending, .removed, .unusable("no")])
    }

    @Test("It outlives its client, and goes with the connection; the last one leaves none behind")
    func closed() {
        let connection = seek()
        apply(.begun(name: "home", plan()), to: connection)
        model.left(connection.id)
        // Opened again it keeps its identifier, and what was asked for is known.
        #expect(connection.plan?.clientID == "me-1" && !connection.isFed)
        model.close(connection.id)
        #expect(model.shown.id != connection.id && model.shown.plan == nil && model.shown.settings == nil)
        // What was on its way to the one that was closed is for nobody.
        apply(.renewed(plan("late")), to: connection)
        #expect(model.shown.plan == nil && model.connections.count == 1)
    }
}
