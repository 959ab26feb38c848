import Profile
import REST
import Text

/// Writes exchanges as an HTTP Archive (HAR 1.2), an entry for each request and its answer.
struct HARWriter {
    private let export: WireExport

    init(_ export: WireExport) { self.export = export }

    func text(of rows: [WireRow]) -> String {
        var seen: Set<[UInt64]> = []
        var entries: [String] = []
        // The last row of a request and its answer knows most of it.
        var steps: [(row: WireRow, step: WireHTTP, start: Moment)] = []
        for row in rows.reversed() {
            // What was not sent has no method.
            guard case .http(let step) = row.content, !step.exchanged.sent.method.isEmpty,
                // Exchange and hop: a redirect is an entry of its own.
                seen.insert([step.exchange, UInt64(step.hop)]).inserted
            else { continue }
            steps.append((row, step, started(row, step)))
        }
        // The oldest first (HAR 1.2, "entries"): a slow one ends behind those that began after it.
        let ordered = steps.reversed().sorted { $0.start < $1.start }
        for (row, step, _) in ordered { entries.append(entry(row, step)) }
        var line = JSONLine()
        line.object("log") { log in
            log.string("version", "1.2")
            log.object("creator") { creator in
                creator.string("name", export.creator.name)
                creator.string("version", export.creator.version)
            }
            log.list("entries", entries)
        }
        return line.closed + "\n"
    }

    private func entry(_ row: WireRow, _ step: WireHTTP) -> String {
        let hop = step.exchanged
        let timings = hop.timings
        var line = JSONLine()
        line.string("startedDateTime", InternetTime.text(started(row, step)))
        line.raw("time", Self.milliseconds(timings.end - timings.start))
        line.object("request") { request(hop).write(to: &$0) }
        line.object("response") { response(step).write(to: &$0) }
        line.object("cache") { _ in }
        line.object("timings") { times(timings, &$0) }
        if let connection = hop.connection {
            // HAR has the address alone here: the port is in the URL.
            line.string("serverIPAddress", Self.host(connection.remoteAddress))
            line.string("connection", String(connection.number))
        }
        line.object("_martlet") { own in
            own.number("exchange", step.exchange)
            own.number("hop", step.hop)
            own.string("cause", "\(hop.cause)")
            own.string("failure", step.failure.isEmpty ? nil : step.failure)
            own.flag("reused", hop.connection?.isReused)
            own.string("tls", hop.connection?.tls?.version)
            own.list("decoded", (hop.response?.decoded ?? []).map(JSONString.quoted))
            own.list("verdicts", row.verdicts.map { JSONString.quoted("\($0.words) (\($0.section))") })
            own.list("breaches", (hop.response?.breaches ?? []).map { JSONString.quoted($0.description) })
        }
        return line.closed
    }

    /// When a hop began: the row is a later moment of it.
    private func started(_ row: WireRow, _ step: WireHTTP) -> Moment {
        let timings = step.exchanged.timings
        let after: Int64 =
            switch step.step {
            case .exchange: timings.start
            case .connect: timings.connect?.end ?? timings.start
            case .tls: timings.tls?.end ?? timings.start
            case .request: timings.send?.end ?? timings.start
            case .head: timings.firstByte ?? timings.start
            case .end: timings.lastByte ?? timings.start
            }
        // `timings` count from the hop's start, in nanoseconds; moments are microseconds.
        return row.time - (after - timings.start) / 1000
    }

    /// What a half of an entry says, ready to be written.
    private struct Half {
        var members: [(name: String, value: String)] = []

        func write(to line: inout JSONLine) { for (name, value) in members { line.raw(name, value) } }
    }

    private func request(_ hop: Hop) -> Half {
        let sent = hop.sent
        let bytes = export.maskedRequest(hop)
        // -1 is HAR's word for a size that is not known: HTTP/2 has no text to count.
        let end = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound
        var half = Half(members: [
            ("method", JSONString.quoted(sent.method)), ("url", JSONString.quoted(export.masked(url: hop.url))),
            ("httpVersion", JSONString.quoted(hop.connection?.version ?? "HTTP/1.1")), ("cookies", "[]"),
            ("headers", fields(sent.fields)), ("queryString", query(hop.url)),
            ("headersSize", "\(end ?? -1)"), ("bodySize", "\(sent.bodySize)"),
        ])
        if sent.bodySize > 0, let end, let text = String(validating: bytes[end...], as: UTF8.self) {
            var data = JSONLine()
            data.string("mimeType", sent.fields["content-type"] ?? "")
            data.string("text", text)
            half.members.append(("postData", data.closed))
        }
        return half
    }

    private func response(_ step: WireHTTP) -> Half {
        let response = step.exchanged.response
        var content = JSONLine()
        content.number("size", response?.bodySize ?? 0)
        content.string("mimeType", response?.fields["content-type"] ?? "")
        if let text = body(step) { content.string("text", text) }
        return Half(members: [
            ("status", "\(response?.status ?? 0)"), ("statusText", JSONString.quoted(response?.reason ?? "")),
            ("httpVersion", JSONString.quoted(response?.version ?? "")), ("cookies", "[]"),
            ("headers", fields(response?.fields ?? [])), ("content", content.closed),
            ("redirectURL", JSONString.quoted(response?.fields["location"].map { export.masked(url: $0) } ?? "")),
            ("headersSize", "\(response.map { $0.head.isEmpty ? -1 : $0.head.count } ?? -1)"),
            ("bodySize", "\(response?.bodySize ?? -1)"),
        ])
    }

    /// The body, where all of it is kept as it was meant.
    private func body(_ step: WireHTTP) -> String? {
        // What is kept of a coded body is not what its size tells of.
        guard let response = step.exchanged.response, response.bodySize > 0, response.decoded.isEmpty,
            response.codingsLeft.isEmpty, response.fields["transfer-encoding"] == nil,
            let end = step.answer.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound,
            // The answer is kept up to a bound: only one that is whole is written.
            step.answer.count - end == response.bodySize
        else { return nil }
        return String(validating: export.maskedAnswer(step.answer)[end...], as: UTF8.self)
    }

    private func fields(_ fields: [Field]) -> String {
        pairs(fields.map { ($0.name, export.masked($0)) })
    }

    private func pairs(_ pairs: [(String, String)]) -> String {
        let items = pairs.map { name, value in
            var line = JSONLine()
            line.string("name", name)
            line.string("value", value)
            return line.closed
        }
        return "[\(items.joined(separator: ","))]"
    }

    private func query(_ url: String) -> String {
        guard let start = export.masked(url: url).firstIndex(of: "?") else { return "[]" }
        let query = export.masked(url: url)[start...].dropFirst().prefix { $0 != "#" }
        return pairs(FormPairs.read(query, plusIsSpace: false).map { ($0.name, $0.value ?? "") })
    }

    private func times(_ timings: Timings, _ line: inout JSONLine) {
        func span(_ span: Timings.Span?) -> String {
            span.flatMap { span in span.end.map { Self.milliseconds($0 - span.start) } } ?? "-1"
        }
        // -1 says that it does not apply.
        line.raw("blocked", "-1")
        line.raw("dns", span(timings.nameLookup))
        // The time of TLS is part of it, as HAR 1.2 has it: readers take `ssl` off again.
        let connected = timings.tls?.end ?? timings.connect?.end
        line.raw("connect", span(timings.connect.map { Timings.Span($0.start, connected ?? $0.end) }))
        line.raw("ssl", span(timings.tls))
        // `send`, `wait` and `receive` must be there in HAR, and not -1.
        line.raw("send", timings.send?.end == nil ? "0" : span(timings.send))
        let sent = timings.send?.end ?? timings.start
        line.raw("wait", timings.firstByte.map { Self.milliseconds($0 - sent) } ?? "0")
        line.raw(
            "receive", timings.lastByte.map { Self.milliseconds($0 - (timings.firstByte ?? $0)) } ?? "0")
    }

    /// Nanoseconds as milliseconds.
    private static func milliseconds(_ nanoseconds: Int64) -> String { "\(Double(max(0, nanoseconds)) / 1_000_000)" }

    /// An address without its port and brackets.
    private static func host(_ address: String) -> String {
        let host = address.lastIndex(of: ":").map { address[..<$0] } ?? address[...]
        return String(host.drop { $0 == "[" }.prefix { $0 != "]" })
    }
}
