import Profile
import Testing

@testable import MQTT
@testable import Opener

@Suite("What may be told of a connection that has secrets in its names") struct ToldPlanTests {
    private func plan(_ change: (inout ConnectionDraft) -> Void) async throws -> ConnectionPlan {
        let variables = Variables([
            .init("token", .prompt, origin: "test"), .init("base", .literal("home/{{token}}"), origin: "test"),
            .init("apiKey", .literal("pepper"), origin: "test"),
        ])
        var draft = ConnectionDraft(name: "home", url: "mqtt://broker")
        change(&draft)
        return try await ConnectionOpener(
            secrets: SecretResolver(reading: { _ in "sesame" }), variables: variables, now: { 0 }
        ).plan(draft)
    }

    @Test("The wire has the values, and what is told has the names, also of parts and of other forms")
    func names() async throws {
        let plan = try await plan { draft in
            draft.clientID = "me-{{token}}"
            draft.will = WillDraft()
            draft.will?.topic = "gone/{{apiKey}}"
            draft.subscriptions = [
                SubscriptionDraft("{{base}}/#"), SubscriptionDraft("{{token|base64}}/a"), SubscriptionDraft("open/#"),
                SubscriptionDraft("{{token}}/#/a"),
            ]
        }
        #expect(plan.configuration.clientID == "me-sesame" && plan.configuration.will?.topic == "gone/pepper")
        #expect(plan.subscriptions.map(\.filter) == ["home/sesame/#", "c2VzYW1l/a", "open/#"])
        #expect(plan.told.told("me-sesame") == "me-{{token}}" && plan.told.told("gone/pepper") == "gone/{{apiKey}}")
        let told = plan.subscriptions.map { plan.told.told($0.filter) }
        #expect(told == ["home/{{token}}/#", "{{token|base64}}/a", "open/#"])
        #expect(plan.told.told(quoting: "home/sesame and c2VzYW1l") == "home/{{token}} and ••••••")
        #expect(plan.configuration.spoken.texts["home/sesame/#"] == "home/{{token}}/#")
        #expect(plan.unusable.map { plan.told.told($0.filter) } == ["{{token}}/#/a"])
        #expect(plan.unusable.allSatisfy { !$0.words.contains("sesame") })
    }

    @Test("What else CONNECT carries of the settings is told with the names as well") func connect() async throws {
        let plan = try await plan { draft in
            var will = WillDraft()
            (will.topic, will.payload) = ("gone", "left {{token}}")
            will.properties.contentType = "{{token}}/json"
            will.properties.userProperties = [DraftField("place", "will {{token}}")]
            draft.will = will
            draft.userProperties = [DraftField("place", "at {{token}}")]
        }
        #expect(plan.configuration.will?.payload == Array("left sesame".utf8))
        let told = ["left sesame", "sesame/json", "will sesame", "at sesame"].map { plan.configuration.spoken.said($0) }
        #expect(told == ["left {{token}}", "{{token}}/json", "will {{token}}", "at {{token}}"])
    }

    @Test("An address, and what is wrong with a will, are told without them")
    func words() async throws {
        let plan = try await plan { $0.url = "wss://broker/{{token}}" }
        #expect("\(plan.configuration.endpoint)" == "wss://broker:443/{{token}}")
        do {
            _ = try await self.plan { draft in
                draft.will = WillDraft()
                draft.will?.topic = "gone/{{token}}/#"
            }
            Issue.record("a will to a filter was taken")
        } catch {
            #expect("\(error)".contains("will gone/{{token}}/#: ") && !"\(error)".contains("sesame"))
        }
    }

    @Test(
        "Of an address each part is told, whatever the secret is like",
        arguments: [
            ("mqtt://{{h}}:1884", "zq", "mqtt://{{h}}:1884", "{{h}}"),
            ("mqtt://{{h}}", "zq", "mqtt://{{h}}", "{{h}}"),
            ("mqtt://{{h}}", "zq:1884", "mqtt://{{h}}", "{{h}}"),
            ("{{h}}", "ws://zq:1884/p", "ws://{{h}}", "{{h}}"),
            ("mqtt://broker:{{h}}", "1884", "mqtt://broker:{{h}}", "broker:{{h}}"),
            ("ws://broker/a/{{h|url}}?b=1", "a b", "ws://broker:80/a/{{h|url}}?b=••••••", "broker"),
            ("unix:/run/{{h}}", "zq", "unix:///run/{{h}}", ""),
            ("mqtt://me:{{h}}@broker", "zq", "mqtt://broker:1883", "broker"),
            ("mqtt://me@broker", "broker", "mqtt://broker:1883", "broker"),
        ])
    func address(url: String, secret: String, told: String, host: String) async throws {
        let variables = Variables([.init("h", .prompt, origin: "environment dev")])
        let opener = ConnectionOpener(
            secrets: SecretResolver(reading: { _ in secret }), variables: variables, now: { 0 })
        let endpoint = try await opener.plan(ConnectionDraft(name: "home", url: url)).configuration.endpoint
        #expect("\(endpoint)" == told && endpoint.spokenHost == host)
        #expect(endpoint.host == "zq" || endpoint.host == "broker" || endpoint.transport == .unix)
    }

    @Test("A test is found by the name of a secret host and by where the name comes from")
    func testedAs() async throws {
        func plan(_ url: String, of origin: String) async throws -> (plan: ConnectionPlan, draft: String) {
            let variables = Variables([.init("h", .prompt, origin: origin)])
            let opener = ConnectionOpener(
                secrets: SecretResolver(reading: { _ in "zq" }), variables: variables, now: { 0 })
            let draft = ConnectionDraft(name: "home", url: url)
            return (try await opener.plan(draft), ProbeReport.address(of: draft, variables))
        }
        let dev = try await plan("mqtts://{{h}}:8884", of: "environment dev")
        #expect(dev.plan.testedAs == dev.draft && !dev.draft.isEmpty && !dev.draft.contains("zq"))
        let live = try await plan("mqtts://{{h}}:8884", of: "environment live")
        #expect(live.plan.testedAs == live.draft && live.draft != dev.draft)
        #expect(live.plan.configuration.endpoint.origin == "mqtts://zq:8884")
        let open = try await plan("mqtts://zq:8884", of: "environment dev")
        #expect(open.plan.testedAs == "mqtts://zq:8884" && open.draft == "mqtts://zq:8884")
    }

    @Test("What is wrong with an address quotes no part of it that a secret may be", arguments: ["zq", "99999"])
    func wrong(secret: String) async throws {
        let variables = Variables([.init("h", .prompt, origin: "test")])
        let opener = ConnectionOpener(
            secrets: SecretResolver(reading: { _ in secret }), variables: variables, now: { 0 })
        let error = await #expect(throws: ConnectionOpener.Failure.self) {
            try await opener.plan(ConnectionDraft(name: "home", url: "mqtt://broker:{{h}}"))
        }
        #expect(error?.description == "'mqtt://broker:{{h}}' is not a port; use a number from 1 to 65535")
    }
}
