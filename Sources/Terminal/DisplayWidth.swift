/// What a scalar means for the columns of the screen.
enum ScalarClass {
    /// The class of a scalar that is not ASCII, as `WidthTable` has it: 0, 1 or 2 columns, 3 for not printable.
    static func columns(_ value: UInt32) -> UInt32 {
        if value < 0x300 { return value < WidthTable.firstScalar ? 3 : 1 }
        if value >= 0x2500 && value < 0x25FD { return 1 }
        if value >= 0x4E00 && value <= 0x9FFF { return 2 }
        return WidthTable.runs.withUnsafeBufferPointer { runs in
            let key = value << 2 | 3
            var low = 0
            var high = runs.count
            while low < high {
                let middle = (low + high) / 2
                if runs[middle] <= key { low = middle + 1 } else { high = middle }
            }
            return low == 0 ? 1 : runs[low - 1] & 3
        }
    }

    /// Whether showing the scalar would turn the order of its neighbours, break the line, or hide something:
    /// bidirectional controls, line and paragraph separators, the byte order mark, annotation anchors, and soft hyphens,
    /// on whose width terminals do not agree.
    static func isDeceptive(_ value: UInt32) -> Bool {
        switch value {
        case 0x00AD, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0001: true
        default: false
        }
    }

    /// Pictures that are joined, coloured or put in pairs to make one more: terminals do not agree on these.
    static func isPictograph(_ value: UInt32) -> Bool {
        switch value {
        case 0x00A9, 0x00AE, 0x203C, 0x2049, 0x2122, 0x2139, 0x2190...0x21FF, 0x2300...0x23FF, 0x25A0...0x27BF,
            0x2900...0x297F, 0x2B00...0x2BFF, 0x3030, 0x303D, 0x3297, 0x3299, 0x1F000...0x1FAFF:
            true
        default: false
        }
    }

    /// One of the letters that make a flag in pairs.
    static func isRegionalIndicator(_ value: UInt32) -> Bool {
        value >= 0x1F1E6 && value <= 0x1F1FF
    }

    /// One of the five skin tones.
    static func isSkinTone(_ value: UInt32) -> Bool {
        value >= 0x1F3FB && value <= 0x1F3FF
    }
}

/// The columns that a text takes when a `Canvas` puts it somewhere, with no limit.
public func displayWidth(of text: some StringProtocol) -> Int {
    var text = String(text)
    return text.withUTF8 { displayWidth(of: UnsafeRawBufferPointer($0)) }
}

/// The columns that these bytes take when a `Canvas` puts them somewhere, with no limit.
public func displayWidth(of utf8: UnsafeRawBufferPointer) -> Int {
    var scanner = TextScanner(utf8)
    var columns = 0
    while true {
        columns += scanner.skipASCII()
        guard let cell = scanner.next(style: .plain) else { return columns }
        columns += Int(cell.width)
    }
}
