import JSONPath
import Payloads
import Text

/// Reads a condition:
///
///     or     = and { ("||" | "or") and }
///     and    = not { ("&&" | "and") not }
///     not    = ("!" | "not") not | "(" or ")" | test
///     test   = ["any" | "every"] what ["count" | "length" | "type"] [["not"] check]
///     what   = "status" | "duration" | "header" name | "topic" | "qos" | "retain" | "property" name
///            | "size" | "sha256" | "md5" | "body" | "payload" | JSONPath
///     check  = ("==" | "!=" | "<" | "<=" | ">" | ">=") value | "in" "[" value { "," value } "]"
///            | ("contains" | "startsWith" | "endsWith") value | "matches" (value | "/" pattern "/")
///            | "exists" | "isEmpty" | "isString" | "isNumber" | "isInteger" | "isBoolean" | "isNull" | "isList" | "isObject"
///     value  = "text" | 'text' | number | true | false | null | word
///
/// A path ends where its own grammar ends (RFC 9535). A test without a check asks whether it is there.
struct ConditionParser {
    let scalars: [Unicode.Scalar]
    var position = 0
    let kind: Subject.Kind
    let fill: Condition.Fill?
    var depth = 0
    var tests = 0

    /// Brackets and negations within each other, and tests of one condition.
    private static let mostDepth = 50
    static let mostTests = 200
    static let longest = 20_000

    init(_ text: String, _ kind: Subject.Kind, _ fill: Condition.Fill?) {
        scalars = Array(text.unicodeScalars)
        self.kind = kind
        self.fill = fill
    }

    mutating func parse() throws(ConditionProblem) -> ConditionNode {
        // What is pasted here may be a whole file.
        guard scalars.count <= Self.longest else { throw problem("more than \(Self.longest) characters", at: 0) }
        skipBlanks()
        guard position < scalars.count else { throw problem("a condition is missing, such as status == 200") }
        let node = try or()
        guard position == scalars.count else {
            throw problem(
                peek == ")" ? "there is no ( for this )" : "\(here) belongs to nothing: && or || goes before it")
        }
        return node
    }

    /// Reads what is looked at, without a check.
    mutating func parseSource() throws(ConditionProblem) -> ConditionTest {
        guard scalars.count <= Self.longest else { throw problem("more than \(Self.longest) characters", at: 0) }
        skipBlanks()
        let source = try source()
        skipBlanks()
        guard position == scalars.count else { throw problem("\(here) belongs to nothing") }
        return ConditionTest(text: text(0...scalars.count - 1), source: source, check: .exists, expected: "")
    }

    // MARK: - Characters

    var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    var here: String {
        let word = String(String.UnicodeScalarView(scalars[position...].prefix { !Self.isBlank($0) }))
        return word.isEmpty ? "the end" : String(word.withoutControls.prefix(40))
    }

    func problem(_ words: String, at place: Int? = nil) -> ConditionProblem {
        ConditionProblem(words: words, column: (place ?? position) + 1)
    }

    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
    }

    mutating func skipBlanks() {
        while let scalar = peek, Self.isBlank(scalar) { position += 1 }
    }

    func startsWith(_ text: String) -> Bool { scalars[position...].starts(with: text.unicodeScalars) }

    mutating func takeSign(_ text: String) -> Bool {
        guard startsWith(text) else { return false }
        position += text.unicodeScalars.count
        skipBlanks()
        return true
    }

    /// The letters that begin here, and nothing else of a word.
    var word: String {
        String(
            String.UnicodeScalarView(
                scalars[position...].prefix { $0.isASCII && $0.properties.isAlphabetic || "0"..."9" ~= $0 }))
    }

    /// Takes a word of the grammar, in letters of either case.
    mutating func takeWord(_ wanted: String) -> Bool {
        let found = word
        // A longer word is another one: `inside` is not `in`.
        guard found.lowercased() == wanted.lowercased() else { return false }
        position += found.unicodeScalars.count
        skipBlanks()
        return true
    }

    // MARK: - Logic

    private mutating func or() throws(ConditionProblem) -> ConditionNode {
        var parts = [try and()]
        while takeSign("||") || takeWord("or") { parts.append(try and()) }
        return parts.count == 1 ? parts[0] : .or(parts)
    }

    private mutating func and() throws(ConditionProblem) -> ConditionNode {
        var parts = [try not()]
        while takeSign("&&") || takeWord("and") { parts.append(try not()) }
        return parts.count == 1 ? parts[0] : .and(parts)
    }

    private mutating func not() throws(ConditionProblem) -> ConditionNode {
        depth += 1
        defer { depth -= 1 }
        // Reading goes as deep as the brackets do.
        guard depth < Self.mostDepth else { throw problem("too many brackets") }
        // `!=` without its left side is told as a comparison, not taken for a negation.
        if !startsWith("!="), takeSign("!") || takeWord("not") { return .not(try not()) }
        let open = position
        if takeSign("(") {
            let node = try or()
            guard takeSign(")") else { throw problem("there is no ) for this (", at: open) }
            return node
        }
        return .test(try test())
    }
}
