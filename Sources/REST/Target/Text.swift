extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

extension StringProtocol {
    /// The first characters, for a message.
    var clipped: String { count <= 60 ? String(self) : prefix(57) + "..." }
}
