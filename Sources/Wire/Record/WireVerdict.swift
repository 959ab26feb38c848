/// What breaks a rule, or is worth a second look.
public struct WireVerdict: Sendable, Equatable {
    /// How much it matters.
    public enum Weight: Sendable, Equatable {
        /// A rule of the standard is broken.
        case breach
        /// Allowed, and seldom what was wanted.
        case remark
    }

    /// How much it matters.
    public var weight: Weight
    /// In few words, for a column: "QoS 1 asked, 0 granted".
    public var words: String
    /// The rule in full.
    public var rule: String
    /// Where it is written: "MQTT 5 3.3.4", "RFC 9110 8.6".
    public var section: String

    /// A verdict of its parts.
    public init(_ weight: Weight, _ words: String, rule: String, section: String) {
        self.weight = weight
        self.words = words
        self.rule = rule
        self.section = section
    }
}
