import Payloads
import REST
import Text

extension AnswerRecord {
    /// How a file begins; the number is the version of what follows.
    static let mark = "martlet answer 1 "

    /// The file.
    public var bytes: [UInt8] {
        var rest: [UInt8] = []
        // Bytes that are no text stand behind the document, in the order in which it names their lengths.
        let document = document(&rest).written(opened: 2)
        return Array("\(Self.mark)\(document.count)\n".utf8) + document + rest
    }

    private func document(_ rest: inout [UInt8]) -> JSONValue {
        var object = ProfileObject()
        object.add("at", exchange.startedAt)
        object.add("url", exchange.url)
        object.add("shownURL", exchange.shownURL)
        // A digest, and never the credentials themselves.
        object.add("holder", exchange.holder)
        switch exchange.state {
        case .finished: break
        case .failed(let words): object.add("failure", JSONValue(text: words))
        // One that is still under way when the program ends was ended by that.
        case .cancelled, .sending, .receiving: object.add("isCancelled", true, unless: false)
        }
        object.add("received", exchange.receivedSize)
        object.add("announced", exchange.announcedSize)
        object.add("endedAfter", exchange.endedAfter)
        object.add("hops", list: exchange.hops.map { Self.json($0, &rest) })
        object.add("body", exchange.body.count, unless: 0)
        exchange.body.withBytes { rest += $0 }
        if let loss = exchange.kept {
            object.add("bodySize", loss.bodySize)
            object.add("isCut", loss.isCut, unless: false)
            object.add("isMasked", loss.isMasked, unless: false)
            object.add("fieldsLeftOut", loss.fieldsLeftOut, unless: 0)
            object.add("hopsLeftOut", loss.hopsLeftOut, unless: 0)
        }
        return object.value
    }

    private static func json(_ hop: Hop, _ rest: inout [UInt8]) -> JSONValue {
        var object = ProfileObject()
        switch hop.cause {
        case .asked: break
        case .redirect(let status): object.add("redirect", status)
        case .challenge: object.add("cause", "challenge")
        case .closedConnection: object.add("cause", "closedConnection")
        }
        object.add("url", hop.url)
        var sent = ProfileObject()
        sent.add("method", hop.sent.method)
        sent.add("target", hop.sent.target)
        sent.add("fields", list: json(hop.sent.fields))
        sent.add("size", hop.sent.size, unless: 0)
        sent.add("bodySize", hop.sent.bodySize, unless: 0)
        sent.add("bytes", hop.sent.bytes.count, unless: 0)
        rest += hop.sent.bytes
        object.add("sent", sent.value)
        if let response = hop.response { object.add("response", json(response, &rest)) }
        object.add("timings", json(hop.timings))
        if let connection = hop.connection { object.add("connection", json(connection)) }
        object.add("raw", hop.raw.count, unless: 0)
        hop.raw.withBytes { rest += $0 }
        object.add("rawProblem", hop.rawProblem ?? "")
        return object.value
    }

    private static func json(_ fields: [Field]) -> [JSONValue] {
        // Pairs and not members: a field may come twice, and their order is part of the answer.
        fields.map { JSONValue(.array([JSONValue(text: $0.name), JSONValue(text: $0.value)])) }
    }

    private static func json(_ response: Response, _ rest: inout [UInt8]) -> JSONValue {
        var object = ProfileObject()
        object.add("version", response.version)
        object.add("status", response.status)
        object.add("reason", response.reason)
        object.add("fields", list: json(response.fields))
        object.add("head", response.head.count, unless: 0)
        rest += response.head
        object.add(
            "informational",
            list: response.informational.map { early in
                var object = ProfileObject()
                object.add("status", early.status)
                object.add("reason", early.reason)
                object.add("fields", list: json(early.fields))
                return object.value
            })
        object.add("trailers", list: json(response.trailers))
        object.add("transferCodings", list: response.transferCodings.map { JSONValue(text: $0) })
        object.add(
            "breaches",
            list: response.breaches.map { breach in
                var object = ProfileObject()
                object.add("first", breach.lines.lowerBound)
                object.add("last", breach.lines.upperBound)
                object.add("what", breach.what)
                object.add("section", breach.section)
                return object.value
            })
        object.add("furtherBreaches", response.furtherBreaches, unless: 0)
        object.add("decoded", list: response.decoded.map { JSONValue(text: $0) })
        object.add("codingProblem", response.codingProblem ?? "")
        object.add("codingsLeft", list: response.codingsLeft.map { JSONValue(text: $0) })
        object.add("remarks", list: response.remarks.map { JSONValue(text: $0) })
        object.add("bodySize", response.bodySize, unless: 0)
        object.add("announcedSize", response.announcedSize)
        object.add("isComplete", response.isComplete, unless: true)
        object.add("hasSurplus", response.hasSurplus, unless: false)
        return object.value
    }

    private static func json(_ timings: Timings) -> JSONValue {
        var object = ProfileObject()
        object.add("start", timings.start)
        func add(_ name: String, _ span: Timings.Span?) {
            guard let span else { return }
            // A span without an end is one number.
            object.add(name, list: [span.start, span.end].compactMap(\.self).map { JSONValue(number: Int($0)) })
        }
        add("nameLookup", timings.nameLookup)
        add("connect", timings.connect)
        add("tls", timings.tls)
        add("send", timings.send)
        object.add("firstByte", timings.firstByte)
        object.add("lastByte", timings.lastByte)
        return object.value
    }

    private static func json(_ connection: Connection) -> JSONValue {
        var object = ProfileObject()
        object.add("number", connection.number)
        object.add("earlierRequests", connection.earlierRequests, unless: 0)
        object.add("version", connection.version)
        object.add("remoteAddress", connection.remoteAddress)
        object.add("localAddress", connection.localAddress)
        object.add("proxy", connection.proxy ?? "")
        if let tunnel = connection.tunnel {
            var inner = ProfileObject()
            inner.add("target", tunnel.target)
            inner.add("status", tunnel.response?.status)
            inner.add("reason", tunnel.response?.reason ?? "")
            object.add("tunnel", inner.value)
        }
        if let tls = connection.tls {
            var inner = ProfileObject()
            inner.add("version", tls.version)
            inner.add("cipher", tls.cipher)
            inner.add("isVerified", tls.isVerified, unless: true)
            inner.add("certificates", list: tls.certificates.map(json))
            object.add("tls", inner.value)
        }
        return object.value
    }

    private static func json(_ certificate: Certificate) -> JSONValue {
        var object = ProfileObject()
        object.add("subject", certificate.subject)
        object.add("issuer", certificate.issuer)
        object.add("names", list: certificate.names.map { JSONValue(text: $0) })
        object.add("notBefore", certificate.notBefore)
        object.add("notAfter", certificate.notAfter)
        object.add("serialNumber", certificate.serialNumber)
        // Short enough to stand in the document, so that a list of them needs no lengths.
        object.add("bytes", certificate.bytes.isEmpty ? "" : Base64.encode(certificate.bytes))
        return object.value
    }
}
