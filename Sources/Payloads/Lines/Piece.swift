/// One token of a line: a range of the payload's bytes.
struct Piece {
    var kind: TokenKind
    var start: Int
    var end: Int
    /// Whether a blank of ours follows.
    var spaceAfter = false
}

/// What a scanner tells what it finds.
protocol PieceSink {
    /// A token.
    mutating func take(_ kind: TokenKind, _ start: Int, _ end: Int, spaceAfter: Bool)
    /// Something that is wrong inside the token being read.
    mutating func flaw(_ flaw: Flaw, at offset: Int)
}

/// For those who want to know where lines end and nothing else.
struct NoSink: PieceSink {
    @inline(__always)
    mutating func take(_ kind: TokenKind, _ start: Int, _ end: Int, spaceAfter: Bool) {}
    @inline(__always)
    mutating func flaw(_ flaw: Flaw, at offset: Int) {}
}

/// The tokens of one line. Their number is bounded: what comes after is one plain piece.
struct PieceList: PieceSink {
    static let limit = 4096
    private(set) var pieces: [Piece] = []

    mutating func removeAll() { pieces.removeAll(keepingCapacity: true) }

    mutating func take(_ kind: TokenKind, _ start: Int, _ end: Int, spaceAfter: Bool) {
        if pieces.count < PieceList.limit {
            pieces.append(Piece(kind: kind, start: start, end: end, spaceAfter: spaceAfter))
        } else {
            pieces[PieceList.limit - 1].kind = .plain
            pieces[PieceList.limit - 1].end = end
        }
    }

    mutating func flaw(_ flaw: Flaw, at offset: Int) {}
}
