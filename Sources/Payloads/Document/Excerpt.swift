import Text

/// The payload in one line of at most `limit` columns, for a row of the tree or of the log.
///
/// White space is folded (in JSON only between tokens) and shown where there is nothing else, bytes that are not text are shown as `0x12 34 …`, CBOR in
/// diagnostic notation, control characters by their pictures. Only as many bytes are read as can show.
public func excerpt(_ bytes: UnsafeRawBufferPointer, limit: Int) -> String {
    guard limit > 0, !bytes.isEmpty else { return "" }
    // A column may take a few bytes, and white space in between takes none.
    let reach = min(bytes.count, 256 + 8 * min(limit, 1 << 16))
    let start = UnsafeRawBufferPointer(rebasing: bytes.prefix(reach))
    return start.withMemoryRebound(to: UInt8.self) { buffer in
        guard let base = buffer.baseAddress else { return "" }
        var kind = PayloadKind.detect(base, buffer.count, isAll: reach == bytes.count)
        // Bytes are an item by their end, too: of what begins as one all is looked at, as far as a pane would.
        if kind == .binary, reach < bytes.count, bytes.count <= PayloadKind.reach, CBORItem.isLikely(bytes) {
            kind = .cbor
        }
        switch kind {
        case .binary: return hexExcerpt(buffer, limit: limit, total: bytes.count)
        case .cbor:
            let text = Array(CBORLines.line(of: UnsafeRawBufferPointer(buffer), spans: limit).utf8)
            return text.withUnsafeBufferPointer { text in
                text.baseAddress.map { textExcerpt($0, text.count, limit: limit, isAll: reach == bytes.count) } ?? ""
            }
        default: break
        }
        return textExcerpt(base, buffer.count, limit: limit, isAll: reach == bytes.count)
    }
}

private func textExcerpt(_ base: UnsafePointer<UInt8>, _ end: Int, limit: Int, isAll: Bool) -> String {
    let hasMark = end >= 3 && base[0] == 0xEF && base[1] == 0xBB && base[2] == 0xBF
    var place = UTF8Bytes.endOfSpace(base, hasMark ? 3 : 0, end)
    if place == end { return blanks(base, end, limit: limit, isAll: isAll) }
    let isJSON = place < end && (base[place] == 0x7B || base[place] == 0x5B)
    var painter = Painter(from: 0, columns: limit)
    var wasCut = !isAll
    while place < end {
        if painter.isFull {
            wasCut = true
            break
        }
        var close = place
        while close < end, !base[close].isSpace {
            if isJSON, base[close] == 0x22 {
                var sink = NoSink()
                close = JSONScanner.string(base, close, end, &sink)
            } else {
                close += 1
            }
        }
        painter.bytes(base, place, close, .plain, tabs: false)
        if painter.column > limit { wasCut = true }
        place = UTF8Bytes.endOfSpace(base, close, end)
        // Blanks that close a payload show nothing; those after a bracket of JSON neither.
        if place > close, place < end, !isJSON || parts(base[close - 1], base[place]) { painter.spaces(1) }
    }
    guard wasCut else { return String(decoding: painter.text, as: UTF8.self) }
    return cut(painter.text, to: limit)
}

/// A payload of nothing but blanks, by their pictures: it is not empty.
private func blanks(_ base: UnsafePointer<UInt8>, _ end: Int, limit: Int, isAll: Bool) -> String {
    var text: [UInt8] = []
    for place in 0..<min(end, limit) {
        // U+2400 and on are the pictures of control characters and of the blank; a byte order mark has none.
        text += base[place] < 0x80 ? [0xE2, 0x90, 0x80 + base[place]] : place == 0 ? Array("«U+FEFF»".utf8) : []
    }
    // A byte has one column; the three of a byte order mark have the eight of its name.
    let columns = end + (base[0] < 0x80 ? 0 : 5)
    return isAll && columns <= limit ? String(decoding: text, as: UTF8.self) : cut(text, to: limit)
}

/// `text` with an ellipsis in the last of `limit` columns.
private func cut(_ text: [UInt8], to limit: Int) -> String {
    text.withUnsafeBufferPointer { text in
        guard let base = text.baseAddress else { return "…" }
        var reader = GlyphReader(position: 0, column: 0)
        var close = 0
        while reader.position < text.count {
            _ = reader.next(base, text.count, tabs: false)
            if reader.column > limit - 1 { break }
            close = reader.position
        }
        return String(decoding: text[..<close], as: UTF8.self) + "…"
    }
}

private func hexExcerpt(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int, total: Int) -> String {
    // `0x` and two digits for each byte with a blank between.
    let fits = 3 * total + 1 <= limit
    let count = fits ? total : max(0, (limit - 3) / 3)
    let text = "0x" + HexDigit.lower(bytes.prefix(count), separator: " ")
    if fits { return text }
    return limit < 3 ? "…" : text + (count > 0 ? " …" : "…")
}

/// Whether a blank stays between two bytes of JSON: what comes behind a closing bracket is another value.
private func parts(_ before: UInt8, _ next: UInt8) -> Bool {
    guard before != 0x7D, before != 0x5D else { return ![0x2C, 0x5D, 0x7D].contains(next) }
    // Before an opening bracket of the same value stands a comma, a colon or another bracket: behind anything else begins
    // another one, as behind a text of a line of its own.
    if next == 0x7B || next == 0x5B { return ![0x2C, 0x3A, 0x7B, 0x5B].contains(before) }
    return !isBracket(before) && !isBracket(next)
}

private func isBracket(_ byte: UInt8) -> Bool { byte == 0x7B || byte == 0x7D || byte == 0x5B || byte == 0x5D }
