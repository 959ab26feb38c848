extension Color {
    /// The colour that comes closest in what a terminal can show. True colours become one of the 240 fixed colours of the
    /// palette, or one of the first sixteen or eight; a palette colour stays where it can.
    public func reduced(to depth: ColorDepth) -> Color {
        switch depth {
        case .none: return .default
        case .trueColor: return self
        case .indexed256:
            guard let components else { return self }
            // Not the first sixteen: what those look like is the user's choice, and nobody knows it.
            return .indexed(Palette.nearest(to: components, from: 16, to: 255))
        case .ansi16, .ansi8:
            let last: UInt8 = depth == .ansi16 ? 15 : 7
            // A bright one of eight is the same in bold.
            if let index { return index < 16 ? self : .indexed(Palette.nearest(to: Palette[index], from: 0, to: last)) }
            guard let components else { return self }
            return .indexed(Palette.nearest(to: components, from: 0, to: last))
        }
    }
}
