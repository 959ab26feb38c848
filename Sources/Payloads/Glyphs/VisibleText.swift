import Text

/// Text of somebody else's, harmless in one line for people: control characters by their pictures, bytes that are not
/// UTF-8 as «ff», what is invisible or turns the direction of its neighbours as «U+202E». The same table draws payloads.
public func visible(_ text: String) -> String {
    var text = text
    return text.withUTF8 { utf8 in
        // Nearly every line is of this kind, and is given back as it is.
        guard !UnsafeRawBufferPointer(utf8).isPrintableASCII else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count + 16)
        forEachVisiblePiece(UnsafeRawBufferPointer(utf8)) { bytes.append(contentsOf: $0) }
        return String(decoding: bytes, as: UTF8.self)
    } ?? text
}

/// Hands out, piece by piece, bytes of somebody else's as ``visible(_:)`` shows them.
///
/// - Parameters:
///   - kept: control characters that are handed out as they are, such as line ends where lines are wanted.
///   - limit: the columns that there is room for; what does not fit is left out.
///   - body: takes the pieces; each is valid during the call.
/// - Returns: the columns taken.
@discardableResult
public func forEachVisiblePiece(
    _ bytes: UnsafeRawBufferPointer, keeping kept: StaticString = "", limit: Int = .max,
    _ body: (UnsafeRawBufferPointer) -> Void
) -> Int {
    bytes.withMemoryRebound(to: UInt8.self) { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        let keeps = UnsafeRawBufferPointer(start: kept.utf8Start, count: kept.utf8CodeUnitCount)
        var reader = GlyphReader(position: 0, column: 0)
        while reader.position < buffer.count {
            let start = reader.position
            reader.skipPrintable(base, buffer.count, upTo: limit)
            if reader.position > start {
                body(UnsafeRawBufferPointer(start: base + start, count: reader.position - start))
                continue
            }
            let glyph = reader.next(base, buffer.count, tabs: false)
            if reader.column > limit { return reader.column - glyph.columns }
            // Joiners, tones and marks are harmless, and a line, other than a cell, has place for what they make.
            let isHarmless = glyph.look == .text || glyph.look == .tail || glyph.look == .twin
            if isHarmless || glyph.look == .control && keeps.contains(base[start]) {
                body(UnsafeRawBufferPointer(start: base + start, count: glyph.length))
            } else {
                glyph.forEachByteGroup { group in group.withUnsafeBytes(body) }
            }
        }
        return reader.column
    }
}

extension UnsafeRawBufferPointer {
    fileprivate var isPrintableASCII: Bool {
        withMemoryRebound(to: UInt8.self) { buffer in
            guard let base = buffer.baseAddress else { return true }
            return UTF8Bytes.endOfPrintable(base, 0, buffer.count) == buffer.count
        }
    }
}
