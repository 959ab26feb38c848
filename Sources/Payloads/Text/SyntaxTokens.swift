import Text

/// The tokens of one line of text that is being typed, for an editor to colour. Nothing is laid out or checked.
public enum SyntaxTokens {
    /// What a line of XML starts inside of.
    public enum XMLState: Sendable {
        /// Between tags.
        case text
        /// In a tag whose `>` has not come.
        case tag
        /// In a comment.
        case comment
    }

    /// Tokens of a line of JSON in order, white space left out. No JSON string reaches over the end of a line.
    public static func json(_ line: UnsafeRawBufferPointer, _ body: (TokenKind, Range<Int>) -> Void) {
        guard let base = line.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        let end = line.count
        var position = 0
        var sink = NoSink()
        while position < end {
            let start = position
            switch base[position] {
            case 0x20, 0x09, 0x0D, 0x0A: position += 1
            case 0x22:
                position = min(end, JSONScanner.string(base, position, end, &sink))
                let next = UTF8Bytes.endOfSpace(base, position, end)
                body(next < end && base[next] == 0x3A ? .key : .string, start..<position)
            case 0x2C, 0x3A, 0x5B, 0x5D, 0x7B, 0x7D:
                position += 1
                body(.punctuation, start..<position)
            default:
                let (kind, close) = JSONScanner.word(base, position, end)
                // A byte that begins no word is passed over alone.
                position = max(close, position + 1)
                body(kind, start..<position)
            }
        }
    }

    /// Tokens of a line of XML in order, text left out; `state` goes on to the next line.
    public static func xml(
        _ line: UnsafeRawBufferPointer, _ state: inout XMLState, _ body: (TokenKind, Range<Int>) -> Void
    ) {
        var position = 0
        while position < line.count {
            switch state {
            case .text:
                guard let open = line[position...].firstIndex(of: 0x3C) else { return }
                position = open
                if starts(line, open, "<!--") {
                    // The dashes of `<!-->` open it, and do not close it.
                    position = comment(line, open, inside: open + 4, &state, body)
                } else {
                    // text -> tag: the next turn reads it from its `<` on.
                    state = .tag
                }
            case .comment: position = comment(line, position, inside: position, &state, body)
            case .tag: position = tag(line, position, &state, body)
            }
        }
    }

    /// A comment, or what of it is on this line; answers where it ends.
    private static func comment(
        _ line: UnsafeRawBufferPointer, _ start: Int, inside: Int, _ state: inout XMLState,
        _ body: (TokenKind, Range<Int>) -> Void
    ) -> Int {
        let end = endOfComment(line, inside)
        state = end == nil ? .comment : .text
        body(.comment, start..<(end ?? line.count))
        return end ?? line.count
    }

    private static func endOfComment(_ line: UnsafeRawBufferPointer, _ from: Int) -> Int? {
        var position = from
        while position + 2 < line.count {
            if starts(line, position, "-->") { return position + 3 }
            position += 1
        }
        return nil
    }

    /// One token of a tag.
    private static func tag(
        _ line: UnsafeRawBufferPointer, _ start: Int, _ state: inout XMLState, _ body: (TokenKind, Range<Int>) -> Void
    ) -> Int {
        var end = start + 1
        switch line[start] {
        case 0x3E:
            state = .text
            body(.punctuation, start..<end)
        case 0x3C:
            while end < line.count, line[end] == 0x2F || line[end] == 0x3F || line[end] == 0x21 { end += 1 }
            body(.punctuation, start..<end)
            let name = end
            while end < line.count, isName(line[end]) { end += 1 }
            if name < end { body(.tag, name..<end) }
        case 0x22, 0x27:
            // No state for it: a value that goes on behind the line is one on its first line only.
            while end < line.count, line[end] != line[start] { end += 1 }
            end = min(end + 1, line.count)
            body(.string, start..<end)
        case let byte where isName(byte):
            while end < line.count, isName(line[end]) { end += 1 }
            body(.attribute, start..<end)
        case 0x20, 0x09, 0x0D: break
        default: body(.punctuation, start..<end)
        }
        return end
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2D, 0x2E, 0x30...0x3A, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x80...: true
        default: false
        }
    }

    private static func starts(_ line: UnsafeRawBufferPointer, _ position: Int, _ text: StaticString) -> Bool {
        guard position + text.utf8CodeUnitCount <= line.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy { line[position + $0] == text.utf8Start[$0] }
    }
}
