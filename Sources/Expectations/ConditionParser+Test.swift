import JSONPath
import Text

/// Tests: what is looked at, and what it must be.
extension ConditionParser {
    mutating func test() throws(ConditionProblem) -> ConditionTest {
        tests += 1
        // Each test may go through the whole body: this bounds what one condition costs.
        guard tests <= Self.mostTests else { throw problem("more than \(Self.mostTests) tests") }
        let start = position
        var isAny = false
        // Without a word a test holds of every value that it finds, and of none it fails.
        if takeWord("any") { isAny = true } else { _ = takeWord("every") }
        let source = try source()
        skipBlanks()
        let measure = try measure(of: source)
        let middle = position
        // Before a check, as in `$.a not exists`; before a test `not()` has read it.
        let isNegated = takeWord("not")
        let check = try check(source, measure, isNegated: isNegated)
        // Blanks behind the test were skipped while looking for what follows: the text that is shown ends before them.
        let end = scalars[..<position].lastIndex { !Self.isBlank($0) } ?? position - 1
        let expected = middle <= end ? text(middle...end) : "exists"
        return ConditionTest(
            text: text(start...end), source: source, measure: measure, isAny: isAny, isNegated: isNegated, check: check,
            expected: expected)
    }

    func text(_ range: ClosedRange<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }

    mutating func source() throws(ConditionProblem) -> ConditionTest.Source {
        let start = position
        if peek == "$" {
            do throws(JSONPathError) {
                let (path, length) = try JSONPath.beginning(text(position...scalars.count - 1))
                // A path ends where its grammar does: what follows it is read by ours.
                position += length
                return .path(path)
            } catch {
                throw problem(error.words, at: start + error.column - 1)
            }
        }
        let name = word
        position += name.unicodeScalars.count
        skipBlanks()
        switch (name.lowercased(), kind) {
        case ("status", .answer): return .status
        case ("duration", .answer): return .duration
        case ("header", .answer): return .field(try fieldName())
        case ("topic", .message): return .topic
        case ("qos", .message): return .qos
        case ("retain", .message): return .retain
        case ("property", .message): return .field(try fieldName())
        case ("size", _): return .size
        case ("sha256", _): return .sha256
        case ("md5", _): return .md5
        case ("body", _), ("payload", _): return .body
        default:
            // The column that is told is that of the name.
            position = start
            if name.isEmpty {
                throw problem(position < scalars.count ? "\(here) begins no test" : "a test is missing here")
            }
            throw problem(
                kind == .answer
                    ? "an answer has no \(name.withoutControls): status, header NAME, duration, size, body, sha256, md5 or a path $..."
                    : "a message has no \(name.withoutControls): topic, qos, retain, property NAME, size, payload, sha256, md5 or a path $..."
            )
        }
    }

    /// The name of a header or a property, in quotes or not.
    mutating func fieldName() throws(ConditionProblem) -> String {
        let start = position
        guard case .text(let name)? = try literal(), !name.isEmpty else {
            throw problem("a name is missing", at: start)
        }
        return name
    }

    mutating func measure(of source: ConditionTest.Source) throws(ConditionProblem) -> ConditionTest.Measure? {
        let start = position
        for measure in ConditionTest.Measure.allCases where takeWord(measure.rawValue) {
            switch (source, measure) {
            case (.path, _), (.field, .count), (.field, .length), (.body, .length), (.topic, .length): return measure
            default: throw problem("\(measure.rawValue) is of a path", at: start)
            }
        }
        return nil
    }

    private static let comparisons: [ConditionTest.Comparison] = [
        .equal, .unequal, .lessOrEqual, .greaterOrEqual, .less, .greater,
    ]

    mutating func check(
        _ source: ConditionTest.Source, _ measure: ConditionTest.Measure?, isNegated: Bool
    ) throws(ConditionProblem) -> ConditionTest.Check {
        let start = position
        // The list has <= before <, else the = would be left over.
        for comparison in Self.comparisons where takeSign(comparison.rawValue) {
            return .compare(comparison, try value(of: source, measure))
        }
        // One = is what people type first: told by name, not as an odd sign.
        if startsWith("=") { throw problem("equal is written ==") }
        if takeWord("in") { return .oneOf(try values(of: source, measure)) }
        if takeWord("matches") { return .matches(try pattern()) }
        if takeWord("contains") { return .contains(try bytes()) }
        if takeWord("startsWith") { return .startsWith(try bytes()) }
        if takeWord("endsWith") { return .endsWith(try bytes()) }
        let kinds: [(String, JSONKind)] = [
            ("isString", .string), ("isNumber", .number), ("isBoolean", .boolean), ("isNull", .null), ("isList", .list),
            ("isArray", .list), ("isObject", .object),
        ]
        for (word, kind) in kinds where takeWord(word) {
            guard case .path = source, measure == nil else { throw problem("\(word) is of a path", at: start) }
            return .isKind(kind)
        }
        if takeWord("isInteger") { return .isInteger }
        if takeWord("isEmpty") { return .isEmpty }
        // `not` alone asks that it is not there.
        if takeWord("exists") || isNegated { return .exists }
        // A test without a check ends here, and asks whether it is there.
        let isEnd =
            peek == nil || peek == ")" || startsWith("&&") || startsWith("||")
            || ["and", "or"].contains(word.lowercased())
        guard isEnd else { throw problem("\(here) is no comparison: ==, !=, <, contains, matches, exists, ...") }
        guard measure == nil else { throw problem("a comparison is missing") }
        if case .retain = source { return .isTrue }
        return .exists
    }

    // MARK: - Values

    mutating func values(
        of source: ConditionTest.Source, _ measure: ConditionTest.Measure?
    ) throws(ConditionProblem) -> [ConditionLiteral] {
        let open = position
        guard takeSign("[") else { throw problem("a list is missing, such as [1, 2]") }
        var all: [ConditionLiteral] = []
        repeat { all.append(try value(of: source, measure)) } while takeSign(",")
        guard takeSign("]") else { throw problem("there is no ] for this [", at: open) }
        return all
    }

    /// A value that can be compared with what is looked at.
    mutating func value(
        of source: ConditionTest.Source, _ measure: ConditionTest.Measure?
    ) throws(ConditionProblem) -> ConditionLiteral {
        let start = position
        guard let literal = try literal() else { throw problem("a value is missing") }
        var isNumeric = measure == .count || measure == .length
        switch source {
        case .status, .qos, .size: isNumeric = true
        case .duration:
            // The time as it was written: `2 s` is two words.
            let text = scalars[start..<position].filter { !Self.isBlank($0) }
            // A bare number is milliseconds.
            guard
                let time = TimeSpelling.nanoseconds(String(String.UnicodeScalarView(text)), bare: 1_000_000),
                let number = ExactNumber("\(time)")
            else { throw problem("a time is written 500ms, 2s or 1min", at: start) }
            return .number(number)
        default: break
        }
        guard isNumeric else { return literal }
        if case .number = literal { return literal }
        // `4xx` is for the status alone.
        if case .status = source, case .text(let text) = literal, text.lowercased().hasSuffix("xx"), text.count == 3,
            let first = text.first?.wholeNumberValue, (1...5).contains(first)
        {
            return .statusClass(first)
        }
        // A call is text until it is filled in, and may be a number then: the test is read once more.
        if fill == nil, case .text(let text) = literal, text.contains("{{") { return literal }
        throw problem("a number is expected here", at: start)
    }

    /// A text that is looked for.
    mutating func bytes() throws(ConditionProblem) -> [UInt8] {
        let start = position
        switch try literal() {
        case .text(let text): return Array(text.utf8)
        case .number(let number): return Array(number.text.utf8)
        case .boolean(let flag): return Array("\(flag)".utf8)
        case .null: return Array("null".utf8)
        case .statusClass, nil: throw problem("a text is missing", at: start)
        }
    }

    mutating func pattern() throws(ConditionProblem) -> TextPattern {
        let start = position
        var text = ""
        if takeSign("/") {
            // takeSign has skipped blanks, which belong to the pattern.
            position = start + 1
            var isEscaped = false
            while let scalar = peek, scalar != "/" || isEscaped {
                // An escaped / is a / of the pattern: the backslash was for this grammar.
                if scalar == "/", isEscaped { text.unicodeScalars.removeLast() }
                isEscaped = scalar == "\\" && !isEscaped
                text.unicodeScalars.append(scalar)
                position += 1
            }
            guard peek != nil else { throw problem("the pattern has no / at its end", at: start) }
            position += 1
            skipBlanks()
        } else {
            text = String(decoding: try bytes(), as: UTF8.self)
        }
        guard let pattern = TextPattern(text) else {
            throw problem(
                "this is no pattern that is known here (RFC 9485): no \\d, \\b or look-around; [0-9] is a digit",
                at: start)
        }
        return pattern
    }
}
