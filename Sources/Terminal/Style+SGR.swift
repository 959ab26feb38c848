extension Style {
    /// The parameters of SGR (ECMA-48 8.3.117) for this look where so many colours are shown, from the plain look on: `0;1;31`.
    public func sgr(in depth: ColorDepth) -> String {
        var codes = ["0"]
        for (attribute, code) in [
            (Attributes.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.blink, "5"), (.reverse, "7"),
        ] where attributes.contains(attribute) { codes.append(code) }
        codes += foreground.reduced(to: depth).sgr(from: 30, in: depth)
        codes += background.reduced(to: depth).sgr(from: 40, in: depth)
        return codes.joined(separator: ";")
    }
}

extension Color {
    /// - Parameter start: 30 for text, 40 for what is behind it.
    fileprivate func sgr(from start: Int, in depth: ColorDepth) -> [String] {
        if let (red, green, blue) = components { return ["\(start + 8)", "2", "\(red)", "\(green)", "\(blue)"] }
        guard let index = index.map(Int.init) else { return [] }
        if index < 8 { return ["\(start + index)"] }
        if index > 15 { return ["\(start + 8)", "5", "\(index)"] }
        // A terminal of eight has the bright ones in bold.
        if depth == .ansi8 { return start == 40 ? ["\(start + index - 8)"] : ["1", "\(start + index - 8)"] }
        // The bright sixteen by aixterm's 90 to 97 and 100 to 107, which ECMA-48 does not have.
        return ["\(start + 60 + index - 8)"]
    }
}
