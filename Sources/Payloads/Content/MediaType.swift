import Text

/// What a payload is said to be: the value of a Content-Type field (RFC 9110 8.3.1).
public struct MediaType: Hashable, Sendable {
    /// Type and subtype in small letters: `application/json`.
    public let name: String
    /// The charset parameter in small letters; nil when there is none.
    public let charset: String?

    /// Reads a field's value; nil when it names no type.
    public init?(_ value: String) {
        let typed = TypedValue(value)
        let name = typed.name
        guard name.split(separator: "/", omittingEmptySubsequences: false).count == 2, name.utf8.count < 128 else {
            return nil
        }
        self.name = name
        charset = typed["charset"]?.lowercased()
        isJSONLines = typed.isJSONLines || typed.isJSONSequence
    }

    /// Whether it stands for JSON line by line: NDJSON, JSON Lines, or the sequences of RFC 7464, whose records begin with
    /// a control character.
    public let isJSONLines: Bool

    /// What kind of payload it stands for; nil when it stands for none of those that are laid out.
    public var kind: PayloadKind? {
        switch name {
        case "application/json", "text/json": .json
        case "application/xml", "text/xml": .xml
        case "text/html", "application/xhtml+xml": .html
        case "application/cbor": .cbor
        case "application/x-www-form-urlencoded", "application/javascript", "application/yaml", "application/graphql",
            "application/toml":
            .text
        case _ where isJSONLines: .text
        default:
            name.hasSuffix("+json")
                ? .json
                : name.hasSuffix("+xml")
                    ? .xml : name.hasSuffix("+cbor") ? .cbor : name.hasPrefix("text/") ? .text : nil
        }
    }
}
