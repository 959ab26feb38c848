import REST
import TestSupport
import Testing

/// Servers of HTTP/2 that answer with frames of a script: what came is kept, and the cause is named.
@Suite("HTTP/2 servers that misbehave", .timeLimit(.minutes(1))) struct FrameServerTests {
    typealias Step = FrameServer.Step

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var steps: [Step]
        var kind: RequestFailure.Kind
        var words: String
        var status: Int?
        var testDescription: String { name }
    }

    private static let ok = FrameServer.head([(":status", "200")])
    private static let hello = FrameServer.frame(0, Array("hello".utf8))

    static let cases = [
        Case(
            name: "the stream ended before the answer", steps: [FrameServer.frame(3, [0, 0, 0, 1])], kind: .streamReset,
            words: "reset the stream (PROTOCOL_ERROR) before it answered"),
        Case(
            name: "the stream ended within the body", steps: [ok, hello, FrameServer.frame(3, [0, 0, 0, 2])],
            kind: .streamReset, words: "reset the stream (INTERNAL_ERROR) after 5 bytes of the body", status: 200),
        Case(
            name: "a request that was not taken",
            steps: [
                FrameServer.frame(7, stream: 0, [0, 0, 0, 0, 0, 0, 0, 11] + Array("slow down".utf8)), .close,
            ], kind: .goneAway, words: "before it took the request (ENHANCE_YOUR_CALM: 'slow down')"),
        Case(name: "the end at once", steps: [.close], kind: .noAnswer, words: "closed the connection without an"),
        Case(
            name: "a connection that is cut", steps: [ok, hello, .reset], kind: .reset,
            words: "the connection in the middle of the answer, after 5 bytes", status: 200),
        Case(
            name: "the end within the body", steps: [ok, hello, .close], kind: .incomplete, words: "after 5 bytes",
            status: 200),
        Case(
            name: "HTTP/1.1 behind a SETTINGS frame", steps: [.send(Array("HTTP/1.1 200 OK\r\n\r\n".utf8))],
            kind: .framing, words: "it answers in HTTP/1.1, though HTTP/2 was agreed on (RFC 9113 3.2)"),
        Case(
            name: "a body before the head", steps: [hello], kind: .malformed,
            words: "a DATA frame comes before the head of the answer (RFC 9113 8.1)"),
        Case(
            name: "101", steps: [FrameServer.head([(":status", "101")]), ok, FrameServer.frame(0, flags: 1)],
            kind: .malformed,
            words: "switches protocols (101), which HTTP/2 cannot (RFC 9113 8.6)", status: 101),
        Case(
            name: "103 as the end", steps: [FrameServer.head([(":status", "103")], ends: true)], kind: .malformed,
            words: "ends with 103", status: 103),
        Case(
            name: "a field of HTTP/1.1", steps: [FrameServer.head([(":status", "200"), ("connection", "close")])],
            kind: .malformed, words: "it has connection", status: 200),
        Case(
            name: "a body that is too short",
            steps: [
                FrameServer.head([(":status", "200"), ("content-length", "10")]),
                FrameServer.frame(0, flags: 1, Array("hello".utf8)),
            ], kind: .malformed, words: "its body has 5 bytes, and content-length says 10 (RFC 9113 8.1.1)",
            status: 200),
    ]

    private func request(_ server: FrameServer) throws -> Request {
        var options = Request.Options()
        options.proxy = .none
        options.tls.caFile = try Certificates.shared().authority
        options.keepsRawAnswer = true
        return Request(.get, server.url, options: options)
    }

    @Test("each ends in a line that says which, with what had come", arguments: cases)
    func broken(_ broken: Case) async throws {
        let server = try await FrameServer(try Certificates.shared().server, broken.steps)
        let failure = try await failure(of: try request(server))
        #expect(failure.kind == broken.kind)
        #expect(failure.description.contains(broken.words), "\(failure.description) \(failure.detail)")
        #expect(!failure.description.contains("NIO") && !failure.description.contains("HTTP2Error"))
        #expect(failure.exchange?.response?.status == broken.status)
        if broken.words.contains("5 bytes") {
            #expect(failure.exchange?.body.bytes == Array("hello".utf8))
        }
    }

    @Test("Fields are those that came: none is put in, and bytes that are no UTF-8 are written as they were")
    func fields() async throws {
        let server = try await FrameServer(
            try Certificates.shared().server,
            [FrameServer.head([(":status", "200"), ("x-l", "caf\u{E9}"), ("x-u", "\u{C3}\u{A9}")], ends: true)])
        let answer = try #require(try await send(try request(server)).response)
        #expect(answer.fields.map(\.name) == ["x-l", "x-u"] && answer.fields.map(\.value) == ["caf\u{E9}", "\u{E9}"])
        let expected = Array("HTTP/2 200 \r\nx-l: caf".utf8) + [0xE9] + Array("\r\nx-u: \u{E9}\r\n\r\n".utf8)
        #expect(answer.bytes == expected)
    }
}
