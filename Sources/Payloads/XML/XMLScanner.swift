import Glibc
import Text

/// Lays out XML by the depth of its elements, tag by tag, whether it is well-formed or not.
///
/// An element that starts with text is shown as it was sent, with all that is in it: white space means something there.
/// Everywhere else each tag, comment and piece of text has a line of its own.
enum XMLScanner: LineScanner {
    typealias Checker = XMLChecker
    static let name = "XML"
    static let expandsTabs = true

    static func scan<Sink: PieceSink>(
        _ base: UnsafePointer<UInt8>, _ end: Int, _ state: inout LineState, _ sink: inout Sink
    ) -> LineShape? {
        guard state.offset < end else { return nil }
        var cursor = XMLCursor(base: base, end: end, state: state)
        var shape = LineShape(depth: Int(state.depth))
        if state.mode != 0 {
            // Inside something that spans lines: as it was sent, without indentation of ours.
            shape.indent = 0
            // mode -> content: where it stood in text that is shown as sent, that goes on behind it on the same line.
            if cursor.continueConstruct(&sink), cursor.state.verbatim > 0 { cursor.verbatimLine(&sink) }
        } else if state.verbatim > 0 {
            shape.indent = 0
            cursor.verbatimLine(&sink)
        } else {
            cursor.skipByteOrderMark()
            cursor.skipSpace()
            if cursor.isAtEnd {
                state.offset = end
                return nil
            }
            cursor.blockLine(&shape, &sink)
        }
        if cursor.state.mode == 0, cursor.state.verbatim == 0 { cursor.skipSpace() }
        state = cursor.state
        return shape
    }
}

/// What a line of XML can start inside of.
enum XMLMode {
    static let content: UInt8 = 0
    static let comment: UInt8 = 1
    static let cdata: UInt8 = 2
    static let instruction: UInt8 = 3
    static let doctype: UInt8 = 4
    /// Between the square brackets of a document type.
    static let subset: UInt8 = 5
}

/// A place in the bytes of an XML payload, moved along one line.
struct XMLCursor {
    let base: UnsafePointer<UInt8>
    let end: Int
    /// The offset in it is the place.
    var state: LineState

    var isAtEnd: Bool { state.offset >= end }

    mutating func skipSpace() { state.offset = UTF8Bytes.endOfSpace(base, state.offset, end) }

    mutating func skipByteOrderMark() {
        if state.offset == 0, starts(with: "\u{FEFF}") { state.offset = 3 }
    }

    func starts(with text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        return end - state.offset >= count && memcmp(base + state.offset, text.utf8Start, count) == 0
    }

    /// A line outside of text: one tag, with its content if that is only text, or one of the other constructs.
    mutating func blockLine<Sink: PieceSink>(_ shape: inout LineShape, _ sink: inout Sink) {
        guard base[state.offset] == 0x3C else { return textLine(&sink) }
        if starts(with: "</") {
            // An end tag too many closes nothing.
            if state.depth > 0 {
                state.depth -= 1
                shape = LineShape(depth: Int(state.depth))
                shape.closes = true
            }
            endTag(&sink)
        } else if startConstruct(&sink) {
            return
        } else if isNameStart(state.offset + 1) {
            if startTag(&sink) { elementLine(&shape, &sink) }
        } else {
            textLine(&sink)
        }
    }

    /// What follows a start tag on its line.
    private mutating func elementLine<Sink: PieceSink>(_ shape: inout LineShape, _ sink: inout Sink) {
        let content = state.offset
        skipSpace()
        if starts(with: "</") {
            // Blanks alone are a value, line breaks and indentation are not.
            if memchr(base + content, 0x0A, state.offset - content) == nil, state.offset > content {
                sink.take(.plain, content, state.offset, spaceAfter: false)
            }
            endTag(&sink)
        } else if isAtEnd || base[state.offset] == 0x3C && !starts(with: "<![CDATA[") {
            state.depth += 1
            shape.opens = true
        } else {
            // content -> verbatim: text or a CDATA section, from the blanks on, which are part of it.
            state.offset = content
            state.verbatim = 1
            verbatimLine(&sink)
        }
    }

    /// Text between tags: up to the next tag or line break, without the blanks around it.
    private mutating func textLine<Sink: PieceSink>(_ sink: inout Sink) {
        let start = state.offset
        if base[start] == 0x3C { sink.flaw(.strayAngle, at: start) }
        // One byte in any case: a stray `<` would be come back to for ever.
        var close = start + 1
        while close < end, base[close] != 0x3C, base[close] != 0x0A { close += 1 }
        state.offset = close
        while close > start + 1, base[close - 1] == 0x20 || base[close - 1] == 0x0D || base[close - 1] == 0x09 {
            close -= 1
        }
        sink.take(.plain, start, close, spaceAfter: false)
    }

    /// Up to the line break, or to the end tag of the outermost element that is shown as sent.
    mutating func verbatimLine<Sink: PieceSink>(_ sink: inout Sink) {
        while !isAtEnd {
            let start = state.offset
            var close = start
            while close < end, base[close] != 0x3C, base[close] != 0x0A { close += 1 }
            if close < end, base[close] == 0x0A {
                let last = close > start && base[close - 1] == 0x0D ? close - 1 : close
                if last > start { sink.take(.plain, start, last, spaceAfter: false) }
                state.offset = close + 1
                return
            }
            if close > start { sink.take(.plain, start, close, spaceAfter: false) }
            state.offset = close
            guard close < end else { return }
            if starts(with: "</") {
                endTag(&sink)
                state.verbatim -= 1
                if state.verbatim == 0 { return }
            } else if startConstruct(&sink) {
                // It goes on behind the line break.
                if state.mode != XMLMode.content { return }
            } else if isNameStart(close + 1) {
                // Counted, so that the end tag of the outermost is known without names.
                if startTag(&sink) { state.verbatim += 1 }
            } else {
                sink.flaw(.strayAngle, at: close)
                sink.take(.plain, close, close + 1, spaceAfter: false)
                state.offset = close + 1
            }
        }
    }
}
