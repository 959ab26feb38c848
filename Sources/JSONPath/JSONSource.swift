import Text

/// The bytes that a query is asked of, and what was learned of them on the way.
final class JSONSource {
    private let owner: AnyObject?
    /// The bytes stay where they are as long as `owner` lives.
    let base: UnsafePointer<UInt8>
    let end: Int
    /// Where large containers end, by where they start: what was stepped over once is not read again.
    private var ends: [Int: Int] = [:]
    /// What is broken, and at which byte; nothing is read beyond it.
    private(set) var problem: (words: String, offset: Int)?

    /// What `base` is for no bytes at all; it is never read.
    private let padding = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)

    /// Containers of fewer bytes are read again.
    private static let largeContainer = 1 << 12
    private static let mostEnds = 1 << 18
    /// Containers inside one another whose starts are remembered while the outer one is stepped over.
    private static let mostOpen = 1 << 14

    init(_ bytes: UnsafeRawBufferPointer, ownedBy owner: AnyObject?) {
        self.owner = owner
        end = bytes.count
        base = bytes.assumingMemoryBound(to: UInt8.self).baseAddress ?? UnsafePointer(padding)
    }

    deinit { padding.deallocate() }

    func fail(_ words: String, at offset: Int) {
        if problem == nil { problem = (words, offset) }
    }

    func endOfSpace(_ position: Int) -> Int { UTF8Bytes.endOfSpace(base, position, end) }

    /// The end of the string that starts at `position`.
    func endOfString(_ position: Int) -> Int { UTF8Bytes.endOfJSONString(base, position, end) }

    func isContainer(_ position: Int) -> Bool {
        position < end && (base[position] == 0x7B || base[position] == 0x5B)
    }

    /// Steps over a value in slices.
    struct Skip {
        private let start: Int
        private(set) var position: Int
        private var depth = 0
        private var open: [Int] = []

        init(_ start: Int) {
            self.start = start
            position = start
        }

        /// Where the value ends; nil when `units` are used up first, or when it never ends, which is a problem of the
        /// source.
        mutating func run(_ source: JSONSource, units: inout Int) -> Int? {
            if position == start {
                if let known = source.ends[start] { return known }
                guard source.isContainer(start) else { return scalar(source, &units) }
            }
            let base = source.base
            let end = source.end
            let before = position
            let goal = min(end, position + max(1, units))
            while position < goal {
                position = UTF8Bytes.endOfPlainJSON(base, position, end)
                guard position < end else { break }
                switch base[position] {
                case 0x22: position = source.endOfString(position)
                case 0x7B, 0x5B:
                    depth += 1
                    if open.count < JSONSource.mostOpen { open.append(position) }
                    position += 1
                default:
                    position += 1
                    // Deeper than `mostOpen` brackets were not noted: those close without one.
                    if depth == open.count, let start = open.popLast() { source.note(start, position) }
                    // Which bracket closes which is not asked: what is only stepped over is counted.
                    depth -= 1
                    if depth <= 0 {
                        units -= position - before
                        return position
                    }
                }
            }
            // One at least, so that whoever calls again and again comes to an end.
            units -= max(1, position - before)
            if position >= end { source.fail("ends early", at: end) }
            return nil
        }

        private func scalar(_ source: JSONSource, _ units: inout Int) -> Int? {
            guard start < source.end else {
                source.fail("ends early", at: start)
                return nil
            }
            if source.base[start] == 0x22 {
                let close = source.endOfString(start)
                units -= close - start
                return close
            }
            let (kind, close) = JSONWord.read(source.base, start, source.end)
            units -= close - start
            guard kind != .nonsense, close > start else {
                source.fail("has a word that is no value", at: start)
                return nil
            }
            return close
        }
    }

    private func note(_ start: Int, _ close: Int) {
        if close - start >= Self.largeContainer, ends.count < Self.mostEnds { ends[start] = close }
    }
}
