import Model
import Testing
import Wire

@Suite("The budget of the wire") struct WireBudgetTests {
    @Test("It holds for connections that are open, that are opened, and for HTTP") func everywhere() {
        let model = Model()
        model.wireBudget = 1 << 20
        let second = model.open()
        #expect(second.wire.budget == 1 << 20)
        model.wireBudget = 2 << 20
        #expect(model.connections.allSatisfy { $0.wire.budget == 2 << 20 } && model.requests.wire.budget == 2 << 20)
        // The one that is left behind when the last is closed has it too.
        for connection in model.connections { model.close(connection.id) }
        #expect(model.shown.wire.budget == 2 << 20)
    }
}
