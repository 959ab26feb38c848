/// A format string of `-F`, read once: `%` for fields of the message, `@` for strftime(3), `\` for characters that are
/// hard to type.
public struct MessageFormat: Equatable, Sendable {
    enum Piece: Equatable {
        case text([UInt8])
        case field(Field, FieldOptions)
        /// A format of strftime(3), such as `%H`.
        case time(String)
        /// Nine digits.
        case nanoseconds
    }

    /// The letters after a percent sign.
    enum Field: Character, CaseIterable {
        case topicAlias = "A"
        case contentType = "C"
        case correlationData = "D"
        case double = "d"
        case expiry = "E"
        case formatIndicator = "F"
        case float = "f"
        case isoTime = "I"
        case json = "j"
        case jsonPayload = "J"
        case length = "l"
        case packetID = "m"
        case userProperties = "P"
        case payload = "p"
        case qos = "q"
        case responseTopic = "R"
        case retain = "r"
        case subscription = "S"
        case topic = "t"
        case unixTime = "U"
        case hex = "x"
        case upperHex = "X"

        /// Whether it is a property of MQTT 5.
        var isProperty: Bool {
            switch self {
            case .topicAlias, .contentType, .correlationData, .expiry, .formatIndicator, .userProperties,
                .responseTopic, .subscription, .json, .jsonPayload:
                true
            default: false
            }
        }
    }

    /// The widest field: more is a slip of the finger and would fill the memory.
    static let largestWidth = 65_535

    let pieces: [Piece]
    /// Whether MQTT 5 properties have to be read for it.
    let needsProperties: Bool

    /// Reads a format string.
    ///
    /// - Throws: ``ScriptError``, what is wrong in it.
    public init(_ text: String) throws(ScriptError) {
        var reader = FormatReader(text)
        pieces = try reader.read()
        needsProperties = pieces.contains { piece in
            if case .field(let field, _) = piece { field.isProperty } else { false }
        }
    }
}
