import Text

/// A text with letters beyond ASCII that is looked for in either spelling: as it is, or as JSON may escape it (`M\u00fcller`).
/// The text itself may be typed in either as well.
struct SpelledText: Sendable {
    private let scalars: [UInt32]
    private let foldsCase: Bool

    /// Nil for a text of ASCII alone: it is looked for as it is.
    /// - Parameter foldsCase: whether small letters find capitals too.
    init?(_ text: String, foldsCase: Bool) {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
        self.foldsCase = foldsCase
        scalars = text.unicodeScalars.map(\.value)
    }

    /// Bytes that a match takes at most.
    var mostBytes: Int { scalars.reduce(0) { $0 + ($1 < 0x10000 ? 6 : 12) } }

    /// What was typed, with characters in the place of their escapes.
    static func plain(_ text: String) -> String {
        guard text.contains("\\u") else { return text }
        return EscapeDecoder.decoded(PayloadBytes(Array(text.utf8))).withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// The first match that starts at or after a place.
    func find(_ base: UnsafePointer<UInt8>, from place: Int, _ end: Int) -> Range<Int>? {
        var place = place
        while place <= end - scalars.count {
            if let close = match(base, place, end) { return place..<close }
            place += 1
        }
        return nil
    }

    /// The end of a match that starts at a place.
    @inline(__always)
    private func match(_ base: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> Int? {
        var place = place
        for wanted in scalars {
            guard place < end else { return nil }
            var (value, length) = UTF8Bytes.scalar(base, place, end)
            if value == 0x5C, let escape = JSONEscape.numbered(base, place, end), escape.kind == .character {
                (value, length) = (escape.value, escape.length)
            }
            guard length > 0, value == wanted || foldsCase && folded(value) == wanted else { return nil }
            place += length
        }
        return place
    }

    private func folded(_ value: UInt32) -> UInt32 {
        value < 0x80 ? (value &- 0x41 < 26 ? value | 0x20 : value) : CaseFolding.lower(value)
    }
}
