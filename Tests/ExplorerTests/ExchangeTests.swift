import Explorer
import Payloads
import Testing

@Suite("Exchanges")
struct ExchangeTests {
    private func exchange(_ id: UInt64, _ key: String, _ body: String, state: Exchange.State = .finished) -> Exchange {
        var exchange = Exchange(id: id, key: key, startedAt: 0)
        exchange.state = state
        exchange.hops = [
            ExchangeHop(request: ExchangeRequest(method: "GET", url: key), response: ExchangeResponse(status: 200))
        ]
        exchange.body = PayloadBytes(Array(body.utf8))
        return exchange
    }

    @Test("the answer before is found by the request, and only finished ones count")
    func previous() {
        let log = ExchangeLog()
        log.update(exchange(1, "a", "one"))
        log.update(exchange(2, "b", "other"))
        log.update(exchange(3, "a", "broken", state: .cancelled))
        log.update(exchange(4, "a", "", state: .sending))
        log.update(exchange(4, "a", "two"))
        #expect(log.current?.id == 4)
        #expect(log.current.flatMap { log.previous(of: $0)?.id } == 1)
        // News of an older exchange does not take the place of the one that is shown.
        log.update(exchange(2, "b", "late"))
        #expect(log.current?.id == 4)
    }

    @Test("earlier answers stay within the budget")
    func budget() {
        let log = ExchangeLog(budget: 1000)
        let body = String(repeating: "x", count: 400)
        for id in 1...6 as ClosedRange<UInt64> { log.update(exchange(id, "request \(id)", body)) }
        let kept = (1...5 as ClosedRange<UInt64>).filter { log.previous(of: exchange(9, "request \($0)", "")) != nil }
        #expect(kept == [4, 5])
    }

    @Test("every registered status has a meaning; others are told by their class")
    func statuses() {
        let registered =
            Array(100...104) + Array(200...208) + [226] + Array(300...308) + Array(400...418) + Array(421...426)
        for status in registered + [428, 429, 431, 451] + Array(500...508) + [510, 511] {
            #expect(StatusMeaning.of(status) != nil, "\(status)")
        }
        #expect(StatusMeaning.of(404)?.reason == "Not Found")
        #expect(StatusMeaning.of(599) == nil)
        #expect(StatusMeaning.ofClass(599).contains("server"))
        #expect(StatusMeaning.ofClass(999) == "no status of HTTP")
    }
}
