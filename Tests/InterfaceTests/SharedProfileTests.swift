import Model
import Profile
import Terminal
import Testing

@testable import Interface

/// Forms over a profile that another program changes while they stand, and texts that must come back as they were.
@Suite("Forms over a profile that changes") struct SharedProfileTests {
    private func visit() throws -> Visit { try ConnectionsViewTests.visit(width: 120, height: 36) }

    private func change(_ id: Int, _ visit: Visit, _ body: (inout ConnectionDraft) -> Void) {
        visit.window.book.change("x") { profile in
            guard var draft = profile.connections[id] else { return }
            body(&draft)
            profile.connections.update(id, to: draft)
        }
    }

    @Test(
        "A filter that ends like an option comes back from its form as it went in",
        arguments: ["plant/Line 1", "a nl", "a rap", "a rh1", "a 0 1", "0", "a b", "x  2"], [0, 1, 2])
    func subscriptionForm(filter: String, qos: Int) {
        var draft = SubscriptionDraft(filter, qos: qos)
        #expect(SubscriptionForm.subscription(SubscriptionForm.text(draft)) == draft)
        (draft.noLocal, draft.retainAsPublished, draft.retainHandling) = (true, true, 2)
        #expect(SubscriptionForm.subscription(SubscriptionForm.text(draft)) == draft)
    }

    @Test("The options of a filter may be typed without a QoS")
    func subscriptionOptions() {
        let draft = SubscriptionForm.subscription("home/# nl rh1")
        #expect(draft.filter == "home/#" && draft.qos == 0 && draft.noLocal && draft.retainHandling == 1)
    }

    @Test("A session token that is typed leaves the secret key to the program that changed it")
    func signer() {
        var base = ConnectionDraft(name: "aws", url: "wss://x.iot.eu-central-1.amazonaws.com/mqtt")
        base.aws = AWSDraft()
        base.aws?.accessKey = "AKIA"
        base.aws?.secretKey = .literal("old")
        base.aws?.sessionToken = .literal("before")
        var (typed, now) = (base, base)
        typed.aws?.sessionToken = .literal("typed")
        now.aws?.secretKey = .literal("new")
        let merged = ConnectionFields.merge(typed, from: base, onto: now)
        #expect(merged.draft.aws?.secretKey == .literal("new") && merged.draft.aws?.sessionToken == .literal("typed"))
        #expect(merged.contested.isEmpty)
    }

    @Test("What a secret is and the secret are one")
    func secretIsOne() {
        var base = ConnectionDraft(name: "home", url: "mqtt://h")
        base.password = .literal("old")
        var (typed, now) = (base, base)
        typed.password = .environment("NAME")
        now.password = .file("/run/secret")
        let merged = ConnectionFields.merge(typed, from: base, onto: now)
        #expect(merged.draft.password == .environment("NAME") && !merged.contested.isEmpty)
    }

    @Test("A new name, and a secret that becomes a reference, leave the rest as it is by then")
    func renameAndRefer() throws {
        let visit = try visit()
        let book = visit.window.book
        let id = try #require(book.profile.connections.entries.first?.id)
        try visit.type("/home<Enter>").type("r<C-u>house")
        change(id, visit) { $0.keepAlive = 11 }
        try visit.type("<Enter>")
        let renamed = try #require(book.profile.connections[id])
        #expect(renamed.name == "house" && renamed.keepAlive == 11)
        let parts = visit.window.connectionParts
        let row = try #require(ConnectionRow.all(parts).first { $0.entryID == id })
        _ = ConnectionActions.perform(.referSecret, on: row, select: { _ in }, parts)
        change(id, visit) { $0.keepAlive = 12 }
        try visit.type("<Enter>")
        let referred = try #require(book.profile.connections[id])
        #expect(referred.password?.isLiteral == false && referred.keepAlive == 12, "\(visit.screen)")
    }

    private func values(_ visit: Visit) -> [String] {
        (visit.window.book.environment?.variables ?? []).map { "\($0.name)=\(SecretForm.text($0.value))" }
    }

    @Test("A variable is changed under its name, wherever it stands by then")
    func variableMoved() throws {
        let visit = try visit()
        visit.window.book.change("x") { profile in
            guard let entry = profile.environments.entries.first else { return }
            var environment = entry.value
            environment.variables = [.init("a", .literal("1")), .init("b", .literal("2"))]
            profile.environments.update(entry.id, to: environment)
        }
        visit.click(on: "Environment")
        try visit.type("gje<C-u>3")
        visit.window.book.change("x") { profile in
            guard let entry = profile.environments.entries.first else { return }
            var environment = entry.value
            environment.variables.insert(.init("zero", .literal("0")), at: 0)
            profile.environments.update(entry.id, to: environment)
        }
        try visit.type("<Enter>")
        #expect(values(visit) == ["zero=0", "a=1", "b=3"], "\(visit.screen)")
        // A new one has a name of its own.
        try visit.type("aa<Tab><Tab>9<Enter>").see("Another variable is called a")
        #expect(values(visit) == ["zero=0", "a=1", "b=3"])
    }

    @Test("Every secret of a connection that stands in the file can be made a reference")
    func clearSecrets() throws {
        var full = ConnectionDraft(name: "full", url: "wss://x.iot.eu-central-1.amazonaws.com/mqtt")
        full.password = .environment("A")
        full.authentication = AuthenticationDraft()
        full.authentication?.method = "JWT"
        full.authentication?.data = .environment("B")
        full.tls.keyPassword = .environment("C")
        (full.brokerTLS.preSharedKey, full.brokerTLS.preSharedIdentity) = (.environment("F"), "me")
        full.aws = AWSDraft()
        full.aws?.accessKey = "AKIA"
        full.aws?.secretKey = .environment("D")
        full.aws?.sessionToken = .environment("E")
        let fields = ConnectionFields.all(full)
        let places = fields.indices.filter { if case .secret = fields[$0].kind { true } else { false } }
        #expect(places.count == 6)
        for place in places {
            var draft = full
            // The row before says what it is; one that stands alone says it by its notation.
            if case .choice = fields[place - 1].kind { _ = fields[place - 1].set(&draft, "typed") }
            _ = fields[place].set(&draft, "hunter2")
            let visit = Visit()
            visit.window.book.path = "/home/me/profile.json"
            visit.window.book.change("x") { $0.connections.insert(draft) }
            let parts = visit.window.connectionParts
            let row = try #require(ConnectionRow.all(parts).first { $0.entryID != nil })
            _ = ConnectionActions.perform(.referSecret, on: row, select: { _ in }, parts)
            try visit.miss("no secret in the file").type("<Enter>")
            let saved = try #require(visit.window.book.profile.connections.values.first)
            #expect(fields[place].get(saved) != "hunter2", "\(fields[place].name)")
            _ = ConnectionActions.perform(.referSecret, on: row, select: { _ in }, parts)
        }
    }

    @Test("An environment without variables of its own goes, whatever the session has captured")
    func emptyEnvironment() throws {
        let visit = try visit()
        visit.window.book.use(environment: "live")
        visit.window.book.captured = [.init("got", .literal("1"), origin: "session")]
        let pane = EnvironmentPane(visit.window.book, visit.window.stage)
        _ = pane.perform(.delete)
        #expect(visit.window.book.profile.environments.values.map(\.name) == ["dev"])
    }
}
