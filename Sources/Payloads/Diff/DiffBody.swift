import Text

/// What changed between two payloads: lines of both, those of one alone marked `-` and `+`, long equal runs folded.
final class DiffBody: DocumentBody {
    private enum Content {
        case lines(LineDiff.Change)
        case note(String)
    }

    private struct Section {
        var content: Content
        var count: Int
        /// Equal lines that may be folded, and are.
        var folds = false
        var isFolded = false
        var shown: Int { isFolded ? 1 : count }
    }

    private let old: any DocumentBody
    private let new: any DocumentBody
    private var oldHashes: [UInt64] = []
    private var newHashes: [UInt64] = []
    private var sections: [Section] = []
    /// The first line, and the first position, of each section; and the ends.
    private var lineStarts = [0]
    private var positionStarts = [0]
    private(set) var isComplete = false

    /// Lines of each payload that are compared at most.
    private static let mostLines = 200_000
    /// Equal lines shown around a change.
    private static let context = 3

    init(_ old: any DocumentBody, _ new: any DocumentBody) {
        self.old = old
        self.new = new
    }

    func advance(units: Int) -> Bool {
        // Of small payloads all at once: each step left for the next slice would be a frame without anything on it.
        var left = units
        while !isComplete, left > 0 { left -= step(left) }
        return isComplete
    }

    /// One after the other: both are laid out, then hashed, then compared. Answers about what it cost.
    private func step(_ units: Int) -> Int {
        for body in [old, new] {
            if body.positionCount > DiffBody.mostLines {
                finish([note("too large to compare: more than 200,000 lines")])
                return units
            }
            // What is not laid out yet has taken all of them.
            if !body.isComplete { return body.advance(units: units) ? Self.cost(of: body) : units }
        }
        if oldHashes.count < old.positionCount { return hash(old, &oldHashes, units) }
        if newHashes.count < new.positionCount { return hash(new, &newHashes, units) }
        compare()
        return units
    }

    private static func cost(of body: any DocumentBody) -> Int { 64 * max(1, body.positionCount) }

    private func hash(_ body: any DocumentBody, _ hashes: inout [UInt64], _ all: Int) -> Int {
        // What a line looks like is what is compared, as far as it goes.
        var painter = Painter(from: 0, columns: Int.max)
        var units = all
        while units > 0, hashes.count < body.positionCount {
            painter.restart()
            body.paint(position: hashes.count, &painter)
            // An empty line costs something, too.
            units -= max(64, painter.text.count)
            var hasher = Hasher()
            painter.text.withUnsafeBytes { hasher.combine(bytes: $0) }
            hashes.append(UInt64(bitPattern: Int64(hasher.finalize())))
        }
        return all - units
    }

    private func compare() {
        let (changes, isWhole) = LineDiff.changes(oldHashes, newHashes)
        var sections: [Section] = []
        if changes.allSatisfy({ if case .equal = $0 { true } else { false } }) {
            sections.append(note("no difference"))
        }
        if !isWhole { sections.append(note("too many differences: what changed is shown as a whole")) }
        for (place, change) in changes.enumerated() {
            guard case .equal(let oldStart, let newStart, let count) = change else {
                sections.append(Section(content: .lines(change), count: DiffBody.count(change)))
                continue
            }
            // At either edge there is no change to show lines around.
            let before = place == 0 ? 0 : DiffBody.context
            let after = place == changes.count - 1 ? 0 : DiffBody.context
            // A fold takes a line itself.
            let isLong = count > before + after + 1
            // A long run in three parts: lines before the fold, the fold, lines behind.
            let parts =
                isLong
                ? [(0, before, false), (before, count - before - after, true), (count - after, after, false)]
                : [(0, count, false)]
            for (first, part, folds) in parts where part > 0 {
                let change = LineDiff.Change.equal(old: oldStart + first, new: newStart + first, count: part)
                sections.append(Section(content: .lines(change), count: part, folds: folds, isFolded: folds))
            }
        }
        finish(sections)
    }

    @discardableResult
    private func finish(_ sections: [Section]) -> Bool {
        self.sections = sections
        isComplete = true
        reckon()
        return true
    }

    private func note(_ words: String) -> Section { Section(content: .note(words), count: 1) }

    private static func count(_ change: LineDiff.Change) -> Int {
        switch change {
        case .equal(_, _, let count), .removed(_, let count), .added(_, let count): count
        }
    }

    private func reckon() {
        lineStarts = [0]
        positionStarts = [0]
        for (place, section) in sections.enumerated() {
            lineStarts.append(lineStarts[place] + section.shown)
            positionStarts.append(positionStarts[place] + section.count)
        }
    }

    var lineCount: Int { lineStarts[lineStarts.count - 1] }
    var positionCount: Int { positionStarts[positionStarts.count - 1] }

    /// The section that number `value` falls into.
    private func section(_ starts: [Int], _ value: Int) -> Int {
        var low = 0
        var high = sections.count
        while low < high {
            let middle = (low + high) >> 1
            if starts[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return max(0, low - 1)
    }

    func paint(line: Int, _ painter: inout Painter) {
        let place = section(lineStarts, line)
        if sections[place].isFolded {
            painter.words("… \(grouped(sections[place].count)) equal lines", .foldMark)
        } else {
            paint(sections[place].content, line - lineStarts[place], &painter)
        }
    }

    func paint(position: Int, _ painter: inout Painter) {
        let place = section(positionStarts, position)
        paint(sections[place].content, position - positionStarts[place], &painter)
    }

    private func paint(_ content: Content, _ row: Int, _ painter: inout Painter) {
        switch content {
        case .note(let words):
            painter.words(words, .comment)
        case .lines(.equal(_, let start, _)):
            painter.words("  ", .plain)
            new.paint(position: start + row, &painter)
        case .lines(.removed(let start, _)):
            painter.override = .removed
            painter.words("- ", .removed)
            old.paint(position: start + row, &painter)
        case .lines(.added(let start, _)):
            painter.override = .added
            painter.words("+ ", .added)
            new.paint(position: start + row, &painter)
        }
        painter.override = nil
    }

    var isWaiting: Bool { old.isWaiting || new.isWaiting }

    func measure(bytes: Int) -> Bool { old.measure(bytes: bytes) && new.measure(bytes: bytes) }

    func measure(line: Int, bytes: Int) -> Bool {
        let place = section(lineStarts, line)
        guard case .lines(let change) = sections[place].content, !sections[place].isFolded else { return true }
        let row = line - lineStarts[place]
        switch change {
        case .equal(_, let start, _), .added(let start, _): return new.measure(line: start + row, bytes: bytes)
        case .removed(let start, _): return old.measure(line: start + row, bytes: bytes)
        }
    }

    func width(ofLine line: Int) -> Int {
        let place = section(lineStarts, line)
        let row = line - lineStarts[place]
        // The payloads' own lines are all unfolded here: line and position are the same.
        switch sections[place].content {
        // No fold's words are longer.
        case .lines where sections[place].isFolded: return 40
        case .lines(.equal(_, let start, _)), .lines(.added(let start, _)): return 2 + new.width(ofLine: start + row)
        case .lines(.removed(let start, _)): return 2 + old.width(ofLine: start + row)
        case .note(let words): return words.count
        }
    }

    func isFoldable(_ line: Int) -> Bool {
        let place = section(lineStarts, line)
        return place < sections.count && sections[place].folds && lineStarts[place] == line
    }

    func isFolded(_ line: Int) -> Bool { isFoldable(line) && sections[section(lineStarts, line)].isFolded }

    func toggleFold(_ line: Int) -> Bool {
        guard isFoldable(line) else { return false }
        sections[section(lineStarts, line)].isFolded.toggle()
        reckon()
        return true
    }

    func foldAll() { setAll(folded: true) }
    func unfoldAll() { setAll(folded: false) }

    private func setAll(folded: Bool) {
        for place in sections.indices where sections[place].folds { sections[place].isFolded = folded }
        reckon()
    }

    func position(ofLine line: Int) -> Int {
        let place = section(lineStarts, line)
        guard place < sections.count else { return 0 }
        return positionStarts[place] + (sections[place].isFolded ? 0 : line - lineStarts[place])
    }

    func line(atPosition position: Int) -> Int {
        let place = section(positionStarts, position)
        guard place < sections.count else { return 0 }
        return lineStarts[place] + (sections[place].isFolded ? 0 : position - positionStarts[place])
    }

    func reveal(position: Int) {
        let place = section(positionStarts, position)
        guard place < sections.count, sections[place].isFolded else { return }
        sections[place].isFolded = false
        reckon()
    }
}
