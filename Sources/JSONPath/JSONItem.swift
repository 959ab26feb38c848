import Text

/// A value that a filter looks at: of the source, of the query, or computed.
enum JSONItem {
    /// No value, which is not the same as null (RFC 9535 2.3.5.2.2).
    case nothing
    /// A value of the source, by where it starts.
    case source(Int)
    case literal(JSONPathLiteral)
    case count(Int)

    /// What kind of value it is.
    enum Kind {
        case nothing, string, number, bool(Bool), null, array, object
    }

    func kind(_ source: JSONSource) -> Kind {
        switch self {
        case .nothing: return .nothing
        case .count: return .number
        case .literal(.string): return .string
        case .literal(.number): return .number
        case .literal(.bool(let value)): return .bool(value)
        case .literal(.null): return .null
        case .source(let start):
            guard start < source.end else { return .nothing }
            switch source.base[start] {
            case 0x22: return .string
            case 0x7B: return .object
            case 0x5B: return .array
            case 0x74: return .bool(true)
            case 0x66: return .bool(false)
            case 0x6E: return .null
            default: return .number
            }
        }
    }

    /// Calls `body` with a reader of the string.
    func withString<R>(_ source: JSONSource, _ body: (inout JSONStringReader) -> R) -> R? {
        switch self {
        case .source(let start):
            let end = source.endOfString(start)
            // A string that is cut off has one quote only.
            var reader = JSONStringReader(source.base, start + 1, max(start + 1, end - 1))
            return body(&reader)
        case .literal(.string(let bytes)):
            return bytes.withUnsafeBufferPointer { buffer in
                // An empty text has no address; of the other one nothing is read.
                var reader = JSONStringReader(buffer.baseAddress ?? source.base, 0, buffer.count, hasEscapes: false)
                return body(&reader)
            }
        default: return nil
        }
    }

    /// Calls `body` with the number.
    func withNumber<R>(_ source: JSONSource, _ body: (JSONNumber) -> R) -> R? {
        switch self {
        case .source(let start):
            return body(JSONNumber(source.base, start, JSONWord.read(source.base, start, source.end).end))
        case .literal(.number(let bytes)): return Self.number(bytes, body)
        case .count(let count): return Self.number(Array(String(count).utf8), body)
        default: return nil
        }
    }

    private static func number<R>(_ text: [UInt8], _ body: (JSONNumber) -> R) -> R? {
        text.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { body(JSONNumber($0, 0, buffer.count)) }
        }
    }
}

/// The order of two strings, by their characters' numbers.
func compare(_ one: inout JSONStringReader, _ other: inout JSONStringReader) -> Int {
    while true {
        let (left, right) = (one.next(), other.next())
        if left == right {
            if left == nil { return 0 }
            continue
        }
        guard let left else { return -1 }
        guard let right else { return 1 }
        return left < right ? -1 : 1
    }
}
