/// A row of a table of names and values that can be switched off: a query parameter, a header, a form field.
public struct DraftField: Hashable, Sendable {
    /// The name; it may hold `{{variables}}`, as the value may.
    public var name: String
    /// The value as typed.
    public var value: String
    /// Whether the row is sent.
    public var isEnabled: Bool

    /// A row of its parts.
    public init(_ name: String, _ value: String, isEnabled: Bool = true) {
        self.name = name
        self.value = value
        self.isEnabled = isEnabled
    }
}
