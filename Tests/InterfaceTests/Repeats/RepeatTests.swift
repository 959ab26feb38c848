import Model
import Payloads
import Profile
import REST
import TestSupport
import Testing

@testable import Interface

/// Requests that are sent again and again, on the screen.
@Suite("Repeating a request") struct RepeatTests {
    private func visit(_ method: String = "GET", width: Int = 100, height: Int = 30) -> Visit {
        let visit = Visit(width: width, height: height)
        var draft = RequestDraft()
        (draft.name, draft.method, draft.url) = ("sensors", method, "http://h/sensors")
        visit.window.load(requests: [draft])
        return visit
    }

    private var requests: (Visit) -> Requests { { $0.window.model.requests } }

    /// What the loop does when something is due; answers how many went out.
    @discardableResult
    private func turn(_ visit: Visit, after microseconds: Int64 = 0) -> Int {
        visit.now += microseconds
        return visit.window.sendRepeated(at: visit.now * 1000, now: visit.now).count
    }

    private func answer(_ visit: Visit, _ body: String, status: Int = 200) throws {
        let repeated = try #require(requests(visit).repeats.all.first { $0.exchange != nil })
        var exchange = SentRequest(
            id: try #require(repeated.exchange), requestID: repeated.requestID, draft: repeated.draft,
            url: "http://h/sensors", startedAt: visit.now)
        exchange.hops = [
            Hop(
                url: "http://h/sensors", sent: Sent(method: repeated.draft.method, target: "/sensors"),
                response: Response(status: status, fields: [Field("ETag", "\"\(body.utf8.count)\"")]))
        ]
        exchange.body = PayloadBytes(Array(body.utf8))
        exchange.state = .finished
        visit.window.model.apply(.exchange(exchange))
    }

    @Test("M-e asks how often; what is wrong is said; then it is sent on its beat, with the tag of the answer before")
    func starts() throws {
        let visit = visit()
        try visit.type("2<M-e>").see("Send sensors again and again").see("If-None-Match")
        try visit.type("<C-u>1 ms<Enter>").see("Every: 10 ms to a day")
        try visit.type("<C-u>3 s<Tab>none<Enter>").see("Times: a number from 1 on")
        try visit.type("<C-u><Tab><Tab>status = 200<Enter>").see("Until:")
        try visit.type("<C-u>$.v == 2<Enter>").see("Repeating every 3 s").see("repeating 1")
        #expect(turn(visit) == 1)
        #expect(turn(visit, after: 3_000_000) == 0, "never two in flight")
        visit.now -= 3_000_000
        try answer(visit, #"{"v": 1}"#)
        #expect(turn(visit) == 0)
        visit.now += 3_000_000
        let effects = visit.window.sendRepeated(at: visit.now * 1000, now: visit.now)
        guard case .request(.send(let order))? = effects.first else { return #expect(Bool(false), "nothing was sent") }
        #expect(order.condition?.fields == [Field("If-None-Match", "\"8\"")])
        try answer(visit, "", status: 304)
        try visit.type("<Tab><Tab>").see("+1 unchanged", in: .response)
        #expect(turn(visit, after: 3_000_000) == 1)
        try answer(visit, #"{"v": 2}"#)
        #expect(requests(visit).repeats.all.first?.run.state == .finished)
        visit.miss("repeating").miss("Repeating every")
    }

    @Test("PUT is asked about once; no starts nothing")
    func unsafe() throws {
        let visit = visit("PUT")
        try visit.type("2<M-e><Enter>").see("PUT may change something each time: every 5 s, until it is stopped?")
        try visit.type("n")
        #expect(requests(visit).repeats.all.isEmpty)
        try visit.type("<M-e><Enter>y")
        #expect(turn(visit) == 1)
        try answer(visit, "1")
        #expect(turn(visit, after: 5_000_000) == 1)
        try answer(visit, "22")
        try visit.type("P").see("every 5 s  2 sent  p50").miss("changed")
    }

    @Test(
        "Several at once stand in the list of publishes, are halted, stopped and taken away there",
        arguments: [80, 120])
    func list(width: Int) throws {
        let visit = visit(width: width, height: width == 80 ? 24 : 36)
        try visit.type("2<M-e><Enter>")
        let body = #"{"temperature": 21.5, "name": "hall"}"#
        for step in 0..<5 as Range<Int64> {
            if step > 0 { visit.now += 5_000_000 }
            #expect(turn(visit) == 1)
            try answer(
                visit, step == 3 ? #"{"temperature": 22}"# : step == 0 ? body : "", status: step % 3 == 0 ? 200 : 304)
        }
        try visit.type("<M-e>").see("Running 1").see("every 5 s  5 sent  1 changed  3×304  93 B saved")
        try Snapshot.check(visit.grid, named: "repeats-\(width)", letter: TestTheme.letter)
        try visit.type("c").see("temperature")
        try visit.type("<Esc><Space>").see("1 repeat paused")
        #expect(turn(visit, after: 60_000_000) == 0)
        try visit.type("<Space>")
        #expect(turn(visit) == 1)
        try visit.type("<C-x>").see("stopped")
        #expect(visit.takeEffects().contains { if case .request(.cancel) = $0 { true } else { false } })
        try visit.type("<C-x>").see("Nothing is being repeated")
    }

    @Test("q asks while something is repeated: stop and quit, or stay; it is waited only for what ends by itself")
    func leaving() throws {
        let visit = visit()
        try visit.type("2<M-e><Enter>q").see("Requests are repeated").see("sensors: every 5 s, 0 sent")
        try visit.type("s")
        #expect(visit.takeEffects().isEmpty && requests(visit).repeats.active.count == 1)
        try visit.type("qd")
        #expect(visit.takeEffects() == [.program(.quit)])
        // What never ends is not waited for; beside one that ends it is.
        try visit.type("q").miss("Wait for").type("w<Enter>")
        #expect(visit.takeEffects().isEmpty && requests(visit).repeats.active.count == 1)
    }

    @Test("C-x anywhere stops it; what cannot be sent any more ends it with words")
    func ends() throws {
        let visit = visit()
        try visit.type("2<M-e><Enter><C-x>").see("Stopped 1 run")
        #expect(turn(visit) == 0)
        visit.window.composer.draft.url = "http://{{nowhere}}/"
        try visit.type("<M-e><Enter>").see("nowhere")
    }

    @Test("The curve of a topic can stand beside that of the answers")
    func beside() throws {
        let visit = visit(width: 120, height: 36)
        visit.receive("home/hall/temperature", "19")
        try visit.type("2<M-e><Enter>")
        turn(visit)
        try answer(visit, #"{"temperature": 21.5}"#)
        try visit.type("1o/temperature<Enter>c").see("home/hall/temperature")
        try visit.type("f").see("sensors").see("21.5")
    }
}
