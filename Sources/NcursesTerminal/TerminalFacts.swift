import CNcurses
import Glibc
public import Terminal

/// What is known of a terminal before its screen is taken.
public struct TerminalFacts: Sendable {
    /// Columns and rows.
    public let size: Size
    /// The colours that would be shown.
    public let colors: ColorDepth
    /// Whether the system has a description of its type.
    public let isKnown: Bool
    /// Whether the cursor can be put anywhere: without that there is no screen.
    public let isAddressable: Bool

    /// Of the terminal at a descriptor, by `TERM`, `COLORTERM` and `NO_COLOR`.
    public init(_ terminal: Int32) {
        let environment = NcursesTerminal.environment
        let description = TerminalDescription(environment: environment, output: terminal)
        size = NcursesTerminal.measure(terminal)
        colors = description.depth
        isKnown = description.isKnown
        isAddressable = description.isAddressable && environment["TERM"].map { !["", "dumb"].contains($0) } ?? false
    }
}
