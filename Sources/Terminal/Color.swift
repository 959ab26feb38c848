import Text

/// A colour as a theme asks for it. What the terminal shows depends on its `ColorDepth`; see `Color.reduced(to:)`.
public struct Color: Hashable, Sendable {
    /// Packed: 0 is the default, `0x01……NN` an index of the palette, `0x02RRGGBB` a true colour.
    let packed: UInt32

    private init(packed: UInt32) {
        self.packed = packed
    }

    /// The terminal's own colour, whatever it is.
    public static let `default` = Color(packed: 0)

    /// A colour of the 256 colour palette. 0 to 15 are the user's own sixteen.
    public static func indexed(_ index: UInt8) -> Color {
        Color(packed: 0x0100_0000 | UInt32(index))
    }

    /// A true colour, each part from 0 to 255.
    public static func rgb(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Color {
        Color(packed: 0x0200_0000 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue))
    }

    /// The index in the palette, when it is such a colour.
    public var index: UInt8? {
        packed >> 24 == 1 ? UInt8(truncatingIfNeeded: packed) : nil
    }

    /// The parts, when it is a true colour.
    public var components: (red: UInt8, green: UInt8, blue: UInt8)? {
        guard packed >> 24 == 2 else { return nil }
        return (
            UInt8(truncatingIfNeeded: packed >> 16), UInt8(truncatingIfNeeded: packed >> 8),
            UInt8(truncatingIfNeeded: packed)
        )
    }
}

extension Color: CustomStringConvertible {
    /// `default`, `color208` or `#ff8800`: as a theme would write it.
    public var description: String {
        if let index { return "color\(index)" }
        guard components != nil else { return "default" }
        return "#" + padded(packed & 0xFF_FFFF, 6, radix: 16)
    }
}
