import JSONPath
import Payloads
import Text

/// A value that a test looks at.
struct JudgedValue {
    enum Content {
        /// Bytes that are no JSON: a header, a topic, a payload.
        case plain([UInt8])
        case string(String)
        case number(ExactNumber)
        case boolean(Bool)
        case null
        /// With the number of elements.
        case list(Int)
        /// With the number of members.
        case object(Int)
    }

    var content: Content
    /// As it was sent.
    var shown: String
    /// Where it starts in the JSON; -1 for what is none.
    var offset = -1
    /// Bytes of it in the JSON.
    var size = 0

    /// What of a value is shown, in characters.
    private static let mostShown = 120

    init(_ content: Content, shown: String) {
        self.content = content
        self.shown = shown
    }

    /// Bytes that are no JSON.
    init(plain bytes: [UInt8]) {
        self.init(.plain(bytes), shown: Self.cut(bytes))
    }

    /// A number that was counted.
    init(number: some BinaryInteger) {
        let text = "\(number)"
        self.init(ExactNumber(text).map { .number($0) } ?? .null, shown: text)
    }

    /// A value of JSON by its bytes; nil when they are none.
    init?(json bytes: [UInt8], offset: Int) {
        guard let value = try? JSONValue(reading: bytes) else { return nil }
        let content: Content
        switch value.content {
        case .null: content = .null
        case .bool(let flag): content = .boolean(flag)
        case .number(let text):
            // Digits or an exponent beyond its bounds: `ConditionRun` judges such a one as it is written.
            guard let number = ExactNumber(text) else { return nil }
            content = .number(number)
        case .string: content = .string(value.text ?? "")
        case .array(let elements): content = .list(elements.count)
        case .object(let members): content = .object(members.count)
        }
        self.init(content, shown: Self.cut(bytes))
        self.offset = offset
        size = bytes.count
    }

    private static func cut(_ bytes: [UInt8]) -> String {
        if bytes.isEmpty { return "nothing" }
        // A longer text may be cut within a character: that does not make it binary.
        guard String(validating: bytes.prefix(4 * mostShown), as: UTF8.self) != nil || bytes.count > 4 * mostShown
        else {
            return
                "\(HexDigit.lower(bytes.prefix(16)))\(bytes.count > 16 ? "…" : "") (\(bytes.count) bytes that are no text)"
        }
        let text = String(decoding: bytes.prefix(4 * mostShown), as: UTF8.self).withoutControls
        return text.count > mostShown || bytes.count > 4 * mostShown ? "\(text.prefix(mostShown))…" : text
    }

    /// The kind of JSON that it is; nil for what is none.
    var kind: JSONKind? {
        switch content {
        case .plain: nil
        case .string: .string
        case .number: .number
        case .boolean: .boolean
        case .null: .null
        case .list: .list
        case .object: .object
        }
    }

    /// Its text; nil for what has none.
    var text: [UInt8]? {
        switch content {
        case .plain(let bytes): bytes
        case .string(let text): Array(text.utf8)
        default: nil
        }
    }

    /// Its text, or how a number or a word of JSON is written; nil for lists and objects.
    var written: [UInt8]? {
        switch content {
        case .number(let number): Array(number.text.utf8)
        case .boolean(let flag): Array("\(flag)".utf8)
        case .null: Array("null".utf8)
        default: text
        }
    }

    /// Characters, elements or members; nil for what has no length.
    var length: Int? {
        switch content {
        case .plain(let bytes): String(decoding: bytes, as: UTF8.self).unicodeScalars.count
        case .string(let text): text.unicodeScalars.count
        case .list(let count), .object(let count): count
        default: nil
        }
    }

    /// The number that it is; of bytes that are no JSON the number that they say.
    var number: ExactNumber? {
        switch content {
        case .number(let number): number
        // What a sensor sends is often a bare number as text, or padded with blanks: `21.5 `.
        case .plain(let bytes): Self.number(in: bytes)
        default: nil
        }
    }

    /// The longest text that is taken for a number: a body may be megabytes, and of a longer one no part counts for all.
    private static let longestNumber = 1000

    private static func number(in bytes: [UInt8]) -> ExactNumber? {
        let text = bytes.trimmedSpace
        guard !text.isEmpty, text.count <= longestNumber else { return nil }
        return ExactNumber(String(decoding: text, as: UTF8.self).trimmed)
    }
}
