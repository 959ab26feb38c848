import Model
import Payloads
import Profile
import REST
import Testing

@Suite("Exchanges")
struct ExchangeTests {
    private func exchange(
        _ id: UInt64, _ request: Int, _ body: String, state: SentRequest.State = .finished, status: Int = 200,
        method: String = "GET", tag: String? = nil
    ) -> SentRequest {
        var exchange = SentRequest(id: id, requestID: request, url: "http://h/\(request)", startedAt: 0)
        exchange.state = state
        exchange.hops = [
            Hop(
                url: "http://h/\(request)", sent: Sent(method: method, target: "/"),
                response: Response(status: status, fields: tag.map { [Field("etag", $0)] } ?? []))
        ]
        exchange.body = PayloadBytes(Array(body.utf8))
        return exchange
    }

    @Test(
        "each request has its own answer, whatever else is sent; the one before is found, and only finished ones count")
    func previous() {
        let log = ExchangeLog()
        log.update(exchange(1, 1, "one"))
        log.update(exchange(2, 2, "", state: .sending))
        log.update(exchange(3, 1, "broken", state: .cancelled))
        log.update(exchange(4, 1, "", state: .sending))
        #expect(log.underWay(of: 1) == [4] && log.underWay(of: 2) == [2])
        log.update(exchange(4, 1, "two"))
        #expect(log[1]?.id == 4 && log[2]?.id == 2 && log[3] == nil)
        #expect(log[1].flatMap { log.previous(of: $0)?.id } == 1)
        // A slow one gets its own answer, though another was sent and answered meanwhile.
        log.update(exchange(2, 2, "late"))
        #expect(log[1]?.id == 4 && log[2]?.state == .finished)
        #expect(log.underWay(of: 2) == [])
        // Of two of the same request the later one counts, in whichever order they end.
        log.update(exchange(5, 2, "", state: .sending))
        log.update(exchange(6, 2, "", state: .sending))
        log.update(exchange(6, 2, "six"))
        #expect(log.underWay(of: 2) == [5])
        log.update(exchange(5, 2, "five"))
        #expect(log[2]?.id == 6)
        #expect(log[2].flatMap { log.previous(of: $0)?.id } == 5)
    }

    @Test("answers stay within the budget, and one that was let go is known to be")
    func budget() {
        let log = ExchangeLog(budget: 1000)
        let body = String(repeating: "x", count: 400)
        log.update(exchange(1, 9, "", state: .sending))
        for id in 2...6 as ClosedRange<UInt64> { log.update(exchange(id, Int(id), body)) }
        #expect((2...6).filter { log[$0] != nil } == [5, 6])
        #expect((2...6).filter { log.isLetGo($0) } == [2, 3, 4])
        #expect(log[9] != nil, "what is under way stays")
        log.update(exchange(7, 2, ""))
        #expect(!log.isLetGo(2))
        // What is there only to compare with goes first.
        log.update(exchange(8, 6, body))
        log.update(exchange(9, 6, body))
        #expect(log[6]?.id == 9 && log[5] != nil)
        #expect(log[6].flatMap { log.previous(of: $0) } == nil)
        for id in 20..<UInt64(20 + ExchangeLog.maximumRequests) { log.update(exchange(id, Int(id), "")) }
        #expect(log.isLetGo(6) && log[21] != nil && log[9] != nil)
    }

    @Test("all attempts of a request are kept in the order of sending, up to a bound; another one may have an answer")
    func attempts() {
        let log = ExchangeLog()
        for id in [3, 1, 2] as [UInt64] { log.update(exchange(id, 1, "\(id)")) }
        #expect(log.all(of: 1).map(\.id) == [1, 2, 3])
        #expect(log.exchange(2, of: 1)?.body.count == 1 && log.exchange(4, of: 1) == nil)
        if let second = log.exchange(2, of: 1) { log.copy(second, to: 8) }
        #expect(log.all(of: 8).map(\.id) == [2] && log[8]?.requestID == 8)
        log.update(exchange(4, 1, "", state: .sending))
        for id in 5..<UInt64(10 + ExchangeLog.maximumOfRequest) { log.update(exchange(id, 1, "x")) }
        #expect(log.all(of: 1).count == ExchangeLog.maximumOfRequest + 1)
        #expect(log.all(of: 1).first?.id == 4, "what is under way stays")
    }

    @Test("answers that lie in files have a bound of their own")
    func files() {
        let log = ExchangeLog(budget: 1000, fileBudget: 1000)
        for id in 1...4 as ClosedRange<UInt64> {
            var large = exchange(id, 1, String(repeating: "x", count: 400))
            large.isSpilled = true
            log.update(large)
            log.update(exchange(id + 10, 2, "small"))
        }
        #expect(log.all(of: 1).map(\.id) == [3, 4])
        #expect(log.all(of: 2).count == 4, "those in memory are not in the way of files")
    }

    @Test("the ETag of the last answer from a URL is known, as it came")
    func tags() {
        var tags = KeptAnswers()
        func note(_ status: Int, _ tag: String?, _ method: String = "GET", state: SentRequest.State = .finished)
            -> String?
        {
            var answer = exchange(1, 1, "", state: state, status: status, method: method, tag: tag)
            tags.take(&answer)
            return tags.tag(of: "http://h/1")
        }
        #expect(note(200, "\"a\"") == "\"a\"")
        #expect(note(304, nil) == "\"a\"")
        #expect(note(412, "\"error\"") == "\"a\"")
        #expect(note(404, nil) == "\"a\"")
        #expect(note(200, "W/\"b\"", "PUT") == "W/\"b\"")
        #expect(note(200, "\"half\"", state: .cancelled) == "W/\"b\"")
        #expect(note(201, "\"made\"", "POST") == nil)
        #expect(note(201, "\"c\"", "PUT") == "\"c\"")
        #expect(note(204, nil, "DELETE") == nil)
        #expect(note(200, String(repeating: "x", count: 5000)) == nil)
        for number in 0..<KeptAnswers.maximumCount + 10 {
            var answer = exchange(1, number, "", tag: "\"\(number)\"")
            tags.take(&answer)
        }
        #expect(tags.tag(of: "http://h/9") == nil && tags.tag(of: "http://h/10") == "\"10\"")
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
