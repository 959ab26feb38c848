/// A line that tells the user what happened.
public struct Notice: Equatable, Sendable {
    /// How serious it is.
    public enum Kind: Sendable {
        case info
        case warning
        case error
    }

    /// When it happened.
    public var at: Moment
    /// How serious it is.
    public var kind: Kind
    /// One line in the user's words.
    public var text: String

    /// Describes what happened.
    public init(at: Moment, kind: Kind, text: String) {
        self.at = at
        self.kind = kind
        self.text = text
    }
}
