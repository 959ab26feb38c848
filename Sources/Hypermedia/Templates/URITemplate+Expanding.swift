import Text

extension URITemplate {
    /// The URL with values put in (RFC 6570 3). Variables without a value are left out, and so are empty lists.
    ///
    /// - Throws: ``Problem`` when a prefix is asked of a list (RFC 6570 2.4.1).
    public func expanded(_ values: [String: Value]) throws(Problem) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .literal(let literal): text += Self.encoded(literal, keepsReserved: true)
            case .expression(let kind, let variables):
                var pieces: [String] = []
                for variable in variables {
                    guard let value = values[variable.name] else { continue }
                    if let piece = try Self.piece(variable, value, kind) { pieces.append(piece) }
                }
                // Where no variable has a value not even the operator's sign is left (RFC 6570 3.2.1).
                if !pieces.isEmpty { text += kind.first + pieces.joined(separator: kind.separator) }
            }
        }
        return text
    }

    /// What one variable becomes; nil when it is left out.
    private static func piece(_ variable: Variable, _ value: Value, _ kind: Operator) throws(Problem) -> String? {
        func encode(_ text: String) -> String { encoded(text, keepsReserved: kind.keepsReserved) }
        func named(_ value: String) -> String {
            guard kind.isNamed else { return value }
            // An empty one is `;x`, but `?x=` (RFC 6570 3.2.7, 3.2.8).
            return variable.name + (value.isEmpty ? kind.whenEmpty : "=" + value)
        }
        if variable.prefix != nil {
            guard case .text = value else {
                throw Problem(words: "{\(variable.name):\(variable.prefix ?? 0)} takes one text, not a list")
            }
        }
        switch value {
        case .text(let text):
            // A prefix counts characters of Unicode before they are encoded (RFC 6570 2.4.1).
            let cut = variable.prefix.map { String(String.UnicodeScalarView(text.unicodeScalars.prefix($0))) } ?? text
            return named(encode(cut))
        case .list(let list):
            guard !list.isEmpty else { return nil }
            guard variable.isExploded else { return named(list.map(encode).joined(separator: ",")) }
            return list.map { named(encode($0)) }.joined(separator: kind.separator)
        case .map(let pairs):
            guard !pairs.isEmpty else { return nil }
            guard variable.isExploded else {
                return named(pairs.flatMap { [encode($0.name), encode($0.value)] }.joined(separator: ","))
            }
            return pairs.map { pair in
                let value = encode(pair.value)
                return encode(pair.name) + (kind.isNamed && value.isEmpty ? kind.whenEmpty : "=" + value)
            }.joined(separator: kind.separator)
        }
    }

    /// RFC 6570 3.1 and 3.2.1. Where reserved characters stay, what is encoded already stays too; a `%` alone never does.
    private static func encoded(_ text: String, keepsReserved: Bool) -> String {
        guard keepsReserved else { return PercentEncoding.component(text) }
        let bytes = Array(text.utf8)
        var result = ""
        var start = 0
        for place in bytes.indices where bytes[place] == UInt8(ascii: "%") {
            let isEncoded =
                place + 2 < bytes.count && HexDigit.value(bytes[place + 1]) != nil
                && HexDigit.value(bytes[place + 2]) != nil
            result += PercentEncoding.encode(bytes[start..<place], keeping: isKept) + (isEncoded ? "%" : "%25")
            start = place + 1
        }
        return result + PercentEncoding.encode(bytes[start...], keeping: isKept)
    }

    private static func isKept(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~:/?#[]@!$&'()*+,;=".utf8.contains(byte)
        }
    }
}
