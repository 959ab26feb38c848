extension Double {
    /// The number as a person writes it: 10, 0.5.
    public var short: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }

    /// A number with a fixed count of decimals, rounded: `21.40`, `-0.5`; there is no `-0.0`. What is no number is 0, and
    /// what has more than 18 digits ends there.
    public func fixed(_ decimals: Int, isGrouped: Bool = false) -> String {
        guard isFinite else { return "0" }
        let decimals = Swift.max(0, Swift.min(decimals, 9))
        var scale: Int64 = 1
        for _ in 0..<decimals { scale *= 10 }
        // Inside Int64: the rounding below must not overflow.
        let limit = 9e18 / Double(scale)
        let units = Int64((Swift.min(Swift.max(self, -limit), limit) * Double(scale)).rounded())
        let whole = Int(units.magnitude / UInt64(scale))
        let text = (units < 0 ? "-" : "") + (isGrouped ? grouped(whole) : String(whole))
        return decimals == 0 ? text : "\(text).\(padded(Int(units.magnitude % UInt64(scale)), decimals))"
    }
}
