import Profile
import Testing

@testable import MQTT
@testable import Model

/// Secrets of two letters, and secrets that are words like any other.
@Suite("What is said of a connection whose settings hold secrets") struct ToldPartsTests {
    private let model = Model()
    private var workspace: Workspace { model.shown }

    private func plan(_ secret: String, _ filters: [String] = []) -> PlanInForce {
        var plan = PlanInForce(address: "mqtt://{{h}}:1883", access: BrokerAccess(host: "b", port: 1883))
        plan.origin = "mqtt://\(secret):1883"
        plan.subscriptions = filters.map { Subscription(filter: $0) }
        plan.told.note(secret: secret, as: "{{h}}")
        plan.told.note("\(secret)/#", as: "{{h}}/#")
        plan.told.note("me-\(secret)", as: "me-{{h}}")
        return plan
    }

    private func endpoint(_ secret: String) -> Endpoint {
        var endpoint = Endpoint(host: secret, port: 1883)
        endpoint.words = Endpoint.Words(authority: "{{h}}:1883", host: "{{h}}", port: nil, path: "")
        return endpoint
    }

    private func comesIn(_ secret: String, as clientID: String = "me", to workspace: Workspace, at time: Int64) {
        let info = ConnectionInfo(
            endpoint: endpoint(secret), version: .v5, clientID: clientID, sessionPresent: false,
            acknowledgement: ConnectAck(), limits: ServerLimits(), keepAlive: 60)
        model.apply(.event(.state(.connected(info)), of: workspace.id, at: time))
    }

    private func answer(_ filter: String, _ reason: ReasonCode, at time: Int64) {
        let answer = SubscribeResult(Subscription(filter: filter), reason, isRenewal: false)
        model.apply(.event(.subscribed(answer), of: workspace.id, at: time))
    }

    @Test("Parts have names, sentences and what was typed stay", arguments: ["zq", "home", "the"])
    func parts(secret: String) {
        var plan = plan(secret, ["\(secret)/#", "\(secret)/typed"])
        plan.unusable = [.init("\(secret)/#/a", "no")]
        plan.told.note("\(secret)/#/a", as: "{{h}}/#/a")
        model.apply(.opening(.begun(name: "home", plan), of: workspace.id, at: 0))
        comesIn(secret, to: workspace, at: 1)
        answer("\(secret)/#", .success, at: 2)
        answer("\(secret)/typed", .success, at: 3)
        workspace.notify(Notice(at: 4, kind: .info, text: "home is the place, zq"))
        #expect(
            workspace.notices.map(\.text) == [
                "Subscribed to {{h}}/#, QoS 0", "Subscribed to \(secret)/typed, QoS 0",
                "Not asked for: the filter {{h}}/#/a (no)", "home is the place, zq",
            ])
        #expect(workspace.subscriptions.map(\.told) == ["{{h}}/#", "\(secret)/typed", "{{h}}/#/a"])
        #expect(workspace.connection.address == "mqtt://{{h}}:1883")
        // For comparing: another broker's would be called the same.
        #expect(workspace.connection.origin == "mqtt://\(secret):1883")
    }

    @Test("A failure names the place, and what the broker says in it has names as well")
    func failure() {
        model.apply(.opening(.begun(name: "home", plan("sesame", ["sesame/#"])), of: workspace.id, at: 0))
        comesIn("sesame", to: workspace, at: 1)
        let cause = ConnectionCause(
            closer: .broker, reason: nil, sent: [], received: [], suspect: nil, hasClientID: true)
        var answer = Disconnect(reason: .notAuthorized)
        answer.properties.reasonString = "sesame may not see sesame/#"
        let failure = ConnectionFailure.mqtt(
            .disconnected(answer), endpoint: endpoint("sesame"), version: .v5, wasAccepted: true, cause: cause
        ).ended(by: cause)
        #expect("\(failure)".hasPrefix("{{h}}:1883 ended"))
        let pause = ClientState.Waiting(delay: .seconds(1), attempt: 1, failure: failure)
        model.apply(.event(.state(.waiting(pause)), of: workspace.id, at: 2))
        #expect(workspace.notices.last?.text.contains("saying '{{h}} may not see {{h}}/#'") == true)
        let said = workspace.notices.map(\.text) + workspace.connection.ending + [workspace.connection.brief ?? ""]
        #expect(!said.contains { $0.contains("sesame") } && said.last?.hasPrefix("ended the connection") == true)
    }

    @Test("A client identifier that holds a secret is told by its name, also by the other of two")
    func takenOver() {
        model.apply(.opening(.begun(name: "home", plan("zq")), of: workspace.id, at: 0))
        comesIn("zq", as: "me-zq", to: workspace, at: 1)
        let other = model.open()
        // This one has it as it is.
        let open = PlanInForce(address: "mqtt://zq", access: BrokerAccess(host: "zq", port: 1883))
        model.apply(.opening(.begun(name: "car", open), of: other.id, at: 2))
        comesIn("zq", as: "me-zq", to: other, at: 3)
        let cause = ConnectionCause(
            closer: .broker, reason: nil, sent: [], received: [], suspect: nil, hasClientID: true)
        let pause = ClientState.Waiting(
            delay: .seconds(60), attempt: 1, failure: .lost(endpoint("zq"), nil, cause))
        let lost = model.connections[0]
        model.apply(.event(.state(.waiting(pause)), of: lost.id, at: 4))
        let words = lost.notices.last?.text ?? ""
        #expect(words.contains("taken over by connection car") && words.contains("me-{{h}}"), "\(words)")
        #expect(!words.contains("zq"))
    }

    @Test("With another plan subscriptions are told anew, and two secrets of one name are one filter in a notice")
    func renewed() {
        var plan = plan("first", ["typed/#"])
        model.apply(.opening(.begun(name: "home", plan), of: workspace.id, at: 0))
        #expect(workspace.subscriptions.map(\.told) == ["typed/#"])
        plan.told.note("typed/#", as: "{{x}}/#")
        plan.told.note("second/#", as: "{{h}}/#")
        model.apply(.opening(.renewed(plan), of: workspace.id, at: 1))
        #expect(workspace.subscriptions.map(\.told) == ["{{x}}/#"])
        for filter in ["first/#", "second/#", "typed/#"] { answer(filter, .notAuthorized, at: 2) }
        let words = ReasonCode.notAuthorized.words
        #expect(workspace.notices.map(\.text) == ["Subscription to {{h}}/#, {{x}}/# refused: \(words)"])
    }
}
