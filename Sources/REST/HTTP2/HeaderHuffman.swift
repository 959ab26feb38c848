/// The Huffman code of HPACK (RFC 7541 5.2 and Appendix B).
enum HeaderHuffman {
    /// How many bits the code of each byte has, and that of the end. The codes follow from them: those of one length are
    /// consecutive in the order of the bytes, and begin where the shorter ones end.
    private static let lengths: [UInt8] = [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28,
        28, 28, 28, 28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
        5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7,
        7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7,
        7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
        24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21,
        23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24,
        21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
        26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30,
    ]

    private static let longest = 30

    private struct Table {
        /// Symbols in the order of their codes.
        var symbols: [Int] = []
        /// Of each length: the first code, and where its symbol is.
        var first = [UInt32](repeating: 0, count: longest + 2)
        var place = [Int](repeating: 0, count: longest + 2)
    }

    private static let table: Table = {
        var table = Table()
        var code: UInt32 = 0
        for length in 1...longest {
            code <<= 1
            (table.first[length], table.place[length]) = (code, table.symbols.count)
            for (symbol, bits) in lengths.enumerated() where bits == length {
                table.symbols.append(symbol)
                code += 1
            }
        }
        table.place[longest + 1] = table.symbols.count
        return table
    }()

    /// The bytes of a coded string; nil when it is none, or would have more than `limit` bytes.
    static func decode(_ bytes: some Collection<UInt8>, limit: Int) -> [UInt8]? {
        var decoded: [UInt8] = []
        // The shortest codes have five bits.
        decoded.reserveCapacity(min(limit, bytes.count * 8 / 5))
        var code: UInt32 = 0
        var length = 0
        for byte in bytes {
            for bit in (0..<8).reversed() {
                code = code << 1 | UInt32(byte >> bit & 1)
                length += 1
                let count = table.place[length + 1] - table.place[length]
                let offset = Int(code) - Int(table.first[length])
                if count > 0, offset >= 0, offset < count {
                    let symbol = table.symbols[table.place[length] + offset]
                    // The end itself never stands in a string.
                    guard symbol < 256, decoded.count < limit else { return nil }
                    decoded.append(UInt8(symbol))
                    (code, length) = (0, 0)
                } else if length == longest {
                    return nil
                }
            }
        }
        // What fills the last byte up are the first bits of the end's code, which are ones.
        return length < 8 && code == 1 << length - 1 ? decoded : nil
    }
}
