extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isLetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
    }
}

extension StringProtocol {
    /// The range of the first occurrence of some characters.
    func range(of other: String) -> Range<Index>? {
        let wanted = Array(other.utf8)
        var index = startIndex
        while index < endIndex {
            if utf8[index...].starts(with: wanted),
                let end = utf8.index(index, offsetBy: wanted.count, limitedBy: endIndex)
            {
                return index..<end
            }
            index = utf8.index(after: index)
        }
        return nil
    }
}
