import Text

extension PayloadKind {
    /// Bytes that are read at most to tell the kind.
    static let reach = 1 << 16

    /// What `bytes` are, judged by their start: work is bounded whatever their number.
    public static func detect(_ bytes: UnsafeRawBufferPointer) -> PayloadKind {
        guard !bytes.isEmpty else { return .empty }
        let start = UnsafeRawBufferPointer(rebasing: bytes.prefix(reach))
        return start.withMemoryRebound(to: UInt8.self) { buffer in
            guard let base = buffer.baseAddress else { return .empty }
            return detect(base, buffer.count, isAll: bytes.count <= reach)
        }
    }

    static func detect(_ base: UnsafePointer<UInt8>, _ end: Int, isAll: Bool) -> PayloadKind {
        let hasMark = end >= 3 && base[0] == 0xEF && base[1] == 0xBB && base[2] == 0xBF
        let first = UTF8Bytes.endOfSpace(base, hasMark ? 3 : 0, end)
        guard first < end else { return .text }
        let byte = base[first]
        if byte == 0x7B || byte == 0x5B {
            // Before it is asked whether it is text at all: JSON with a broken byte is laid out, and the byte is told.
            if isJSON(base, first, end) { return .json }
        } else if byte == 0x3C, XMLCursor(base: base, end: end, state: LineState(offset: first)).startsXML {
            if !isBinary(base, end, isAll: isAll) { return isHTML(base, first, end) ? .html : .xml }
        }
        if isBinary(base, end, isAll: isAll) {
            let bytes = UnsafeRawBufferPointer(start: base, count: end)
            return isAll && CBORItem.isLikely(bytes) ? .cbor : .binary
        }
        return isAll && isNumber(base, first, end) ? .number : .text
    }

    /// Whether markup starts as HTML does: with its document type or its outermost element.
    private static func isHTML(_ base: UnsafePointer<UInt8>, _ first: Int, _ end: Int) -> Bool {
        ["<!doctype html", "<html"].contains { start in
            end - first > start.utf8.count
                && zip(first..<end, start.utf8).allSatisfy {
                    (base[$0] &- 0x41 < 26 ? base[$0] | 0x20 : base[$0]) == $1
                }
        }
    }

    /// Whether what starts with a bracket goes on as JSON does: with a quote, a value or the end of what was opened.
    private static func isJSON(_ base: UnsafePointer<UInt8>, _ first: Int, _ end: Int) -> Bool {
        let next = UTF8Bytes.endOfSpace(base, first + 1, end)
        guard next < end else { return true }
        let byte = base[next]
        if base[first] == 0x7B {
            return byte == 0x7D || byte == 0x22
        }
        return isJSONArray(base, first, next, end)
    }

    /// Text such as `[12] started` starts like an array too: so what follows the first value counts.
    private static func isJSONArray(_ base: UnsafePointer<UInt8>, _ first: Int, _ next: Int, _ end: Int) -> Bool {
        var close = next
        switch base[next] {
        // Looked at no deeper: brackets by the hundred thousand are no reason to go on.
        case 0x7B, 0x5B: return true
        case 0x5D: close = next
        case 0x22:
            var sink = NoSink()
            close = UTF8Bytes.endOfSpace(base, JSONScanner.string(base, next, end, &sink), end)
        default:
            let (kind, wordEnd) = JSONScanner.word(base, next, end)
            if kind == .error { return false }
            close = UTF8Bytes.endOfSpace(base, wordEnd, end)
        }
        if close == end || base[close] == 0x2C { return true }
        guard base[close] == 0x5D else { return false }
        let after = UTF8Bytes.endOfSpace(base, close + 1, end)
        // An array may be the first of several values, or have a terminating zero sent with it.
        return after == end || [0x5B, 0x7B, 0x00, 0x2C, 0x5D, 0x7D].contains(base[after])
    }

    /// A zero byte, bytes that are not UTF-8, or more than one control in ten bytes.
    private static func isBinary(_ base: UnsafePointer<UInt8>, _ end: Int, isAll: Bool) -> Bool {
        var controls = 0
        var zeros = 0
        for place in 0..<end where base[place] < 0x20 || base[place] == 0x7F {
            switch base[place] {
            case 0x09, 0x0A, 0x0D: break
            case 0x00: zeros += 1
            // ESC: what a program writes for a terminal, colours and all, is text.
            case 0x1B: break
            default: controls += 1
            }
        }
        // Text that is sent with its terminating zero stays text.
        if zeros > 1 || zeros == 1 && !(isAll && end > 1 && base[end - 1] == 0) { return true }
        if controls * 10 > end { return true }
        guard let flaw = UTF8Bytes.firstFlaw(base, 0, end) else { return false }
        // The last scalar may have been cut where reading ended.
        return isAll || flaw < end - 3
    }

    private static func isNumber(_ base: UnsafePointer<UInt8>, _ first: Int, _ end: Int) -> Bool {
        let (kind, close) = JSONScanner.word(base, first, end)
        return kind == .number && UTF8Bytes.endOfSpace(base, close, end) == end
    }
}

extension XMLCursor {
    /// Whether markup starts here: a tag that is closed, a comment, a declaration.
    var startsXML: Bool {
        if starts(with: "<?") || starts(with: "<!") { return true }
        guard isNameStart(state.offset + 1) else { return false }
        var place = state.offset + 1
        while place < end, base[place] != 0x3E, base[place] != 0x3C { place += 1 }
        return place < end ? base[place] == 0x3E : true
    }
}
