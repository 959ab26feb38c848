import MQTT
import Payloads
import Text

/// Reads a filter:
///
///     or    = and { ("||" | "or") and }
///     and   = not { ["&&" | "and"] not }
///     not   = ("!" | "not") not | "(" or ")" | name [operator value] | state | text
struct FilterParser {
    private let tokens: [FilterToken]
    private var place = 0
    private var depth = 0

    /// Brackets and negations within each other.
    private static let mostDepth = 100

    /// Words of a filter: each may lie within the one before it.
    private static let mostWords = 1000

    init(_ text: String) throws(WireFilterProblem) {
        tokens = try FilterToken.all(in: text)
        // Each word may lie one level deeper: matching goes down the tree, and the stack is its bound.
        guard tokens.count <= Self.mostWords else {
            throw WireFilterProblem("more than \(Self.mostWords) words", at: tokens[Self.mostWords].range)
        }
    }

    /// The filter; nil where there is no word.
    mutating func parse() throws(WireFilterProblem) -> FilterNode? {
        if current.kind == .end { return nil }
        let node = try or()
        guard current.kind == .end else {
            throw problem(current.text == ")" ? "there is no ( for this )" : "this belongs to nothing")
        }
        return node
    }

    private var current: FilterToken { tokens[place] }

    private func problem(_ words: String) -> WireFilterProblem { WireFilterProblem(words, at: current.range) }

    private mutating func take(_ sign: String, or word: String = "") -> Bool {
        let isSign = current.kind == .sign && current.text == sign
        // In quotes it is text: `"or"` is looked for.
        guard isSign || (current.kind == .word && !word.isEmpty && current.text.lowercased() == word) else {
            return false
        }
        place += 1
        return true
    }

    private mutating func or() throws(WireFilterProblem) -> FilterNode {
        var node = try and()
        while take("||", or: "or") { node = .or(node, try and()) }
        return node
    }

    private mutating func and() throws(WireFilterProblem) -> FilterNode {
        var node = try not()
        while true {
            if take("&&", or: "and") {
                node = .and(node, try not())
            } else if startsTerm {
                // Words beside each other must all be there.
                node = .and(node, try not())
            } else {
                return node
            }
        }
    }

    private var startsTerm: Bool {
        switch current.kind {
        case .end: false
        case .quoted: true
        // `and` was taken before; `not` begins a term.
        case .word: current.text.lowercased() != "or"
        case .sign: current.text == "(" || current.text == "!"
        }
    }

    private mutating func not() throws(WireFilterProblem) -> FilterNode {
        depth += 1
        defer { depth -= 1 }
        // Reading goes as deep as the brackets do.
        guard depth < Self.mostDepth else { throw problem("too many brackets") }
        if take("!", or: "not") { return .not(try not()) }
        let open = current.range
        if take("(") {
            let node = try or()
            guard take(")") else { throw WireFilterProblem("there is no ) for this (", at: open) }
            return node
        }
        return try term()
    }

    private mutating func term() throws(WireFilterProblem) -> FilterNode {
        let token = current
        switch token.kind {
        case .quoted:
            place += 1
            return .text(Self.search(token.text))
        case .end: throw problem("something is missing here")
        case .sign: throw problem("\(token.text) needs something before it")
        case .word: break
        }
        place += 1
        // Before the names: `open` and `sent` are no fields.
        if let state = Self.state(token.text.lowercased()) { return state }
        if let name = FilterName.named(token.text.lowercased()) { return try comparison(of: name, token) }
        let isOperator = Self.sign(current) != nil
        // A misspelled field must not quietly become a search for its name.
        if Self.looksLikeName(token.text) || isOperator {
            throw WireFilterProblem(
                "there is no field \(token.text.withoutControls): put text in quotes to look for it", at: token.range)
        }
        return .text(Self.search(token.text))
    }

    /// As a message is looked for in view Explore: in either spelling of letters that JSON may escape.
    private static func search(_ text: String) -> ByteSearch { ByteSearch(text, readsEscapes: true) }

    private static func state(_ word: String) -> FilterNode? {
        switch word {
        case "open": .state(.open)
        case "done": .state(.done)
        case "failed": .state(.failed)
        case "sent": .direction(.sent)
        case "received": .direction(.received)
        case "verdict": .verdict
        default: nil
        }
    }

    private static func looksLikeName(_ word: String) -> Bool {
        ["mqtt.", "http.", "http2.", "frame.", "tcp.", "_ws."].contains { word.lowercased().hasPrefix($0) }
    }

    // MARK: - Comparisons

    private enum Sign: Equatable {
        case compare(FilterComparison.Operator)
        case contains
        case isIn
        case matches
    }

    private static func sign(_ token: FilterToken) -> Sign? {
        // A bare word may be an operator, as in `mqtt.qos eq 1`; one in quotes is a value.
        guard token.kind == .sign || token.kind == .word else { return nil }
        return switch token.text.lowercased() {
        case "==", "eq": .compare(.equal)
        case "!=", "ne": .compare(.unequal)
        case ">", "gt": .compare(.greater)
        case ">=", "ge": .compare(.greaterOrEqual)
        case "<", "lt": .compare(.less)
        case "<=", "le": .compare(.lessOrEqual)
        case "contains": .contains
        case "in": .isIn
        case "matches": .matches
        default: nil
        }
    }

    private mutating func comparison(of name: FilterName, _ token: FilterToken) throws(WireFilterProblem) -> FilterNode
    {
        guard let sign = Self.sign(current) else { return node(name, .exists) }
        if sign == .matches { throw problem("matches is not known here: use contains") }
        // Comparing would tell it a character at a time.
        if name.isSecret {
            throw problem("\(token.text) is secret: it can only be asked whether it is there")
        }
        if name.form == .none { throw problem("\(token.text) has no value: it can only be asked whether it is there") }
        place += 1
        switch sign {
        case .compare(let sign): return node(name, try value(name, token, sign))
        case .contains:
            guard name.form == .text else { throw problem("\(token.text) is a number, which contains nothing") }
            return node(name, .contains(try text(of: name)))
        case .isIn: return node(name, try set(name, token))
        case .matches: return node(name, .exists)
        }
    }

    private func node(_ name: FilterName, _ comparison: FilterComparison) -> FilterNode {
        switch name.target {
        case .part(let parts, let packet, let property):
            .part(PartTest(parts: parts, packet: packet, property: property, comparison: comparison))
        case .http(let name): .http(name, comparison)
        case .row(let fact): .row(fact, comparison)
        case .isMQTT: .isMQTT
        case .isHTTP: .isHTTP
        case .damage(let isMalformed): .damage(isMalformed: isMalformed)
        }
    }

    private mutating func value(
        _ name: FilterName, _ token: FilterToken, _ sign: FilterComparison.Operator
    ) throws(WireFilterProblem) -> FilterComparison {
        if name.form == .text { return .text(sign, try text(of: name)) }
        return .number(sign, try number(name, token))
    }

    private mutating func word() throws(WireFilterProblem) -> FilterToken {
        guard current.kind == .word || current.kind == .quoted else { throw problem("a value is missing here") }
        place += 1
        return tokens[place - 1]
    }

    private mutating func text(of name: FilterName) throws(WireFilterProblem) -> [UInt8] {
        let token = try word()
        // In quotes it is what it looks like: text with a colon.
        if token.kind == .word, let bytes = Self.bytes(token.text) { return bytes }
        return Array(token.text.utf8)
    }

    /// Bytes as Wireshark writes them: `7b:22`.
    private static func bytes(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        // Two digits each: `12:30` reads as bytes, a time in quotes does not.
        guard parts.count > 1, parts.allSatisfy({ $0.utf8.count == 2 }) else { return nil }
        let bytes = parts.compactMap { UInt8($0, radix: 16) }
        return bytes.count == parts.count ? bytes : nil
    }

    private mutating func number(_ name: FilterName, _ of: FilterToken) throws(WireFilterProblem) -> UInt64 {
        let token = try word()
        let text = token.text.lowercased()
        if text == "true" { return 1 }
        if text == "false" { return 0 }
        if text.hasPrefix("0x"), let number = UInt64(text.dropFirst(2), radix: 16) { return number }
        if let number = UInt64(text) { return number }
        if name.form == .packetType {
            if let type = PacketType.allCases.first(where: { $0.name.lowercased() == text }) {
                return UInt64(type.rawValue)
            }
            throw WireFilterProblem(
                "\(token.text.withoutControls) is no packet type: 1 to 15, or a name as PUBLISH", at: token.range)
        }
        throw WireFilterProblem(
            "\(of.text) is a number, and \(token.text.withoutControls) is none", at: token.range)
    }

    private mutating func set(_ name: FilterName, _ token: FilterToken) throws(WireFilterProblem) -> FilterComparison {
        guard take("{") else { throw problem("in needs its values in braces, as in {1, 2}") }
        var numbers: Set<UInt64> = []
        var texts: Set<[UInt8]> = []
        repeat {
            if name.form == .text { texts.insert(try text(of: name)) } else { numbers.insert(try number(name, token)) }
            // Wireshark took blanks alone up to 3.6, and takes only commas since 4.0.
            _ = take(",")
            // At the end of the text a value is missing, so that the loop has an end.
        } while !take("}")
        return name.form == .text ? .texts(texts) : .numbers(numbers)
    }
}
