/// Reads lines that end with LF, or CR and LF: lines of JSON, and text.
struct LineReader: Sendable {
    private var line: BoundedBytes
    /// Whether a line of white space says nothing.
    private let skipsBlank: Bool

    init(skipsBlank: Bool, limit: Int) {
        self.skipsBlank = skipsBlank
        line = BoundedBytes(limit: limit)
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer, _ tell: (StreamEvent) -> Void) {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let end = rest.firstIndex(of: 0x0A) else { return line.append(rest) }
            line.append(rest[..<end])
            rest = rest[(end + 1)...]
            line.dropCarriageReturn()
            tellLine(tell)
        }
    }

    /// The last line needs no end.
    mutating func end(_ tell: (StreamEvent) -> Void) {
        if !line.isEmpty { tellLine(tell) }
    }

    private mutating func tellLine(_ tell: (StreamEvent) -> Void) {
        let (bytes, cut) = line.take()
        if skipsBlank, cut == 0, bytes.allSatisfy({ $0 <= 0x20 }) { return }
        tell(StreamEvent(bytes, cut: cut))
    }
}
