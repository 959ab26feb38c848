/// The lines of JSON with characters in the place of their escapes: first it is looked for escapes, then they are decoded, and
/// then the lines are made, all of it in steps.
final class DecodedBody: DocumentBody {
    private enum Stage {
        case looking(EscapeSearch)
        case decoding(EscapeDecoder)
        case laying(TreeBody<JSONScanner>)
    }

    private let bytes: PayloadBytes
    private var stage: Stage
    /// A byte that is only looked at, or copied, costs an eighth of one that is laid out.
    private static let cheapness = 8

    init(_ bytes: PayloadBytes) {
        self.bytes = bytes
        stage = .looking(EscapeSearch(bytes))
    }

    private var lines: TreeBody<JSONScanner>? {
        if case .laying(let lines) = stage { lines } else { nil }
    }

    var isComplete: Bool { lines?.isComplete ?? false }

    func advance(units: Int) -> Bool {
        let (product, overflow) = units.multipliedReportingOverflow(by: Self.cheapness)
        let step = overflow ? Int.max : product
        // Of small payloads all at once: each stage that is left for the next slice is a frame without anything on it.
        let isSmall = bytes.count <= units
        repeat {
            switch stage {
            case .looking(var search):
                search.advance(bytes: step)
                switch search.isFound {
                case nil: stage = .looking(search)
                case false?: stage = .laying(TreeBody(bytes))
                case true?: stage = .decoding(EscapeDecoder(bytes))
                }
            case .decoding(let decoder):
                if decoder.advance(bytes: step) { stage = .laying(TreeBody(decoder.decoded)) }
            case .laying(let lines): return lines.advance(units: units)
            }
        } while isSmall
        return false
    }

    var lineCount: Int { lines?.lineCount ?? 0 }
    var positionCount: Int { lines?.positionCount ?? 0 }
    func paint(line: Int, _ painter: inout Painter) { lines?.paint(line: line, &painter) }
    func paint(position: Int, _ painter: inout Painter) { lines?.paint(position: position, &painter) }
    func width(ofLine line: Int) -> Int { lines?.width(ofLine: line) ?? 0 }
    var isWaiting: Bool { lines?.isWaiting ?? false }
    func measure(bytes: Int) -> Bool { lines?.measure(bytes: bytes) ?? true }
    func measure(line: Int, bytes: Int) -> Bool { lines?.measure(line: line, bytes: bytes) ?? true }
    func isFoldable(_ line: Int) -> Bool { lines?.isFoldable(line) ?? false }
    func isFolded(_ line: Int) -> Bool { lines?.isFolded(line) ?? false }
    func toggleFold(_ line: Int) -> Bool { lines?.toggleFold(line) ?? false }
    func foldAll() { lines?.foldAll() }
    func unfoldAll() { lines?.unfoldAll() }
    func position(ofLine line: Int) -> Int { lines?.position(ofLine: line) ?? line }
    func line(atPosition position: Int) -> Int { lines?.line(atPosition: position) ?? position }
    func reveal(position: Int) { lines?.reveal(position: position) }
    var problem: (words: String, position: Int)? { lines?.problem }

    func nextCandidate(
        _ pattern: SearchPattern, from position: Int, searched: inout Int, units: inout Int
    ) -> Int? {
        guard let lines else { return position }
        return lines.nextCandidate(pattern, from: position, searched: &searched, units: &units)
    }
}
