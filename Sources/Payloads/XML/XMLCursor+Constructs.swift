import Glibc

extension XMLCursor {
    /// A comment, CDATA section, processing instruction or document type that starts here: up to its end or to the
    /// line break. False when none starts here.
    mutating func startConstruct<Sink: PieceSink>(_ sink: inout Sink) -> Bool {
        let start = state.offset
        if starts(with: "<!--") {
            state.mode = XMLMode.comment
            state.offset = start + 4
        } else if starts(with: "<![CDATA[") {
            state.mode = XMLMode.cdata
            state.offset = start + 9
            sink.take(.punctuation, start, start + 9, spaceAfter: false)
            continueConstruct(&sink)
            return true
        } else if starts(with: "<?") {
            state.mode = XMLMode.instruction
            state.offset = start + 2
        } else if starts(with: "<!") {
            state.mode = XMLMode.doctype
            state.offset = start + 2
        } else {
            return false
        }
        continueConstruct(&sink, from: start)
        return true
    }

    /// Goes on with what the line is inside of: true when its end is reached before the line break.
    @discardableResult
    mutating func continueConstruct<Sink: PieceSink>(_ sink: inout Sink, from start: Int? = nil) -> Bool {
        let start = start ?? state.offset
        let (lineEnd, next) = LineBreak.find(base, state.offset, end)
        let mode = state.mode
        let close: Int?
        if mode == XMLMode.doctype || mode == XMLMode.subset {
            close = endOfDoctype(lineEnd)
        } else {
            close = endOfConstruct(mode, state.offset, lineEnd)
        }
        let last = close ?? lineEnd
        if mode == XMLMode.cdata {
            let mark = close == nil ? last : last - 3
            if mark > start { sink.take(.plain, start, mark, spaceAfter: false) }
            if close != nil { sink.take(.punctuation, mark, last, spaceAfter: false) }
        } else if last > start {
            sink.take(.comment, start, last, spaceAfter: false)
        }
        if let close {
            state.mode = XMLMode.content
            state.offset = close
            return true
        }
        state.offset = next
        if next == end { sink.flaw(.endsEarly, at: end) }
        return false
    }

    /// Where `-->`, `]]>` or `?>` ends, before `limit`.
    private func endOfConstruct(_ mode: UInt8, _ start: Int, _ limit: Int) -> Int? {
        let last: UInt8 = mode == XMLMode.comment ? 0x2D : mode == XMLMode.cdata ? 0x5D : 0x3F
        let count = mode == XMLMode.instruction ? 1 : 2
        var place = start
        while place < limit, let found = memchr(base + place, 0x3E, limit - place) {
            place = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            // Not the dashes of `<!-->`, which open it and do not close it.
            if place - start >= count, base[place - 1] == last, base[place - count] == last { return place + 1 }
            place += 1
        }
        return nil
    }

    /// Where the document type ends, before `limit`; the mode follows its square brackets.
    private mutating func endOfDoctype(_ limit: Int) -> Int? {
        var place = state.offset
        while place < limit {
            switch base[place] {
            // A literal may hold brackets; one that goes on beyond the line is not followed.
            case 0x22, 0x27:
                if let found = memchr(base + place + 1, Int32(base[place]), limit - place - 1) {
                    place = UnsafeRawPointer(found) - UnsafeRawPointer(base)
                }
            // doctype -> subset, and back at the bracket: in between a `>` ends a declaration only.
            case 0x5B: state.mode = XMLMode.subset
            case 0x5D: state.mode = XMLMode.doctype
            case 0x3E: if state.mode == XMLMode.doctype { return place + 1 }
            default: break
            }
            place += 1
        }
        return nil
    }
}
