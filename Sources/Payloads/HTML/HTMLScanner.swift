import Glibc

/// Colours HTML as it was written, line by line. It is not XML: whatever is there is shown, and nothing is wrong.
enum HTMLScanner: LineScanner {
    typealias Checker = NoChecker
    static let name = "HTML"
    static let expandsTabs = true

    static func scan<Sink: PieceSink>(
        _ base: UnsafePointer<UInt8>, _ end: Int, _ state: inout LineState, _ sink: inout Sink
    ) -> LineShape? {
        guard state.offset < end else { return nil }
        let (close, next) = LineBreak.find(base, state.offset, end)
        var cursor = HTMLCursor(base: base, end: close, state: state)
        while cursor.state.offset < close { cursor.piece(&sink) }
        state = cursor.state
        state.offset = next
        return LineShape(depth: 0)
    }
}

/// What a line of HTML can start inside of.
private enum HTMLMode {
    static let text: UInt8 = 0
    static let comment: UInt8 = 1
    /// After a tag's name.
    static let tag: UInt8 = 2
    static let singleQuoted: UInt8 = 3
    static let doubleQuoted: UInt8 = 4
    /// `<!doctype ...>`
    static let declaration: UInt8 = 5
    /// The first of the elements whose text is no markup, in the order of their names.
    static let raw: UInt8 = 8
}

/// Goes through one line. `verbatim` of the state is the mode that follows the tag at hand.
private struct HTMLCursor {
    let base: UnsafePointer<UInt8>
    let end: Int
    var state: LineState

    /// Elements whose text is no markup (HTML 13.1.2).
    private static let rawNames = ["script", "style", "textarea", "title"]

    mutating func piece<Sink: PieceSink>(_ sink: inout Sink) {
        switch state.mode {
        case HTMLMode.comment: through("-->", .comment, &sink)
        case HTMLMode.declaration: through(">", .comment, &sink)
        case HTMLMode.singleQuoted: quoted(0x27, &sink)
        case HTMLMode.doubleQuoted: quoted(0x22, &sink)
        case HTMLMode.tag: insideTag(&sink)
        case HTMLMode.text: text(&sink)
        default: rawText(&sink)
        }
    }

    private func starts(_ place: Int, _ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard end - place >= count else { return false }
        return strncasecmp(
            UnsafeRawPointer(base + place).assumingMemoryBound(to: CChar.self),
            UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self), count) == 0
    }

    /// Up to and with a text that ends the mode.
    private mutating func through<Sink: PieceSink>(_ close: StaticString, _ kind: TokenKind, _ sink: inout Sink) {
        let start = state.offset
        var place = start
        while place < end, !starts(place, close) { place += 1 }
        if place < end {
            place += close.utf8CodeUnitCount
            state.mode = HTMLMode.text
        }
        sink.take(kind, start, place, spaceAfter: false)
        state.offset = place
    }

    private mutating func quoted<Sink: PieceSink>(_ quote: UInt8, _ sink: inout Sink) {
        let start = state.offset
        var place = start
        while place < end, base[place] != quote { place += 1 }
        if place < end {
            place += 1
            state.mode = HTMLMode.tag
        }
        sink.take(.string, start, place, spaceAfter: false)
        state.offset = place
    }

    private mutating func text<Sink: PieceSink>(_ sink: inout Sink) {
        let start = state.offset
        if base[start] == 0x3C, markup(&sink) { return }
        var place = start + 1
        while place < end, base[place] != 0x3C { place += 1 }
        sink.take(.plain, start, place, spaceAfter: false)
        state.offset = place
    }

    /// A tag, a comment or a declaration; false when the angle bracket is text.
    private mutating func markup<Sink: PieceSink>(_ sink: inout Sink) -> Bool {
        let start = state.offset
        if starts(start, "<!--") {
            sink.take(.comment, start, start + 4, spaceAfter: false)
            state.offset = start + 4
            state.mode = HTMLMode.comment
            return true
        }
        if starts(start, "<!") || starts(start, "<?") {
            state.mode = HTMLMode.declaration
            return true
        }
        let isEnd = starts(start, "</")
        let nameStart = start + (isEnd ? 2 : 1)
        // `a < b` is text: a tag starts with a letter right behind the bracket.
        guard nameStart < end, (base[nameStart] | 0x20) &- 0x61 < 26 else { return false }
        var place = nameStart
        while place < end, !isBlank(base[place]), base[place] != 0x3E, base[place] != 0x2F { place += 1 }
        sink.take(.punctuation, start, nameStart, spaceAfter: false)
        sink.take(.tag, nameStart, place, spaceAfter: false)
        state.offset = place
        state.mode = HTMLMode.tag
        state.verbatim = 0
        // The tag may go on for lines: what follows its end is kept in the state until then.
        if !isEnd {
            for (number, name) in Self.rawNames.enumerated()
            where place - nameStart == name.utf8.count && sameLetters(nameStart, name) {
                state.verbatim = Int32(HTMLMode.raw) + Int32(number)
            }
        }
        return true
    }

    private func sameLetters(_ place: Int, _ name: String) -> Bool {
        zip(place..<end, name.utf8).allSatisfy { base[$0] | 0x20 == $1 }
    }

    private mutating func insideTag<Sink: PieceSink>(_ sink: inout Sink) {
        let start = state.offset
        let byte = base[start]
        if byte == 0x3E {
            sink.take(.punctuation, start, start + 1, spaceAfter: false)
            state.offset = start + 1
            // tag -> text, or the raw text of the element whose tag this is.
            state.mode = UInt8(truncatingIfNeeded: state.verbatim)
            state.verbatim = 0
        } else if byte == 0x22 || byte == 0x27 {
            sink.take(.string, start, start + 1, spaceAfter: false)
            state.offset = start + 1
            state.mode = byte == 0x22 ? HTMLMode.doubleQuoted : HTMLMode.singleQuoted
        } else if isBlank(byte) {
            state.offset = run(start) { isBlank($0) }
            sink.take(.plain, start, state.offset, spaceAfter: false)
        } else if byte == 0x3D || byte == 0x2F {
            sink.take(.punctuation, start, start + 1, spaceAfter: false)
            state.offset = start + 1
        } else {
            state.offset = run(start) { !isBlank($0) && $0 != 0x3E && $0 != 0x3D && $0 != 0x22 && $0 != 0x27 }
            // Unquoted, as in `width=100`: told from an attribute's name by what stands before it.
            let isValue = start > 0 && base[start - 1] == 0x3D
            sink.take(isValue ? .string : .attribute, start, state.offset, spaceAfter: false)
        }
    }

    /// Up to the end tag of the element whose text is no markup.
    private mutating func rawText<Sink: PieceSink>(_ sink: inout Sink) {
        let start = state.offset
        let number = Int(state.mode) - Int(HTMLMode.raw)
        let name = number < Self.rawNames.count ? Self.rawNames[max(0, number)] : ""
        var place = start
        while place < end {
            // The line may end within the name, which two sequences side by side do not show.
            if base[place] == 0x3C, starts(place, "</"), sameLetters(place + 2, name),
                end - place - 2 >= name.utf8.count
            {
                break
            }
            place += 1
        }
        if place > start { sink.take(.plain, start, place, spaceAfter: false) }
        state.offset = place
        // raw -> text, with the end tag still to be read.
        if place < end { state.mode = HTMLMode.text }
    }

    private func run(_ start: Int, _ isInside: (UInt8) -> Bool) -> Int {
        var place = start
        while place < end, isInside(base[place]) { place += 1 }
        return place
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0C }
}
