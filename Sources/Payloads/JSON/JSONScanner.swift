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
    private enum Stage { case start, value, colon, full }

    @inline(__always)
    static func scan<Sink: PieceSink>(
        _ base: UnsafePointer<UInt8>, _ end: Int, _ state: inout LineState, _ sink: inout Sink
    ) -> LineShape? {
        var position = start(base, end, state.offset)
        if position == end {
            state.offset = end
            return nil
        }
        var depth = state.depth
        var shape = LineShape(depth: Int(depth))
        var stage = Stage.start
        line: while position < end {
            let byte = base[position]
            switch byte {
            case 0x20, 0x0A, 0x0D, 0x09:
                position = UTF8Bytes.endOfSpace(base, position, end)
            case 0x22:
                if stage == .value || stage == .full { break line }
                let close = string(base, position, end, &sink)
                if stage == .start {
                    let next = UTF8Bytes.endOfSpace(base, close, end)
                    if next < end, base[next] == 0x3A {
                        sink.take(.key, position, close, spaceAfter: false)
                        sink.take(.punctuation, next, next + 1, spaceAfter: true)
                        position = next + 1
                        stage = .colon
                        continue line
                    }
                    sink.take(.string, position, close, spaceAfter: false)
                    position = next
                    stage = .value
                } else {
                    sink.take(.string, position, close, spaceAfter: false)
                    position = close
                    stage = .full
                }
            case 0x2C:
                sink.take(.punctuation, position, position + 1, spaceAfter: false)
                position += 1
                break line
            case 0x3A:
                if stage == .colon || stage == .full { break line }
                sink.take(.punctuation, position, position + 1, spaceAfter: true)
                position += 1
                stage = .colon
            case 0x7B, 0x5B:
                if stage == .value || stage == .full { break line }
                let next = UTF8Bytes.endOfSpace(base, position + 1, end)
                sink.take(.punctuation, position, position + 1, spaceAfter: false)
                // A closing bracket is two code points after its opening one.
                if next < end, base[next] == byte + 2 {
                    sink.take(.punctuation, next, next + 1, spaceAfter: false)
                    position = next + 1
                    stage = .full
                } else {
                    position = next
                    depth += 1
                    shape.opens = true
                    break line
                }
            case 0x7D, 0x5D:
                if stage != .start { break line }
                if depth > 0 {
                    depth -= 1
                    shape = LineShape(depth: Int(depth))
                    shape.closes = true
                }
                sink.take(.punctuation, position, position + 1, spaceAfter: false)
                position += 1
                stage = .full
            default:
                if stage == .value || stage == .full { break line }
                let (kind, close) = word(base, position, end)
                sink.take(kind, position, close, spaceAfter: false)
                position = close
                stage = stage == .start ? .value : .full
            }
            // What follows most values: looked for here, it spares a jump that no processor foresees.
            if position < end, base[position] == 0x2C {
                sink.take(.punctuation, position, position + 1, spaceAfter: false)
                position += 1
                break line
            }
        }
        state.offset = UTF8Bytes.endOfSpace(base, position, end)
        state.depth = depth
        return shape
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
        guard position + 1 < end else { return position + 1 }
        switch base[position + 1] {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74:
            return position + 2
        case 0x75:
            var digits = 0
            while digits < 4, position + 2 + digits < end, isHexDigit(base[position + 2 + digits]) { digits += 1 }
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
