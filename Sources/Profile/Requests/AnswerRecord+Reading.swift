import Payloads
import REST
import Text

extension AnswerRecord {
    /// Why a file cannot be used.
    public struct Damage: Error, Equatable, Sendable, CustomStringConvertible {
        /// In words that go on from the file's name: `is damaged: its end is missing`.
        public var description: String
    }

    // What a number of JSON holds exactly in every reader (RFC 8259 6).
    /// What may stand for moments and sizes: nothing that is reckoned with them leaves the range of numbers.
    private static let numbers: ClosedRange<Int> = 0...1 << 53
    private static let times: ClosedRange<Int64> = 0...1 << 53
    private static let seconds: ClosedRange<Int64> = -(1 << 40)...1 << 40

    /// Reads a file, which anybody may have written to.
    public init(reading bytes: [UInt8]) throws(Damage) {
        guard bytes.starts(with: Self.mark.utf8), let line = bytes.firstIndex(of: 0x0A),
            // The document's length in bytes: what stands behind it is no JSON, and need not be text.
            let size = Int(String(decoding: bytes[Self.mark.utf8.count..<line], as: UTF8.self)), size >= 0
        else {
            // All but the version and the blank behind it.
            let isNewer = bytes.starts(with: Self.mark.dropLast(2).utf8)
            throw Damage(description: isNewer ? "was written by another martlet" : "is damaged: it begins otherwise")
        }
        // A crash or a full disk cuts files at their end.
        guard size <= bytes.count - line - 1 else { throw Damage(description: "is damaged: its end is missing") }
        let document: JSONValue
        do {
            document = try JSONValue(reading: bytes[(line + 1)...].prefix(size))
        } catch {
            throw Damage(description: "is damaged: \(error)")
        }
        var parts = Parts(bytes: bytes[(line + 1 + size)...])
        exchange = Self.exchange(document, &parts)
        if let problem = parts.reader.problems.first {
            throw Damage(description: "is damaged: \(problem.path) \(problem.text)")
        }
        // The document was whole, and what it speaks of is not.
        if parts.isShort { throw Damage(description: "is damaged: its end is missing") }
    }

    /// What is taken apart.
    private struct Parts {
        var reader = ProfileReader()
        var bytes: ArraySlice<UInt8>
        var isShort = false

        /// The next bytes, as many as a member counts.
        mutating func take(_ name: String, of object: JSONValue) -> [UInt8] {
            let count = reader.number(name, of: object, in: AnswerRecord.numbers) ?? 0
            if count > bytes.count { isShort = true }
            defer { bytes = bytes.dropFirst(count) }
            return Array(bytes.prefix(count))
        }

        mutating func number(_ name: String, of object: JSONValue) -> Int? {
            reader.number(name, of: object, in: AnswerRecord.numbers)
        }

        mutating func time(_ name: String, of object: JSONValue) -> Int64? {
            reader.number(name, of: object, in: AnswerRecord.times)
        }

        mutating func text(_ name: String, of object: JSONValue) -> String { reader.text(name, of: object) ?? "" }

        mutating func texts(_ name: String, of object: JSONValue) -> [String] {
            reader.list(name, of: object) { $0.text($1) ?? "" }
        }

        mutating func fields(_ name: String, of object: JSONValue) -> [Field] {
            reader.list(name, of: object) { reader, value in
                let words = (value.elements ?? []).compactMap(\.text)
                guard words.count == 2 else {
                    reader.expected("a name and a value", value)
                    return Field("", "")
                }
                return Field(words[0], words[1])
            }
        }

        /// The elements of a list, each read with the bytes that it counts.
        mutating func list<Element>(
            _ name: String, of object: JSONValue, _ read: (JSONValue, inout Parts) -> Element
        ) -> [Element] {
            // Gathered first: while the reader calls its closure it is being changed, and `self` must not be once more.
            var found: [Element] = []
            for value in reader.list(name, of: object, { $1 }) { found.append(read(value, &self)) }
            return found
        }
    }

    private static func exchange(_ object: JSONValue, _ parts: inout Parts) -> SentRequest {
        var exchange = SentRequest(
            id: 0, url: parts.text("url", of: object), shownURL: parts.text("shownURL", of: object),
            startedAt: parts.time("at", of: object) ?? 0)
        exchange.holder = parts.text("holder", of: object)
        exchange.state = .finished
        if let words = parts.reader.text("failure", of: object) { exchange.state = .failed(words) }
        if parts.reader.flag("isCancelled", of: object) == true { exchange.state = .cancelled }
        exchange.receivedSize = parts.number("received", of: object) ?? 0
        exchange.announcedSize = parts.number("announced", of: object)
        exchange.endedAfter = parts.time("endedAfter", of: object)
        // Before the body: in that order the bytes lie behind the document.
        exchange.hops = parts.list("hops", of: object, hop)
        exchange.body = PayloadBytes(parts.take("body", of: object))
        var loss = SentRequest.Kept(bodySize: parts.number("bodySize", of: object) ?? exchange.body.count)
        loss.isCut = parts.reader.flag("isCut", of: object) ?? false
        loss.isMasked = parts.reader.flag("isMasked", of: object) ?? false
        loss.fieldsLeftOut = parts.number("fieldsLeftOut", of: object) ?? 0
        loss.hopsLeftOut = parts.number("hopsLeftOut", of: object) ?? 0
        exchange.kept = loss
        return exchange
    }

    private static func hop(_ object: JSONValue, _ parts: inout Parts) -> Hop {
        var hop = Hop(url: parts.text("url", of: object), sent: Sent(method: "", target: ""))
        if let status = parts.number("redirect", of: object) { hop.cause = .redirect(status: status) }
        switch parts.text("cause", of: object) {
        case "challenge": hop.cause = .challenge
        case "closedConnection": hop.cause = .closedConnection
        default: break
        }
        if let sent = object["sent"] {
            hop.sent = Sent(
                method: parts.text("method", of: sent), target: parts.text("target", of: sent),
                fields: parts.fields("fields", of: sent), bytes: parts.take("bytes", of: sent),
                size: parts.number("size", of: sent) ?? 0, bodySize: parts.number("bodySize", of: sent) ?? 0)
        }
        hop.response = object["response"].map { response($0, &parts) }
        if let timings = object["timings"] { hop.timings = self.timings(timings, &parts) }
        hop.connection = object["connection"].map { connection($0, &parts) }
        hop.raw = Body(parts.take("raw", of: object))
        hop.rawProblem = parts.reader.text("rawProblem", of: object)
        return hop
    }

    private static func response(_ object: JSONValue, _ parts: inout Parts) -> Response {
        var response = Response(
            version: parts.text("version", of: object), status: parts.number("status", of: object) ?? 0,
            reason: parts.text("reason", of: object), fields: parts.fields("fields", of: object),
            head: parts.take("head", of: object))
        response.informational = parts.list("informational", of: object) { early, parts in
            Response.Informational(
                status: parts.number("status", of: early) ?? 0, reason: parts.text("reason", of: early),
                fields: parts.fields("fields", of: early))
        }
        response.trailers = parts.fields("trailers", of: object)
        response.transferCodings = parts.texts("transferCodings", of: object)
        response.breaches = parts.list("breaches", of: object) { breach, parts in
            let first = parts.number("first", of: breach) ?? 0
            return Breach(
                // A range whose end is before its beginning would trap.
                lines: first...max(first, parts.number("last", of: breach) ?? 0),
                what: parts.text("what", of: breach), section: parts.text("section", of: breach))
        }
        response.furtherBreaches = parts.number("furtherBreaches", of: object) ?? 0
        response.decoded = parts.texts("decoded", of: object)
        response.codingProblem = parts.reader.text("codingProblem", of: object)
        response.codingsLeft = parts.texts("codingsLeft", of: object)
        response.remarks = parts.texts("remarks", of: object)
        response.bodySize = parts.number("bodySize", of: object) ?? 0
        response.announcedSize = parts.number("announcedSize", of: object)
        response.isComplete = parts.reader.flag("isComplete", of: object) ?? true
        response.hasSurplus = parts.reader.flag("hasSurplus", of: object) ?? false
        return response
    }

    private static func timings(_ object: JSONValue, _ parts: inout Parts) -> Timings {
        var timings = Timings(start: parts.time("start", of: object) ?? 0)
        func span(_ name: String) -> Timings.Span? {
            let moments = parts.reader.list(name, of: object) { reader, value -> Int64 in
                if case .number(let text) = value.content, let time = Int64(text), times.contains(time) { return time }
                reader.expected("a time", value)
                return 0
            }
            return moments.first.map { Timings.Span($0, moments.count > 1 ? moments[1] : nil) }
        }
        timings.nameLookup = span("nameLookup")
        timings.connect = span("connect")
        timings.tls = span("tls")
        timings.send = span("send")
        timings.firstByte = parts.time("firstByte", of: object)
        timings.lastByte = parts.time("lastByte", of: object)
        return timings
    }

    private static func connection(_ object: JSONValue, _ parts: inout Parts) -> Connection {
        var connection = Connection(
            number: parts.number("number", of: object) ?? 0,
            earlierRequests: parts.number("earlierRequests", of: object) ?? 0,
            version: parts.text("version", of: object), remoteAddress: parts.text("remoteAddress", of: object),
            localAddress: parts.text("localAddress", of: object), proxy: parts.reader.text("proxy", of: object))
        if let tunnel = object["tunnel"] {
            let status = parts.number("status", of: tunnel)
            connection.tunnel = .init(
                target: parts.text("target", of: tunnel),
                response: status.map { Response(status: $0, reason: parts.text("reason", of: tunnel)) })
        }
        if let tls = object["tls"] {
            connection.tls = .init(
                version: parts.text("version", of: tls), cipher: parts.text("cipher", of: tls),
                certificates: parts.list("certificates", of: tls, certificate),
                isVerified: parts.reader.flag("isVerified", of: tls) ?? true)
        }
        return connection
    }

    private static func certificate(_ object: JSONValue, _ parts: inout Parts) -> Certificate {
        Certificate(
            subject: parts.text("subject", of: object), issuer: parts.text("issuer", of: object),
            names: parts.texts("names", of: object),
            notBefore: parts.reader.number("notBefore", of: object, in: seconds) ?? 0,
            notAfter: parts.reader.number("notAfter", of: object, in: seconds) ?? 0,
            serialNumber: parts.text("serialNumber", of: object),
            bytes: (try? Base64.decode(parts.text("bytes", of: object))) ?? [])
    }
}
