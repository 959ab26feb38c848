/// How messages are printed.
public struct MessageOutput: Sendable {
    /// What of a message is printed.
    public enum Style: Sendable, Equatable {
        /// The payload.
        case payload
        /// The topic, a blank and the payload (`-v`).
        case verbose
        /// What a format string says (`-F`).
        case format(MessageFormat)
        /// One line of JSON (`--json`).
        case lines
    }

    /// What of a message is printed.
    public var style: Style
    /// Whether a line ends after each message; not with `-N`.
    public var endsLine = true
    /// Whether `%j` and `%J` are laid out for people (`--pretty`).
    public var isPretty = false
    /// Whether it goes to a terminal, which what a message holds must not drive.
    public var isTerminal = false
    /// Whether topics have a colour with `-v`.
    public var hasColor = false

    /// A style, as a pipe gets it.
    public init(_ style: Style) {
        self.style = style
    }
}
