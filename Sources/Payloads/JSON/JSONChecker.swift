import Text

/// Checks tokens against RFC 8259 while lines are counted, and remembers the first that does not fit.
///
/// Several values after one another are fine, with or without line breaks between them.
struct JSONChecker: LineChecker {
    private enum Expected {
        case value, valueOrEnd, keyOrEnd, key, colon, commaOrEnd, top
    }

    private(set) var problem: Problem?
    private let base: UnsafePointer<UInt8>
    private var expected = Expected.top
    private var depth = 0
    /// For each depth whether it is an object, one bit, the innermost lowest; what does not fit lies in `outer`.
    private var objects: UInt64 = 0
    private var outer: [UInt64] = []
    private var hasValue = false
    private var pending: Problem?
    private(set) var plainRun = 0..<0

    init(base: UnsafePointer<UInt8>) { self.base = base }

    /// A long string is one long run; so are many numbers, which the reading of lines then finds out.
    mutating func foresee(from: Int, upTo goal: Int) -> Bool {
        if plainRun.isEmpty || plainRun.upperBound != from {
            // The end is looked at first: where it is no plain text, nothing before it was read in vain.
            let tail = max(from, goal - 4_096)
            guard UTF8Bytes.endOfPlainString(base, tail, goal) == goal else { return false }
            plainRun = tail..<goal
            return true
        }
        let stop = UTF8Bytes.endOfPlainString(base, from, goal)
        plainRun = plainRun.lowerBound..<stop
        return stop == goal
    }

    @inline(__always)
    mutating func flaw(_ flaw: Flaw, at offset: Int) {
        // What is wrong within a token is told behind what is wrong with its place: the scanner finds it first.
        if problem == nil, pending == nil { pending = Problem(flaw: flaw, offset: offset) }
    }

    @inline(__always)
    mutating func take(_ kind: TokenKind, _ start: Int, _ end: Int, spaceAfter: Bool) {
        if problem != nil { return }
        switch kind {
        case .punctuation: takePunctuation(base[start], start)
        case .key, .string: takeString(start)
        case .number, .literal: takeScalar(start)
        // Behind a whole value anything more is too much, whatever it is; before it is just no word of JSON.
        default: fail(expected == .top && hasValue ? .extraAfterEnd : .notAWord, start)
        }
        if problem == nil, let pending { problem = pending }
    }

    @inline(__always)
    private mutating func takePunctuation(_ byte: UInt8, _ start: Int) {
        switch byte {
        case 0x2C:
            // In an object a key must follow, and no bracket: {"a":1,} is told at its bracket.
            if expected == .commaOrEnd {
                expected = isInObject ? .key : .value
            } else {
                fail(expected == .top ? .unexpected : .missingValue, start)
            }
        case 0x3A:
            if expected == .colon { expected = .value } else { fail(.unexpected, start) }
        case 0x7B, 0x5B:
            if takesValue(start) { open(isObject: byte == 0x7B) }
        default:
            close(isObject: byte == 0x7D, start)
        }
    }

    @inline(__always)
    private mutating func takeString(_ start: Int) {
        if expected == .key || expected == .keyOrEnd {
            expected = .colon
        } else {
            takeScalar(start)
        }
    }

    @inline(__always)
    private mutating func takeScalar(_ start: Int) {
        if takesValue(start) { endValue() }
    }

    @inline(__always)
    private mutating func takesValue(_ start: Int) -> Bool {
        switch expected {
        case .value, .valueOrEnd, .top: return true
        case .keyOrEnd, .key: fail(.missingKey, start)
        case .colon: fail(.missingColon, start)
        case .commaOrEnd: fail(.missingComma, start)
        }
        return false
    }

    @inline(__always)
    private mutating func open(isObject: Bool) {
        // 64 levels fit one word; what is deeper is put aside: at usual depths nothing is allocated.
        if depth & 63 == 0, depth > 0 { outer.append(objects) }
        objects = objects << 1 | (isObject ? 1 : 0)
        depth += 1
        expected = isObject ? .keyOrEnd : .valueOrEnd
    }

    @inline(__always)
    private mutating func close(isObject: Bool, _ start: Int) {
        guard depth > 0 else { return fail(.unexpected, start) }
        guard isInObject == isObject else { return fail(.mismatchedBracket, start) }
        switch expected {
        // valueOrEnd and keyOrEnd stand right behind the opening bracket only: behind a comma it is value or key.
        case .commaOrEnd, .valueOrEnd, .keyOrEnd: break
        case .colon: return fail(.missingColon, start)
        case .key: return fail(.missingKey, start)
        case .value, .top: return fail(.missingValue, start)
        }
        depth -= 1
        objects >>= 1
        if depth & 63 == 0, depth > 0 { objects = outer.removeLast() }
        endValue()
    }

    @inline(__always)
    private mutating func endValue() {
        hasValue = true
        expected = depth == 0 ? .top : .commaOrEnd
    }

    @inline(__always)
    private var isInObject: Bool { depth > 0 && objects & 1 == 1 }

    private mutating func fail(_ flaw: Flaw, _ offset: Int) { problem = Problem(flaw: flaw, offset: offset) }

    mutating func finish(at end: Int) {
        // An empty payload is no flaw: nothing was begun.
        if problem == nil, depth > 0 || expected != .top { problem = Problem(flaw: .endsEarly, offset: end) }
    }
}
