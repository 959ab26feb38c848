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
        #expect(plan.told.told("home/sesame and c2VzYW1l") == "home/{{token}} and ••••••")
        #expect(plan.unusable.map { plan.told.told($0.filter) } == ["{{token}}/#/a"])
        #expect(plan.unusable.allSatisfy { !$0.words.contains("sesame") })
    }

    @Test("An address, and what is wrong with a will, are told without them")
    func words() async throws {
        let plan = try await plan { $0.url = "wss://broker/{{token}}" }
        #expect(plan.told.told("\(plan.configuration.endpoint)") == "wss://broker:443/{{token}}")
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
}
