import Text

/// A payload laid out in lines. Only what is asked for is made into text.
///
/// Reading is done in slices by `advance(units:)`; lines known so far can be shown meanwhile. A document belongs to
/// the thread that made it.
public final class Document {
    let body: any DocumentBody
    /// What the payload is.
    public let kind: PayloadKind
    /// What came, where something else is laid out.
    private var sent: PayloadBytes?

    /// Lays out `bytes`; the kind is detected. Lines are known after `advance(units:)`.
    public convenience init(_ bytes: PayloadBytes, view: PayloadView) {
        self.init(bytes, view: view, kind: bytes.withBytes { PayloadKind.detect($0) })
    }

    /// Lays out `bytes` as what they are known to be.
    public init(_ bytes: PayloadBytes, view: PayloadView, kind: PayloadKind) {
        self.kind = kind
        switch (view, kind) {
        case (.hex, _), (.pretty, .binary), (.decoded, .binary): body = HexBody(bytes)
        case (.pretty, .cbor), (.decoded, .cbor): body = SpanBody(bytes.withBytes(CBORLines.lines))
        case (.raw, _): body = TreeBody<RawScanner>(bytes)
        case (.pretty, .json): body = TreeBody<JSONScanner>(bytes)
        case (.decoded, .json):
            body = DecodedBody(bytes)
            sent = bytes
        case (.pretty, .xml), (.decoded, .xml): body = TreeBody<XMLScanner>(bytes)
        case (.pretty, .html), (.decoded, .html): body = TreeBody<HTMLScanner>(bytes)
        case (.pretty, _), (.decoded, _): body = TreeBody<TextScanner>(bytes)
        }
    }

    /// Lays out values of JSON one after another, whatever they are: a word or a number alone as well.
    /// - Parameter isDecoded: whether characters stand in the place of their escapes.
    public init(json bytes: PayloadBytes, isDecoded: Bool = false) {
        kind = .json
        body = isDecoded ? DecodedBody(bytes) : TreeBody<JSONScanner>(bytes)
        if isDecoded { sent = bytes }
    }

    /// Lays out what changed from `old` to `new`, line by line of their pretty forms.
    public convenience init(diff old: PayloadBytes, _ new: PayloadBytes) {
        self.init(
            diff: old, old.withBytes { PayloadKind.detect($0) }, new, new.withBytes { PayloadKind.detect($0) })
    }

    /// Lays out what changed between bytes of which it is known what they are.
    public init(diff old: PayloadBytes, _ oldKind: PayloadKind, _ new: PayloadBytes, _ newKind: PayloadKind) {
        kind = newKind
        body = DiffBody(
            Document(old, view: .pretty, kind: oldKind).body, Document(new, view: .pretty, kind: newKind).body)
    }

    /// Shows bytes of which the first are text, as they came, and the others in hexadecimal.
    /// - Parameter end: where the text ends.
    public init(_ bytes: PayloadBytes, textUpTo end: Int) {
        kind = .binary
        body = bytes.withBytes { all in
            func part(_ range: Range<Int>) -> PayloadBytes {
                PayloadBytes(owner: bytes, UnsafeRawBufferPointer(rebasing: all[range]))
            }
            let end = max(0, min(end, all.count))
            return HeadedHexBody(part(0..<end), part(end..<all.count))
        }
    }

    /// Shows lines of words, coloured; they are made harmless as payloads are.
    public init(lines: [[Span]]) {
        kind = .text
        body = SpanBody(lines)
    }

    /// Shows what `body` lays out.
    init(layingOut body: any DocumentBody, kind: PayloadKind = .text) {
        self.kind = kind
        self.body = body
    }

    /// Whether all lines are known.
    public var isComplete: Bool { body.isComplete }

    /// Reads on through about `units` bytes; true when all lines are known.
    @discardableResult
    public func advance(units: Int) -> Bool { body.advance(units: units) }

    /// The lines known so far, without the folded ones.
    public var lineCount: Int { body.lineCount }

    /// What line `i` shows in `columns` columns from `column` on; nothing for a line that is not there.
    ///
    /// The spans begin at `column`: blanks before the line's text and halves of wide characters at the edges are part
    /// of them. They end with the line's text.
    /// - Parameter bytes: how many may be read for the first time to find the column. Where it takes more there are no spans,
    ///   and the document is waiting.
    public func line(_ i: Int, from column: Int, columns: Int, readingUpTo bytes: Int = .max) -> [Span] {
        guard i >= 0, i < lineCount, columns > 0 else { return [] }
        var painter = Painter(from: column, columns: columns, readingUpTo: bytes)
        body.paint(line: i, &painter)
        return painter.spans()
    }

    /// The columns line `i` takes: exact but for the ends of lines of more than a megabyte nobody looked at yet.
    public func lineWidth(_ i: Int) -> Int { i >= 0 && i < lineCount ? body.width(ofLine: i) : 0 }

    /// Whether what was asked for of a line is too far to be read to at once.
    public var isWaiting: Bool { body.isWaiting }

    /// Reads on towards it through so many bytes; true when it can be asked for again.
    public func measure(bytes: Int) -> Bool { body.measure(bytes: bytes) }

    /// Reads on through so many bytes of line `i`; true when its width is exact.
    public func measure(_ i: Int, bytes: Int) -> Bool { i < 0 || i >= lineCount || body.measure(line: i, bytes: bytes) }

    /// Lays lines of bytes out so that they are whole in so many columns; answers how many bytes a line had and has now,
    /// nil when nothing changes. Other documents stay as they are.
    public func fit(columns: Int) -> (old: Int, new: Int)? { body.fit(columns: columns) }

    /// Whether line `i` starts something that can be folded or unfolded.
    public func isFoldable(_ i: Int) -> Bool { i >= 0 && i < lineCount && body.isFoldable(i) }

    /// Whether the lines that belong to line `i` are folded away.
    public func isFolded(_ i: Int) -> Bool { i >= 0 && i < lineCount && body.isFolded(i) }

    /// Folds or unfolds what starts on line `i`. False when there is nothing to fold, or its end is not known yet.
    @discardableResult
    public func toggleFold(_ i: Int) -> Bool { i >= 0 && i < lineCount && body.toggleFold(i) }

    /// Folds everything but the outermost level.
    public func foldAll() { body.foldAll() }

    /// Unfolds everything.
    public func unfoldAll() { body.unfoldAll() }

    /// The number of line `i` in the unfolded document: it stays the same when folds change.
    public func position(ofLine i: Int) -> Int {
        lineCount == 0 ? 0 : body.position(ofLine: min(max(0, i), lineCount - 1))
    }

    /// The line that shows `position` now: itself, or the line it is folded into.
    public func line(atPosition position: Int) -> Int {
        lineCount == 0 ? 0 : min(body.line(atPosition: min(max(0, position), body.positionCount - 1)), lineCount - 1)
    }

    /// Starts a search for `text` from line `line` and column `column` on: forward at or after it, backward before it.
    public func find(_ text: String, from line: Int, column: Int = 0, forward: Bool) -> DocumentSearch {
        DocumentSearch(body, text, position: position(ofLine: line), column: column, forward: forward)
    }

    /// What is wrong with the payload, in one line ("JSON ends early at line 3 column 7"); the bytes are shown all the
    /// same. Lines and columns are those of the bytes that came, counted from one.
    public var problem: String? {
        guard let problem = body.problem?.words, let sent else { return body.problem?.words }
        if let words = sentProblem { return words }
        // What is laid out has no escapes any more, so its columns are not those of the bytes that came.
        let document = Document(json: sent)
        while !document.advance(units: 1 << 20) {}
        sentProblem = document.problem ?? problem
        return sentProblem
    }
    private var sentProblem: String?
}
