/// All that must be known at the start of a line to lay out it and what follows.
struct LineState: Equatable {
    /// Where the line's bytes start.
    var offset = 0
    /// Open containers or elements around the line.
    var depth: Int32 = 0
    /// Open elements inside one that is shown as sent (XML only).
    var verbatim: Int32 = 0
    /// What the line starts inside of, as the scanner numbers it: 0 is nothing.
    var mode: UInt8 = 0
}

/// What one line is in the tree of a payload.
struct LineShape {
    /// How deep the line lies. The lines inside a container lie one deeper than its first and last.
    var depth = 0
    /// Blanks before the line.
    var indent = 0
    /// Whether the line opens a container that a later line closes.
    var opens = false
    /// Whether the line starts with the end of a container.
    var closes = false

    /// Indentation stops growing at this depth, so that what is deep can still be read on a screen.
    static let deepestIndent = 128

    /// A line of the tree at `depth`.
    init(depth: Int) {
        self.depth = depth
        indent = 2 * min(depth, LineShape.deepestIndent)
    }
}
