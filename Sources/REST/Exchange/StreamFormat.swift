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
        let type = TypedValue(field)
        if type.isJSONLines {
            self = .jsonLines
        } else if type.isJSONSequence {
            self = .jsonSequence
        } else if type.name == "text/event-stream" {
            self = .events
        } else if type.name == "multipart/x-mixed-replace", let boundary = type["boundary"], !boundary.isEmpty,
            // RFC 2046 5.1.1 allows 70; what is far beyond is hostile.
            boundary.utf8.count <= 200
        {
            self = .parts(boundary: boundary)
        } else {
            return nil
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
}
