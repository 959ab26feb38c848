/// Reads lines that end with LF, or CR and LF: lines of JSON, and text.
struct LineReader: Sendable {
    private var lines: LineCutter
    /// Whether a line of white space says nothing.
    private let skipsBlank: Bool

    init(skipsBlank: Bool, limit: Int) {
        self.skipsBlank = skipsBlank
        lines = LineCutter(.lineFeed, limit: limit)
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer, _ tell: (StreamEvent) -> Void) {
        var rest = bytes[...]
        while !rest.isEmpty {
            if lines.take(&rest) { tellLine(tell) }
        }
    }

    /// The last line needs no end.
    mutating func end(_ tell: (StreamEvent) -> Void) {
        if !lines.isEmpty { tellLine(tell) }
    }

    private mutating func tellLine(_ tell: (StreamEvent) -> Void) {
        let (bytes, cut) = lines.takeLine()
        if skipsBlank, cut == 0, bytes.allSatisfy({ $0 <= 0x20 }) { return }
        tell(StreamEvent(bytes, cut: cut))
    }
}
