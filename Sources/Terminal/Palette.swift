/// The palette of 256 colours, as xterm has it. People change the first sixteen; these are only what to compare with.
package enum Palette {
    typealias Components = (red: UInt8, green: UInt8, blue: UInt8)

    /// The first sixteen, red in the highest of three bytes.
    package static let sixteen: [UInt32] = [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ]
    private static let steps: [UInt8] = [0, 95, 135, 175, 215, 255]
    private static let labs: [OklabColor] = (0...255).map { OklabColor(Palette[UInt8($0)]) }

    /// The parts of a palette colour: sixteen, then a cube of 6 x 6 x 6, then 24 greys.
    static subscript(index: UInt8) -> Components {
        switch index {
        case 0..<16:
            let packed = sixteen[Int(index)]
            return (
                UInt8(truncatingIfNeeded: packed >> 16), UInt8(truncatingIfNeeded: packed >> 8),
                UInt8(truncatingIfNeeded: packed)
            )
        case 16..<232:
            let place = Int(index) - 16
            // Red counts most: 16 + 36 r + 6 g + b.
            return (steps[place / 36], steps[place / 6 % 6], steps[place % 6])
        default:
            // Twenty-four greys without black and white, which the cube has.
            let grey = 8 + (index - 232) * 10
            return (grey, grey, grey)
        }
    }

    /// The colour between two indices that looks most alike; the first of equals.
    static func nearest(to color: Components, from first: UInt8, to last: UInt8) -> UInt8 {
        let lab = OklabColor(color)
        var best = first
        var distance = Float.infinity
        for index in first...last {
            let other = labs[Int(index)].distance(to: lab)
            if other < distance {
                best = index
                distance = other
            }
        }
        return best
    }
}
