import Text

/// How the events of an answer without an end follow each other.
public enum StreamFormat: Hashable, Sendable {
    /// `text/event-stream` (HTML, 9.2.5).
    case events
    /// A JSON value on each line (NDJSON, JSON Lines).
    case jsonLines
    /// JSON values behind RS (RFC 7464).
    case jsonSequence
    /// `multipart/x-mixed-replace`: parts between lines of this boundary.
    case parts(boundary: String)
    /// Text, line by line.
    case lines
    /// Messages of a WebSocket (RFC 6455).
    case messages

    /// What an answer's Content-Type says; nil for one that has an end as far as is known.
    public init?(_ response: Response) {
        guard let field = response.fields["content-type"] else { return nil }
        let name = field.prefix { $0 != ";" }.trimming(\.isFieldBlank).lowercased()
        switch name {
        case "text/event-stream": self = .events
        case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines",
            "application/jsonlines", "application/x-jsonl", "application/stream+json":
            self = .jsonLines
        case "application/json-seq": self = .jsonSequence
        case "multipart/x-mixed-replace":
            guard let boundary = Self.boundary(in: field) else { return nil }
            self = .parts(boundary: boundary)
        default:
            guard name.hasSuffix("+json-seq") else { return nil }
            self = .jsonSequence
        }
    }

    /// What people call it.
    public var words: String {
        switch self {
        case .events: "event stream"
        case .jsonLines: "lines of JSON"
        case .jsonSequence: "JSON sequence"
        case .parts: "parts that replace each other"
        case .lines: "lines of text"
        case .messages: "WebSocket"
        }
    }

    /// The boundary between parts (RFC 2046 5.1.1), as it was written.
    private static func boundary(in field: String) -> String? {
        for piece in field.split(separator: ";").dropFirst() {
            let pair = piece.split(separator: "=", maxSplits: 1).map { String($0.trimming(\.isFieldBlank)) }
            guard pair.count == 2, pair[0].lowercased() == "boundary" else { continue }
            var value = pair[1]
            if value.count >= 2, value.first == "\"", value.last == "\"" {
                value = String(value.dropFirst().dropLast())
            }
            // RFC 2046 5.1.1 allows 70; what is far beyond is hostile.
            return value.isEmpty || value.utf8.count > 200 ? nil : value
        }
        return nil
    }
}
