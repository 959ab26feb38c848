extension JSONPathParser {
    mutating func logicalOr() throws(JSONPathError) -> JSONPathLogical {
        var parts = [try logicalAnd()]
        while takeOperator("||") { parts.append(try logicalAnd()) }
        return parts.count == 1 ? parts[0] : .or(parts)
    }

    private mutating func logicalAnd() throws(JSONPathError) -> JSONPathLogical {
        var parts = [try basic()]
        while takeOperator("&&") { parts.append(try basic()) }
        return parts.count == 1 ? parts[0] : .and(parts)
    }

    private mutating func takeOperator(_ text: StaticString) -> Bool {
        // On a copy: blanks in front of something else are not the operator's.
        var ahead = self
        ahead.skipBlanks()
        guard ahead.take(text) else { return false }
        ahead.skipBlanks()
        self = ahead
        return true
    }

    private mutating func basic() throws(JSONPathError) -> JSONPathLogical {
        if take("!") {
            skipBlanks()
            return .not(peek == "(" ? try parenthesized() : try test())
        }
        if peek == "(" { return try parenthesized() }
        let start = position
        let left = try expression()
        let before = position
        skipBlanks()
        guard let comparison = comparison() else {
            position = before
            return try asTest(left, start)
        }
        let leftOperand = try asOperand(left, start)
        skipBlanks()
        let rightStart = position
        let rightOperand = try asOperand(try expression(), rightStart)
        return .comparison(leftOperand, comparison, rightOperand, slot: newSlot())
    }

    private mutating func parenthesized() throws(JSONPathError) -> JSONPathLogical {
        let open = position
        position += 1
        try deeper()
        skipBlanks()
        let inside = try logicalOr()
        skipBlanks()
        guard take(")") else { throw failure("a ) is missing for the ( at column \(open + 1)") }
        shallower()
        return inside
    }

    private mutating func test() throws(JSONPathError) -> JSONPathLogical {
        let start = position
        return try asTest(try expression(), start)
    }

    private mutating func comparison() -> JSONPathComparison? {
        if take("==") { return .equal }
        if take("!=") { return .unequal }
        // Before the ones that they begin with.
        if take("<=") { return .lessOrEqual }
        if take(">=") { return .greaterOrEqual }
        if take("<") { return .less }
        if take(">") { return .greater }
        return nil
    }

    // MARK: - Expressions and their types

    /// What stands alone in a filter, on one side of a comparison, or as an argument.
    private enum Expression {
        case literal(JSONPathLiteral)
        case query(JSONPathQuery)
        case value(JSONPathOperand, function: String)
        case logical(JSONPathLogical, function: String)
    }

    private mutating func expression() throws(JSONPathError) -> Expression {
        switch peek {
        case "\"", "'": return .literal(.string(try string()))
        case "@", "$":
            let isRelative = take("@")
            if !isRelative { _ = take("$") }
            return .query(JSONPathQuery(isRelative: isRelative, segments: try segments()))
        default:
            if let scalar = peek, ("a"..."z").contains(scalar) { return try word() }
            if let number = try number() { return .literal(.number(number)) }
            throw failure(
                peek == nil ? "an expression is missing" : "\(here) starts no expression: @, $, a value or a function")
        }
    }

    private mutating func word() throws(JSONPathError) -> Expression {
        let start = position
        var name = ""
        while let scalar = peek, ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_" {
            name.unicodeScalars.append(scalar)
            position += 1
        }
        if take("(") { return try function(name, start) }
        switch name {
        case "true": return .literal(.bool(true))
        case "false": return .literal(.bool(false))
        case "null": return .literal(.null)
        default: throw failure("\"\(name)\" is no value; text stands in quotes", at: start)
        }
    }

    private mutating func asTest(_ expression: Expression, _ start: Int) throws(JSONPathError) -> JSONPathLogical {
        switch expression {
        case .query(let query): return .exists(query, slot: newSlot())
        case .logical(let logical, _): return logical
        case .literal: throw failure("a value alone is no condition: it must be compared", at: start)
        case .value(_, let function): throw failure("\(function)() is a value: it must be compared", at: start)
        }
    }

    private mutating func asOperand(_ expression: Expression, _ start: Int) throws(JSONPathError) -> JSONPathOperand {
        switch expression {
        case .literal(let literal): return .literal(literal)
        case .query(let query):
            guard query.isSingular else {
                throw failure("only a path to one value can be compared: names and indexes", at: start)
            }
            return .value(query, slot: newSlot())
        case .value(let operand, _): return operand
        case .logical(_, let function):
            throw failure("\(function)() is true or false: it cannot be compared", at: start)
        }
    }

    // MARK: - Functions

    /// Reads the arguments of a function and checks their number and types (RFC 9535 2.4.3).
    private mutating func function(_ name: String, _ start: Int) throws(JSONPathError) -> Expression {
        try deeper()
        var arguments: [(expression: Expression, start: Int)] = []
        skipBlanks()
        if peek != ")" {
            repeat {
                skipBlanks()
                let place = position
                arguments.append((try expression(), place))
                skipBlanks()
            } while take(",")
        }
        guard take(")") else { throw failure("a , or ) is missing in \(name)()") }
        shallower()
        let wanted = name == "match" || name == "search" ? 2 : 1
        guard ["length", "count", "value", "match", "search"].contains(name) else {
            throw failure("there is no function \(name)(): length, count, value, match, search", at: start)
        }
        guard arguments.count == wanted else {
            throw failure("\(name)() takes \(wanted == 1 ? "one argument" : "two arguments")", at: start)
        }
        switch name {
        case "length":
            return .value(
                .length(try asOperand(arguments[0].expression, arguments[0].start), slot: newSlot()), function: name)
        case "count":
            return .value(.count(try asNodes(arguments[0], name), slot: newSlot()), function: name)
        case "value":
            return .value(.value(try asNodes(arguments[0], name), slot: newSlot()), function: name)
        default:
            let text = try asOperand(arguments[0].expression, arguments[0].start)
            let pattern = try pattern(try asOperand(arguments[1].expression, arguments[1].start), arguments[1].start)
            return .logical(.matches(text, pattern, isWhole: name == "match", slot: newSlot()), function: name)
        }
    }

    private func asNodes(
        _ argument: (expression: Expression, start: Int), _ name: String
    ) throws(JSONPathError) -> JSONPathQuery {
        guard case .query(let query) = argument.expression else {
            throw failure("\(name)() takes a path", at: argument.start)
        }
        return query
    }

    private func pattern(_ operand: JSONPathOperand, _ start: Int) throws(JSONPathError) -> JSONPathPattern {
        guard case .literal(let literal) = operand else { return .found(operand) }
        guard case .string(let bytes) = literal else { return .none }
        do throws(IRegexpError) {
            return .known(try IRegexp(bytes))
        } catch {
            // What is no pattern matches nothing (RFC 9535 2.4.6); one that is only too large here would match elsewhere, and is refused.
            if case .tooLarge = error { throw failure("the pattern is too large", at: start) }
            return .none
        }
    }
}
