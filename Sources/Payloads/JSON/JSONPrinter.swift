/// Writes JSON the way it is laid out on the screen: indented by two, every token as it was sent, whether it is valid or
/// not.
public enum JSONPrinter {
    /// Writes all of `bytes`, chunk by chunk; a line feed ends each line.
    public static func print(_ bytes: UnsafeRawBufferPointer, to write: (UnsafeRawBufferPointer) -> Void) {
        bytes.withMemoryRebound(to: UInt8.self) { buffer in
            guard let base = buffer.baseAddress else { return }
            var state = LineState()
            var sink = PrintSink(base: base)
            defer { sink.chunk.deallocate() }
            while true {
                sink.depth = Int(state.depth)
                sink.isAtStart = true
                sink.flushIfNeeded(write)
                guard JSONScanner.scan(base, buffer.count, &state, &sink) != nil else { break }
                sink.put(0x0A)
                sink.takeOverflow(write)
            }
            sink.flush(write)
        }
    }
}

/// Puts the tokens of a line behind its indentation.
private struct PrintSink: PieceSink {
    let base: UnsafePointer<UInt8>
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: PrintSink.size, alignment: 16)
    var depth = 0
    var isAtStart = true
    private var used = 0
    /// Tokens too long for the chunk, as they lie in the payload, and what came after them.
    private var overflow: [UInt8] = []

    private static let size = 1 << 18
    /// Room that is kept for the short tokens of one line and its indentation.
    private static let reserve = 1 << 12

    init(base: UnsafePointer<UInt8>) { self.base = base }

    @inline(__always)
    mutating func take(_ kind: TokenKind, _ start: Int, _ end: Int, spaceAfter: Bool) {
        if isAtStart {
            isAtStart = false
            let closes = kind == .punctuation && (base[start] == 0x7D || base[start] == 0x5D)
            indent(closes ? depth - 1 : depth)
        }
        let count = end - start
        if overflow.isEmpty, used + count + 2 <= Self.size {
            chunk.baseAddress?.advanced(by: used).copyMemory(from: base + start, byteCount: count)
            used += count
        } else {
            overflow.append(contentsOf: UnsafeBufferPointer(start: base + start, count: count))
        }
        if spaceAfter { put(0x20) }
    }

    @inline(__always)
    mutating func flaw(_ flaw: Flaw, at offset: Int) {}

    private mutating func indent(_ depth: Int) {
        let count = 2 * min(max(0, depth), LineShape.deepestIndent)
        for place in used..<used + count { chunk[place] = 0x20 }
        used += count
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        guard overflow.isEmpty, used < Self.size else { return overflow.append(byte) }
        chunk[used] = byte
        used += 1
    }

    @inline(__always)
    mutating func flushIfNeeded(_ write: (UnsafeRawBufferPointer) -> Void) {
        if used + Self.reserve > Self.size { flush(write) }
    }

    mutating func flush(_ write: (UnsafeRawBufferPointer) -> Void) {
        if used > 0 { write(UnsafeRawBufferPointer(rebasing: chunk[..<used])) }
        used = 0
    }

    @inline(__always)
    mutating func takeOverflow(_ write: (UnsafeRawBufferPointer) -> Void) {
        guard !overflow.isEmpty else { return }
        flush(write)
        overflow.withUnsafeBytes(write)
        overflow.removeAll()
    }
}
