/// Numbers and sizes as people read them.
public enum NumberWords {
    /// `12.4`: one decimal below 100, none above.
    public static func decimal(_ value: Double) -> String {
        // Beyond it tenths are not exact any more, and soon there is no `Int`.
        guard value.isFinite, value.magnitude < 1e15 else { return "many" }
        // From 99.95 on it would be written as 100.0.
        return value.fixed(value.magnitude < 99.95 ? 1 : 0, isGrouped: true)
    }

    /// `61 B`, `12.4 kB`, `268 MB`; units of 1,000.
    public static func bytes(_ number: Double) -> String {
        if number < 0 { return "-\(bytes(-number))" }
        var value = number
        for unit in ["B", "kB", "MB"] {
            // From 999.5 on it would be written as 1,000.
            if value < 999.5 { return unit == "B" ? "\(Int(value)) B" : "\(decimal(value)) \(unit)" }
            value /= 1000
        }
        return "\(decimal(value)) GB"
    }
}
