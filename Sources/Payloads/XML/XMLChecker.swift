import Glibc
import Text

/// Checks that tags match while lines are counted, and remembers the first that does not.
struct XMLChecker: LineChecker {
    typealias Name = (start: Int, count: Int)

    private(set) var problem: Problem?
    private let base: UnsafePointer<UInt8>
    private var open: [Name] = []
    /// Elements open beyond those in `open`: so deep, names are no longer compared.
    private var deeper = 0
    private var name: Name = (0, 0)
    private var isEndTag = false
    private var tagStart = 0
    private static let deepest = 1 << 20

    init(base: UnsafePointer<UInt8>) { self.base = base }

    mutating func flaw(_ flaw: Flaw, at offset: Int) {
        if problem == nil { problem = Problem(flaw: flaw, offset: offset) }
    }

    mutating func take(_ kind: TokenKind, _ start: Int, _ end: Int, spaceAfter: Bool) {
        if problem != nil { return }
        if kind == .punctuation { return takePunctuation(start, end) }
        if kind == .tag { name = (start, end - start) }
        if let offset = UTF8Bytes.firstFlaw(base, start, end) { flaw(.invalidUTF8, at: offset) }
    }

    private mutating func takePunctuation(_ start: Int, _ end: Int) {
        switch (base[start], end - start) {
        case (0x3C, 1): isEndTag = false
        case (0x3C, 2) where base[start + 1] == 0x2F: (isEndTag, name, tagStart) = (true, (start, 0), start)
        // `/>` comes as two bytes: it opens nothing.
        case (0x3E, 1): if isEndTag { close() } else { opened() }
        default: break
        }
    }

    private mutating func opened() {
        if open.count < XMLChecker.deepest { open.append(name) } else { deeper += 1 }
    }

    private mutating func close() {
        if deeper > 0 {
            deeper -= 1
            return
        }
        guard let last = open.popLast() else { return flaw(.strayEndTag, at: tagStart) }
        if last.count != name.count || memcmp(base + last.start, base + name.start, name.count) != 0 {
            flaw(.mismatchedTag, at: tagStart)
        }
    }

    mutating func finish(at end: Int) {
        if !open.isEmpty { flaw(.unclosedElement, at: end) }
    }
}
