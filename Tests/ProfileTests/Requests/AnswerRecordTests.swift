import Payloads
import REST
import Testing
import Text

@testable import Profile

@Suite("Answers kept over a restart") struct AnswerRecordTests {
    private func exchange(
        _ body: String = "{\"a\": 1}", type: String = "application/json",
        _ change: (inout SentRequest) -> Void = { _ in }
    ) -> SentRequest {
        var exchange = SentRequest(id: 7, requestID: 3, url: "http://h/x", startedAt: 1_764_000_000_000_000)
        let head = "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nX-A: b\r\n\r\n"
        var response = Response(
            status: 200, reason: "OK", fields: [Field("Content-Type", type), Field("X-A", "b")], head: Array(head.utf8))
        response.bodySize = body.utf8.count
        response.isComplete = true
        let sent = "GET /x HTTP/1.1\r\nHost: h\r\n\r\n"
        var timings = Timings(start: 5)
        timings.connect = .init(6, 7)
        timings.send = .init(8)
        (timings.firstByte, timings.lastByte) = (9, 10_000)
        var hop = Hop(
            url: "http://h/x",
            sent: Sent(
                method: "GET", target: "/x", fields: [Field("Host", "h")], bytes: Array(sent.utf8),
                size: sent.utf8.count),
            response: response, timings: timings,
            connection: Connection(number: 2, earlierRequests: 1, remoteAddress: "127.0.0.1:80", localAddress: "l:1"))
        hop.raw = Body(Array((head + body).utf8))
        exchange.hops = [hop]
        exchange.body = PayloadBytes(Array(body.utf8))
        exchange.receivedSize = body.utf8.count
        exchange.state = .finished
        change(&exchange)
        return exchange
    }

    private func again(_ exchange: SentRequest, _ mask: SecretMask = .named) throws -> SentRequest {
        try AnswerRecord(reading: AnswerRecord(exchange, without: mask).bytes).exchange
    }

    private func text(_ bytes: PayloadBytes) -> String { bytes.withBytes { String(decoding: $0, as: UTF8.self) } }

    @Test("everything of an answer is there again")
    func whole() throws {
        let first = exchange {
            $0.hops[0].cause = .redirect(status: 302)
            $0.hops[0].response?.informational = [.init(status: 103, reason: "Early", fields: [Field("Link", "</a>")])]
            $0.hops[0].response?.trailers = [Field("T", "ü")]
            $0.hops[0].response?.transferCodings = ["gzip"]
            $0.hops[0].response?.breaches = [Breach(lines: 2...3, what: "a blank", section: "RFC 9112 5.1")]
            $0.hops[0].response?.furtherBreaches = 4
            $0.hops[0].response?.remarks = ["to nowhere"]
            $0.hops[0].response?.announcedSize = 8
            $0.hops[0].response?.hasSurplus = true
            $0.announcedSize = 8
            $0.endedAfter = 99
            $0.hops[0].connection?.proxy = "p:1"
            $0.hops[0].connection?.tunnel = .init(
                target: "h:443", fields: [Field("Proxy-Authorization", "Basic x")],
                response: Response(status: 200, reason: "Fine"))
            $0.hops[0].connection?.tls = .init(
                version: "TLS 1.3", cipher: "C",
                certificates: [
                    Certificate(
                        subject: "CN=h", issuer: "CN=ca", names: ["h"], notBefore: -1, notAfter: 2, serialNumber: "0A",
                        bytes: [1, 2, 255])
                ], isVerified: false)
        }
        let kept = try again(first)
        #expect(kept.startedAt == first.startedAt && kept.state == .finished)
        #expect(kept.receivedSize == first.receivedSize && kept.announcedSize == 8 && kept.endedAfter == 99)
        #expect(kept.hops.count == 1)
        let (old, new) = (try #require(first.hop), try #require(kept.hop))
        #expect(new.cause == old.cause && new.url == old.url && new.sent == old.sent)
        #expect(new.response == old.response)
        #expect(new.timings == old.timings)
        var connection = old.connection
        connection?.tunnel?.fields = []
        connection?.tunnel?.response?.version = "HTTP/1.1"
        #expect(new.connection == connection)
        #expect(new.raw.bytes == old.raw.bytes && new.rawProblem == nil)
        #expect(text(kept.body) == "{\"a\": 1}")
        #expect(kept.kept == SentRequest.Kept(bodySize: 8))
        for state in [SentRequest.State.cancelled, .failed("The server closed")] {
            #expect(try again(exchange { $0.state = state }).state == state)
        }
    }

    @Test("a long body is cut within no character, and says how long it was")
    func cut() throws {
        let body = String(repeating: "ü", count: 50_000)
        let kept = try again(exchange("x" + body, type: "text/plain"))
        #expect(kept.body.count == AnswerRecord.maximumBody - 1)
        #expect(text(kept.body) == "x" + body.prefix((AnswerRecord.maximumBody - 2) / 2))
        #expect(kept.kept?.bodySize == 100_001 && kept.kept?.isCut == true && kept.kept?.isMasked == false)
        #expect(kept.hop?.rawProblem == "the first 64 kB are kept over a restart")
        #expect(kept.hop?.raw.count ?? 0 <= AnswerRecord.maximumBody)
    }

    @Test("fields beyond the bound and the first of many requests are left out, and counted")
    func bounds() throws {
        let kept = try again(
            exchange {
                for number in 0..<100 {
                    $0.hops[0].response?.fields.append(Field("N\(number)", String(repeating: "v", count: 1000)))
                }
                $0.hops = Array(repeating: $0.hops[0], count: 25)
            })
        #expect(kept.hops.count == 20 && kept.kept?.hopsLeftOut == 5)
        let left = try #require(kept.hops.last?.response?.fields.count)
        #expect(left == 67)
        #expect(kept.kept?.fieldsLeftOut == 20 * (102 - left))
        #expect(kept.hops[0].rawProblem == "only those of the last answer are kept over a restart")
    }

    @Test("no secret is written, neither one that was put in nor one that a name tells")
    func secrets() throws {
        let mask = SecretMask(["hunter2!"], basic: ["me:hunter2!"])
        let body = """
            {"access_token": "tok-123456", "echo": "hunter2!", "Authorization": "Bearer abcdef", "at": "http://u:pw9@h/"}
            """
        let first = exchange(body) {
            $0.url = "http://h/x?api_key=k-98765"
            $0.shownURL = $0.url
            $0.hops[0].url = $0.url
            $0.hops[0].sent.target = "/x?api_key=k-98765"
            $0.hops[0].sent.fields.append(Field("Authorization", "Basic bWU6aHVudGVyMiE="))
            let cookie = Field("Set-Cookie", "sid=s-4711; Path=/")
            $0.hops[0].response?.fields += [
                cookie, Field("Location", "/x?token=k-98765"), Field("Link", "<?key=k-98765>"),
            ]
            $0.hops[0].response?.trailers = [Field("X-Echo", "hunter2!")]
            $0.hops[0].response?.remarks = ["a redirect to http://u:pw9@h/"]
            let head =
                "HTTP/1.1 200 OK\r\nSet-Cookie: sid=s-4711; Path=/\r\nLocation: /?code=k-98765\r\nContent-Type: application/json\r\n\r\n"
            $0.hops[0].response?.head = Array(head.utf8)
            $0.hops[0].raw = Body(Array((head + body).utf8))
            $0.state = .failed("cannot reach http://u:pw9@h/")
        }
        let bytes = AnswerRecord(first, without: mask).bytes
        let written = String(decoding: bytes, as: UTF8.self)
        for secret in ["hunter2", "bWU6aHVudGVyMiE", "tok-123456", "abcdef", "pw9", "k-98765", "s-4711"] {
            #expect(!written.contains(secret), "\(secret)")
        }
        let kept = try AnswerRecord(reading: bytes).exchange
        #expect(kept.kept?.isMasked == true)
        #expect(text(kept.body).contains("\"access_token\": \"••••••\""))
        #expect(kept.hop?.raw.bytes.starts(with: "HTTP/1.1 200 OK\r\nSet-Cookie: ••••••".utf8) == true)
    }

    @Test("secrets in an answer whose lines end oddly, and in one of an older charset")
    func oddSecrets() throws {
        let head = "HTTP/1.1 200 OK\nSet-Cookie: sid=s-4711\n\n"
        let loose = exchange("x", type: "text/plain") {
            $0.hops[0].response?.head = Array(head.utf8)
            $0.hops[0].response?.breaches = [Breach(lines: 1...2, what: "a bare LF", section: "RFC 9112 2.2")]
            $0.hops[0].raw = Body(Array((head + "x").utf8))
        }
        #expect(!String(decoding: AnswerRecord(loose).bytes, as: UTF8.self).contains("s-4711"))
        let latin = exchange("", type: "application/json; charset=iso-8859-1") {
            $0.body = PayloadBytes(Array("{\"n\": \"".utf8) + [0xFC] + Array("\", \"token\": \"t-55555\"}".utf8))
        }
        let kept = try again(latin)
        #expect(kept.body.withBytes { $0.contains(0xFC) })
        #expect(!String(decoding: AnswerRecord(latin).bytes, as: UTF8.self).contains("t-55555"))
        // Its raw bytes could hold it compressed.
        let coded = exchange { $0.hops[0].response?.decoded = ["gzip"] }
        #expect(try again(coded).hop?.raw.count == 0)
        #expect(try again(coded).hop?.rawProblem == "those of a compressed body are not kept over a restart")
    }

    @Test("what is no answer is said, and a file cut or changed anywhere harms nobody")
    func damage() throws {
        func damage(_ bytes: [UInt8]) -> String? {
            do throws(AnswerRecord.Damage) {
                _ = try AnswerRecord(reading: bytes)
                return nil
            } catch {
                return error.description
            }
        }
        #expect(damage([]) == "is damaged: it begins otherwise")
        #expect(damage(Array("martlet answer 2 3\n{}".utf8)) == "was written by another martlet")
        #expect(damage(Array("martlet answer 1 99\n{}".utf8)) == "is damaged: its end is missing")
        #expect(damage(Array("martlet answer 1 1\n[".utf8))?.hasPrefix("is damaged: ") == true)
        #expect(
            damage(Array("martlet answer 1 13\n{\"hops\": [1]}".utf8)) == nil,
            "a hop that says nothing is empty")
        let bytes = AnswerRecord(exchange()).bytes
        for end in 0..<bytes.count { #expect(damage(Array(bytes[..<end])) != nil) }
        var numbers = SplitMix64(seed: 42)
        for _ in 0..<2000 {
            var changed = bytes
            for _ in 0..<3 {
                changed[Int.random(in: changed.indices, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
            }
            if let kept = try? AnswerRecord(reading: changed) { _ = kept.exchange.duration }
        }
        let far = String(decoding: bytes, as: UTF8.self).replacing("1764000000000000", with: "9999999999999999")
        #expect(damage(Array(far.utf8))?.contains("at a whole number from 0") == true)
    }

    @Test("the numbers of answers from the disk come before those of this run, in the order of their times")
    func order() {
        let (early, late) = (SentRequest.id(ofKept: "a", sentAt: 1000), SentRequest.id(ofKept: "b", sentAt: 2000))
        #expect(SentRequest.order(of: early) < SentRequest.order(of: late))
        #expect(SentRequest.order(of: late) < SentRequest.order(of: 1))
        #expect(SentRequest.order(of: SentRequest.id(ofKept: "x", sentAt: .max)) < SentRequest.order(of: 0))
        #expect(SentRequest.id(ofKept: "a", sentAt: 1000) == early)
    }
}
