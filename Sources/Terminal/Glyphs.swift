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

    /// Rounded boxes.
    public static let unicode = Glyphs(
        topLeft: "╭", topRight: "╮", bottomRight: "╯", bottomLeft: "╰", horizontal: "─", vertical: "│",
        leftJoint: "├", rightJoint: "┤", ellipsis: "…")

    /// For terminals and locales that have nothing else.
    public static let ascii = Glyphs(
        topLeft: "+", topRight: "+", bottomRight: "+", bottomLeft: "+", horizontal: "-", vertical: "|",
        leftJoint: "+", rightJoint: "+", ellipsis: "~")
}
