import CNcurses
import Terminal

/// Turns our cells into those of ncurses.
struct CellEncoder {
    /// Looks remembered at most; a screen has a few dozen.
    private static let mostLooks = 4096

    private let depth: ColorDepth
    private let isUnicode: Bool
    private var pairs: PairCache
    private var looks: [Style: (attributes: attr_t, pair: Int32)] = [:]
    private var lastStyle = Style.plain
    private var last: (attributes: attr_t, pair: Int32) = (0, 0)

    init(depth: ColorDepth, colors: Int, pairs: Int, isUnicode: Bool) {
        self.depth = depth
        self.isUnicode = isUnicode
        self.pairs = PairCache(colors: depth == .none ? 0 : colors, pairs: pairs)
    }

    /// Whether colours were missing in what was encoded since the last `reset`.
    var isExhausted: Bool { pairs.isExhausted }

    /// Forgets all pairs, so that new ones can be made.
    mutating func reset() {
        pairs.reset()
        looks.removeAll(keepingCapacity: true)
        lastStyle = .plain
        // The remembered look names a pair that has just been given up.
        last = (0, 0)
    }

    /// Encodes cells, without the second halves of wide ones; answers how many there are now.
    mutating func encode(_ cells: Slice<UnsafeBufferPointer<Cell>>, into target: UnsafeMutableBufferPointer<cchar_t>)
        -> Int
    {
        guard var place = target.baseAddress else { return 0 }
        let first = place
        for cell in cells where cell.width > 0 {
            let look = look(of: cell.style)
            var text = (wchar_t(cell.scalar.value), wchar_t(0), wchar_t(0), wchar_t(0), wchar_t(0), wchar_t(0))
            if cell.scalar.value >= 0x80 {
                if isUnicode {
                    let count = cell.markCount
                    if count > 0 { text.1 = wchar_t(cell.mark(0).value) }
                    if count > 1 { text.2 = wchar_t(cell.mark(1).value) }
                    if count > 2 { text.3 = wchar_t(cell.mark(2).value) }
                    if count > 3 { text.4 = wchar_t(cell.mark(3).value) }
                } else {
                    text.0 = wchar_t(UInt8(ascii: "?"))
                }
            } else if isUnicode && cell.markCount > 0 {
                let count = cell.markCount
                text.1 = wchar_t(cell.mark(0).value)
                if count > 1 { text.2 = wchar_t(cell.mark(1).value) }
                if count > 2 { text.3 = wchar_t(cell.mark(2).value) }
                if count > 3 { text.4 = wchar_t(cell.mark(3).value) }
            }
            withUnsafeBytes(of: &text) { text in
                guard let text = text.assumingMemoryBound(to: wchar_t.self).baseAddress else { return }
                if cn_set_cell(place, text, look.attributes, look.pair) != OK {
                    // The C library here is older than our table: it does not know the character.
                    var unknown: (wchar_t, wchar_t) = (wchar_t(UInt8(ascii: "?")), 0)
                    withUnsafeBytes(of: &unknown) {
                        _ = cn_set_cell(
                            place, $0.assumingMemoryBound(to: wchar_t.self).baseAddress, look.attributes, look.pair)
                    }
                }
            }
            place += 1
            // A `?` takes one column where two were laid out: a blank keeps what follows in its place.
            if cell.width == 2 && !isUnicode {
                var blank: (wchar_t, wchar_t) = (wchar_t(UInt8(ascii: " ")), 0)
                withUnsafeBytes(of: &blank) {
                    _ = cn_set_cell(
                        place, $0.assumingMemoryBound(to: wchar_t.self).baseAddress, look.attributes, look.pair)
                }
                place += 1
            }
        }
        return place - first
    }

    private mutating func look(of style: Style) -> (attributes: attr_t, pair: Int32) {
        if style == lastStyle { return last }
        lastStyle = style
        if let known = looks[style] {
            last = known
            return known
        }
        var attributes: attr_t = 0
        if style.attributes.contains(.bold) { attributes |= CN_BOLD }
        if style.attributes.contains(.dim) { attributes |= CN_DIM }
        if style.attributes.contains(.italic) { attributes |= CN_ITALIC }
        if style.attributes.contains(.underline) { attributes |= CN_UNDERLINE }
        if style.attributes.contains(.reverse) { attributes |= CN_REVERSE }
        if style.attributes.contains(.blink) { attributes |= CN_BLINK }
        let (pair, isBright) = pairs.pair(style.foreground.reduced(to: depth), style.background.reduced(to: depth))
        if isBright { attributes |= CN_BOLD }
        if looks.count >= CellEncoder.mostLooks { looks.removeAll(keepingCapacity: true) }
        last = (attributes, pair)
        looks[style] = last
        return last
    }
}
