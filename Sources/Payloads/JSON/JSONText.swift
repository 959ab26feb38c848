/// Text in JSON strings (RFC 8259 7).
enum JSONText {
    /// The text with what must be escaped escaped, and nothing else.
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: mustBeEscaped) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{8}": result += "\\b"
            case "\u{C}": result += "\\f"
            case _ where scalar.value < 0x20:
                result += scalar.value < 0x10 ? "\\u000" : "\\u00"
                result += String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func mustBeEscaped(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x22 || byte == 0x5C }

    /// The text that an escaped one stands for; half a surrogate pair becomes U+FFFD.
    static func plain(_ raw: String) -> String {
        guard raw.utf8.contains(0x5C) else { return raw }
        var units: [UInt16] = []
        var rest = raw.utf16.makeIterator()
        while let unit = rest.next() {
            guard unit == 0x5C else {
                units.append(unit)
                continue
            }
            switch rest.next() {
            case 0x62: units.append(0x08)
            case 0x66: units.append(0x0C)
            case 0x6E: units.append(0x0A)
            case 0x72: units.append(0x0D)
            case 0x74: units.append(0x09)
            case 0x75:
                var value: UInt16 = 0
                for _ in 0..<4 { value = value << 4 | hexDigit(rest.next() ?? 0x30) }
                units.append(value)
            case let other?: units.append(other)
            case nil: break
            }
        }
        return String(decoding: units, as: UTF16.self)
    }

    private static func hexDigit(_ unit: UInt16) -> UInt16 {
        switch unit {
        case 0x30...0x39: unit - 0x30
        case 0x41...0x46: unit - 0x37
        case 0x61...0x66: unit - 0x57
        default: 0
        }
    }
}
