import Text

/// A CBOR data item in diagnostic notation (RFC 8949 8), a line for each member, as JSON is laid out.
struct CBORLines {
    private let bytes: UnsafeRawBufferPointer
    /// The most spans that are made; what comes after is counted in bytes.
    private let limit: Int
    private var lines: [[Span]] = [[]]
    private var count = 0
    private var indent = 0
    private let isCompact: Bool

    private init(_ bytes: UnsafeRawBufferPointer, limit: Int, isCompact: Bool) {
        self.bytes = bytes
        self.limit = limit
        self.isCompact = isCompact
    }

    /// The lines of a well-formed item.
    static func lines(of bytes: UnsafeRawBufferPointer) -> [[Span]] {
        var layout = CBORLines(bytes, limit: 200_000, isCompact: false)
        layout.finish(layout.item(at: 0))
        return layout.lines
    }

    /// The beginning of a well-formed item in one line; the bytes may end before the item does.
    static func line(of bytes: UnsafeRawBufferPointer, spans limit: Int) -> String {
        var layout = CBORLines(bytes, limit: limit, isCompact: true)
        _ = layout.item(at: 0)
        return layout.lines.joined().map(\.text).joined()
    }

    private mutating func finish(_ end: Int?) {
        guard end == nil else { return }
        lines.append([Span(kind: .comment, text: "… more than is laid out: v shows all \(grouped(bytes.count)) bytes")])
    }

    private mutating func put(_ text: String, _ kind: TokenKind) {
        lines[lines.count - 1].append(Span(kind: kind, text: text))
        count += 1
    }

    private mutating func breakLine() {
        if isCompact { return }
        lines.append(indent > 0 ? [Span(kind: .plain, text: String(repeating: " ", count: 2 * indent))] : [])
    }

    /// Lays out the item at a place; answers where it ends, nil once there is no more room.
    private mutating func item(at place: Int, isKey: Bool = false) -> Int? {
        guard count < limit, let head = CBORHead(bytes, at: place) else { return nil }
        switch head.major {
        case .unsigned: put("\(head.argument)", isKey ? .key : .number)
        case .negative: put(Self.negative(head.argument), isKey ? .key : .number)
        case .bytes, .text: return string(head, isKey)
        case .array: return list(head, "[", "]")
        case .map: return list(head, "{", "}")
        case .tag:
            put("\(head.argument)(", .tag)
            let end = item(at: head.end)
            put(")", .tag)
            return end
        case .simple: simple(head)
        }
        return head.end
    }

    private mutating func string(_ head: CBORHead, _ isKey: Bool) -> Int? {
        guard head.isIndefinite else { return piece(head, isKey) }
        put("(_ ", .punctuation)
        var place = head.end
        while place < bytes.count, bytes[place] != 0xFF {
            if place > head.end { put(", ", .punctuation) }
            guard count < limit, let next = CBORHead(bytes, at: place), let end = piece(next, isKey) else { return nil }
            place = end
        }
        put(")", .punctuation)
        // Behind the break (RFC 8949 3.2.1).
        return place + 1
    }

    private mutating func piece(_ head: CBORHead, _ isKey: Bool) -> Int? {
        // Of a string that goes on behind the beginning of an item what is there shows.
        let end = head.stringEnd(in: bytes)
        let content = bytes[head.end..<(end ?? bytes.count)]
        if head.major == .text {
            put(JSONString.quoted(String(decoding: content, as: UTF8.self)), isKey ? .key : .string)
        } else {
            put("h'\(HexDigit.lower(content))'", isKey ? .key : .hexBytes)
        }
        return end
    }

    private mutating func list(_ head: CBORHead, _ open: String, _ close: String) -> Int? {
        put(head.isIndefinite ? "\(open)_ " : open, .punctuation)
        indent += 1
        var place = head.end
        var left = head.argument
        while head.isIndefinite ? place < bytes.count && bytes[place] != 0xFF : left > 0 {
            if place > head.end { put(isCompact ? ", " : ",", .punctuation) }
            breakLine()
            if head.major == .map {
                guard let value = item(at: place, isKey: true) else { return nil }
                put(": ", .punctuation)
                place = value
            }
            guard let next = item(at: place) else { return nil }
            place = next
            // Where the length is not told it is 0 and wraps, and nobody looks at it.
            left &-= 1
        }
        indent -= 1
        if place > head.end { breakLine() }
        put(close, .punctuation)
        return head.isIndefinite ? place + 1 : place
    }

    private mutating func simple(_ head: CBORHead) {
        switch head.info {
        case 20: put("false", .literal)
        case 21: put("true", .literal)
        case 22: put("null", .literal)
        case 23: put("undefined", .literal)
        case 25: put(Self.words(Self.half(UInt16(truncatingIfNeeded: head.argument))), .number)
        case 26:
            // As Float: as Double 0.1 would have digits that nobody sent.
            let value = Float(bitPattern: UInt32(truncatingIfNeeded: head.argument))
            put(value.isFinite ? "\(value)" : Self.words(Double(value)), .number)
        case 27: put(Self.words(Double(bitPattern: head.argument)), .number)
        default: put("simple(\(head.argument))", .literal)
        }
    }

    /// -1 - n, which is below what 64 bits hold when n is large.
    private static func negative(_ argument: UInt64) -> String {
        argument == .max ? "-18446744073709551616" : "-\(argument + 1)"
    }

    private static func words(_ value: Double) -> String {
        value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : "\(value)"
    }

    /// The value of a float in two bytes (IEEE 754 binary16).
    static func half(_ bits: UInt16) -> Double {
        let sign: Double = bits & 0x8000 == 0 ? 1 : -1
        let fraction = Double(bits & 0x3FF)
        switch bits >> 10 & 0x1F {
        // Subnormal: without the one before the point.
        case 0: return sign * fraction / Double(1 << 24)
        case 31: return fraction == 0 ? sign * .infinity : .nan
        case let exponent:
            // Its bias is 15, and ten bits stand behind the point.
            let shift = Int(exponent) - 25
            let value = fraction + 1024
            return sign * (shift < 0 ? value / Double(1 << -shift) : value * Double(1 << shift))
        }
    }
}
