import TestSupport
import Testing

@testable import REST

/// When an event stream is asked for again (HTML, 9.2.3), with a clock that is turned by hand.
@Suite("Reconnecting event streams")
struct ReconnectionTests {
    private static let stream = Response(status: 200, fields: [Field("Content-Type", "text/event-stream")])
    private static let second: Int64 = 1_000_000_000

    private static func reader(_ text: String) -> StreamReader {
        events(Array(text.utf8), as: .events, ends: false).reader
    }

    @Test("after the end it is asked for again in 3 s, or as retry says")
    func retry() {
        var state = Reconnection()
        #expect(state.answered(Self.stream) == nil)
        #expect(state.ended(at: 5 * Self.second, failure: nil) == .wait(until: 8 * Self.second))
        state.learn(from: Self.reader("retry: 500\n\n"))
        #expect(state.answered(Self.stream) == nil)
        #expect(state.ended(at: 0, failure: nil) == .wait(until: Self.second / 2))
        // Who says 0 is not asked in a circle.
        state.learn(from: Self.reader("retry: 0\n\n"))
        #expect(state.ended(at: 0, failure: nil) == .wait(until: Self.second / 10))
    }

    @Test("Last-Event-ID is sent when there is one")
    func lastID() {
        var state = Reconnection()
        #expect(state.fields == [])
        state.learn(from: Self.reader("id: 7\ndata: a\n\n"))
        #expect(state.fields == [Field("Last-Event-ID", "7")])
        state.learn(from: Self.reader("id\ndata: a\n\n"))
        #expect(state.fields == [])
        // It would be refused as a field, and nobody could take it out.
        state.learn(from: Self.reader("id: a\u{1B}b\ndata: a\n\n"))
        #expect(state.fields == [] && state.isUnsendable && state.lastID == "a\u{1B}b")
    }

    @Test(
        "204, another status and another type end it with words",
        arguments: [
            (204, "text/event-stream", "204"), (500, "text/event-stream", "500"), (200, "text/html", "'text/html'"),
            (301, "text/event-stream", "301"),
        ])
    func refusals(status: Int, type: String, word: String) throws {
        var state = Reconnection()
        let words = state.answered(Response(status: status, fields: [Field("Content-Type", type)]))
        #expect(try #require(words).contains(word))
    }

    @Test("a first try that fails is the end; later ones are waited for, longer each time")
    func failures() {
        let refused = RequestFailure(.refused, "nobody listens")
        var state = Reconnection()
        #expect(state.ended(at: 0, failure: refused) == .stop("nobody listens"))
        _ = state.answered(Self.stream)
        var waits: [Int64] = []
        for _ in 0..<7 {
            guard case .wait(let moment) = state.ended(at: 0, failure: refused) else { break }
            waits.append(moment / Self.second)
        }
        #expect(waits == [3, 6, 12, 24, 48, 60, 60])
        _ = state.answered(Self.stream)
        #expect(state.ended(at: 0, failure: refused) == .wait(until: 3 * Self.second))
        #expect(state.ended(at: 0, failure: RequestFailure(.certificate, "expired")) == .stop("expired"))
    }
}
