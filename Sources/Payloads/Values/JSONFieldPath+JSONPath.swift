import Text

extension JSONFieldPath {
    /// As JSONPath writes it (RFC 9535 2.5): `$.battery.cells[2]`, with quotes around keys that are no plain names.
    public var jsonPath: String {
        steps.reduce(into: "$") { text, step in
            switch step {
            case .index(let index): text += "[\(index)]"
            case .key(let key): text += Self.isName(key) ? ".\(key)" : "['\(Self.quoted(key))']"
            }
        }
    }

    /// Whether a key may stand behind a dot (RFC 9535 2.5.1.1).
    private static func isName(_ key: String) -> Bool {
        guard let first = key.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return key.utf8.allSatisfy {
            $0 == 0x5F || $0 >= 0x80 || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39)
        }
    }

    /// A key between single quotes (RFC 9535 2.3.1.1): JSON's escapes, but for the quotes.
    private static func quoted(_ key: String) -> String {
        JSONString.escaped(key).replacing("\\\"", with: "\"").replacing("'", with: "\\'")
    }
}
