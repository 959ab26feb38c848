import Payloads
import Text

/// Header fields that requests carry, with a line of explanation and values to choose from (RFC 9110 and others).
public enum HeaderCatalog {
    /// One field.
    public struct Entry: Hashable, Sendable {
        /// The name.
        public let name: String
        /// What it does, in one line.
        public let summary: String
        /// Values that are common, with what they mean; empty for free text.
        public let values: [Value]
    }

    /// A value to choose.
    public struct Value: Hashable, Sendable {
        /// The value.
        public let text: String
        /// What it means, in one line.
        public let summary: String
    }

    /// The fields whose names match what was typed: those that begin with it first, then those that hold it.
    public static func names(matching typed: String) -> [Entry] {
        let typed = typed.lowercased()
        guard !typed.isEmpty else { return all }
        let starting = all.filter { $0.name.lowercased().hasPrefix(typed) }
        let holding = all.filter { !$0.name.lowercased().hasPrefix(typed) && $0.name.lowercased().contains(typed) }
        // Who types `if-` wants those first; who types `match` finds them too.
        return starting + holding
    }

    /// The field of a name, in any capitals.
    public static func entry(_ name: String) -> Entry? {
        all.first { $0.name.lowercased() == name.lowercased() }
    }

    /// The values of a field that match what was typed.
    public static func values(of name: String, matching typed: String) -> [Value] {
        guard let entry = entry(name) else { return [] }
        let typed = typed.lowercased()
        return entry.values.filter { typed.isEmpty || $0.text.lowercased().contains(typed) }
    }

    private static let types: [(String, String)] = [
        ("application/json", "JSON (RFC 8259)"), ("application/xml", "XML"),
        ("text/plain; charset=utf-8", "text in UTF-8"),
        ("text/html", "HTML"), ("text/csv", "rows of values"), ("application/x-www-form-urlencoded", "a form"),
        ("application/octet-stream", "bytes of any kind"),
        ("application/merge-patch+json", "changes to JSON (RFC 7396)"),
        ("application/json-patch+json", "steps that change JSON (RFC 6902)"),
        ("application/hal+json", "JSON with links"),
        ("application/problem+json", "an error in JSON (RFC 9457)"),
        ("application/senml+json", "sensor values (RFC 8428)"),
        ("application/cbor", "compact binary JSON (RFC 8949)"), ("application/td+json", "a W3C Thing Description"),
    ]

    private static func entry(_ name: String, _ summary: String, _ values: [(String, String)] = []) -> Entry {
        Entry(name: name, summary: summary, values: values.map { Value(text: $0.0, summary: $0.1) })
    }

    /// All of them, in the order of the alphabet.
    public static let all: [Entry] = [
        entry(
            "Accept", "media types that the answer may have, the preferred first",
            [("*/*", "anything")] + types + [("text/event-stream", "a stream of events")]),
        entry("Accept-Charset", "charsets of the answer (obsolete: UTF-8 is meant)", [("utf-8", "UTF-8")]),
        entry(
            "Accept-Encoding", "codings that the answer may be packed in",
            [("gzip, deflate, br, zstd", "packed, unpacked here"), ("identity", "not packed")]),
        entry(
            "Accept-Language", "languages of the answer, the preferred first",
            [("en", "English"), ("de, en;q=0.8", "German, else English")]),
        entry("Access-Control-Request-Headers", "CORS: headers that a browser is about to send"),
        entry(
            "Access-Control-Request-Method", "CORS: the method that a browser is about to use",
            [("PUT", ""), ("DELETE", "")]),
        entry(
            "Authorization", "who sends the request; the tab Auth writes it for you",
            [
                ("Bearer {{token}}", "a token (RFC 6750)"),
                ("Basic {{credentials}}", "name and password in Base64 (RFC 7617)"),
            ]),
        entry(
            "Cache-Control", "what caches on the way may do",
            [
                ("no-cache", "ask the server whether the kept answer still holds"), ("no-store", "keep nothing"),
                ("max-age=0", "as no-cache"), ("only-if-cached", "a kept answer or 504"),
            ]),
        entry(
            "Connection", "what the connection does after the answer",
            [("close", "it ends"), ("keep-alive", "it stays for the next request")]),
        entry(
            "Content-Disposition", "how the body is to be presented", [("attachment; filename=\"name\"", "as a file")]),
        entry("Content-Encoding", "the coding that the body is packed in", [("gzip", "gzip"), ("deflate", "zlib")]),
        entry("Content-Language", "the language of the body"),
        entry("Content-Length", "bytes of the body; counted for you"),
        // Obsolete ones too: servers ask for them, and who meets one wants to know what it is.
        entry("Content-MD5", "a checksum of the body (obsolete)"),
        entry("Content-Range", "which part of the whole the body is", [("bytes 0-99/1234", "the first hundred bytes")]),
        entry("Content-Type", "the media type of the body; follows from the tab Body", types),
        entry("Cookie", "cookies: NAME=VALUE; NAME=VALUE"),
        entry("DNT", "whether one wants not to be followed", [("1", "rather not")]),
        entry("Date", "when the message was made"),
        entry(
            "Depth", "how deep a WebDAV request goes",
            [("0", "the resource"), ("1", "and its members"), ("infinity", "everything")]),
        entry("Destination", "where WebDAV copies or moves to"),
        entry("Digest", "a checksum of the body (now Content-Digest, RFC 9530)"),
        entry("Expect", "whether to wait before sending the body", [("100-continue", "until the server says 100")]),
        entry(
            "Forwarded", "what proxies changed (RFC 7239)",
            [("for=192.0.2.1;proto=https", "the client and how it came")]),
        entry("From", "the address of the person who asks"),
        entry("Host", "the name and port of the server; follows from the URL"),
        entry("Idempotency-Key", "makes a repeated POST count once"),
        entry(
            "If-Match", "only if the resource still has this ETag: nobody's change is overwritten",
            [("{{etag}}", "the ETag of the last answer"), ("*", "only if it exists")]),
        entry(
            "If-Modified-Since", "only if it changed after this date, else 304",
            [("Tue, 24 Nov 2026 12:00:00 GMT", "a date as HTTP writes it")]),
        entry(
            "If-None-Match", "only if the ETag is another, else 304",
            [("{{etag}}", "the ETag of the last answer"), ("*", "only if it does not exist")]),
        entry("If-Range", "the part if the ETag or date still holds, else the whole"),
        entry("If-Unmodified-Since", "only if it did not change after this date, else 412"),
        entry(
            "Keep-Alive", "how long a connection is kept", [("timeout=5, max=100", "five seconds, a hundred requests")]),
        entry("Last-Event-ID", "the last event received, to go on after it"),
        entry("Link", "links to other resources (RFC 8288)"),
        entry("Max-Forwards", "how many proxies TRACE and OPTIONS pass", [("0", "only the first answers")]),
        entry("Origin", "the site that a browser's request comes from"),
        entry("Pragma", "caches of HTTP/1.0", [("no-cache", "ask the server")]),
        entry(
            "Prefer", "what is liked but not needed (RFC 7240)",
            [
                ("return=minimal", "no body, please"), ("return=representation", "the result, please"),
                ("respond-async", "202 and a place to look"), ("wait=10", "at most ten seconds"),
            ]),
        entry(
            "Priority", "how urgent the answer is (RFC 9218)", [("u=1", "urgent"), ("u=5, i", "may come bit by bit")]),
        entry("Proxy-Authorization", "who asks the proxy"),
        entry(
            "Range", "only a part of the body",
            [("bytes=0-99", "the first hundred bytes"), ("bytes=-100", "the last hundred")]),
        entry("Referer", "the page that the request comes from"),
        entry("Sec-Fetch-Mode", "what a browser fetches for", [("cors", ""), ("navigate", ""), ("same-origin", "")]),
        entry("TE", "transfer codings that the answer may have", [("trailers", "fields may follow the body")]),
        entry("Trailer", "fields that follow the body"),
        entry(
            "Transfer-Encoding", "how the body is framed; chosen for you",
            [("chunked", "in pieces, the length unknown")]),
        entry(
            "Upgrade", "another protocol for the connection",
            [("websocket", "WebSocket (RFC 6455)"), ("h2c", "HTTP/2 without TLS")]),
        entry("Upgrade-Insecure-Requests", "whether https is preferred", [("1", "yes")]),
        entry(
            "User-Agent", "the program that asks",
            [("martlet", "this one"), ("curl/8.5.0", "as curl says it"), ("Mozilla/5.0", "as every browser begins")]),
        entry("Via", "the proxies on the way"),
        entry("Want-Digest", "checksums that the answer may carry", [("sha-256", "SHA-256")]),
        entry("X-API-Key", "the key of an API; the tab Auth writes it for you"),
        entry(
            "X-Correlation-ID", "a name that finds this request in the server's logs",
            [("{{uuid}}", "a new one each time")]),
        entry("X-Forwarded-For", "the clients and proxies before", [("192.0.2.1", "an address")]),
        entry("X-Forwarded-Host", "the host that the client asked for"),
        entry("X-Forwarded-Proto", "how the client asked", [("https", ""), ("http", "")]),
        entry(
            "X-HTTP-Method-Override", "the method that is meant by a POST",
            [("PUT", ""), ("PATCH", ""), ("DELETE", "")]),
        entry(
            "X-Request-ID", "a name that finds this request in the server's logs", [("{{uuid}}", "a new one each time")]
        ),
        entry("X-Requested-With", "what a browser's script says of itself", [("XMLHttpRequest", "a script")]),
        entry("traceparent", "the trace that this request belongs to (W3C Trace Context)"),
        entry("tracestate", "more of the trace, by vendor"),
    ]
}
