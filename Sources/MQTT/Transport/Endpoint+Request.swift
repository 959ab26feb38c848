import Text

extension Endpoint.Header {
    /// Why it cannot be sent: its name is none, or its value would end the line and begin another (RFC 9110 5.1, 5.5). Nil
    /// when it can.
    public var problem: String? {
        guard !name.isEmpty else { return "it has no name" }
        guard HTTPToken.isToken(name) else {
            return "'\(ShownText.printable(name))' is no name of a header: use letters, digits and -"
        }
        return HTTPToken.forging(in: value).map {
            "its value holds \($0), with which a header could be forged: take it out"
        }
    }
}

extension Endpoint {
    /// Why the request that opens a WebSocket here cannot be written; nil when it can, and where there is none.
    ///
    /// ``init(url:)`` lets no such host and path through, but an endpoint may be made of parts.
    var requestProblem: ConnectionFailure? {
        guard transport.isWebSocket else { return nil }
        for (part, said, what) in [(host, spokenHost, "host"), (path, spokenPath, "path")]
        where part.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) {
            return ConnectionFailure(
                .badOptions, "the \(what) '\(ShownText.printable(said))' holds a space or a control character",
                advice: "check what was pasted; nothing was sent")
        }
        for header in headers {
            guard let problem = header.problem else { continue }
            let name = header.name.isEmpty ? "" : " \(ShownText.printable(header.name))"
            return ConnectionFailure(.badOptions, "WebSocket header\(name): \(problem)", advice: "nothing was sent")
        }
        return nil
    }
}
