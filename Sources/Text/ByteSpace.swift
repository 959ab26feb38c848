extension UInt8 {
    /// White space of JSON and XML: blank, tab, LF, CR (RFC 8259 2).
    @inlinable @inline(__always)
    public var isSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }

    /// White space of ASCII: vertical tab and form feed too.
    @inlinable @inline(__always)
    public var isWideSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension BidirectionalCollection<UInt8> {
    /// Without the white space of ASCII around it.
    public var trimmedSpace: SubSequence {
        guard let start = firstIndex(where: { !$0.isWideSpace }), let end = lastIndex(where: { !$0.isWideSpace }) else {
            return self[endIndex...]
        }
        return self[start...end]
    }
}
