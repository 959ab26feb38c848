import Text

/// Reads `multipart/x-mixed-replace`: parts that replace each other, as cameras send pictures (RFC 2046 5.1 for the lines
/// between them).
///
/// A part that says its Content-Length is told with its last byte; another one when the next boundary comes.
struct PartsReader: Sendable {
    private enum Place {
        /// Before the first boundary.
        case preamble
        /// In the fields of a part.
        case fields
        /// In the bytes of a part: so many are to come, or until the boundary.
        case content(left: Int?)
        /// Behind the last boundary.
        case over
    }

    private var place = Place.preamble
    private let boundary: [UInt8]
    private let shortBoundary: [UInt8]?
    private let limit: Int
    private var lines: LineCutter
    private var content: BoundedBytes
    private var type = ""
    private var length: Int?
    private var fieldBytes = 0

    /// The most bytes of the fields of a part.
    private static let mostFields = 64 << 10

    init(boundary: String, limit: Int) {
        self.boundary = Array("--\(boundary)".utf8)
        // Cameras write the dashes into the field that only its lines have.
        shortBoundary = boundary.hasPrefix("--") && boundary.utf8.count > 2 ? Array(boundary.utf8) : nil
        self.limit = limit
        lines = LineCutter(.kept, limit: limit)
        content = BoundedBytes(limit: limit)
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer, _ tell: (StreamEvent) -> Void) {
        var rest = bytes[...]
        while !rest.isEmpty {
            if case .content(let left?) = place {
                let piece = rest.prefix(left)
                content.append(piece)
                rest = rest[piece.endIndex...]
                place = .content(left: left - piece.count)
                if left == piece.count { tellPart(tell) }
                continue
            }
            if lines.take(&rest) { endLine(tell) }
        }
    }

    mutating func end(_ tell: (StreamEvent) -> Void) {
        // A part of a known length that did not come to its end is not told.
        guard case .content(nil) = place else { return }
        let (bytes, cut) = lines.takeLine()
        // No line end has to be behind the last boundary (RFC 2046 5.1.1).
        if cut == 0, tail(of: bytes[...]) != nil {
            content.dropLineBreak()
        } else {
            content.append(bytes)
            content.note(cut: cut)
        }
        tellPart(tell)
    }

    private mutating func endLine(_ tell: (StreamEvent) -> Void) {
        let (bytes, cut) = lines.takeLine()
        let text = bytes.dropLast(bytes.suffix(2) == [0x0D, 0x0A] ? 2 : 1)
        let tail = cut == 0 ? tail(of: text) : nil
        let (isBoundary, isLast) = (tail != nil, tail == Tail.last)
        switch place {
        case .over: break
        case .preamble: if isBoundary { begin(isLast: isLast) }
        case .fields: isBoundary ? begin(isLast: isLast) : takeField(text)
        case .content:
            guard isBoundary else {
                content.append(bytes)
                return content.note(cut: cut)
            }
            // The line break before the boundary belongs to it.
            content.dropLineBreak()
            tellPart(tell)
            begin(isLast: isLast)
        }
    }

    /// What a line between parts is.
    private enum Tail { case next, last }

    /// Whether a line is one between parts; a longer name that begins so is another one (RFC 2046 5.1.1).
    private func tail(of line: ArraySlice<UInt8>) -> Tail? {
        for boundary in [boundary, shortBoundary].compactMap(\.self) where line.starts(with: boundary) {
            let rest = line.dropFirst(boundary.count)
            if rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return .next }
            if rest.starts(with: [0x2D, 0x2D]) { return .last }
        }
        return nil
    }

    private mutating func begin(isLast: Bool) {
        (type, length, fieldBytes) = ("", nil, 0)
        place = isLast ? .over : .fields
    }

    private mutating func takeField(_ text: ArraySlice<UInt8>) {
        fieldBytes += text.count
        // Fields without an end are taken for content, which has a bound.
        if text.isEmpty || fieldBytes > Self.mostFields {
            place = .content(left: length)
            return
        }
        guard let field = FieldLine(String(decoding: text, as: UTF8.self)) else { return }
        let value = String(field.value)
        switch field.name.lowercased() {
        case "content-type": type = value
        case "content-length": length = Int(value).flatMap { $0 > 0 ? $0 : nil }
        default: break
        }
    }

    private mutating func tellPart(_ tell: (StreamEvent) -> Void) {
        let (bytes, cut) = content.take()
        // Behind the bytes that were announced comes a line break, and then the boundary.
        place = .preamble
        tell(StreamEvent(bytes, name: type, cut: cut))
    }
}

extension BoundedBytes {
    /// Takes the line break away that it ends with.
    mutating func dropLineBreak() {
        guard cut == 0, bytes.last == 0x0A else { return }
        dropLast()
        dropCarriageReturn()
    }
}
