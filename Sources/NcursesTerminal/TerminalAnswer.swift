import Terminal
import Text

/// OSC 11: what colour the terminal's ground has, asked for and answered.
///
///     ESC ] 11 ; ? ESC \          the question
///     ESC ] 11 ; rgb:1c1c/1c1c/1c1c ESC \    an answer: 1 to 4 hexadecimal digits a part, or rgba: with a fourth
enum TerminalAnswer {
    /// The question.
    static let question: [UInt8] = Array("\u{1B}]11;?\u{1B}\\".utf8)

    /// Whether a terminal of that type may be asked. Some that are no terminals of today's would show the question.
    static func isAsked(_ type: String) -> Bool {
        let family = type.prefix { $0 != "-" && $0 != "." && $0 != "+" }
        // The real vt100 and its successors know no OSC, and would print it.
        if family.hasPrefix("vt") && family.dropFirst(2).allSatisfy(\.isNumber) { return false }
        return ![
            "", "dumb", "unknown", "linux", "ansi", "cons25", "cygwin", "eterm", "sun", "pcansi", "minitel", "hp",
            "wyse", "emacs",
        ].contains(family)
    }

    /// Whether an answer begins like that.
    static func begins(_ bytes: [UInt8]) -> Bool {
        bytes.count > 2 && bytes[0] == 0x1B && bytes[1] == 0x5D && (0x30...0x39).contains(bytes[2])
    }

    /// Whether bytes are an answer to the question, or may become one.
    static func isPlausible(_ bytes: [UInt8]) -> Bool {
        let start: [UInt8] = Array("\u{1B}]11;rgb".utf8)
        guard bytes.starts(with: start.prefix(bytes.count)) else { return false }
        let isPart = { (byte: UInt8) in HexDigit.value(byte) != nil || byte == 0x2F || byte == 0x3A || byte == 0x61 }
        let body = bytes.dropFirst(start.count)
        // The longest body: `a:` and four parts of four digits with three slashes between, and some to spare.
        guard let end = body.firstIndex(where: { !isPart($0) }) else { return body.count <= 26 }
        return bytes[end] == 0x07 || bytes[end] == 0x1B && (end + 1 == bytes.count || bytes[end + 1] == 0x5C)
    }

    /// The colour of an answer's body; nil for any other.
    static func ground(_ body: UnsafeRawBufferPointer) -> Color? {
        for start: StaticString in ["11;rgb:", "11;rgba:"] {
            let bytes = UnsafeRawBufferPointer(start: start.utf8Start, count: start.utf8CodeUnitCount)
            guard body.starts(with: bytes) else { continue }
            let parts = body.dropFirst(bytes.count).split(separator: 0x2F, omittingEmptySubsequences: false)
            guard parts.count == 3 || parts.count == 4 else { return nil }
            let values = parts.prefix(3).compactMap(part)
            return values.count == 3 ? .rgb(values[0], values[1], values[2]) : nil
        }
        return nil
    }

    /// A part of 1 to 4 digits, of which the largest number is all of the colour.
    private static func part(_ digits: Slice<UnsafeRawBufferPointer>) -> UInt8? {
        guard (1...4).contains(digits.count) else { return nil }
        var value = 0
        for byte in digits {
            guard let digit = HexDigit.value(byte) else { return nil }
            value = value << 4 | Int(digit)
        }
        // In Swift the shift binds more tightly: 16 to the power of the digits, less one. f, ff, fff and ffff are all
        // of the colour.
        let most = 1 << (4 * digits.count) - 1
        return UInt8((value * 255 + most / 2) / most)
    }
}
