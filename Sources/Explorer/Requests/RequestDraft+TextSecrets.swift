/// Keeping secrets out of text of which nobody knows how it is built: what stands behind a name that says secret.
extension RequestDraft {
    /// XML, forms, settings, headers, prose: in `password=x`, `"token": "x"`, `Authorization: Bearer x`, `<secret>x</secret>`
    /// the value gives way to a variable. Everything else stays as it was typed.
    static func withoutSecrets(text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var kept = 0
        var position = 0
        while position < bytes.count {
            guard isWord(bytes[position]) else {
                position += 1
                continue
            }
            let start = position
            while position < bytes.count, isWord(bytes[position]) { position += 1 }
            guard position - start <= 64 else { continue }
            let name = String(decoding: bytes[start..<position], as: UTF8.self)
            guard isSecret(name: name), let value = secret(behind: start..<position, in: bytes), !value.isEmpty,
                !isOnlyVariables(String(decoding: bytes[value], as: UTF8.self))
            else { continue }
            result += bytes[kept..<value.lowerBound]
            result += Array("{{\(variable(name))}}".utf8)
            (kept, position) = (value.upperBound, value.upperBound)
        }
        if kept == 0 { return text }
        return String(decoding: result + bytes[kept...], as: UTF8.self)
    }

    /// Where the value is that belongs to a name; nil when none does.
    private static func secret(behind name: Range<Int>, in bytes: [UInt8]) -> Range<Int>? {
        var position = name.upperBound
        func skip(_ wanted: String) {
            while position < bytes.count, wanted.utf8.contains(bytes[position]) { position += 1 }
        }
        func end(_ stops: String, from start: Int) -> Int {
            bytes[start...].firstIndex { stops.utf8.contains($0) } ?? bytes.count
        }
        if isTag(name, in: bytes) {
            let close = end(">", from: position)
            guard close < bytes.count, bytes[close - 1] != UInt8(ascii: "/") else { return nil }
            position = close + 1
            if bytes[position...].starts(with: "<![CDATA[".utf8) {
                position += 9
                return position..<end("]", from: position)
            }
            return position..<end("<", from: position)
        }
        skip("\"' \t")
        guard position < bytes.count, ":=".utf8.contains(bytes[position]) else { return nil }
        position += 1
        skip(" \t")
        guard position < bytes.count else { return nil }
        let first = bytes[position]
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            let start = position + 1
            return start..<(bytes[start...].firstIndex { $0 == first || $0 == 0x0A } ?? bytes.count)
        }
        let stops = " \t\r\n&,;<>\"')]}"
        var close =
            bytes[position...].starts(with: "{{".utf8) ? endOfCall(position, in: bytes) : end(stops, from: position)
        // `Bearer x`: the scheme is none.
        if close < bytes.count, bytes[close] == 0x20,
            schemes.contains(String(decoding: bytes[position..<close], as: UTF8.self).lowercased())
        {
            position = close + 1
            close = end(stops, from: position)
        }
        return position..<close
    }

    /// The end of a variable, whose braces would end a value.
    private static func endOfCall(_ position: Int, in bytes: [UInt8]) -> Int {
        bytes[position...].firstRange(of: "}}".utf8)?.upperBound ?? bytes.count
    }

    /// Whether the name opens an element of XML, with a prefix or without.
    private static func isTag(_ name: Range<Int>, in bytes: [UInt8]) -> Bool {
        var position = name.lowerBound - 1
        if position >= 0, bytes[position] == UInt8(ascii: ":") {
            position -= 1
            while position >= 0, isWord(bytes[position]) { position -= 1 }
        }
        return position >= 0 && bytes[position] == UInt8(ascii: "<")
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: byte >= 0x80
        }
    }
}
