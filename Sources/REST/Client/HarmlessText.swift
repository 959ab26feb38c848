extension StringProtocol {
    /// The first characters for a message, with what could disturb a terminal taken out.
    var harmless: String {
        String(clipped.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : Character($0) })
    }
}
