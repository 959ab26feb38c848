/// Cuts bytes into lines wherever the pieces in which they come are cut. What ends a line differs by standard; each line is
/// bounded.
struct LineCutter: Sendable {
    /// What ends a line.
    enum End: Sendable {
        /// LF, before which a CR belongs to the end: lines of JSON and of text.
        case lineFeed
        /// LF, and the line has its end with it: within a part of `multipart` it is content.
        case kept
        /// LF, CR, or CR and LF (HTML 9.2.5).
        case any
    }

    private let end: End
    private var line: BoundedBytes
    /// The last byte was a CR: an LF that follows belongs to it, also in the next piece.
    private var sawCarriageReturn = false

    init(_ end: End, limit: Int) {
        self.end = end
        line = BoundedBytes(limit: limit)
    }

    /// Whether nothing of a line is here.
    var isEmpty: Bool { line.isEmpty }

    /// Takes bytes up to the end of a line away from what came.
    /// - Returns: whether the line is whole: then it is to be taken; otherwise nothing is left of what came.
    mutating func take(_ rest: inout Slice<UnsafeRawBufferPointer>) -> Bool {
        if sawCarriageReturn, let first = rest.first {
            sawCarriageReturn = false
            if first == 0x0A { rest = rest.dropFirst() }
        }
        guard let place = end == .any ? rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) : rest.firstIndex(of: 0x0A)
        else {
            line.append(rest)
            rest = rest[rest.endIndex...]
            return false
        }
        line.append(end == .kept ? rest[...place] : rest[..<place])
        // The line is over with the CR: who waits for an LF would hold the event back until the next one.
        sawCarriageReturn = rest[place] == 0x0D
        rest = rest[(place + 1)...]
        if end == .lineFeed { line.dropCarriageReturn() }
        return true
    }

    /// The line that is whole, or what is there of one, and how many bytes of it were let go.
    mutating func takeLine() -> (bytes: [UInt8], cut: Int) { line.take() }
}
