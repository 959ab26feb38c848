import Model
import Payloads
import Profile
import REST
import Testing
import Topics

/// Requests that are repeated, among the others: what of their answers is kept.
@Suite("Answers to requests that are repeated") struct RepeatsTests {
    private let model = Model()
    private var requests: Requests { model.requests }

    private func start(_ change: (inout RepeatPlan) -> Void = { $0.showsChanges = true }) throws -> Int {
        var plan = RepeatPlan(every: 1_000_000_000)
        change(&plan)
        var draft = RequestDraft()
        (draft.name, draft.url) = ("sensors", "http://h/1")
        let id = requests.repeats.start(draft, of: 7, Variables([]), plan, now: 0)
        return try #require(id)
    }

    /// One answer at a second; nil for a failure.
    private func answer(_ id: Int, _ body: String?, at second: Int64, status: Int = 200) throws {
        let repeated = try #require(requests.repeats.due(now: second * 1_000_000_000).first { $0.id == id })
        let number = requests.nextExchange()
        requests.repeats.begin(id, as: number, now: second * 1_000_000_000)
        var exchange = SentRequest(id: number, requestID: 7, url: "http://h/1", startedAt: second * 1_000_000)
        model.apply(.exchange(exchange))
        #expect(requests.exchanges.exchange(number, of: 7) == nil, "what is under way is not shown each time")
        exchange.state = body == nil ? .failed("refused") : .finished
        if let body {
            exchange.hops = [
                Hop(
                    url: "http://h/1", sent: Sent(method: repeated.draft.method, target: "/1"),
                    response: Response(status: status))
            ]
            exchange.body = PayloadBytes(Array(body.utf8))
        }
        model.apply(.exchange(exchange))
    }

    @Test("Only those that differ are kept, with how many like them followed; all of them are on the wire")
    func changes() throws {
        let id = try start()
        try answer(id, "a", at: 0)
        try answer(id, "a", at: 1)
        try answer(id, "a", at: 2)
        try answer(id, "b", at: 3)
        try answer(id, nil, at: 4)
        try answer(id, "b", at: 5)
        let kept = requests.exchanges.all(of: 7)
        #expect(kept.map { String(decoding: $0.body.withBytes { Array($0) }, as: UTF8.self) } == ["a", "b", ""])
        #expect(kept.map(\.unchanged) == [2, 0, 1])
        #expect(kept[0].unchangedUntil == 2_000_000)
        #expect(requests.history.entries.count == 3)
        #expect(requests.repeats[id]?.run.tally.sent == 6)
    }

    @Test("Every answer is kept where that is wanted")
    func all() throws {
        let id = try start { $0.showsChanges = false }
        for second in 0..<3 { try answer(id, "a", at: Int64(second)) }
        #expect(requests.exchanges.all(of: 7).count == 3)
    }

    @Test("Numbers become curves, also of answers that are not kept; a failure is a gap")
    func curves() throws {
        let id = try start()
        for (second, body) in [#"{"v": 1, "w": "x"}"#, #"{"v": 1, "w": "x"}"#, nil, #"{"v": 3, "w": "x"}"#].enumerated()
        {
            try answer(id, body, at: Int64(second))
        }
        let line = try #require(requests.repeats[id]?.curves.lines.first)
        #expect(requests.repeats[id]?.curves.lines.count == 1)
        #expect(line.points.map(\.value) == [1, 1, 3])
        #expect(line.points.map(\.time) == [0, 1_000_000, 3_000_000])
        #expect(line.gaps == [3_000_000])
        // An error page has no numbers of the resource.
        try answer(id, #"{"v": 9}"#, at: 4, status: 500)
        #expect(requests.repeats[id]?.curves.lines.first?.points.count == 3)
    }

    @Test(
        "Stopped on its way it names the exchange, whose end is neither an answer nor a failure; then it is taken away")
    func stop() throws {
        let id = try start()
        requests.repeats.begin(id, as: 1, now: 0)
        #expect(requests.repeats.stopOrRemove(id) == 1)
        var exchange = SentRequest(id: 1, requestID: 7, startedAt: 0)
        exchange.state = .cancelled
        model.apply(.exchange(exchange))
        #expect(requests.repeats[id]?.run.tally.sent == 0 && requests.exchanges[7] == nil)
        #expect(requests.repeats.stopOrRemove(id) == nil && requests.repeats.all.isEmpty)
    }
}
