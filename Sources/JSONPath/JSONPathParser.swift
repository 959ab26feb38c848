/// Reads a query by the grammar of RFC 9535, appendix A.
struct JSONPathParser {
    private let scalars: [Unicode.Scalar]
    var position = 0
    /// Places given out in the filter being read.
    var slots = 0
    /// Brackets and parentheses around what is being read.
    private var depth = 0
    private static let deepest = 200
    /// Steps of one path: each is fed by the one before it.
    private static let longest = 500
    /// Numbers that every implementation has exactly (RFC 9535 2.1).
    private static let largest = 9_007_199_254_740_991

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func parse() throws(JSONPathError) -> JSONPathQuery {
        guard take("$") else { throw failure("a path starts with $") }
        let query = JSONPathQuery(isRelative: false, segments: try segments())
        guard position == scalars.count else { throw failure("\(here) does not belong here") }
        return query
    }

    /// Reads a query and leaves what comes after it; answers how long it is.
    mutating func parseBeginning() throws(JSONPathError) -> Int {
        guard take("$") else { throw failure("a path starts with $") }
        _ = try segments()
        return position
    }

    // MARK: - Characters

    func failure(_ words: String, at place: Int? = nil) -> JSONPathError {
        JSONPathError(words: words, column: (place ?? position) + 1)
    }

    /// The character that is read next, in words.
    var here: String {
        guard let scalar = peek else { return "the end" }
        return scalar.value < 0x20 ? "a control character" : scalar == " " ? "a blank" : String(Character(scalar))
    }

    var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    func starts(with text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard scalars.count - position >= count else { return false }
        return (0..<count).allSatisfy { scalars[position + $0].value == UInt32(text.utf8Start[$0]) }
    }

    mutating func take(_ text: StaticString) -> Bool {
        guard starts(with: text) else { return false }
        position += text.utf8CodeUnitCount
        return true
    }

    mutating func skipBlanks() {
        while let scalar = peek, scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" { position += 1 }
    }

    // The parser calls itself for each bracket, and the stack of a thread is finite.
    mutating func deeper() throws(JSONPathError) {
        depth += 1
        if depth > Self.deepest { throw failure("more than \(Self.deepest) brackets inside one another") }
    }

    mutating func shallower() { depth -= 1 }

    mutating func newSlot() -> Int {
        slots += 1
        return slots - 1
    }

    // MARK: - Segments

    mutating func segments() throws(JSONPathError) -> [JSONPathSegment] {
        var segments: [JSONPathSegment] = []
        while true {
            guard segments.count < Self.longest else { throw failure("more than \(Self.longest) steps") }
            let before = position
            skipBlanks()
            if take("..") {
                segments.append(JSONPathSegment(isDescendant: true, selectors: try selectorsAfterDots()))
            } else if take(".") {
                segments.append(JSONPathSegment(isDescendant: false, selectors: [try shorthand()]))
            } else if peek == "[" {
                segments.append(JSONPathSegment(isDescendant: false, selectors: try bracketed()))
            } else {
                // Blanks belong to a segment that follows.
                position = before
                return segments
            }
        }
    }

    private mutating func selectorsAfterDots() throws(JSONPathError) -> [JSONPathSelector] {
        peek == "[" ? try bracketed() : [try shorthand()]
    }

    private mutating func shorthand() throws(JSONPathError) -> JSONPathSelector {
        if take("*") { return .wildcard }
        let start = position
        while let scalar = peek, Self.isNameCharacter(scalar, isFirst: position == start) { position += 1 }
        guard position > start else {
            throw failure(
                peek == nil ? "a name or * is missing after the dot" : "\(here) cannot start a name after a dot")
        }
        return .name(utf8(scalars[start..<position]))
    }

    private static func isNameCharacter(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
        switch scalar {
        case "A"..."Z", "a"..."z", "_": true
        case "0"..."9": !isFirst
        // Every character from U+0080 on may stand without quotes (RFC 9535 2.5.1.1).
        default: scalar.value >= 0x80
        }
    }

    private func utf8(_ scalars: ArraySlice<Unicode.Scalar>) -> [UInt8] {
        scalars.flatMap { Array(UTF8.encode($0) ?? UTF8.encodedReplacementCharacter) }
    }

    private mutating func bracketed() throws(JSONPathError) -> [JSONPathSelector] {
        let open = position
        position += 1
        try deeper()
        var selectors: [JSONPathSelector] = []
        repeat {
            skipBlanks()
            selectors.append(try selector())
            skipBlanks()
        } while take(",")
        guard take("]") else {
            throw peek == nil
                ? failure("a ] is missing for the [ at column \(open + 1)") : failure("a , or ] is missing")
        }
        shallower()
        return selectors
    }

    private mutating func selector() throws(JSONPathError) -> JSONPathSelector {
        switch peek {
        case "\"", "'": return .name(try string())
        case "*":
            position += 1
            return .wildcard
        case "?":
            position += 1
            skipBlanks()
            return .filter(try filter())
        case ":": return try indexOrSlice()
        case nil: throw failure("a selector is missing")
        default:
            if startsInteger { return try indexOrSlice() }
            throw failure("\(here) starts no selector: a name in quotes, *, a number, a slice or ?")
        }
    }

    private mutating func filter() throws(JSONPathError) -> JSONPathFilter {
        // A filter within a filter counts its places from 0: it runs with slots of its own.
        let outer = slots
        slots = 0
        let expression = try logicalOr()
        defer { slots = outer }
        return JSONPathFilter(expression: expression, slots: slots)
    }

    // MARK: - Numbers

    private mutating func indexOrSlice() throws(JSONPathError) -> JSONPathSelector {
        let start = peek == ":" ? nil : try integer()
        let before = position
        skipBlanks()
        guard take(":") else {
            // Blanks that lead to no colon are left to the bracket.
            position = before
            guard let start else { throw failure("a number is missing") }
            return .index(start)
        }
        skipBlanks()
        let end = startsInteger ? try integer() : nil
        let beforeStep = position
        skipBlanks()
        guard take(":") else {
            position = beforeStep
            return .slice(start: start, end: end, step: 1)
        }
        let beforeNumber = position
        skipBlanks()
        guard startsInteger else {
            position = beforeNumber
            return .slice(start: start, end: end, step: 1)
        }
        return .slice(start: start, end: end, step: try integer())
    }

    private var startsInteger: Bool {
        guard let scalar = peek else { return false }
        return scalar == "-" || ("0"..."9").contains(scalar)
    }

    private mutating func integer() throws(JSONPathError) -> Int {
        let start = position
        let isNegative = take("-")
        guard let first = peek, ("0"..."9").contains(first) else { throw failure("a digit is missing") }
        position += 1
        if first == "0" {
            if isNegative { throw failure("-0 is no index", at: start) }
            if let next = peek, ("0"..."9").contains(next) { throw failure("a number has no leading zeros", at: start) }
            return 0
        }
        var value = Int(first.value - 0x30)
        while let digit = peek, ("0"..."9").contains(digit) {
            value = value * 10 + Int(digit.value - 0x30)
            if value > Self.largest { throw failure("the number is beyond 9,007,199,254,740,991", at: start) }
            position += 1
        }
        return isNegative ? -value : value
    }

    /// The text of a number of JSON, as `-0.5e3`; nil when none starts here.
    mutating func number() throws(JSONPathError) -> [UInt8]? {
        guard startsInteger else { return nil }
        let start = position
        _ = take("-")
        guard let first = peek, ("0"..."9").contains(first) else { throw failure("a digit is missing") }
        position += 1
        if first == "0" {
            if let next = peek, ("0"..."9").contains(next) { throw failure("a number has no leading zeros", at: start) }
        } else {
            skipDigits()
        }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("-") { _ = take("+") }
            try digits()
        }
        return scalars[start..<position].map { UInt8(truncatingIfNeeded: $0.value) }
    }

    private mutating func digits() throws(JSONPathError) {
        let start = position
        skipDigits()
        if position == start { throw failure("a digit is missing") }
    }

    private mutating func skipDigits() {
        while let digit = peek, ("0"..."9").contains(digit) { position += 1 }
    }

    // MARK: - Strings

    /// A string in quotes of either kind (RFC 9535 2.3.1.1).
    mutating func string() throws(JSONPathError) -> [UInt8] {
        let open = position
        guard let quote = peek else { throw failure("a string is missing") }
        position += 1
        var text: [UInt8] = []
        while let scalar = peek {
            if scalar == quote {
                position += 1
                return text
            }
            if scalar.value < 0x20 { throw failure("a control character must be written as an escape") }
            if scalar == "\\" {
                text += UTF8.encode(try escape(quote)) ?? UTF8.encodedReplacementCharacter
            } else {
                text += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
                position += 1
            }
        }
        throw failure("the string has no end", at: open)
    }

    private mutating func escape(_ quote: Unicode.Scalar) throws(JSONPathError) -> Unicode.Scalar {
        let start = position
        position += 1
        guard let scalar = peek else { throw failure("the escape has no end", at: start) }
        position += 1
        switch scalar {
        case quote, "/", "\\": return scalar
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u":
            let first = try hexadecimal(start)
            if let scalar = Unicode.Scalar(first) { return scalar }
            // Only halves of pairs are no scalars; the first one has to be a high one.
            guard first < 0xDC00, take("\\u") else { throw failure("half a surrogate pair", at: start) }
            let second = try hexadecimal(start)
            guard (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            else { throw failure("half a surrogate pair", at: start) }
            return scalar
        default: throw failure("the escape does not exist", at: start)
        }
    }

    private mutating func hexadecimal(_ start: Int) throws(JSONPathError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            // `hexDigitValue` takes the wide digits of Asian scripts as well.
            guard let digit = peek.flatMap({ Character($0).hexDigitValue }), peek?.isASCII == true else {
                throw failure("\\u takes four hexadecimal digits", at: start)
            }
            value = value << 4 + UInt32(digit)
            position += 1
        }
        return value
    }
}
