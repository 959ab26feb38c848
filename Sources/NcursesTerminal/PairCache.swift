import CNcurses
import Terminal

/// Which of ncurses' colour pairs stands for which two colours.
///
/// Pairs are few on some terminals (64 on the Linux console). When they run out all are given up, and the next frame is
/// drawn anew with the pairs that it needs; what does not fit even then is drawn without colour.
struct PairCache {
    private let capacity: Int
    private let colors: Int
    private var pairs: [UInt64: Int32] = [:]
    /// Whether a pair was wanted and none was left.
    private(set) var isExhausted = false

    /// For a terminal with so many colours and pairs; none at all when it shows no colour.
    init(colors: Int, pairs: Int) {
        self.colors = colors
        // The last numbers of the range are at the mercy of ncurses' own limits.
        // One less: pair 0 is the terminal's own colours and cannot be made.
        capacity = colors < 8 ? 0 : min(pairs, 32_767) - 1
    }

    /// The pair for two colours that were reduced to what the terminal has, and whether the foreground was a bright
    /// one that only bold can show.
    mutating func pair(_ foreground: Color, _ background: Color) -> (pair: Int32, isBright: Bool) {
        guard capacity > 0 else { return (0, false) }
        let (front, isBright) = number(foreground)
        let (back, _) = number(background)
        if front < 0 && back < 0 { return (0, false) }
        let key = UInt64(UInt32(bitPattern: front)) << 32 | UInt64(UInt32(bitPattern: back))
        if let pair = pairs[key] { return (pair, isBright) }
        guard pairs.count < capacity else {
            isExhausted = true
            return (0, isBright)
        }
        let pair = Int32(pairs.count + 1)
        guard init_extended_pair(pair, front, back) == OK else { return (0, isBright) }
        pairs[key] = pair
        return (pair, isBright)
    }

    /// Gives up all pairs.
    mutating func reset() {
        pairs.removeAll(keepingCapacity: true)
        isExhausted = false
    }

    /// ncurses' number for a colour; -1 is the terminal's own.
    private func number(_ color: Color) -> (number: Int32, isBright: Bool) {
        if let index = color.index {
            if Int(index) < colors { return (Int32(index), false) }
            // On eight colours the bright ones are their plain neighbours in bold.
            return index < 16 ? (Int32(index) - 8, true) : (-1, false)
        }
        guard let (red, green, blue) = color.components else { return (-1, false) }
        let value = Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
        // Numbers below 256 are the palette; one step of green cannot be seen.
        return (value < 256 ? value | 0x100 : value, false)
    }
}
