import Text

/// A screen as a picture of the web. Each run of cells is told how wide it is, so that it stands where it stood whatever
/// the font of who looks at it.
struct SVGPicture {
    let ground: ScreenPicture.Ground

    /// Half of a cell's height, in pixels: the usual letter is as wide.
    private static let cell = Size(width: 9, height: 18)
    private static let margin = 9

    func text(of grid: Grid) -> String {
        let size = Size(
            width: grid.size.width * Self.cell.width + 2 * Self.margin,
            height: grid.size.height * Self.cell.height + 2 * Self.margin)
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(size.width)\" height=\"\(size.height)\""
                + " viewBox=\"0 0 \(size.width) \(size.height)\" font-family=\"'DejaVu Sans Mono', Menlo, Consolas,"
                + " monospace\" font-size=\"15\">",
            "<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"\(hex(ground.background))\"/>",
        ]
        for y in 0..<grid.size.height {
            // A run and not a row: its width is given, so that another font does not push what follows.
            for run in grid.runs(of: y) { lines += elements(of: run, y: y) }
        }
        lines.append("</svg>")
        return lines.joined(separator: "\n") + "\n"
    }

    private func elements(of run: Grid.Run, y: Int) -> [String] {
        var (front, back) = (run.style.foreground, run.style.background)
        let isReversed = run.style.attributes.contains(.reverse)
        if isReversed {
            (front, back) = (
                back == .default ? ground.background : back, front == .default ? ground.foreground : front
            )
        }
        let (x, top) = (Self.margin + run.x * Self.cell.width, Self.margin + y * Self.cell.height)
        let width = run.width * Self.cell.width
        var found: [String] = []
        if back != .default {
            found.append(
                "<rect x=\"\(x)\" y=\"\(top)\" width=\"\(width)\" height=\"\(Self.cell.height)\" fill=\"\(hex(back))\"/>"
            )
        }
        let isEmpty = run.text.allSatisfy { $0 == " " }
        // The ground alone shows blanks; a line beneath them needs the text.
        if isEmpty, !run.style.attributes.contains(.underline) { return found }
        var looks = ""
        if run.style.attributes.contains(.bold) { looks += " font-weight=\"bold\"" }
        if run.style.attributes.contains(.italic) { looks += " font-style=\"italic\"" }
        if run.style.attributes.contains(.underline) { looks += " text-decoration=\"underline\"" }
        if run.style.attributes.contains(.dim) { looks += " opacity=\"0.6\"" }
        // 14 of a cell's 18 pixels down is the baseline of letters of 15.
        found.append(
            "<text x=\"\(x)\" y=\"\(top + 14)\" fill=\"\(hex(front == .default ? ground.foreground : front))\"\(looks)"
                + " textLength=\"\(width)\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">\(run.text.xmlEscaped)</text>"
        )
        return found
    }

    private func hex(_ color: Color) -> String {
        let parts = color.index.map { Palette[$0] } ?? color.components ?? (0, 0, 0)
        return Color.rgb(parts.red, parts.green, parts.blue).description
    }
}
