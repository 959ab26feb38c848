public import MQTT

extension ReasonCode {
    /// The standard's name, its number, and what to try: `Not authorized (0x87): ask for an account that may`.
    public var words: String {
        "\(self)\(advice.isEmpty ? "" : ": \(advice)")"
    }
}
