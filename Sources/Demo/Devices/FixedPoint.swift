/// A number with a fixed count of decimals, as devices print them: "21.40", "-0.5".
func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return "0" }
    var scale: Int64 = 1
    for _ in 0..<max(0, min(decimals, 9)) { scale *= 10 }
    // Far inside Int64: the rounding below must not overflow.
    let limit = 9_000_000_000_000_000_000 / Double(scale) / 10
    let clamped = min(max(value, -limit), limit)
    let units = Int64((clamped * Double(scale)).rounded())
    let whole = units.magnitude / UInt64(scale)
    let sign = units < 0 ? "-" : ""
    if decimals <= 0 { return "\(sign)\(whole)" }
    let fraction = String(units.magnitude % UInt64(scale))
    return "\(sign)\(whole).\(String(repeating: "0", count: decimals - fraction.count))\(fraction)"
}
