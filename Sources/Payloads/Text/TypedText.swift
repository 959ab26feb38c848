/// JSON or XML that a person types: checked in slices, and set out in lines on demand. Its text is never changed but for
/// the white space between tokens.
public final class TypedText {
    /// What it is meant to be.
    public enum Kind: Sendable {
        /// One value of JSON (RFC 8259).
        case json
        /// XML.
        case xml
    }

    /// The first thing that is wrong.
    public struct Flaw: Hashable, Sendable {
        /// In words: `JSON lacks a comma`.
        public let words: String
        /// The offset of the byte.
        public let offset: Int
    }

    private let bytes: PayloadBytes
    private let work: any TypedTextWork

    /// Checks nothing yet.
    public init(_ bytes: PayloadBytes, as kind: Kind) {
        self.bytes = bytes
        work = kind == .json ? Work<JSONScanner, JSONTextChecker>(bytes) : Work<XMLScanner, XMLChecker>(bytes)
    }

    /// Whether all of it is checked.
    public var isComplete: Bool { work.isComplete }

    /// Checks on through about `units` bytes; true when all is checked.
    @discardableResult
    public func advance(units: Int) -> Bool { work.advance(units: units) }

    /// What is wrong as far as it is checked; nil when nothing is.
    public var flaw: Flaw? { work.flaw }

    /// The text set out in lines as a laid-out payload is. `original` gives the bytes in the place of those that were
    /// read, one for one: a text whose variables were covered for reading gets them back.
    public func formatted(original: [UInt8]? = nil) -> String { work.formatted(original: original) }
}

private protocol TypedTextWork: AnyObject {
    var isComplete: Bool { get }
    var flaw: TypedText.Flaw? { get }
    func advance(units: Int) -> Bool
    func formatted(original: [UInt8]?) -> String
}

private final class Work<Scanner: LineScanner, Checker: LineChecker>: TypedTextWork {
    private let bytes: PayloadBytes
    private var state = LineState()
    private var checker: Checker?
    private(set) var isComplete = false

    init(_ bytes: PayloadBytes) {
        self.bytes = bytes
        guard bytes.count > 0 else {
            isComplete = true
            return
        }
    }

    func advance(units: Int) -> Bool {
        guard !isComplete else { return true }
        bytes.withBytes { buffer in
            guard let base = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return isComplete = true }
            var checker = checker ?? Checker(base: base)
            let before = state.offset
            let goal = min(buffer.count, before + units)
            // The first flaw is all that is told: nothing is read behind it.
            while state.offset < goal, checker.problem == nil,
                Scanner.scan(base, buffer.count, &state, &checker) != nil
            {}
            // Where nothing was read on, nothing ever will be.
            if checker.problem != nil || state.offset >= buffer.count || state.offset == before {
                checker.finish(at: buffer.count)
                isComplete = true
            }
            self.checker = checker
        }
        return isComplete
    }

    var flaw: TypedText.Flaw? {
        checker?.problem.map { TypedText.Flaw(words: $0.flaw.words(Scanner.name), offset: $0.offset) }
    }

    func formatted(original: [UInt8]?) -> String {
        var text: [UInt8] = []
        bytes.withBytes { buffer in
            guard let base = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
            text.reserveCapacity(buffer.count * 3 / 2)
            var state = LineState()
            var pieces = PieceList()
            while let shape = Scanner.list(base, buffer.count, &state, &pieces) {
                if !text.isEmpty { text.append(0x0A) }
                text.append(contentsOf: repeatElement(0x20, count: shape.indent))
                for piece in pieces.pieces {
                    if let original, original.count == buffer.count {
                        text += original[piece.start..<piece.end]
                    } else {
                        text += buffer[piece.start..<piece.end]
                    }
                    if piece.spaceAfter { text.append(0x20) }
                }
                pieces.removeAll()
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
