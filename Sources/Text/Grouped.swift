/// The digits of a count, in groups of three: `12,345`.
public func grouped(_ count: Int) -> String {
    // By magnitude: the negative of the least Int is none.
    if count.magnitude < 1000 { return String(count) }
    let head = grouped(Int(count.magnitude / 1000))
    return "\(count < 0 ? "-" : "")\(head),\(padded(Int(count.magnitude % 1000), 3))"
}
