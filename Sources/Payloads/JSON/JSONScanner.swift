import Text

/// Lays out JSON the way `jq --indent 2` does, token by token, whether it is valid or not.
///
/// A line is an optional closing bracket, or a value with its key, and a comma. Every token stays as it was sent; the
/// white space between tokens is ours. What is no token is a piece of kind `error`, and the layout goes on after it.
enum JSONScanner: LineScanner {
    typealias Checker = JSONChecker
    static let name = "JSON"
    static let expandsTabs = false

    /// What the line has so far.
    fileprivate enum Stage {
        case start, value, colon, full

        /// Whether another value belongs on a line of its own.
        @inline(__always)
        var hasValue: Bool { self == .value || self == .full }
    }

    /// A line on its way, token by token. All of it is inlined into `scan` and lives in registers.
    fileprivate struct Line {
        let base: UnsafePointer<UInt8>
        let end: Int
        var position: Int
        var depth: Int32
        var shape: LineShape
        var stage = Stage.start
    }

    @inline(__always)
    static func scan<Sink: PieceSink>(
        _ base: UnsafePointer<UInt8>, _ end: Int, _ state: inout LineState, _ sink: inout Sink
    ) -> LineShape? {
        let position = start(base, end, state.offset)
        if position == end {
            state.offset = end
            return nil
        }
        var line = Line(
            base: base, end: end, position: position, depth: state.depth, shape: LineShape(depth: Int(state.depth)))
        while line.position < end, line.takeToken(&sink) {
            // What follows most values: looked for here, it spares a jump that no processor foresees.
            if line.position < end, base[line.position] == 0x2C {
                line.take(.punctuation, to: line.position + 1, &sink)
                break
            }
        }
        state.offset = UTF8Bytes.endOfSpace(base, line.position, end)
        state.depth = line.depth
        return line.shape
    }

    /// Steps over white space, and over a byte order mark at the start of the payload.
    @inline(__always)
    private static func start(_ base: UnsafePointer<UInt8>, _ end: Int, _ offset: Int) -> Int {
        if offset == 0, end >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF {
            return UTF8Bytes.endOfSpace(base, 3, end)
        }
        return UTF8Bytes.endOfSpace(base, offset, end)
    }

    /// The word at `position`: a number, a literal, or anything else up to where JSON can go on.
    @inline(__always)
    static func word(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> (kind: TokenKind, end: Int) {
        let (word, close) = JSONWord.read(base, position, end)
        switch word {
        case .number: return (.number, close)
        case .literal: return (.literal, close)
        case .nonsense: return (.error, close)
        }
    }

    /// The end of the string that starts at `position`, closing quote included; the end of the bytes without one.
    @inline(__always)
    static func string<Sink: PieceSink>(
        _ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int, _ sink: inout Sink
    ) -> Int {
        var position = position + 1
        while true {
            position = sink.endOfPlainString(base, position, end)
            // The bytes end within the string: what is there of it is shown as one.
            guard position < end else {
                sink.flaw(.endsEarly, at: end)
                return end
            }
            let byte = base[position]
            if byte == 0x22 { return position + 1 }
            if byte == 0x5C {
                position = escape(base, position, end, &sink)
            } else if byte < 0x20 {
                sink.flaw(.controlInString, at: position)
                position += 1
            } else {
                // A byte that is no UTF-8 is stepped over alone, so that the next scalar is not lost with it.
                let length = UTF8Bytes.scalar(base, position, end).length
                if length == 0 { sink.flaw(.invalidUTF8, at: position) }
                position += max(1, length)
            }
        }
    }

    /// Steps over an escape. One that does not exist counts as its backslash alone.
    @inline(__always)
    private static func escape<Sink: PieceSink>(
        _ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int, _ sink: inout Sink
    ) -> Int {
        // The backslash is the last byte: the string has no end either, which is what is told.
        guard position + 1 < end else { return position + 1 }
        switch base[position + 1] {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74:
            return position + 2
        case 0x75:
            var digits = 0
            while digits < 4, position + 2 + digits < end, isHexDigit(base[position + 2 + digits]) { digits += 1 }
            // What digits there are belong to it, but never the quote behind them: it ends the string.
            if digits < 4 { sink.flaw(.badEscape, at: position) }
            return position + 2 + digits
        default:
            sink.flaw(.badEscape, at: position)
            return position + 1
        }
    }

    @inline(__always)
    private static func isHexDigit(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6
    }
}

fileprivate extension JSONScanner.Line {
    /// Takes the token at the position, or leaves it to the next line.
    /// - Returns: whether the line may go on.
    @inline(__always)
    mutating func takeToken<Sink: PieceSink>(_ sink: inout Sink) -> Bool {
        let byte = base[position]
        switch byte {
        case 0x20, 0x0A, 0x0D, 0x09:
            position = UTF8Bytes.endOfSpace(base, position, end)
            return true
        case 0x22:
            return takeString(&sink)
        case 0x2C:
            take(.punctuation, to: position + 1, &sink)
            return false
        case 0x3A:
            // A second colon, or one behind a whole member, begins a line of its own and is a flaw there.
            if stage == .colon || stage == .full { return false }
            take(.punctuation, to: position + 1, spaceAfter: true, &sink)
            stage = .colon
            return true
        case 0x7B, 0x5B:
            return takeOpening(byte, &sink)
        case 0x7D, 0x5D:
            return takeClosing(&sink)
        default:
            if stage.hasValue { return false }
            let (kind, close) = JSONScanner.word(base, position, end)
            take(kind, to: close, &sink)
            stage = stage == .start ? .value : .full
            return true
        }
    }

    @inline(__always)
    mutating func take<Sink: PieceSink>(
        _ kind: TokenKind, to close: Int, spaceAfter: Bool = false, _ sink: inout Sink
    ) {
        sink.take(kind, position, close, spaceAfter: spaceAfter)
        position = close
    }

    /// A string is a key if a colon follows it.
    @inline(__always)
    private mutating func takeString<Sink: PieceSink>(_ sink: inout Sink) -> Bool {
        if stage.hasValue { return false }
        let close = JSONScanner.string(base, position, end, &sink)
        guard stage == .start else {
            take(.string, to: close, &sink)
            stage = .full
            return true
        }
        let next = UTF8Bytes.endOfSpace(base, close, end)
        if next < end, base[next] == 0x3A {
            take(.key, to: close, &sink)
            position = next
            take(.punctuation, to: next + 1, spaceAfter: true, &sink)
            stage = .colon
        } else {
            take(.string, to: close, &sink)
            position = next
            stage = .value
        }
        return true
    }

    @inline(__always)
    private mutating func takeOpening<Sink: PieceSink>(_ byte: UInt8, _ sink: inout Sink) -> Bool {
        if stage.hasValue { return false }
        take(.punctuation, to: position + 1, &sink)
        position = UTF8Bytes.endOfSpace(base, position, end)
        // A closing bracket is two code points after its opening one: what is empty stays on one line.
        if position < end, base[position] == byte + 2 {
            take(.punctuation, to: position + 1, &sink)
            stage = .full
            return true
        }
        depth += 1
        shape.opens = true
        return false
    }

    @inline(__always)
    private mutating func takeClosing<Sink: PieceSink>(_ sink: inout Sink) -> Bool {
        // It stands on a line of its own, but for the bracket of something empty.
        if stage != .start { return false }
        // One too many stays at the margin: what follows is laid out as if it had not been there.
        if depth > 0 {
            depth -= 1
            shape = LineShape(depth: Int(depth))
            shape.closes = true
        }
        take(.punctuation, to: position + 1, &sink)
        stage = .full
        return true
    }
}
