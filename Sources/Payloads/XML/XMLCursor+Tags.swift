extension XMLCursor {
    /// Whether a name can start at `position`.
    func isNameStart(_ position: Int) -> Bool {
        guard position < end else { return false }
        let byte = base[position]
        // Beyond ASCII nearly everything may begin a name (XML 1.0 2.3), so those bytes are not looked at.
        return (byte | 0x20) &- 0x61 < 26 || byte == 0x5F || byte == 0x3A || byte >= 0x80
    }

    /// Where the name, or the value without quotes, that starts at `position` ends.
    private func endOfWord(_ position: Int, isValue: Bool) -> Int {
        var position = position
        while position < end {
            switch base[position] {
            case 0x20, 0x0A, 0x0D, 0x09, 0x3E, 0x3C: return position
            // A value without quotes may hold them, as HTML has it: `href=/a?b=c`.
            case 0x2F, 0x3D, 0x22, 0x27: if !isValue { return position }
            default: break
            }
            position += 1
        }
        return position
    }

    /// `</name>`; without its `>` the tag ends before the next `<`.
    mutating func endTag<Sink: PieceSink>(_ sink: inout Sink) {
        let start = state.offset
        sink.take(.punctuation, start, start + 2, spaceAfter: false)
        state.offset = start + 2
        let close = endOfWord(state.offset, isValue: false)
        if close > state.offset {
            sink.take(.tag, state.offset, close, spaceAfter: false)
            state.offset = close
        }
        skipSpace()
        closeTag(&sink, from: start)
    }

    /// The rest of a tag, whatever it is, up to its `>`.
    private mutating func closeTag<Sink: PieceSink>(_ sink: inout Sink, from start: Int) {
        var close = state.offset
        while close < end, base[close] != 0x3E, base[close] != 0x3C { close += 1 }
        if close > state.offset {
            sink.flaw(.badTag, at: state.offset)
            sink.take(.error, state.offset, close, spaceAfter: false)
        }
        state.offset = close
        if close < end, base[close] == 0x3E {
            sink.take(.punctuation, close, close + 1, spaceAfter: false)
            state.offset = close + 1
        } else {
            sink.flaw(close == end ? .endsEarly : .badTag, at: close == end ? end : start)
        }
    }

    /// `<name attribute="value">`: true when it opens an element, false when it is empty or broken.
    mutating func startTag<Sink: PieceSink>(_ sink: inout Sink) -> Bool {
        let start = state.offset
        sink.take(.punctuation, start, start + 1, spaceAfter: false)
        let name = start + 1
        state.offset = endOfWord(name, isValue: false)
        put(&sink, .tag, name)
        while !isAtEnd {
            let place = state.offset
            switch base[place] {
            case 0x3E:
                sink.take(.punctuation, place, place + 1, spaceAfter: false)
                state.offset = place + 1
                return true
            // The next tag begins: this one has no end, and opens no element.
            case 0x3C:
                sink.flaw(.badTag, at: start)
                return false
            case 0x2F where place + 1 < end && base[place + 1] == 0x3E:
                sink.take(.punctuation, place, place + 2, spaceAfter: false)
                state.offset = place + 2
                return false
            case 0x3D:
                state.offset = place + 1
                put(&sink, .punctuation, place)
                value(&sink)
            case 0x22, 0x27, 0x2F:
                sink.flaw(.badTag, at: place)
                state.offset = place + 1
                put(&sink, .error, place)
            default:
                state.offset = endOfWord(place, isValue: false)
                put(&sink, .attribute, place)
            }
        }
        sink.flaw(.endsEarly, at: end)
        return false
    }

    /// The value of an attribute.
    private mutating func value<Sink: PieceSink>(_ sink: inout Sink) {
        guard !isAtEnd else { return }
        let place = state.offset
        let quote = base[place]
        if quote == 0x22 || quote == 0x27 {
            var close = place + 1
            // Without a second quote this is the end of the payload, which `startTag` tells.
            while close < end, base[close] != quote { close += 1 }
            state.offset = min(end, close + 1)
        } else {
            // XML wants quotes (XML 1.0 2.3, AttValue); it is read as HTML would be.
            sink.flaw(.badTag, at: place)
            state.offset = endOfWord(place, isValue: true)
            guard state.offset > place else { return }
        }
        put(&sink, .string, place)
    }

    /// A token of a tag that ends here; white space after it becomes one blank, and none before the tag's end.
    private mutating func put<Sink: PieceSink>(_ sink: inout Sink, _ kind: TokenKind, _ start: Int) {
        let close = state.offset
        skipSpace()
        let isLast = isAtEnd || base[state.offset] == 0x3E || base[state.offset] == 0x3D || kind == .punctuation
        sink.take(kind, start, close, spaceAfter: state.offset > close && !isLast)
    }
}
