/// One check of a saved request: what must be so of its answer.
public struct RequestCheck: Hashable, Sendable {
    /// As ``Expectations/Condition`` reads it.
    public var text: String
    /// Whether it is made.
    public var isEnabled: Bool

    /// A check of its parts.
    public init(_ text: String, isEnabled: Bool = true) {
        self.text = text
        self.isEnabled = isEnabled
    }
}
