/// Writes JSON the way it is laid out on the screen: indented by two, every token as it was sent, whether it is valid or
/// not.
public enum JSONPrinter {
    /// Writes all of `bytes`, chunk by chunk; a line feed ends each line.
    public static func print(_ bytes: UnsafeRawBufferPointer, to write: (UnsafeRawBufferPointer) -> Void) {
        bytes.withMemoryRebound(to: UInt8.self) { buffer in
            guard let base = buffer.baseAddress else { return }
            var state = LineState()
            var sink = PrintSink(base: base, end: buffer.count)
            defer { sink.out.deallocate() }
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
    let end: Int
    let out = UnsafeMutableRawPointer.allocate(byteCount: PrintSink.size, alignment: 16)
    var depth = 0
    var isAtStart = true
    private var used = 0
    /// Tokens too long for the chunk, as they lie in the payload, and what came after them.
    private var overflow: [UInt8] = []
    private var isOverflowing = false

    private static let size = 1 << 18
    /// Room that is kept for the short tokens of one line and its indentation.
    private static let reserve = 1 << 12

    init(base: UnsafePointer<UInt8>, end: Int) {
        self.base = base
        self.end = end
    }

    @inline(__always)
    mutating func take(_ kind: TokenKind, _ start: Int, _ close: Int, spaceAfter: Bool) {
        if isAtStart {
            isAtStart = false
            let closes = kind == .punctuation && (base[start] == 0x7D || base[start] == 0x5D)
            // The depth is that before the line, and its closing bracket ends a level.
            indent(closes ? depth - 1 : depth)
        }
        let count = close - start
        if !isOverflowing, used + count + 16 <= Self.size {
            // Words of eight bytes cover a short token; what is written beyond it is written over by what follows.
            if count <= 16, start + 16 <= end {
                word(start, at: used)
                if count > 8 { word(start + 8, at: used + 8) }
            } else {
                (out + used).copyMemory(from: base + start, byteCount: count)
            }
            used += count
        } else {
            isOverflowing = true
            overflow.append(contentsOf: UnsafeBufferPointer(start: base + start, count: count))
        }
        if spaceAfter { put(0x20) }
    }

    @inline(__always)
    mutating func flaw(_ flaw: Flaw, at offset: Int) {}

    @inline(__always)
    private func word(_ from: Int, at place: Int) {
        out.storeBytes(
            of: UnsafeRawPointer(base + from).loadUnaligned(as: UInt64.self), toByteOffset: place, as: UInt64.self)
    }

    @inline(__always)
    private mutating func indent(_ depth: Int) {
        let count = 2 * min(max(0, depth), LineShape.deepestIndent)
        var place = used
        while place < used + count {
            // Up to seven more than wanted, which what follows writes over.
            out.storeBytes(of: 0x2020_2020_2020_2020, toByteOffset: place, as: UInt64.self)
            place += 8
        }
        used += count
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        guard !isOverflowing, used < Self.size else {
            isOverflowing = true
            return overflow.append(byte)
        }
        out.storeBytes(of: byte, toByteOffset: used, as: UInt8.self)
        used &+= 1
    }

    @inline(__always)
    mutating func flushIfNeeded(_ write: (UnsafeRawBufferPointer) -> Void) {
        if used + Self.reserve > Self.size { flush(write) }
    }

    mutating func flush(_ write: (UnsafeRawBufferPointer) -> Void) {
        if used > 0 { write(UnsafeRawBufferPointer(start: out, count: used)) }
        used = 0
    }

    @inline(__always)
    mutating func takeOverflow(_ write: (UnsafeRawBufferPointer) -> Void) {
        guard isOverflowing else { return }
        isOverflowing = false
        flush(write)
        overflow.withUnsafeBytes(write)
        overflow.removeAll()
    }
}
