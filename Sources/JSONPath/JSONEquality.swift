import Glibc

/// Compares two arrays or objects, however large, in slices. The order of members does not count (RFC 9535 2.3.5.2.2).
struct JSONEquality {
    /// Two containers that are gone through side by side.
    private enum Level {
        case arrays(JSONChildren, JSONChildren)
        case objects(Members, Members, next: Int)
    }

    /// The members of an object, as they are gathered.
    private final class Members {
        var children: JSONChildren
        var all: [(name: [UInt32], value: Int)] = []
        var places: [[UInt32]: Int] = [:]

        init(_ children: JSONChildren) { self.children = children }

        /// Reads all members; false when the units are used up first.
        func gather(_ source: JSONSource, units: inout Int) -> Bool {
            while true {
                switch children.next(source, units: &units) {
                case .pause: return false
                case .end: return true
                case .child:
                    let name = source.text(children.name)
                    // A name is copied and hashed, which costs more than its bytes.
                    units -= 16 + name.count
                    // Of a name that stands twice the last counts.
                    places[name] = all.count
                    all.append((name, children.value))
                }
                if units <= 0 { return false }
            }
        }
    }

    private var levels: [Level] = []
    private static let deepest = 1 << 16

    /// Starts to compare the containers that start at these places, which must be of one kind.
    init(_ source: JSONSource, _ one: Int, _ other: Int) { enter(source, one, other) }

    private mutating func enter(_ source: JSONSource, _ one: Int, _ other: Int) {
        let left = JSONChildren(source, one)
        let right = JSONChildren(source, other)
        levels.append(
            left.isObject
                ? .objects(Members(left), Members(right), next: -1) : .arrays(left, right))
    }

    /// Whether they are equal; nil when the units are used up first.
    mutating func run(_ source: JSONSource, units: inout Int) -> Bool? {
        // Taken off while it is worked on; what is left of it is put back beneath what it has opened.
        while let level = levels.popLast() {
            guard units > 0 else {
                levels.append(level)
                return nil
            }
            // A payload decides how deep it goes: what is nested deeper counts as unequal, so that the levels stay bounded.
            guard source.problem == nil, levels.count < Self.deepest else { return false }
            let verdict: Bool?
            switch level {
            case .arrays(let one, let other): verdict = arrays(source, one, other, &units)
            case .objects(let one, let other, let next): verdict = objects(source, one, other, next, &units)
            }
            if verdict == false { return false }
        }
        return true
    }

    /// False when a difference is found; else what is left to do is on the levels.
    private mutating func arrays(
        _ source: JSONSource, _ one: JSONChildren, _ other: JSONChildren, _ units: inout Int
    ) -> Bool? {
        var (left, right) = (one, other)
        // Both sides must come to their next child before either is looked at.
        guard left.childEnd(source, units: &units) != nil, right.childEnd(source, units: &units) != nil else {
            levels.append(.arrays(left, right))
            return source.problem == nil ? nil : false
        }
        let (first, second) = (left.next(source, units: &units), right.next(source, units: &units))
        switch (first, second) {
        case (.child, .child):
            levels.append(.arrays(left, right))
            return pair(source, left.value, right.value)
        case (.end, .end): return source.problem == nil ? true : false
        // No pause: `childEnd` has been answered on both sides, and `next` has nothing more to step over.
        default: return false
        }
    }

    private mutating func objects(
        _ source: JSONSource, _ one: Members, _ other: Members, _ next: Int, _ units: inout Int
    ) -> Bool? {
        if next < 0 {
            let isGathered = one.gather(source, units: &units) && other.gather(source, units: &units)
            levels.append(.objects(one, other, next: isGathered ? 0 : -1))
            // The names have to be as many too: what one has twice the other may have once, beside one that is left out.
            let isAlike = one.all.count == other.all.count && one.places.count == other.places.count
            return isGathered && !isAlike ? false : nil
        }
        guard next < one.all.count else { return true }
        let name = one.all[next].name
        guard let place = other.places[name] else { return false }
        units -= 8
        // One of the same name comes later, and counts.
        if one.places[name] != next {
            levels.append(.objects(one, other, next: next + 1))
            return nil
        }
        let (value, match) = (one.all[next].value, other.all[place].value)
        levels.append(.objects(one, other, next: next + 1))
        return pair(source, value, match)
    }

    private mutating func pair(_ source: JSONSource, _ one: Int, _ other: Int) -> Bool? {
        let (left, right) = (JSONItem.source(one), JSONItem.source(other))
        switch (left.kind(source), right.kind(source)) {
        case (.array, .array), (.object, .object):
            enter(source, one, other)
            return nil
        default: return JSONItem.scalarOrder(left, right, source) == 0
        }
    }
}

extension JSONItem {
    /// The order of two values that are no containers; nil when they cannot be ordered, 0 when they are equal.
    static func scalarOrder(_ one: JSONItem, _ other: JSONItem, _ source: JSONSource) -> Int? {
        switch (one.kind(source), other.kind(source)) {
        case (.nothing, .nothing), (.null, .null): return 0
        case (.bool(let left), .bool(let right)): return left == right ? 0 : nil
        case (.number, .number):
            return one.withNumber(source) { left in other.withNumber(source) { left.compared(to: $0) } } ?? nil
        case (.string, .string):
            return one.withString(source) { left in other.withString(source) { compare(&left, &$0) } } ?? nil
        default: return nil
        }
    }
}

extension JSONSource {
    /// The characters of the string whose quotes and content are in `range`.
    func text(_ range: Range<Int>) -> [UInt32] {
        var reader = JSONStringReader(base, range.lowerBound + 1, max(range.lowerBound + 1, range.upperBound - 1))
        var text: [UInt32] = []
        while let scalar = reader.next() { text.append(scalar) }
        return text
    }

    /// Whether the name in `range`, quotes included, is `wanted`.
    func name(_ range: Range<Int>, is wanted: [UInt8]) -> Bool {
        let length = range.count - 2
        // Escapes only make a name longer.
        guard length >= wanted.count else { return false }
        let start = base + range.lowerBound + 1
        if memchr(start, 0x5C, length) == nil {
            return length == wanted.count && memcmp(start, wanted, length) == 0
        }
        var reader = JSONStringReader(base, range.lowerBound + 1, range.upperBound - 1)
        return wanted.withUnsafeBufferPointer { buffer in
            var other = JSONStringReader(buffer.baseAddress ?? base, 0, buffer.count, hasEscapes: false)
            return compare(&reader, &other) == 0
        }
    }
}
