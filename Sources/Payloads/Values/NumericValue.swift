import Text

/// A number that people send: `21.4`, `-3e2`, `21.4 °C`, `86%`, `on`, `false`.
public struct NumericValue: Equatable, Sendable {
    /// The number; 1 and 0 for words of yes and no.
    public var value: Double
    /// What follows the number: `°C`; empty for none.
    public var unit: String

    /// The longest text that is looked at.
    static let maximumLength = 64
    private static let maximumUnit = 24

    /// A number and its unit.
    public init(_ value: Double, unit: String = "") {
        self.value = value
        self.unit = unit
    }

    /// Reads a number at the start and at most one word of unit after it, or a word of yes and no. Times, addresses, lists
    /// and other texts that only begin with digits are no numbers.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var start = 0
        var end = bytes.count
        while start < end, bytes[start].isWideSpace { start += 1 }
        // Of a long payload nobody looks for the blanks at its end: it is no number.
        guard end - start <= Self.maximumLength || bytes.count <= 4096 else { return nil }
        while end > start, bytes[end - 1].isWideSpace { end -= 1 }
        guard start < end, end - start <= Self.maximumLength else { return nil }
        let text = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        if let flag = Self.flag(text) {
            self.init(flag)
            return
        }
        guard let length = Self.numberLength(text),
            let value = Double(String(decoding: text[..<length], as: UTF8.self)),
            value.isFinite
        else { return nil }
        guard let unit = Self.unit(UnsafeRawBufferPointer(rebasing: text[length...])) else { return nil }
        self.init(value, unit: unit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func flag(_ text: UnsafeRawBufferPointer) -> Double? {
        guard text.count >= 2, text.count <= 6 else { return nil }
        switch String(decoding: text.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self) {
        case "true", "on", "yes", "open": return 1
        case "false", "off", "no", "closed": return 0
        default: return nil
        }
    }

    /// How long the number at the start is; nil when there is none.
    private static func numberLength(_ text: UnsafeRawBufferPointer) -> Int? {
        var at = 0
        func digits() -> Int {
            let start = at
            while at < text.count, isDigit(text[at]) { at += 1 }
            return at - start
        }
        if text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") { at = 1 }
        var count = digits()
        if at < text.count, text[at] == UInt8(ascii: ".") {
            at += 1
            count += digits()
        }
        guard count > 0 else { return nil }
        if at < text.count, text[at] | 0x20 == UInt8(ascii: "e") {
            let before = at
            at += 1
            if at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") { at += 1 }
            // Then the letter is the unit's, as in `5eV`.
            if digits() == 0 { at = before }
        }
        return at
    }

    /// The unit behind a number; nil when what follows is none.
    private static func unit(_ rest: UnsafeRawBufferPointer) -> String? {
        guard let first = rest.first else { return "" }
        var rest = rest
        if first.isWideSpace { rest = UnsafeRawBufferPointer(rebasing: rest.drop(while: \.isWideSpace)) }
        guard let letter = rest.first, rest.count <= maximumUnit else { return nil }
        guard letter >= 0x80 || letter == UInt8(ascii: "%") || (letter | 0x20 >= 0x61 && letter | 0x20 <= 0x7A) else {
            return nil
        }
        // 0x1F is written by machines that count otherwise.
        if letter | 0x20 == UInt8(ascii: "x"), rest.count > 1 { return nil }
        for byte in rest where byte.isWideSpace || byte < 0x20 || [":", ",", ";", ".", "\"", "{", "["].contains(byte) {
            return nil
        }
        return String(decoding: rest, as: UTF8.self)
    }
}

extension [Unicode.Scalar] {
    fileprivate func contains(_ byte: UInt8) -> Bool { contains(Unicode.Scalar(byte)) }
}
