/// Reads what follows `re:`: the regular part of the syntax that everybody knows. What would need to try one way after the
/// other (back-references, look-around, atomic groups) is refused, because a match could then take for ever.
///
///     choice   = sequence { "|" sequence }
///     sequence = { item [ "*" | "+" | "?" | "{n}" | "{n,}" | "{n,m}" ] [ "?" ] }
///     item     = scalar | "." | "[" class "]" | "(" choice ")" | "^" | "$" | "\" escape
struct ExpressionParser {
    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var depth = 0
    /// What `(?i)` or `(?-i)` at the beginning asks for.
    private var wantsFolding: Bool?
    /// Whether a capital letter stands for itself somewhere.
    private var hasCapital = false
    /// Whether letters match both cases.
    var foldsCase: Bool { wantsFolding ?? !hasCapital }

    private static let deepest = 100
    private static let mostRepetitions = 1_000

    init(_ pattern: Substring) { scalars = Array(pattern.unicodeScalars) }

    mutating func parse() throws(TopicFilterProblem) -> ExpressionNode {
        for (flag, isFolding) in [("(?i)", true), ("(?-i)", false)]
        where scalars.starts(with: flag.unicodeScalars) {
            wantsFolding = isFolding
            place = flag.count
        }
        let node = try choice()
        if place < scalars.count { throw problem("there is a ) without its (") }
        return node
    }

    private mutating func choice() throws(TopicFilterProblem) -> ExpressionNode {
        depth += 1
        defer { depth -= 1 }
        // Each ( is a call within a call: the stack is the bound.
        guard depth <= Self.deepest else { throw problem("there are too many ( in each other") }
        var ways = [try sequence()]
        while take("|") { ways.append(try sequence()) }
        return ways.count == 1 ? ways[0] : .choice(ways)
    }

    private mutating func sequence() throws(TopicFilterProblem) -> ExpressionNode {
        var nodes: [ExpressionNode] = []
        while let next = peek, next != "|", next != ")" {
            let start = place
            let node = try item()
            nodes.append(try repeated(node, from: start))
        }
        // One item needs no sequence around it; none is the empty sequence, which is found everywhere.
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func item() throws(TopicFilterProblem) -> ExpressionNode {
        let scalar = scalars[place]
        place += 1
        switch scalar {
        case ".": return .set(ScalarSet(isNegated: true))
        case "^": return .assertion(.start)
        case "$": return .assertion(.end)
        case "[": return .set(try set())
        case "(": return try group()
        case "\\": return try escape()
        case "*", "+", "?":
            // The column that is told is the one of the sign, not the one behind it.
            place -= 1
            throw problem("\(scalar) has nothing before it to repeat")
        default: return literal(scalar)
        }
    }

    private mutating func literal(_ scalar: Unicode.Scalar) -> ExpressionNode {
        if scalar.properties.isUppercase { hasCapital = true }
        return .scalar(scalar.value)
    }

    private mutating func group() throws(TopicFilterProblem) -> ExpressionNode {
        let start = place
        if take("?") {
            if take(":") {
                // Groups are not numbered here: all are alike.
            } else if take("<"), let first = peek, first != "=", first != "!" {
                // A ) ends the search: a name that never ends would else take in the rest of the expression.
                while let next = peek, next != ">" { place += next == ")" ? scalars.count : 1 }
                guard take(">") else { throw problem("the name of a group has no >") }
            } else {
                place = start
                throw problem("(?\(scalars[min(start + 1, scalars.count - 1)]) is not known here: no look-around")
            }
        }
        let node = try choice()
        guard take(")") else {
            // The column of the bracket that is not closed.
            place = start - 1
            throw problem("this ( has no )")
        }
        return node
    }

    private mutating func repeated(
        _ node: ExpressionNode, from start: Int
    ) throws(TopicFilterProblem) -> ExpressionNode {
        let result: ExpressionNode
        switch peek {
        case "*": result = .repeated(node, least: 0, most: nil)
        case "+": result = .repeated(node, least: 1, most: nil)
        case "?": result = .repeated(node, least: 0, most: 1)
        case "{":
            // Topics do have braces: one that is no repetition stands for itself.
            guard let (least, most, end) = count() else { return node }
            if least > Self.mostRepetitions || most ?? 0 > Self.mostRepetitions {
                throw problem("\(Self.mostRepetitions) times are the most")
            }
            if let most, most < least { throw problem("{\(least),\(most)} has its numbers the wrong way round") }
            place = end
            return try ended(.repeated(node, least: least, most: most))
        default: return node
        }
        place += 1
        return try ended(result)
    }

    /// A `?` behind a repetition asks for the shortest match, which is found where the longest is.
    private mutating func ended(_ node: ExpressionNode) throws(TopicFilterProblem) -> ExpressionNode {
        _ = take("?")
        if peek == "*" || peek == "+" || peek == "?" { throw problem("two repetitions in a row: use ( )") }
        return node
    }

    /// `{n}`, `{n,}` or `{n,m}`; nil when the brace is just a brace.
    private func count() -> (least: Int, most: Int?, end: Int)? {
        guard let close = scalars[place...].firstIndex(of: "}") else { return nil }
        let text = String(String.UnicodeScalarView(scalars[(place + 1)..<close]))
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        // `{x}` and `{,3}` are text.
        guard let least = Int(parts[0]), least >= 0, parts.count <= 2 else { return nil }
        if parts.count == 1 { return (least, least, close + 1) }
        if parts[1].isEmpty { return (least, nil, close + 1) }
        guard let most = Int(parts[1]), most >= 0 else { return nil }
        return (least, most, close + 1)
    }

    // MARK: Classes and escapes

    private mutating func set() throws(TopicFilterProblem) -> ScalarSet {
        let start = place
        var set = ScalarSet(isNegated: take("^"))
        // A ] right behind [ or [^ is one of the class, as in POSIX.
        var isFirst = true
        while let next = peek, next != "]" || isFirst {
            isFirst = false
            // A class such as \d is in the set already, and cannot begin a range.
            guard let low = try member(&set) else { continue }
            // A - before the closing ] is itself.
            guard peek == "-", place + 1 < scalars.count, scalars[place + 1] != "]" else {
                set.ranges.append(low...low)
                continue
            }
            place += 1
            guard let high = try member(&set) else { throw problem("a range needs a character at both ends") }
            guard low <= high else { throw problem("this range has its ends the wrong way round") }
            set.ranges.append(low...high)
        }
        guard take("]") else {
            place = start - 1
            throw problem("this [ has no ]")
        }
        return set
    }

    /// One scalar of a class; nil when it was a class of its own, which is then in `set`.
    private mutating func member(_ set: inout ScalarSet) throws(TopicFilterProblem) -> UInt32? {
        let scalar = scalars[place]
        if scalar != "\\" {
            place += 1
            if scalar.properties.isUppercase { hasCapital = true }
            return scalar.value
        }
        place += 1
        switch try escape() {
        case .scalar(let value): return value
        case .set(let named):
            // `[^\D]`: both negations are kept, and answered one after the other.
            set.named += named.named
            return nil
        default: throw problem("\\b and \\B hold between characters, not in [ ]")
        }
    }

    private mutating func escape() throws(TopicFilterProblem) -> ExpressionNode {
        guard let scalar = peek else { throw problem("a \\ stands at the end: \\\\ is a \\ itself") }
        place += 1
        func named(_ name: ScalarSet.Named, _ isNegated: Bool) -> ExpressionNode {
            .set(ScalarSet(named: [(name, isNegated)]))
        }
        switch scalar {
        case "d": return named(.digit, false)
        case "D": return named(.digit, true)
        case "w": return named(.word, false)
        case "W": return named(.word, true)
        case "s": return named(.space, false)
        case "S": return named(.space, true)
        case "b": return .assertion(.wordBorder)
        case "B": return .assertion(.noWordBorder)
        case "A": return .assertion(.start)
        case "z", "Z": return .assertion(.end)
        case "t": return .scalar(0x09)
        case "n": return .scalar(0x0A)
        case "r": return .scalar(0x0D)
        case "x": return literal(try number(digits: 2))
        case "u": return literal(try number(digits: 4))
        case "0"..."9":
            place -= 1
            throw problem("\\\(scalar) refers back: that is not known here")
        case "a"..."z", "A"..."Z":
            place -= 1
            throw problem("\\\(scalar) is not known here: \\d \\w \\s \\b \\A \\z \\t \\n \\r \\x41 \\u00e9")
        default: return literal(scalar)
        }
    }

    /// A scalar by its hexadecimal digits, or by any number of them in braces.
    private mutating func number(digits: Int) throws(TopicFilterProblem) -> Unicode.Scalar {
        var end = place + digits
        let isBraced = take("{")
        // No brace closes it: a place behind the end makes the guard fail.
        if isBraced { end = scalars[place...].firstIndex(of: "}") ?? scalars.count + 1 }
        guard end <= scalars.count, place < end,
            let value = UInt32(String(String.UnicodeScalarView(scalars[place..<end])), radix: 16),
            let scalar = Unicode.Scalar(value)
        else { throw problem("a character's number has \(digits) hexadecimal digits, or any in { }") }
        place = isBraced ? end + 1 : end
        return scalar
    }

    // MARK: Scalars

    private var peek: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
        guard peek == wanted else { return false }
        place += 1
        return true
    }

    private func problem(_ words: String) -> TopicFilterProblem {
        TopicFilterProblem(message: "re: column \(min(place, scalars.count) + 1): \(words)")
    }
}
