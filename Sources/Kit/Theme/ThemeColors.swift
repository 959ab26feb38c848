import Terminal

/// The colours that a theme file can name without a palette.
enum ThemeColors {
    /// The sixteen by their names, and the terminal's own.
    static let ansi: [String: Color] = {
        let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
        var colors: [String: Color] = ["default": .default]
        for (index, name) in names.enumerated() {
            colors[name] = .indexed(UInt8(index))
            colors["bright-\(name)"] = .indexed(UInt8(index + 8))
        }
        return colors
    }()

    /// A colour as written: `#5e81ac`, `208`, `bright-red`, `default`; nil for what is none.
    static func color(_ text: String) -> Color? {
        if let index = UInt8(text) { return .indexed(index) }
        guard text.hasPrefix("#"), text.utf8.count == 7, let number = UInt32(text.dropFirst(), radix: 16) else {
            return ansi[text]
        }
        return .rgb(UInt8(number >> 16 & 255), UInt8(number >> 8 & 255), UInt8(number & 255))
    }
}
