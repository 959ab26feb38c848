/// The characters that lines, cuts and the like are drawn with: rounded boxes, or ASCII where the locale has no more.
public struct Glyphs: Hashable, Sendable {
    /// Corners of a box, clockwise from the top left.
    public var topLeft, topRight, bottomRight, bottomLeft: Unicode.Scalar
    /// Lines of a box.
    public var horizontal, vertical: Unicode.Scalar
    /// Where a dividing line meets the box.
    public var leftJoint, rightJoint: Unicode.Scalar
    /// Stands for text that was cut.
    public var ellipsis: Unicode.Scalar
    /// Whether the terminal's font can be expected to have braille patterns.
    public var hasBraille = true

    /// Rounded boxes.
    public static let unicode = Glyphs(
        topLeft: "╭", topRight: "╮", bottomRight: "╯", bottomLeft: "╰", horizontal: "─", vertical: "│",
        leftJoint: "├", rightJoint: "┤", ellipsis: "…")

    /// For the Linux console, whose fonts of 256 or 512 characters have neither braille nor rounded corners.
    public static let console = Glyphs(
        topLeft: "┌", topRight: "┐", bottomRight: "┘", bottomLeft: "└", horizontal: "─", vertical: "│",
        leftJoint: "├", rightJoint: "┤", ellipsis: "…", hasBraille: false)

    /// For terminals and locales that have nothing else.
    public static let ascii = Glyphs(
        topLeft: "+", topRight: "+", bottomRight: "+", bottomLeft: "+", horizontal: "-", vertical: "|",
        leftJoint: "+", rightJoint: "+", ellipsis: "~", hasBraille: false)
}
