import Glibc

extension Color {
    /// How bright it is, from 0 to 1 (WCAG 2.2, relative luminance); nil for the terminal's own. The sixteen are taken as
    /// xterm has them.
    public var luminance: Double? {
        guard let (red, green, blue) = components ?? index.map({ Palette[$0] }) else { return nil }
        func linear(_ part: UInt8) -> Double {
            let value = Double(part) / 255
            // sRGB's curve. WCAG had 0.03928 for its threshold until 2021, which no value of eight bits tells from
            // this one.
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// How well one is told from the other, from 1 to 21 (WCAG 2.2, contrast ratio); nil where one is the terminal's own.
    public func contrast(to other: Color) -> Double? {
        guard let one = luminance, let two = other.luminance else { return nil }
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }
}
