import Text

/// A number of JSON (RFC 8259 6) by its text, ordered exactly: no digit is lost, however many there are.
public struct ExactNumber: Hashable, Comparable, Sendable {
    /// The number as it was written.
    public let text: String

    /// A number; nil when the text is none of JSON's.
    public init?(_ text: String) {
        guard !text.isEmpty, Self.isNumber(Array(text.utf8)) else { return nil }
        self.text = text
    }

    private static func isNumber(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            let (kind, end) = JSONWord.read(base, 0, buffer.count)
            return kind == .number && end == buffer.count
        }
    }

    /// The same number, however it is written: 1.0 is 1e0.
    public static func == (one: ExactNumber, other: ExactNumber) -> Bool { order(one, other) == 0 }

    /// Whether one is less than the other.
    public static func < (one: ExactNumber, other: ExactNumber) -> Bool { order(one, other) < 0 }

    /// Numbers that are the same hash the same: all do that round to one value.
    public func hash(into hasher: inout Hasher) { hasher.combine(Double(text)) }

    private static func order(_ one: ExactNumber, _ other: ExactNumber) -> Int {
        Array(one.text.utf8).withUnsafeBufferPointer { left in
            Array(other.text.utf8).withUnsafeBufferPointer { right in
                guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
                return JSONNumber(first, 0, left.count).compared(to: JSONNumber(second, 0, right.count))
            }
        }
    }
}
