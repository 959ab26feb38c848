/// A number with zeros before it up to a width.
@inlinable
public func padded(_ value: some BinaryInteger, _ width: Int, radix: Int = 10, uppercase: Bool = false) -> String {
    let digits = String(value, radix: radix, uppercase: uppercase)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
