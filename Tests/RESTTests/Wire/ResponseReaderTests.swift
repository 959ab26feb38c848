import Testing

@testable import REST

/// What a reader makes of some bytes, given in pieces.
private struct Reading: Equatable {
    var heads: [Response] = []
    var body: [UInt8] = []
    var isDone = false
    var surplus = 0
    var problem: ResponseProblem?
    var known = Response(status: 0)
    var keepsConnection = false

    init(
        _ bytes: [UInt8], pieces: Int, isHead: Bool = false, isConnect: Bool = false, takesHTTP09: Bool = false
    ) {
        var reader = ResponseReader(isHead: isHead, isConnect: isConnect, takesHTTP09: takesHTTP09)
        var rest = bytes[...]
        do throws(ResponseProblem) {
            while !rest.isEmpty {
                let piece = Array(rest.prefix(pieces))
                rest = rest.dropFirst(pieces)
                if reader.isDone {
                    surplus += piece.count
                    continue
                }
                var problem: ResponseProblem?
                piece.withUnsafeBytes { bytes in
                    do throws(ResponseProblem) {
                        surplus += bytes.count - (try reader.read(bytes) { self.take($0, piece) })
                    } catch {
                        problem = error
                    }
                }
                if let problem { throw problem }
            }
            try reader.close { self.take($0, []) }
        } catch {
            problem = error
        }
        known = reader.response
        keepsConnection = reader.keepsConnection
    }

    private mutating func take(_ event: ResponseReader.Event, _ piece: [UInt8]) {
        switch event {
        case .head(let response): heads.append(response)
        case .body(let range): body += piece[range]
        case .held(let bytes): body += bytes
        case .end: isDone = true
        }
    }
}

@Suite("The reader of HTTP/1.1 answers") struct ResponseReaderTests {
    private static let ok = "HTTP/1.1 200 OK\r\n"
    private static let hello = "Content-Length: 5\r\n\r\nhello"
    private static let chunked = ok + "Transfer-Encoding: chunked\r\n\r\n"

    /// What is read, with the body and the breaches that are found; `*` for the line and words of one.
    private static let read: [(answer: String, body: String, breaches: [String])] = [
        (ok + hello, "hello", []),
        (
            "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", "hello",
            ["lines 1-3: the line ends in LF alone (RFC 9112 2.2)"]
        ),
        (
            ok + "Server: nvr\nContent-Length: 5\r\n\r\nhello", "hello",
            ["line 2: the line ends in LF alone (RFC 9112 2.2)"]
        ),
        (ok + "A: b\r\n c\r\n\td\r\n" + hello, "hello", ["lines 3-4: the field's value is folded (RFC 9112 5.2)"]),
        (ok + "Content-Length: 5\r\n" + hello, "hello", ["line 3: Content-Length stands there again (RFC 9110 8.6)"]),
        (
            ok + "Content-Length: 5, 5\r\n\r\nhello", "hello",
            ["line 2: Content-Length names the same length several times (RFC 9110 8.6)"]
        ),
        (
            ok + "Content-Length: 4\r\n" + hello, "hello",
            ["line 3: a second, different Content-Length: the last counts (RFC 9112 6.3)"]
        ),
        (
            ok + "Content-Length: 5abc\r\n\r\nhello", "hello",
            ["line 2: Content-Length '5abc' is more than a number (RFC 9110 8.6)"]
        ),
        (
            ok + "Content-Length: 99999999999999999999\r\n\r\nhello", "hello",
            ["line 2: Content-Length is too large for any body: it is read to the connection's end (RFC 9110 8.6)"]
        ),
        (ok + "Content-Length : 5\r\n\r\nhello", "hello", ["line 2: a blank stands before the colon (RFC 9112 5.1)"]),
        (
            ok + "A b: c\r\n" + hello, "hello",
            ["line 2: the field's name holds characters that none may have (RFC 9110 5.1)"]
        ),
        (ok + ": c\r\n" + hello, "hello", ["line 2: the field has no name (RFC 9110 5.1)"]),
        (
            ok + "A: b\u{1}\u{1B}[31m\r\n" + hello, "hello",
            ["line 2: the value of A holds a control character (RFC 9110 5.5)"]
        ),
        (ok + "A: b\rc\r\n" + hello, "hello", ["line 2: a CR stands within the line (RFC 9112 2.2)"]),
        ("HTTP/1.1 200\r\n" + hello, "hello", ["line 1: no blank follows the status (RFC 9112 4)"]),
        ("HTTP/1.1 200OK\r\n" + hello, "hello", ["line 1: no blank follows the status (RFC 9112 4)"]),
        (
            "HTTP/1.1  200 OK\r\n" + hello, "hello",
            ["line 1: more than one blank stands before the status (RFC 9112 4)"]
        ),
        ("http/1.1 200 OK\r\n" + hello, "hello", ["line 1: HTTP is written in small letters (RFC 9112 2.3)"]),
        (
            "HTTP/2 200\r\n" + hello, "hello",
            [
                "line 1: HTTP/2 has no status line, and this is none of its connections (RFC 9113 8.3)",
                "line 1: no blank follows the status (RFC 9112 4)",
            ]
        ),
        ("HTTP/1.1 200 OK\r\n\r\nhello", "hello", []), ("HTTP/1.0 200 OK\r\n\r\nhello", "hello", []),
        (
            "HTTP/1.1 200 OK\r\nA: b\r\n", "",
            ["line 3: the connection ended before the empty line that ends the fields (RFC 9112 8)"]
        ),
        (chunked + "5\r\nhello\r\n0\r\n\r\n", "hello", []),
        (chunked + "005;a=\"b\"\r\nhello\r\n000;x\r\nA: b\r\n\r\n", "hello", []),
        (chunked + "5\nhello\n0\n\n", "hello", ["lines 4-7: the line ends in LF alone (RFC 9112 2.2)"]),
        (
            chunked + "5  \r\nhello\r\n0\r\n\r\n", "hello",
            ["line 4: the size of a chunk is followed by blanks (RFC 9112 7.1)"]
        ),
        (
            chunked + "5xyz\r\nhello\r\n0\r\n\r\n", "hello",
            ["line 4: the size of a chunk is followed by more than an extension (RFC 9112 7.1.1)"]
        ),
        (
            ok + "Content-Length: 3\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "hello",
            ["line 4: it has a length and a transfer coding, which counts (RFC 9112 6.3)"]
        ),
        (
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "hello",
            ["line 3: HTTP/1.0 knows no transfer coding (RFC 9112 6.1)"]
        ),
        (
            "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", "",
            ["line 3: an answer of 204 has no length (RFC 9110 8.6)"]
        ),
        ("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "", []),
        ("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\nhello", "hello", []),
        (ok + (0..<300).map { "X-\($0): \($0)\r\n" }.joined() + hello, "hello", []),
        (ok + "A: " + String(repeating: "x", count: 100_000) + "\r\n" + hello, "hello", []),
    ]

    @Test("What curl reads is read, and each breach is named with its line and section") func lenient() throws {
        for (answer, body, breaches) in Self.read {
            let reading = Reading(Array(answer.utf8), pieces: .max)
            #expect(
                reading.problem == nil && reading.isDone,
                "\(answer.prefix(200)): \(String(describing: reading.problem))")
            #expect(String(decoding: reading.body, as: UTF8.self) == body, "\(answer.prefix(200))")
            #expect(reading.known.breaches.map(\.description) == breaches, "\(answer.prefix(200))")
        }
    }

    @Test(
        "Without a status line all is the body where HTTP/0.9 is taken; what begins one is none of it",
        arguments: [1, 2, 1000])
    func oldest(pieces: Int) {
        for answer in ["hello\r\n\r\n<p>", "HTTPfoo bar", "\r\nHTTP/1.1 200 OK\r\n\r\n", "x", "\u{1B}[2J"] {
            let reading = Reading(Array(answer.utf8), pieces: pieces, takesHTTP09: true)
            #expect(reading.problem == nil && reading.isDone && !reading.keepsConnection, "\(answer)")
            #expect(String(decoding: reading.body, as: UTF8.self) == answer)
            #expect(reading.known.version == "HTTP/0.9" && reading.known.status == 0)
            #expect(
                reading.known.breaches.map(\.description)
                    == ["line 1: no status line: all that comes is the body (RFC 1945 6)"])
            #expect(Reading(Array(answer.utf8), pieces: pieces, isHead: true, takesHTTP09: true).problem != nil)
        }
        // As curl: what could still be the beginning of a status line is no answer, and another version none of 0.9.
        #expect(Reading(Array("HT".utf8), pieces: pieces, takesHTTP09: true).problem?.kind == .noAnswer)
        let versioned = Reading(Array("HTTP/0.9 200 OK\r\n\r\nx".utf8), pieces: pieces, takesHTTP09: true)
        #expect(versioned.problem?.kind == .malformed)
        let clean = Reading(Array((Self.ok + Self.hello).utf8), pieces: pieces, takesHTTP09: true)
        #expect(clean.known.version == "HTTP/1.1" && clean.known.breaches.isEmpty)
    }

    /// What is refused, and the kind, line and words of the refusal.
    private static let refused: [(answer: String, kind: ResponseProblem.Kind, line: Int, words: String)] = [
        ("", .noAnswer, 1, ""), ("HTT", .noAnswer, 1, "3 bytes"), ("HTTP/1.1 200 OK", .noAnswer, 1, "15 bytes"),
        ("SSH-2.0-OpenSSH_9.2\r\n", .notHTTP, 1, ""), ("<html>", .notHTTP, 1, ""),
        ("\r\nHTTP/1.1 200 OK\r\n", .notHTTP, 1, ""),
        ("HTTP/1.1 20 OK\r\n", .malformed, 1, "a status"), ("HTTP/1.1 2000 OK\r\n", .malformed, 1, "a status"),
        ("HTTP/1.1 099 OK\r\n", .malformed, 1, "a status"), ("HTTP/1.1 abc\r\n", .malformed, 1, "a status"),
        ("HTTP/1.1\t200\r\n", .malformed, 1, "no blank"), ("HTTP/3 200 OK\r\n", .malformed, 1, "version 3"),
        ("HTTP/x 200 OK\r\n", .malformed, 1, "no version"), ("HTTP/1.1 200 O\0K\r\n", .malformed, 1, "NUL"),
        (ok + "A: b\0c\r\n", .malformed, 2, "NUL"),
        (ok + "A: b\r\nnocolon\r\n", .malformed, 3, "no colon in 'nocolon'"),
        (ok + " A: b\r\n", .malformed, 2, "begins with a blank"),
        (ok + "Content-Length: -5\r\n\r\n", .malformed, 2, "'-5' is no number"),
        (ok + "Content-Length:\r\n\r\n", .malformed, 2, "'' is no number"),
        (ok + "Content-Length: 10\r\n\r\nhello", .incomplete, 4, ""),
        (ok + "Content-Length: 5\r\n", .incomplete, 3, ""),
        (chunked + "5\r\nhel", .incomplete, 5, ""), (chunked + "5\r\nhello\r\n0\r\n", .incomplete, 7, ""),
        (chunked + "zz\r\n", .malformed, 4, "is not a number in 'zz'"),
        (chunked + "\r\n", .malformed, 4, "not a number"),
        (chunked + " 5\r\n", .malformed, 4, "not a number"),
        (chunked + "ffffffffffffffff\r\n", .malformed, 4, "larger"),
        (chunked + "00000000000000005\r\n", .malformed, 4, "larger"),
        (chunked + "5\r\nhelloworld\r\n", .malformed, 5, "longer than its size"),
        (chunked + "5\r\nhello\r\n0\r\nnocolon\r\n\r\n", .malformed, 7, "no colon"),
        ("HTTP/1.1 100 Continue\r\n\r\n", .noAnswer, 3, "100"),
        ("HTTP/1.1 100 Continue\r\n\r\nblah\r\n", .malformed, 3, "no status line"),
        (ok + "A: " + String(repeating: "x", count: 110_000), .malformed, 2, "more than the 100 KiB"),
        (
            ok + String(repeating: "X: " + String(repeating: "y", count: 10_000) + "\r\n", count: 120), .malformed, 32,
            "no end (more than 300 KiB)"
        ),
    ]

    @Test("What curl refuses is refused with the line that is to blame; what came before it is kept") func strict() {
        for (answer, kind, line, words) in Self.refused {
            let reading = Reading(Array(answer.utf8), pieces: .max)
            #expect(reading.problem?.kind == kind, "\(answer.prefix(100))")
            #expect(reading.problem?.line == line, "\(answer.prefix(100))")
            #expect(reading.problem?.what.contains(words) == true || words.isEmpty, "\(answer.prefix(100))")
        }
        let cut = Reading(Array((Self.ok + "A: b\r\nnocolon\r\n").utf8), pieces: .max)
        #expect(cut.known.status == 200 && cut.known.fields == [Field("A", "b")])
    }

    @Test("The same bytes give the same answer in whatever pieces they come") func splits() {
        let answers = Self.read.map(\.answer) + Self.refused.map(\.answer)
        for answer in answers {
            let bytes = Array(answer.utf8)
            let whole = Reading(bytes, pieces: .max)
            // Of the long ones a few sizes tell.
            for size in bytes.count < 2000 ? Array(1...7) : [4096] {
                #expect(Reading(bytes, pieces: size) == whole, "\(answer.prefix(100)) in pieces of \(size)")
            }
        }
    }

    @Test(
        "Of answers of status 1xx without end the first hundred are kept, the others counted", .timeLimit(.minutes(1)))
    func flood() {
        let count = 16_000
        let bytes = Array((String(repeating: "HTTP/1.1 102 P\r\n\r\n", count: count) + Self.ok + Self.hello).utf8)
        let reading = Reading(bytes, pieces: .max)
        #expect(reading.problem == nil && reading.body == Array("hello".utf8))
        #expect(reading.known.informational.count == 100 && reading.known.furtherInformational == count - 100)
    }

    @Test("Answers of status 1xx come before the one that counts, with their fields") func informational() {
        let answer =
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + Self.ok + Self.hello
        let reading = Reading(Array(answer.utf8), pieces: 3)
        #expect(reading.heads.map(\.status) == [103, 100, 200])
        #expect(reading.known.informational.map(\.reason) == ["Early Hints", "Continue"])
        #expect(reading.known.informational.first?.fields == [Field("Link", "</a>")])
        #expect(
            reading.known.informational.first.map { String(decoding: $0.head, as: UTF8.self) }?.hasSuffix(
                "</a>\r\n\r\n") == true)
        #expect(reading.known.head == Array((Self.ok + "Content-Length: 5\r\n\r\n").utf8))
    }

    @Test("HEAD and CONNECT have no body, and what follows is none of theirs") func noBody() {
        let head = Reading(Array((Self.ok + Self.hello).utf8), pieces: .max, isHead: true)
        #expect(head.isDone && head.body.isEmpty && head.surplus == 5 && head.keepsConnection)
        let tunnel = Reading(Array((Self.ok + "\r\nbytes").utf8), pieces: .max, isConnect: true)
        #expect(tunnel.isDone && tunnel.surplus == 5)
    }

    @Test("A connection is kept where both versions allow it, and never after what two readers could read differently")
    func keeping() {
        let kept = [
            Self.ok + Self.hello, Self.chunked + "0\r\n\r\n", Self.ok + "Content-Length: 5, 5\r\n\r\nhello",
            "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n" + Self.hello,
        ]
        let closed = [
            Self.ok + "Connection: x, Close\r\n" + Self.hello, "HTTP/1.0 200 OK\r\n" + Self.hello,
            Self.ok + "\r\nhello",
            Self.ok + "Content-Length: 4\r\n" + Self.hello, Self.ok + "Content-Length: 5, 6\r\n\r\nhello",
            Self.ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ]
        for answer in kept { #expect(Reading(Array(answer.utf8), pieces: .max).keepsConnection, "\(answer)") }
        for answer in closed { #expect(!Reading(Array(answer.utf8), pieces: .max).keepsConnection, "\(answer)") }
    }

    @Test("Values are without the blanks around them; what is no UTF-8 is ISO 8859-1; trailers and codings are kept")
    func values() {
        let answer =
            Array((Self.ok + "Location: /x \t \r\nEmpty:\r\nTransfer-Encoding: gzip , CHUNKED\r\nA: caf").utf8)
            + [0xE9] + Array("\r\nB: café\r\n\r\n0\r\nT: 1\r\n 2\r\n\r\n".utf8)
        let reading = Reading(answer, pieces: 5)
        #expect(reading.known.fields["location"] == "/x" && reading.known.fields["empty"] == "")
        #expect(reading.known.fields["A"] == "café" && reading.known.fields["B"] == "café")
        #expect(reading.known.transferCodings == ["gzip"] && reading.isDone)
        #expect(reading.known.trailers == [Field("T", "1 2")])
        #expect(reading.known.trailerSection == Array("T: 1\r\n 2\r\n".utf8))
    }

    @Test("Breaches without end are counted, not kept") func manyBreaches() {
        let fields = (0..<1000).map { "A : \($0)\r\nB: \($0)\r\n" }.joined()
        let known = Reading(Array((Self.ok + fields + Self.hello).utf8), pieces: .max).known
        #expect(known.breaches.count == Breach.limit && known.furtherBreaches == 900)
    }

    @Test("Chunks may be many; extensions that are more than the answer itself are its end")
    func extensions() {
        let many = Self.chunked + String(repeating: "1\r\nx\r\n", count: 100_000) + "0\r\n\r\n"
        let read = Reading(Array(many.utf8), pieces: 4096)
        #expect(read.isDone && read.body.count == 100_000 && read.problem == nil)
        let padded = "1;\(String(repeating: "e", count: 1000))\r\nx\r\n"
        let endless = Reading(Array((Self.chunked + String(repeating: padded, count: 1000)).utf8), pieces: 4096)
        #expect(endless.problem?.kind == .malformed && endless.body.count < 400)
    }
}
