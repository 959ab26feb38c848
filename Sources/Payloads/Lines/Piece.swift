import Text

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
    /// Bytes of which is known that inside a string none needs a look; mostly none.
    var plainRun: Range<Int> { get }
}

extension PieceSink {
    @inline(__always)
    var plainRun: Range<Int> { 0..<0 }

    /// The end of the run of bytes that need no look inside a JSON string, past what is known.
    @inline(__always)
    func endOfPlainString(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Int {
        let run = plainRun
        guard position < run.upperBound else { return UTF8Bytes.endOfPlainString(base, position, end) }
        if position < run.lowerBound {
            let stop = UTF8Bytes.endOfPlainString(base, position, min(run.lowerBound, end))
            if stop < run.lowerBound { return stop }
        }
        return UTF8Bytes.endOfPlainString(base, run.upperBound, end)
    }
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
    var plainRun = 0..<0

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
