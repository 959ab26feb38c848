import Glibc

/// A colour in Oklab, where distances are as far as they look.
struct OklabColor {
    let lightness, a, b: Float

    init(_ color: Palette.Components) {
        func linear(_ part: UInt8) -> Float {
            let value = Float(part) / 255
            return value <= 0.04045 ? value / 12.92 : powf((value + 0.055) / 1.055, 2.4)
        }
        // Oklab's two matrices: from linear sRGB to what three kinds of cones see, and from its cube roots to the colour.
        let red = linear(color.red)
        let green = linear(color.green)
        let blue = linear(color.blue)
        let long = cbrtf(0.41222147 * red + 0.53633254 * green + 0.051445993 * blue)
        let middle = cbrtf(0.2119035 * red + 0.6806995 * green + 0.10739696 * blue)
        let short = cbrtf(0.08830246 * red + 0.28171884 * green + 0.6299787 * blue)
        lightness = 0.21045426 * long + 0.7936178 * middle - 0.004072047 * short
        a = 1.9779985 * long - 2.4285922 * middle + 0.4505937 * short
        b = 0.025904037 * long + 0.78277177 * middle - 0.80867577 * short
    }

    func distance(to other: OklabColor) -> Float {
        let l = lightness - other.lightness
        let a = a - other.a
        let b = b - other.b
        return l * l + a * a + b * b
    }
}
