/// A member's name as a step of a JSONPath (RFC 9535).
public enum JSONPathStep {
    /// `.name`, or `['a name']` where it is no plain one (RFC 9535 2.5.1.1).
    public static func member(_ name: String) -> String {
        isPlain(name) ? ".\(name)" : "['\(escaped(name))']"
    }

    /// A name between single quotes (RFC 9535 2.3.1.1): JSON's escapes, but for the quotes.
    public static func escaped(_ name: String) -> String {
        JSONString.escaped(name).replacing("\\\"", with: "\"").replacing("'", with: "\\'")
    }

    /// Whether a name may stand behind a dot as it is.
    public static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy {
            $0 == 0x5F || $0 >= 0x80 || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39)
        }
    }
}
