import Text

/// An entity tag (RFC 9110 8.8.3) as it came: opaque text that is kept and sent back byte for byte.
public struct EntityTag: Hashable, Sendable {
    /// The whole text: `"abc"`, `W/"abc"`, and what servers write without quotes too.
    public let text: String

    /// A tag of its text, without the blanks around it.
    public init(_ text: some StringProtocol) {
        self.text = String(text.trimming(\.isFieldBlank))
    }

    /// Whether it begins with `W/`, in capitals: two forms that are as good as each other may have it in common.
    public var isWeak: Bool { text.hasPrefix("W/") }

    /// What is compared: the text without `W/`.
    public var opaque: Substring { isWeak ? text.dropFirst(2) : text[...] }

    /// Whether it is written as the standard wants it: in quotes, with no quote, blank or control character within.
    public var isWellFormed: Bool {
        let bytes = Array(opaque.utf8)
        guard bytes.count >= 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") else {
            return false
        }
        return bytes[1..<(bytes.count - 1)].allSatisfy { $0 == 0x21 || (0x23...0x7E).contains($0) || $0 >= 0x80 }
    }

    /// The strong comparison (RFC 9110 8.8.3.2): both strong, and equal byte for byte. If-Match compares so.
    public func matchesStrongly(_ other: EntityTag) -> Bool { !isWeak && !other.isWeak && text == other.text }

    /// The weak comparison (RFC 9110 8.8.3.2): equal but for `W/`. If-None-Match compares so.
    public func matchesWeakly(_ other: EntityTag) -> Bool { opaque == other.opaque }

    /// The content coding that a server has written into it, as Apache's `"abc-gzip"`: another tag than that of the
    /// same content uncompressed. Nil when none is seen.
    public var coding: String? {
        let inner = opaque.trimming { $0 == "\"" }
        for coding in ["gzip", "br", "deflate", "zstd"] {
            for joint in ["-", ";", "+", "_"] where inner.hasSuffix(joint + coding) { return coding }
        }
        return nil
    }
}
