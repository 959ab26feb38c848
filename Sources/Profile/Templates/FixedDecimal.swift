import Text

/// Decimal text of a number with a fixed count of digits after the point, without a locale.
enum FixedDecimal {
    /// The most digits after the point: what a `Double` holds of a number below a thousand.
    static let maximumDigits = 12

    /// `21.40` of 21.4 with two digits; nil when the number is too large for that many digits.
    static func text(_ value: Double, digits: Int) -> String? {
        let digits = max(0, min(digits, maximumDigits))
        var scale = 1
        for _ in 0..<digits { scale *= 10 }
        let scaled = (value * Double(scale)).rounded()
        guard let whole = Int(exactly: scaled) else { return nil }
        // Unsigned: the remainder of a negative number would have a sign of its own.
        let magnitude = whole.magnitude
        // Of the rounded number: there is no `-0.00`.
        let sign = whole < 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(magnitude)" }
        return "\(sign)\(magnitude / UInt(scale)).\(padded(magnitude % UInt(scale), digits))"
    }

    /// How many digits stand after the point of a number as written: 2 of `0.25`.
    static func digits(in text: String) -> Int {
        guard let point = text.firstIndex(of: ".") else { return 0 }
        return text.distance(from: point, to: text.endIndex) - 1
    }
}
