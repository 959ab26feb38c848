extension PayloadKind {
    /// What `bytes` are, judged by their start: work is bounded whatever their number.
    public static func detect(_ bytes: UnsafeRawBufferPointer) -> PayloadKind {
        guard let first = bytes.first(where: { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }) else {
            return bytes.isEmpty ? .empty : .text
        }
        if bytes.contains(0) { return .binary }
        switch first {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return .json
        case UInt8(ascii: "<"): return .xml
        default: return .text
        }
    }
}
