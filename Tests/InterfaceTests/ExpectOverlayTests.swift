import Model
import Profile
import TestSupport
import Testing

@testable import Interface

/// "Send this, expect that", on the screen.
@Suite("Expecting something of what is sent") struct ExpectOverlayTests {
    private func visit(width: Int = 100, height: Int = 30) -> Visit {
        let visit = Visit(width: width, height: height)
        var draft = RequestDraft()
        (draft.name, draft.method, draft.url) = ("lamp on", "PUT", "http://h/devices/lamp")
        visit.window.load(requests: [draft])
        visit.receive("home/hall/lamp", "on")
        return visit
    }

    private struct Missing: Error {}

    private func order(_ visit: Visit) throws -> ExpectOrder {
        guard case .connection(.expect(let order))? = visit.takeEffects().last else { throw Missing() }
        return order
    }

    private func copy(_ visit: Visit) throws -> String {
        guard case .program(.copy(let bytes))? = visit.takeEffects().last else { throw Missing() }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("M-u on a request: the topic is guessed, what is wrong is said before anything is sent")
    func fromRequest() throws {
        let visit = visit()
        try visit.type("2<M-u>").see("Expect after request lamp on").see("home/hall/lamp")
        try visit.type("<C-u>home/#/x<Enter>").see("Expect on:")
        try visit.type("<C-u>home/hall/lamp<Tab>$.on =<Tab><Enter>").see("Where: ").miss("sent and watching")
        #expect(visit.takeEffects().isEmpty)
        try visit.type("<C-u>$.on == true<Tab><Tab><Tab><Tab><Tab>level=$.b<Tab>home/alarm/+<Enter>")
        let order = try order(visit)
        guard case .request(let draft) = order.step.trigger else { throw Missing() }
        #expect(draft.name == "lamp on")
        #expect(order.step.expected.map(\.filter) == ["home/hall/lamp", "home/alarm/+"])
        #expect(order.step.expected[0].condition == "$.on == true" && order.step.expected[0].kind == .atLeast(1))
        #expect(order.step.expected[0].bindings == [DraftField("level", "$.b")])
        #expect(order.step.expected[1].kind == .never && order.step.expected[1].time == 5_000_000_000)
    }

    @Test("It is of the open request wherever in view REST it is asked for")
    func places() {
        let panes: [KeyContext] = [.requests, .request, .response, .links, .stream]
        for pane in panes { #expect(pane.isOfRequests) }
        let others: [KeyContext] = [.topics, .message, .load, .connections, .packets]
        for pane in others { #expect(!pane.isOfRequests) }
    }

    @Test("From a topic nothing is sent; from the composer the publish is")
    func others() throws {
        let visit = visit()
        try visit.type("o/hall/lamp<Enter><M-u>").see("Watch what comes by itself").see("home/hall/lamp")
        try visit.type("<Tab><Tab><Tab><Right><Right><Enter>")
        var order = try order(visit)
        #expect(order.step.trigger == .none && order.step.expected[0].kind == .never)
        try visit.type("<Esc>p<M-u>").see("Expect after publish to home/hall/lamp")
        try visit.type("<Enter>")
        order = try self.order(visit)
        guard case .publish(let draft) = order.step.trigger else { throw Missing() }
        #expect(draft.topic == "home/hall/lamp")
    }

    @Test("What comes is shown, then what was not met with what came nearest", arguments: [(80, 24), (120, 36)])
    func result(width: Int, height: Int) throws {
        let visit = visit(width: width, height: height)
        try visit.type("2<M-u><Tab>$.on == true<Enter>")
        visit.window.model.beginExpectation(number: 1)
        visit.see("waiting for the broker to grant what is watched")
        var report = StepReport()
        report.state = .running
        report.notes = ["waits: home/hall/lamp where $.on == true"]
        visit.window.model.apply(.expectation(report, number: 1))
        visit.see("sent and watching").see("waits: home/hall/lamp")
        try visit.type("x")
        #expect(visit.takeEffects().last == .connection(.endExpect))
        report.state = .missed
        report.notes = ["PUT http://h/devices/lamp: 200 in 12 ms"]
        report.words = [
            "home/hall/lamp where $.on == true: none within 2 s",
            "nearest: home/hall/lamp {\"on\":false} 184 ms after 200",
            "$.on == true: got false at $['on']",
        ]
        visit.window.model.apply(.expectation(report, number: 1))
        visit.see("not met").see("184 ms after 200")
        try Snapshot.check(visit.grid, named: "expect-\(width)x\(height)", letter: TestTheme.letter)
        // What an earlier one still had to say is not about this one.
        visit.window.model.apply(.expectation(StepReport(), number: 0))
        visit.see("not met")
        try visit.type("r")
        #expect(try order(visit).step.expected[0].condition == "$.on == true")
        try visit.type("e").see("Expect after request lamp on").see("$.on == true")
    }

    @Test("It is copied as a command, and as a step of a file that can be read again")
    func copies() throws {
        let visit = visit()
        visit.workspace.plan = PlanInForce(
            address: "mqtt://broker:1883", access: BrokerAccess(host: "broker", port: 1883))
        try visit.type("2<M-u><Tab>$.on == true<Tab><C-u>500 ms<Enter>")
        _ = visit.takeEffects()
        try visit.type("Y")
        #expect(
            try copy(visit).hasPrefix("martlet expect -h broker -p 1883 ")
                && copy(visit, after: "Y").hasSuffix(
                    "--after-request 'lamp on' -t home/hall/lamp --where '$.on == true' --within 500ms")
        )
        try visit.type("y")
        let step = try copy(visit)
        let (file, problems) = try StepFile.read(Array("{\"steps\": [\(step)]}".utf8))
        #expect(problems.isEmpty, "\(problems)")
        #expect(file.steps[0].trigger == .savedRequest("lamp on"))
        #expect(file.steps[0].expected[0].time == 500_000_000)
    }

    private func copy(_ visit: Visit, after keys: String) throws -> String {
        try visit.type(keys)
        return try copy(visit)
    }

    @Test("Each field says what is typed there")
    func notes() throws {
        try visit().type("2<M-u>").see("a topic, or a filter").type("<Tab>").see("$.on == true; empty").type("<Tab>")
            .see(
                "500 ms, 2 s, 1 min")
    }
}
