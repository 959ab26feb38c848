/// The screen as a file that shows it elsewhere.
public enum ScreenPicture: String, CaseIterable, Sendable {
    /// Lines of text.
    case text = "txt"
    /// Lines of text with the control sequences of colours and looks (ECMA-48 8.3.117), for `cat` in a terminal.
    case ansi
    /// A picture of the web (SVG 1.1).
    case svg

    /// What the end of a file's name asks for; nil when it is none of ``allCases``.
    public init?(path: String) {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        self.init(rawValue: path[path.index(after: dot)...].lowercased())
    }

    /// The cells of a screen in this form.
    /// - Parameter ground: text and ground of the picture, where a cell leaves them to the terminal.
    public func bytes(of grid: Grid, ground: Ground = .dark) -> [UInt8] {
        switch self {
        case .text: Array((grid.rows.joined(separator: "\n") + "\n").utf8)
        case .ansi: Array(ANSIPicture.text(of: grid).utf8)
        case .svg: Array(SVGPicture(ground: ground).text(of: grid).utf8)
        }
    }

    /// The terminal's own two colours, which nobody but it knows.
    public struct Ground: Hashable, Sendable {
        /// Of the text.
        public var foreground: Color
        /// Behind the text.
        public var background: Color

        /// Two colours; what is no true colour is taken from the palette as xterm has it.
        public init(foreground: Color, background: Color) {
            self.foreground = foreground
            self.background = background
        }

        /// Light letters on a dark ground.
        public static let dark = Ground(foreground: .rgb(0xD0, 0xD4, 0xDC), background: .rgb(0x10, 0x14, 0x1C))
        /// Dark letters on a light ground.
        public static let light = Ground(foreground: .rgb(0x20, 0x24, 0x2C), background: .rgb(0xFC, 0xFC, 0xFA))
    }
}
