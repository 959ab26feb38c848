/// Answers as servers really send them, clean and otherwise, to be read by curl and by martlet.
struct CurlReply: Sendable {
    /// What the two make of it.
    enum Outcome: Sendable {
        /// The same heads and bytes, or a refusal by both.
        case same
        /// curl refuses it and martlet reads it, for the reason given.
        case beyond(String)
        /// curl reads it and martlet says that it is damaged.
        case stricter(String)
    }

    var name: String
    var bytes: [UInt8]
    var options: [String]
    var outcome: Outcome

    init(_ name: String, _ text: String, _ options: String..., outcome: Outcome = .same) {
        self.init(name, Array(text.utf8), options, outcome)
    }

    init(_ name: String, _ bytes: [UInt8], _ options: [String] = [], _ outcome: Outcome = .same) {
        (self.name, self.bytes, self.options, self.outcome) = (name, bytes, options, outcome)
    }

    private static let ok = "HTTP/1.1 200 OK\r\n"
    private static let hello = "Content-Length: 5\r\n\r\nhello"
    private static let chunked = ok + "Transfer-Encoding: chunked\r\n\r\n"
    /// `hello gzip` and a line end, in gzip (RFC 1952).
    private static let gzip: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 203, 72, 205, 201, 201, 87, 72, 175, 202, 44, 224, 2, 0, 57, 124, 99, 86, 11,
        0, 0,
        0,
    ]
    /// `hello zstd` and a line end, in one raw block of Zstandard (RFC 8878).
    private static let zstd: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x20, 11, 0x59, 0, 0] + Array("hello zstd\n".utf8)

    private static func coded(_ coding: String, _ bytes: [UInt8]) -> [UInt8] {
        Array((ok + "Content-Encoding: \(coding)\r\nContent-Length: \(bytes.count)\r\n\r\n").utf8) + bytes
    }

    private static func transfer(_ coding: String, _ bytes: [UInt8]) -> [UInt8] {
        Array((ok + "Transfer-Encoding: \(coding)\r\n\r\n\(String(bytes.count, radix: 16))\r\n").utf8) + bytes
            + Array("\r\n0\r\n\r\n".utf8)
    }

    private static func moved(_ location: String, _ status: Int = 302) -> String {
        "HTTP/1.1 \(status) Moved\r\nLocation:\(location)\r\nContent-Length: 5\r\n\r\nmoved"
    }

    static let all = lines + fields + lengths + chunks + statuses + redirects + codings

    private static let lines = [
        CurlReply("plain", ok + hello), CurlReply("LF alone", "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"),
        CurlReply("LF once", ok + "A: b\nContent-Length: 5\r\n\r\nhello"),
        CurlReply("CR in a value", ok + "A: b\rc\r\n" + hello),
        CurlReply("CR alone", "HTTP/1.1 200 OK\rContent-Length: 5\r\rhello"), CurlReply("nothing", ""),
        CurlReply("one byte", "H"), CurlReply("half a status line", "HTTP/1.1 200 OK"),
        CurlReply("a status line and no more", ok), CurlReply("half a head", ok + "A: b\r\nB: c"),
        CurlReply("no field", ok + "\r\nhello"), CurlReply("no reason", "HTTP/1.1 200\r\n" + hello),
        CurlReply("no reason after a blank", "HTTP/1.1 200 \r\n" + hello),
        CurlReply("no blank before the reason", "HTTP/1.1 200OK\r\n" + hello),
        CurlReply("two blanks", "HTTP/1.1  200  OK\r\n" + hello), CurlReply("tabs", "HTTP/1.1\t200\tOK\r\n" + hello),
        CurlReply("two digits", "HTTP/1.1 20 OK\r\n" + hello), CurlReply("four digits", "HTTP/1.1 2000 OK\r\n" + hello),
        CurlReply("status 099", "HTTP/1.1 099 OK\r\n" + hello), CurlReply("status 999", "HTTP/1.1 999 OK\r\n" + hello),
        CurlReply("no status", "HTTP/1.1 abc\r\n" + hello), CurlReply("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nhello"),
        CurlReply("HTTP/2 in words", "HTTP/2 200 OK\r\n" + hello),
        CurlReply("HTTP/3 in words", "HTTP/3 200 OK\r\n" + hello),
        CurlReply("HTTP/1.2", "HTTP/1.2 200 OK\r\n" + hello), CurlReply("small letters", "http/1.1 200 OK\r\n" + hello),
        CurlReply("an empty line first", "\r\n" + ok + hello), CurlReply("a blank first", " " + ok + hello),
        CurlReply("a banner of SSH", "SSH-2.0-OpenSSH_9.2\r\n"), CurlReply("HTTP/0.9", "<html>hello</html>\n"),
        CurlReply("an alert of TLS", [0x15, 3, 1, 0, 2, 2, 0x46]), CurlReply("ICY", "ICY 200 OK\r\n" + hello),
        CurlReply("a long reason", "HTTP/1.1 200 " + String(repeating: "x", count: 5000) + "\r\n" + hello),
    ]

    private static let fields = [
        CurlReply("folded", ok + "A: b\r\n c\r\n\td\r\n" + hello),
        CurlReply("folded with blanks", ok + "A: b\r\n  \r\n" + hello),
        CurlReply("folded before any", ok + " A: b\r\n" + hello),
        CurlReply(
            "a folded length", ok + "Content-Length:\r\n 5\r\n\r\nhello",
            outcome: .beyond("RFC 9112 5.2: a fold is a blank, and the value is 5")),
        CurlReply("a blank before the colon", ok + "Content-Length : 5\r\n\r\nhello"),
        CurlReply("a blank in a name", ok + "A b: c\r\n" + hello), CurlReply("no colon", ok + "nocolon\r\n" + hello),
        CurlReply("no name", ok + ": c\r\n" + hello), CurlReply("only a colon", ok + ":\r\n" + hello),
        CurlReply("control bytes", ok + "A: b\u{1}\u{1B}[31m\r\n" + hello),
        CurlReply("NUL in a value", ok + "A: b\0c\r\n" + hello),
        CurlReply("NUL in a name", ok + "A\0: c\r\n" + hello),
        CurlReply("ISO 8859-1", Array((ok + "A: caf").utf8) + [0xE9, 13, 10] + Array(hello.utf8)),
        CurlReply("300 fields", ok + (0..<300).map { "X-\($0): \($0)\r\n" }.joined() + hello),
        CurlReply("a field of 90 kB", ok + "A: " + String(repeating: "x", count: 90_000) + "\r\n" + hello),
        CurlReply(
            "cookies with odd dates",
            ok + "Set-Cookie: a=b; expires=Fri Feb 30 99:99 20; path\r\nSet-Cookie:\r\n" + hello),
    ]

    private static let lengths = [
        CurlReply("the same length twice", ok + "Content-Length: 5\r\n" + hello),
        CurlReply("the same length in a list", ok + "Content-Length: 5, 5\r\n\r\nhello"),
        CurlReply("two lengths", ok + "Content-Length: 4\r\n" + hello),
        CurlReply("two lengths in a list", ok + "Content-Length: 5, 6\r\n\r\nhello"),
        CurlReply("a length with a sign", ok + "Content-Length: +5\r\n\r\nhello"),
        CurlReply("a length below zero", ok + "Content-Length: -5\r\n\r\nhello"),
        CurlReply("a length with more", ok + "Content-Length: 5abc\r\n\r\nhello"),
        CurlReply("no number", ok + "Content-Length: abc\r\n\r\nhello"),
        CurlReply("an empty length", ok + "Content-Length:\r\n\r\nhello"),
        CurlReply("a length larger than any", ok + "Content-Length: 99999999999999999999\r\n\r\nhello"),
        CurlReply("closed in mid-body", ok + "Content-Length: 10\r\n\r\nhello"),
        CurlReply("more than the length", ok + hello + "more"),
        CurlReply("kept alive without a length", ok + "Connection: keep-alive\r\n\r\nhello"),
        CurlReply("a length and half a head", ok + "Content-Length: 5\r\n"),
    ]

    private static let chunks = [
        CurlReply("chunks", chunked + "5\r\nhello\r\n0\r\n\r\n"),
        CurlReply("extensions", chunked + "5;a=b\r\nhello\r\n0;x\r\n\r\n"),
        CurlReply("trailers", chunked + "5\r\nhello\r\n0\r\nA: b\r\n\r\n"),
        CurlReply("folded trailers", chunked + "5\r\nhello\r\n0\r\nA: b\r\n c\r\n\r\n"),
        CurlReply("a trailer without colon", chunked + "5\r\nhello\r\n0\r\nnocolon\r\n\r\n"),
        CurlReply("chunks with LF", chunked + "5\nhello\n0\n\n"),
        CurlReply("chunks without end", chunked + "5\r\nhello\r\n"), CurlReply("half a chunk", chunked + "5\r\nhel"),
        CurlReply("no last line", chunked + "5\r\nhello\r\n0\r\n"),
        CurlReply("more after the end", chunked + "5\r\nhello\r\n0\r\n\r\nmore"),
        CurlReply("a longer chunk", chunked + "5\r\nhelloworld\r\n0\r\n\r\n"),
        CurlReply("no size", chunked + "\r\n5\r\nhello\r\n0\r\n\r\n"),
        CurlReply("a size that is none", chunked + "zz\r\nhello\r\n"),
        CurlReply("a size below zero", chunked + "-5\r\nhello\r\n0\r\n\r\n"),
        CurlReply("blanks after the size", chunked + "5  \r\nhello\r\n0\r\n\r\n"),
        CurlReply("more after the size", chunked + "5xyz\r\nhello\r\n0\r\n\r\n"),
        CurlReply("zeros", chunked + "0000000005\r\nhello\r\n000\r\n\r\n"),
        CurlReply("17 digits", chunked + "00000000000000005\r\nhello\r\n0\r\n\r\n"),
        CurlReply("a size larger than any", chunked + "ffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
        CurlReply(
            "length, then chunked",
            ok + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
        CurlReply(
            "chunked, then length",
            ok + "Transfer-Encoding: CHUNKED\r\nContent-Length: 3\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
        CurlReply("chunked twice", ok + "Transfer-Encoding: chunked, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
        CurlReply("identity", ok + "Transfer-Encoding: identity\r\n" + hello),
        CurlReply("an unknown transfer coding", ok + "Transfer-Encoding: foo\r\n\r\nhello"),
        CurlReply(
            "chunked in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
        CurlReply("gzip in chunks", transfer("gzip, chunked", gzip)),
        CurlReply("chunks in gzip", transfer("chunked, gzip", gzip)),
    ]

    private static let statuses = [
        CurlReply("204 with a length", "HTTP/1.1 204 No\r\n" + hello),
        CurlReply("304 with a length", "HTTP/1.1 304 No\r\n" + hello),
        CurlReply("205 with a body", "HTTP/1.1 205 R\r\n" + hello), CurlReply("HEAD with a body", ok + hello, "-I"),
        CurlReply("HEAD with chunks", chunked + "5\r\nhello\r\n0\r\n\r\n", "-I"),
        CurlReply("100 first", "HTTP/1.1 100 Continue\r\n\r\n" + ok + hello),
        CurlReply("103 first", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ok + hello),
        CurlReply("many first", String(repeating: "HTTP/1.1 102 Processing\r\n\r\n", count: 20) + ok + hello),
        CurlReply("only 100", "HTTP/1.1 100 Continue\r\n\r\n"),
        CurlReply("100 and no HTTP", "HTTP/1.1 100 Continue\r\n\r\nblah\r\n"),
        CurlReply("101", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\nhello"),
        CurlReply("404", "HTTP/1.1 404 No\r\n" + hello),
    ]

    private static let redirects = [
        CurlReply("a Location with blanks behind", moved(" /plain \t ")), CurlReply("an empty Location", moved("")),
        CurlReply("an empty Location, followed", moved(""), "-L"),
        CurlReply("blanks for a Location", moved("   "), "-L"),
        CurlReply("followed to blanks behind", moved(" /plain \t "), "-L"),
        CurlReply("a relative Location", moved(" ../x/../plain"), "-L"),
        CurlReply("three slashes", moved(" http:///HOST/plain"), "-L"),
        CurlReply("no scheme", moved(" //HOST/plain"), "-L"),
        CurlReply("a fragment", moved(" /plain#part"), "-L"), CurlReply("another scheme", moved(" mailto:a@b"), "-L"),
        CurlReply("no URL", moved(" http://[::bad/"), "-L"), CurlReply("300", moved(" /plain", 300), "-L"),
        CurlReply("201 leads nowhere", moved(" /plain", 201), "-L"),
        CurlReply("400 leads nowhere", moved(" /plain", 400), "-L"),
        CurlReply("cut in its body", "HTTP/1.1 302 M\r\nLocation: /plain\r\nContent-Length: 50\r\n\r\nshort", "-L"),
    ]

    private static let codings = [
        CurlReply("gzip", coded("gzip", gzip), ["--compressed"]), CurlReply("gzip, not asked for", coded("gzip", gzip)),
        CurlReply("GZIP", coded("GZIP", gzip), ["--compressed"]),
        CurlReply("x-gzip", coded("x-gzip", gzip), ["--compressed"]),
        CurlReply("zstd", coded("zstd", zstd), ["--compressed"]),
        CurlReply("no zstd", coded("zstd", Array("hello".utf8)), ["--compressed"]),
        CurlReply("no gzip", coded("gzip", Array("hello".utf8)), ["--compressed"]),
        CurlReply("an empty gzip", coded("gzip", []), ["--compressed"]),
        CurlReply(
            "gzip that ends too early", coded("gzip", gzip.dropLast(12)), ["--compressed"], .stricter("ends too early")),
        CurlReply(
            "bytes after gzip", coded("gzip", gzip + Array("more".utf8)), ["--compressed"],
            .beyond("they are named and passed over")),
        CurlReply(
            "gzip with a wrong sum", coded("gzip", gzip.dropLast(8) + [0, 0, 0, 0, 11, 0, 0, 0]), ["--compressed"]),
        CurlReply("an unknown coding", coded("foo", Array("hello".utf8)), ["--compressed"]),
        CurlReply("an unknown coding, not asked for", coded("foo", Array("hello".utf8))),
        CurlReply("identity", coded("identity", Array("hello".utf8)), ["--compressed"]),
        CurlReply("none", coded("none", Array("hello".utf8)), ["--compressed"]),
        CurlReply("identity and gzip", coded("identity, gzip", gzip), ["--compressed"]),
        CurlReply("six codings", coded("gzip,gzip,gzip,gzip,gzip,gzip", gzip), ["--compressed"]),
        CurlReply("an unknown coding of nothing", "HTTP/1.1 204 No\r\nContent-Encoding: foo\r\n\r\n", "--compressed"),
    ]
}
