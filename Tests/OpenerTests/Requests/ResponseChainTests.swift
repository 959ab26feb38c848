import Expectations
import Opener
import Payloads
import Profile
import REST
import Synchronization
import Testing
import Text

/// Values that requests take of the answers to others.
@Suite("Values of other answers") struct ResponseChainTests {
    /// What is sent, in order.
    private final class Server: Sendable {
        let sent = Mutex<[String]>([])
    }

    private static func draft(_ name: String, _ url: String) -> RequestDraft {
        var draft = RequestDraft()
        draft.name = name
        draft.url = url
        return draft
    }

    private static func answer(_ body: String, status: Int = 200, at time: Moment = 0) -> ResponseChain.Answer {
        ResponseChain.Answer(
            Subject(status: status, fields: [], body: PayloadBytes(Array(body.utf8)), duration: 0), time: time)
    }

    /// Opens a request whose URL takes of others; `last` are the answers at hand.
    private func open(
        _ url: String, _ server: Server, _ others: [RequestDraft], last: [String: ResponseChain.Answer] = [:],
        now: Moment = 0
    ) async throws -> String {
        let opener = RequestOpener(secrets: SecretResolver(reading: { _ in nil }))
        let sources = ResponseChain.Sources(
            request: { (name) throws(RequestOpener.Failure) in
                guard let found = others.first(where: { $0.name == name }) else {
                    throw RequestOpener.Failure(description: "no request is called \(name)")
                }
                return found
            },
            answer: { last[$0.name] },
            send: { (draft, opened) async throws(RequestFailure) in
                server.sent.withLock { $0.append(opened.request.url) }
                return Self.answer(#"{"token": "t-\#(draft.name)", "n": 1.50}"#, at: now)
            })
        let chain = ResponseChain(opener, sources, Variables(), now: { now })
        return try await opener.open(
            Self.draft("asked", url), Variables(), now: now, chain: chain, path: ["asked"]
        ).request.url
    }

    private let login = Self.draft("login", "http://h/login")

    @Test("What two calls need is sent once; what is at hand is not sent")
    func once() async throws {
        let server = Server()
        let url = "http://h/?a={{response:login#$.token}}&n={{response:login#$.n}}"
        #expect(try await open(url, server, [login]) == "http://h/?a=t-login&n=1.50")
        #expect(server.sent.withLock { $0 } == ["http://h/login"])
        let kept = ["login": Self.answer(#"{"token": "old", "n": 2}"#)]
        #expect(try await open(url, server, [login], last: kept) == "http://h/?a=old&n=2")
        #expect(server.sent.withLock { $0.count } == 1)
    }

    @Test("Sent anew when it is too old, or always; never is kept")
    func freshness() async throws {
        let kept = ["login": Self.answer(#"{"token": "old"}"#)]
        func token(_ when: String, _ now: Moment) async throws -> String {
            try await open("http://h/?{{response 'login' '$.token' \(when)}}", Server(), [login], last: kept, now: now)
        }
        #expect(try await token("1min", 59_000_000) == "http://h/?old")
        #expect(try await token("1min", 61_000_000) == "http://h/?t-login")
        #expect(try await token("always", 0) == "http://h/?t-login")
        #expect(try await token("never", 3_600_000_000) == "http://h/?old")
    }

    @Test(
        "Two requests sent at once that need the same answer send for it once, and so does one that began before it came"
    )
    func flights() async throws {
        let server = Server()
        let opener = RequestOpener(secrets: SecretResolver(reading: { _ in nil }))
        let (began, begin) = AsyncStream.makeStream(of: Void.self)
        let (answered, answer) = AsyncStream.makeStream(of: Void.self)
        let login = self.login
        let sources = ResponseChain.Sources(
            request: { _ in login }, answer: { _ in nil },
            send: { (draft, opened) async throws(RequestFailure) in
                server.sent.withLock { $0.append(opened.request.url) }
                begin.yield()
                for await _ in answered { break }
                return Self.answer(#"{"token": "t"}"#)
            })
        let flights = RequestFlights()
        func chain() -> ResponseChain { ResponseChain(opener, sources, Variables(), flights: flights, now: { 0 }) }
        let call = try #require(ResponseCall("response:login#$.token", []))
        // The third begins now, too, and asks when the answer is here.
        let third = chain()
        async let first = chain().values(of: [call], for: ["a"])
        for await _ in began { break }
        async let second = chain().values(of: [call], for: ["b"])
        answer.yield()
        #expect(try await first == [call: "t"])
        #expect(try await second == [call: "t"])
        #expect(try await third.values(of: [call], for: ["c"]) == [call: "t"])
        #expect(server.sent.withLock { $0.count } == 1)
    }

    @Test("A chain of three, a loop, a refusing answer, a value that is missing")
    func problems() async throws {
        let middle = Self.draft("middle", "http://h/m?{{response:login#$.token}}")
        #expect(try await open("http://h/?{{response:middle#$.n}}", Server(), [login, middle]) == "http://h/?1.50")
        func words(_ url: String, _ others: [RequestDraft], _ last: [String: ResponseChain.Answer] = [:]) async
            -> String
        {
            do {
                return try await open(url, Server(), others, last: last, now: 180_000_000)
            } catch {
                return "\(error)"
            }
        }
        let loop = Self.draft("login", "http://h/{{response:middle#$.n}}")
        #expect(
            await words("http://h/{{response:middle#$.n}}", [loop, middle])
                == "middle needs an answer to itself: middle -> login -> middle")
        let refused = ["login": Self.answer(#"{"token": "x"}"#, status: 401)]
        #expect(
            await words("http://h/{{response:login#$.token}}", [login], refused)
                == "login answered 401: nothing is taken of that ($.token)")
        let missing = ["login": Self.answer("{}")]
        #expect(
            await words("http://h/{{response:login#$.token}}", [login], missing)
                == "login: there is no $.token in its answer (200, 3 min ago)")
        #expect(
            await words("http://h/{{response 'login' '$.token' never}}", [login])
                == "login has no answer yet, and it is not to be sent for it (never)")
    }
}
