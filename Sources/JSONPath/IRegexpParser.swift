/// Reads a pattern by the grammar of RFC 9485, section 3.
struct IRegexpParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0
    private static let deepest = 200

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func parse() throws(IRegexpError) -> IRegexpTree {
        let tree = try branches()
        guard position == scalars.count else { throw .invalid }
        return tree
    }

    private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        position += 1
        return true
    }

    private mutating func next() throws(IRegexpError) -> Unicode.Scalar {
        guard let scalar = peek else { throw .invalid }
        position += 1
        return scalar
    }

    private mutating func branches() throws(IRegexpError) -> IRegexpTree {
        depth += 1
        // Each level of brackets is a level of calls here and in `IRegexp.add`, and a thread's stack is finite.
        guard depth <= Self.deepest else { throw .tooLarge }
        var branches = [try branch()]
        while take("|") { branches.append(try branch()) }
        depth -= 1
        return branches.count == 1 ? branches[0] : .either(branches)
    }

    private mutating func branch() throws(IRegexpError) -> IRegexpTree {
        var parts: [IRegexpTree] = []
        while let scalar = peek, scalar != "|", scalar != ")" { parts.append(try piece()) }
        return .sequence(parts)
    }

    private mutating func piece() throws(IRegexpError) -> IRegexpTree {
        let atom = try atom()
        switch peek {
        case "*":
            position += 1
            return .times(atom, least: 0, most: nil)
        case "+":
            position += 1
            return .times(atom, least: 1, most: nil)
        case "?":
            position += 1
            return .times(atom, least: 0, most: 1)
        case "{": return try counted(atom)
        default: return atom
        }
    }

    /// `{2}`, `{2,}`, `{2,5}`
    private mutating func counted(_ atom: IRegexpTree) throws(IRegexpError) -> IRegexpTree {
        position += 1
        let least = try count()
        var most: Int? = least
        if take(",") { most = peek == "}" ? nil : try count() }
        guard take("}"), most.map({ $0 >= least }) ?? true else { throw .invalid }
        return .times(atom, least: least, most: most)
    }

    private mutating func count() throws(IRegexpError) -> Int {
        var value: Int?
        while let digit = peek, ("0"..."9").contains(digit) {
            value = (value ?? 0) * 10 + Int(digit.value - 0x30)
            // Before the next digit, so that no number overflows.
            if value ?? 0 > IRegexp.largest { throw .tooLarge }
            position += 1
        }
        guard let value else { throw .invalid }
        return value
    }

    private mutating func atom() throws(IRegexpError) -> IRegexpTree {
        let scalar = try next()
        switch scalar {
        case "(":
            let inside = try branches()
            guard take(")") else { throw .invalid }
            return inside
        case ".": return .take(.dot)
        case "[": return .take(try characterClass())
        case "\\": return .take(try escape())
        // Plain characters in RFC 9485; whoever writes them means the ends, as in every other language of patterns.
        case "^": return .start
        case "$": return .end
        case ")", "*", "+", "?", "]", "{", "|", "}": throw .invalid
        default: return .take(IRegexpClass(ranges: [scalar.value...scalar.value]))
        }
    }

    /// What follows a backslash: one of the characters with a meaning, a control, or a category.
    private mutating func escape() throws(IRegexpError) -> IRegexpClass {
        let scalar = try next()
        switch scalar {
        case "p", "P":
            guard take("{") else { throw .invalid }
            var name = ""
            // No category has more than two letters.
            while let letter = peek, letter != "}", name.utf8.count < 2 {
                name.unicodeScalars.append(letter)
                position += 1
            }
            guard take("}"), let set = IRegexpClass.categories(name) else { throw .invalid }
            return IRegexpClass(categories: [(set, scalar == "P")])
        default:
            let value = try Self.escaped(scalar)
            return IRegexpClass(ranges: [value...value])
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) throws(IRegexpError) -> UInt32 {
        switch scalar {
        case "n": 0x0A
        case "r": 0x0D
        case "t": 0x09
        // `\$` is none of RFC 9485's: it is how a dollar is written where `$` is the end.
        case "(", ")", "*", "+", "-", ".", "?", "[", "\\", "]", "^", "{", "|", "}", "$": scalar.value
        default: throw .invalid
        }
    }

    /// What stands between square brackets.
    private mutating func characterClass() throws(IRegexpError) -> IRegexpClass {
        var set = IRegexpClass()
        set.isNegated = take("^")
        var isFirst = true
        while true {
            let scalar = try next()
            switch scalar {
            case "]":
                // An empty class would match nothing; the grammar has none.
                if isFirst { throw .invalid }
                return set
            case "[": throw .invalid
            case "-":
                // A hyphen stands for itself only at the start and at the end.
                guard isFirst || peek == "]" else { throw .invalid }
                set.ranges.append(scalar.value...scalar.value)
            case "\\" where peek == "p" || peek == "P":
                set.categories += try escape().categories
            default:
                let low = scalar == "\\" ? try Self.escaped(try next()) : scalar.value
                set.ranges.append(low...(try upper(low)))
            }
            isFirst = false
        }
    }

    /// The end of a range that started with `low`, which is itself when no range follows.
    private mutating func upper(_ low: UInt32) throws(IRegexpError) -> UInt32 {
        // A hyphen right before the bracket stands for itself.
        guard peek == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else { return low }
        position += 1
        let scalar = try next()
        guard scalar != "[", scalar != "-" else { throw .invalid }
        let high = scalar == "\\" ? try Self.escaped(try next()) : scalar.value
        guard high >= low else { throw .invalid }
        return high
    }
}
