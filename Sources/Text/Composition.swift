/// Which texts are the same for Unicode (canonically equivalent), and look the same though their bytes differ: `é` as one
/// scalar and as a letter with a mark.
enum Composition {
    /// Whether there is one scalar for a letter with a mark.
    static func isMade(of letter: UInt32, and mark: UInt32) -> Bool {
        // The letters of Hangul that stand in front and in the middle, and what they make with one at the end.
        if (0x1161...0x1175).contains(mark) { return (0x1100...0x1112).contains(letter) }
        if (0x11A8...0x11C2).contains(mark) {
            // Only a syllable that has no end yet takes one: each 28th.
            return (0xAC00...0xD7A3).contains(letter) && (letter - 0xAC00) % 28 == 0
        }
        let key = UInt64(mark) << 20 | UInt64(letter)
        return CompositionTable.pairs.withUnsafeBufferPointer { pairs in
            var low = 0
            var high = pairs.count
            while low < high {
                let middle = (low + high) / 2
                if pairs[middle] < key { low = middle + 1 } else { high = middle }
            }
            return low < pairs.count && pairs[low] == key
        }
    }

    /// Whether it is only another scalar for one that looks the same: the signs of Ohm, Kelvin and Angstrom, a semicolon
    /// that asks in Greek, Han characters that were taken over for the sake of other tables.
    ///
    /// Letters of Devanagari, Bengali, Tibetan, Hebrew and the like are not: they are what keyboards there write.
    static func isSingle(_ scalar: UInt32) -> Bool {
        switch scalar {
        case ..<0x340: false
        case 0x340...0x341, 0x343...0x344, 0x374, 0x37E, 0x387: true
        case ..<0x1F71: false
        case 0x1F71, 0x1F73, 0x1F75, 0x1F77, 0x1F79, 0x1F7B, 0x1F7D, 0x1FBB, 0x1FBE, 0x1FC9, 0x1FCB, 0x1FD3, 0x1FDB,
            0x1FE3, 0x1FEB, 0x1FEE...0x1FEF, 0x1FF9, 0x1FFB, 0x1FFD:
            true
        case 0x2000...0x2001, 0x2126, 0x212A...0x212B, 0x2329...0x232A, 0x2ADC: true
        case ..<0xF900: false
        case 0xFA0E...0xFA0F, 0xFA11, 0xFA13...0xFA14, 0xFA1F, 0xFA21, 0xFA23...0xFA24, 0xFA27...0xFA29: false
        case 0xF900...0xFA6D, 0xFA70...0xFAD9, 0x2F800...0x2FA1D: true
        default: false
        }
    }
}
