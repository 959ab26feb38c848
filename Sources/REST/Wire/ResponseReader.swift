/// Reads one answer of HTTP/1.0 or HTTP/1.1 (RFC 9112) from its bytes as they come.
///
/// What can be read is read, as curl does it: lines that end in LF alone, folded values, blanks and control characters where
/// none may be. Each such place is kept in ``Response/breaches``. Where two readers could see two different answers in the
/// same bytes (two lengths, a length and chunks) the connection is not used again. The same bytes give the same answer in
/// whatever pieces they come.
struct ResponseReader {
    /// What was found in the bytes.
    enum Event: Equatable {
        /// A head; of status 1xx when others follow.
        case head(Response)
        /// Bytes of the body: these of those that were just given.
        case body(Range<Int>)
        /// Bytes of the body that came before those, when nobody could know yet what they are.
        case held([UInt8])
        /// The end of the answer.
        case end
    }

    // statusLine -> fields -> body, bodyUntilClose or chunkSize -> done; behind a 1xx fields -> statusLine.
    // chunkSize -> chunk -> chunkEnd -> chunkSize; at the size 0 chunkSize -> trailers -> done.
    enum State: Equatable {
        case statusLine
        case fields
        case body(left: Int)
        case bodyUntilClose
        case chunkSize
        case chunk(left: Int)
        case chunkEnd
        case trailers
        case done
    }

    /// The most bytes of one line, as in curl.
    static let lineLimit = 100 << 10
    /// The bytes of a line with a chunk's size that are no extension.
    private static let sizeLine = 64
    /// The most bytes of status lines, fields, trailers and chunk extensions together, of answers of status 1xx too, as in curl.
    static let headLimit = 300 << 10

    /// Whether the request was a HEAD, whose answer has no body whatever it says (RFC 9112 6.3).
    let isHead: Bool
    /// Whether it was a CONNECT, after whose 2xx the tunnel begins.
    let isConnect: Bool
    /// Whether another protocol was asked for, which begins behind a 101 (RFC 9110 7.8).
    let isUpgrade: Bool
    /// Whether an answer without a status line is nothing but a body (RFC 1945 6).
    let takesHTTP09: Bool
    /// What is known of the answer.
    var response = Response(status: 0)
    var state = State.statusLine
    /// Whether the connection can carry another request after this answer.
    var keepsConnection = false
    /// The line being read, with its end once that is here.
    var line: [UInt8] = []
    /// The number of the line being read.
    var lineNumber = 1
    /// The field whose value may go on in the next line, and where it began.
    var pending: (name: [UInt8], value: [UInt8], line: Int)?
    private var headSize = 0
    /// How many bytes of a status line's beginning have come.
    var beginning = 0
    /// What `Content-Length` says; nil when there is none, and when it is larger than any body.
    var length: Int?
    var hasLength = false
    /// Whether `chunked` is among the transfer codings.
    var isChunked = false
    /// Whether another reader could see another answer in the same bytes.
    var isAmbiguous = false
    private var hasChunkCR = false

    init(isHead: Bool = false, isConnect: Bool = false, isUpgrade: Bool = false, takesHTTP09: Bool = false) {
        self.takesHTTP09 = takesHTTP09
        self.isUpgrade = isUpgrade
        self.isHead = isHead
        self.isConnect = isConnect
    }

    /// Whether the answer's end came.
    var isDone: Bool { state == .done }
    /// Whether the head of the answer that counts is here.
    var hasHead: Bool { state != .statusLine && state != .fields }

    /// Reads bytes and says what is in them.
    ///
    /// - Returns: how many of them belong to the answer; what is left came after its end.
    mutating func read(
        _ bytes: UnsafeRawBufferPointer, _ take: (Event) -> Void
    ) throws(ResponseProblem) -> Int {
        var place = 0
        while place < bytes.count, state != .done {
            switch state {
            case .body(let left):
                let end = place + min(left, bytes.count - place)
                take(.body(place..<end))
                state = .body(left: left - (end - place))
                if end - place == left { finish(take) }
                place = end
            // Nothing in the bytes tells its end: `close` does (RFC 9112 6.3).
            case .bodyUntilClose:
                take(.body(place..<bytes.count))
                place = bytes.count
            case .chunk(let left):
                let end = place + min(left, bytes.count - place)
                take(.body(place..<end))
                // Lines follow behind a chunk and are told by their numbers; behind a known length none does.
                lineNumber += bytes[place..<end].count { $0 == 0x0A }
                state = end - place == left ? .chunkEnd : .chunk(left: left - (end - place))
                place = end
            case .chunkEnd:
                try takeChunkEnd(bytes[place])
                place += 1
            case .done: break
            case .statusLine, .fields, .chunkSize, .trailers:
                place = try readLine(bytes, from: place, take)
            }
        }
        return place
    }

    /// Takes up to the end of a line, and reads the line when that is there.
    private mutating func readLine(
        _ bytes: UnsafeRawBufferPointer, from place: Int, _ take: (Event) -> Void
    ) throws(ResponseProblem) -> Int {
        // The first byte that is none of a status line's tells: whoever speaks something else may send no line's end.
        if state == .statusLine {
            do { try checkBeginning(bytes[place...]) } catch {
                // To a HEAD there is no body that it could be.
                guard takesHTTP09, error.kind == .notHTTP, !isHead else { throw error }
                beginBody(take)
                return place
            }
        }
        let found = bytes[place...].firstIndex(of: 0x0A)
        let end = found.map { $0 + 1 } ?? bytes.count
        let room = Self.lineLimit - line.count
        guard end - place <= room else {
            throw ResponseProblem(
                kind: .malformed, line: lineNumber,
                what: "a line of more than the \(Self.lineLimit >> 10) KiB that are read",
                isEndless: true)
        }
        line += bytes[place..<end]
        // Of a chunk's size line only what is more than a size counts: chunks may be many, and the body is counted itself.
        let counted = state == .chunkSize ? max(0, line.count - Self.sizeLine) : line.count
        let before =
            state == .chunkSize ? max(0, line.count - (end - place) - Self.sizeLine) : line.count - (end - place)
        if counted > before {
            headSize += counted - before
            guard headSize <= Self.headLimit else {
                throw ResponseProblem(
                    kind: .malformed, line: lineNumber,
                    what: "its header has no end (more than \(Self.headLimit >> 10) KiB)", isEndless: true)
            }
        }
        guard found != nil else { return end }
        try process(line, take)
        line.removeAll(keepingCapacity: true)
        lineNumber += 1
        return end
    }

    private mutating func process(_ line: [UInt8], _ take: (Event) -> Void) throws(ResponseProblem) {
        switch state {
        case .statusLine:
            try readStatusLine(content(of: line))
            response.head = line
            state = .fields
        case .fields:
            // CR CR LF ends the head too, as in curl, which looks at the line's first byte alone.
            let isEnd = line.allSatisfy { $0 == 0x0D || $0 == 0x0A }
            let content = content(of: line)
            if isEnd {
                response.head += line
                try endHead(take)
            } else {
                try readField(content, isTrailer: false)
                response.head += line
            }
        case .chunkSize: try readChunkSize(content(of: line))
        case .trailers:
            let isEnd = line.allSatisfy { $0 == 0x0D || $0 == 0x0A }
            let content = content(of: line)
            if isEnd {
                try endField(isTrailer: true)
                finish(take)
            } else {
                try readField(content, isTrailer: true)
                response.trailerSection += line
            }
        case .body, .bodyUntilClose, .chunk, .chunkEnd, .done: break
        }
    }

    /// Only a line's end may follow the bytes of a chunk: more would be taken for the next size.
    private mutating func takeChunkEnd(_ byte: UInt8) throws(ResponseProblem) {
        switch byte {
        case 0x0D where !hasChunkCR: hasChunkCR = true
        case 0x0A:
            if !hasChunkCR { note("the line ends in LF alone", "RFC 9112 2.2") }
            hasChunkCR = false
            lineNumber += 1
            state = .chunkSize
        default:
            throw ResponseProblem(
                kind: .malformed, line: lineNumber, what: "a chunk is longer than its size says",
                section: "RFC 9112 7.1")
        }
    }

    /// A line without its end.
    private mutating func content(of line: [UInt8]) -> ArraySlice<UInt8> {
        var content = line.dropLast()
        if content.last == 0x0D {
            content.removeLast()
        } else {
            note("the line ends in LF alone", "RFC 9112 2.2")
        }
        if content.contains(0x0D) { note("a CR stands within the line", "RFC 9112 2.2") }
        return content
    }

    /// The other side closed the connection.
    mutating func close(_ take: (Event) -> Void) throws(ResponseProblem) {
        switch state {
        case .done: break
        case .bodyUntilClose: finish(take)
        case .statusLine:
            let last = response.informational.last
            throw ResponseProblem(
                kind: .noAnswer, line: lineNumber,
                what: last.map { "the last that came was \($0.status), which only announces an answer" }
                    ?? (line.isEmpty
                        ? "" : "\(line.count) \(line.count == 1 ? "byte" : "bytes") of its first line had come"))
        case .fields:
            let number = lineNumber
            try endField(isTrailer: false)
            note("the connection ended before the empty line that ends the fields", "RFC 9112 8", at: number)
            try endHead(take)
            if case .bodyUntilClose = state { finish(take) }
            guard isDone else { throw ended }
        case .body, .chunkSize, .chunk, .chunkEnd, .trailers: throw ended
        }
    }

    private var ended: ResponseProblem {
        ResponseProblem(kind: .incomplete, line: lineNumber, what: "", section: "RFC 9112 8")
    }

    mutating func finish(_ take: (Event) -> Void) {
        state = .done
        take(.end)
    }

    /// Takes note of a breach. The same in the line after is one with it.
    mutating func note(_ what: String, _ section: String, at number: Int? = nil) {
        let number = number ?? lineNumber
        if let place = response.breaches.lastIndex(where: { $0.what == what }),
            response.breaches[place].lines.upperBound == number - 1
        {
            response.breaches[place].lines = response.breaches[place].lines.lowerBound...number
        } else if response.breaches.count < Breach.limit {
            response.breaches.append(Breach(lines: number...number, what: what, section: section))
        } else {
            response.furtherBreaches += 1
        }
    }
}
