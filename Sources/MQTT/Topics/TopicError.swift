import Text

/// Why a text is not a topic name or not a topic filter (MQTT 5 4.7).
public enum TopicError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No character at all.
    case empty
    /// More than 65,535 bytes of UTF-8; how many there are.
    case tooLong(Int)
    /// U+0000 in it.
    case null
    /// Not UTF-8 (raw bytes only).
    case invalidUTF8
    /// A wildcard in a topic name.
    case wildcardInName
    /// `#` that is not the last level, or not alone in it: `a/#/b`, `room1#`.
    case misplacedHash
    /// `+` that is not alone in its level: `sport+`.
    case misplacedPlus
    /// `$share` without a name, with a wildcard in the name, or without a filter after it.
    case badShare

    /// One sentence: what is wrong and what would be right.
    public var description: String {
        switch self {
        case .empty: "A topic needs at least one character."
        case .tooLong(let bytes): "A topic has at most 65,535 bytes; this one has \(bytes)."
        case .null: "A topic cannot contain the character U+0000."
        case .invalidUTF8: "A topic must be valid UTF-8."
        case .wildcardInName: "+ and # are wildcards: they are for filters, not for a topic to publish to."
        case .misplacedHash: "# must be the last level and alone in it, as in home/#."
        case .misplacedPlus: "+ must be alone in its level, as in home/+/lamp."
        case .badShare: "A shared subscription is written $share/GROUP/FILTER."
        }
    }
}

extension TopicError {
    init(_ fault: TopicFault) {
        self =
            switch fault {
            case .empty: .empty
            case .tooLong(let bytes): .tooLong(bytes)
            case .null: .null
            case .wildcardInName: .wildcardInName
            case .misplacedHash: .misplacedHash
            case .misplacedPlus: .misplacedPlus
            case .badShare: .badShare
            }
    }
}
