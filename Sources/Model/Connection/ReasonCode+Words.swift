public import MQTT

extension ReasonCode {
    /// The standard's name, its number, and what to try: `Not authorized (0x87): ask for an account that may`.
    public var words: String {
        let digits = String(rawValue, radix: 16, uppercase: true)
        return "\(name) (0x\(digits.count < 2 ? "0" : "")\(digits))\(advice.isEmpty ? "" : ": \(advice)")"
    }
}
