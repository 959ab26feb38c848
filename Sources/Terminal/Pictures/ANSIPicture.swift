/// A screen as text with the control sequences of its looks.
enum ANSIPicture {
    static func text(of grid: Grid) -> String {
        var text = ""
        for y in 0..<grid.size.height {
            for run in grid.runs(of: y) { text += "\u{1B}[\(parameters(of: run.style))m\(run.text)" }
            text += "\u{1B}[0m\n"
        }
        return text
    }

    /// The parameters of SGR, from the plain look on.
    private static func parameters(of style: Style) -> String {
        var parts = ["0"]
        let attributes: [(Attributes, String)] = [
            (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.blink, "5"), (.reverse, "7"),
        ]
        parts += attributes.filter { style.attributes.contains($0.0) }.map(\.1)
        parts += color(style.foreground, 38) + color(style.background, 48)
        return parts.joined(separator: ";")
    }

    private static func color(_ color: Color, _ code: Int) -> [String] {
        if let index = color.index { return ["\(code)", "5", "\(index)"] }
        guard let parts = color.components else { return [] }
        return ["\(code)", "2", "\(parts.red)", "\(parts.green)", "\(parts.blue)"]
    }
}
