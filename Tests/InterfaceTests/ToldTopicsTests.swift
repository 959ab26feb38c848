import Model
import Profile
import Testing

@Suite("Notices that name a topic") @MainActor struct ToldTopicsTests {
    @Test("They have the name of a secret of the settings in its place, as the log has") func secrets() throws {
        let visit = Visit()
        var plan = PlanInForce(address: "mqtt://broker", access: BrokerAccess(host: "broker", port: 1883))
        plan.told.note(secret: "s3cr3t", as: "{{token}}")
        visit.workspace.plan = plan
        visit.receive("dev/s3cr3t/one", "none")
        visit.receive("dev/s3cr3t/two", "none")
        try visit.type("oGycgj<Del>Gx")
        let texts = visit.workspace.notices.map(\.text)
        #expect(
            texts == [
                "Copied dev/{{token}}/two, 14 B",
                "No number in the last message of dev/{{token}}/two, nor right below it",
                "dev/{{token}} has no message of its own to clear: r lists those below it",
                "Forgot dev/{{token}}/two and 1 message here; the broker's next one brings it back",
            ])
        try visit.type("Gy<Tab>yb")
        #expect(!visit.workspace.notices.contains { $0.text.contains("s3cr3t") })
    }
}
