import Payloads
import Text

/// A GraphQL request as it is typed: the operations, and after an empty line the variables as a JSON object.
///
///     query Temperature($room: String!) {
///       sensor(room: $room) { celsius }
///     }
///
///     {"room": "kitchen"}
///
/// Of several operations a line `# operationName: Temperature` says which is meant.
public struct GraphQLText: Hashable, Sendable {
    /// The operations as they were typed, without the variables.
    public let query: String
    /// The one that is meant; nil when it has no name.
    public let operationName: String?
    /// The variables as they were typed; nil for none.
    public let variables: String?
    /// Why it cannot be sent, in one line; nil when it can.
    public let problem: String?

    /// What answers are asked for (GraphQL over HTTP, 4.1).
    public static let accepted = "application/graphql-response+json, application/json"

    /// As it is sent; the variables as they were typed.
    public var json: String {
        var json = "{\"query\":\(JSONString.quoted(query))"
        if let operationName { json += ",\"operationName\":\(JSONString.quoted(operationName))" }
        // As typed: numbers keep their text.
        if let variables { json += ",\"variables\":\(variables)" }
        return json + "}"
    }

    /// Takes a text apart.
    public init(_ text: String) {
        let (query, variables) = Self.parts(of: text)
        self.query = query
        self.variables = variables
        let names = Self.operations(in: query)
        let told = query.split(whereSeparator: \.isNewline).lazy.compactMap { line -> String? in
            let words = line.drop { $0 == "#" || $0 == " " }
            guard line.hasPrefix("#"), words.hasPrefix("operationName:") else { return nil }
            return String(words.dropFirst("operationName:".count).drop { $0 == " " })
        }.first
        operationName = told ?? (names.count == 1 ? names[0] : nil)
        if query.allSatisfy(\.isWhitespace) {
            problem = "The GraphQL query is missing"
        } else if let told, !names.contains(told) {
            problem = "operationName is \(told), and no operation of the query has that name"
        } else if told == nil, names.count > 1 {
            problem = "The query has \(names.count) operations: say which in a line # operationName: \(names[0])"
        } else if let variables, let flaw = TypedText(PayloadBytes(Array(variables.utf8)), as: .json).checked() {
            problem = "The variables are no JSON: \(flaw.words)"
        } else {
            problem = nil
        }
    }

    /// The last empty line whose rest begins as a JSON object does parts the two.
    private static func parts(of text: String) -> (query: String, variables: String?) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        // The two nearest lines behind the place that are not blank.
        var (first, second): (Substring?, Substring?) = (nil, nil)
        // From the end: a query may have empty lines of its own.
        for place in lines.indices.reversed() {
            let line = lines[place].drop(while: \.isWhitespace)
            guard line.isEmpty else {
                (first, second) = (line, first)
                continue
            }
            // Looked at before anything is joined: of a long query each part between empty lines comes here.
            guard let first, first.first == "{" else { continue }
            // A selection without a name begins so, too, and goes on with a field.
            let next = first.dropFirst().first { !$0.isWhitespace } ?? second?.first
            guard next == "\"" || next == "}" else { continue }
            let rest = lines[(place + 1)...].joined(separator: "\n")
            return (lines[..<place].joined(separator: "\n"), String(rest.drop(while: \.isWhitespace)))
        }
        return (text, nil)
    }

    /// The names of the operations (GraphQL, 2.3), in their order.
    private static func operations(in query: String) -> [String] {
        var names: [String] = []
        var depth = 0
        var isAwaited = false
        var rest = Substring(query)
        while let character = rest.first {
            // A comment or a string may hold the word `query` (GraphQL 2.1.4, 2.9.4).
            if character == "#" {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("\"\"\"") {
                rest = rest.dropFirst(3)
                while !rest.isEmpty, !rest.hasPrefix("\"\"\"") { rest = rest.dropFirst() }
                rest = rest.dropFirst(3)
            } else if character == "\"" {
                rest = rest.dropFirst()
                while let next = rest.first, next != "\"", !next.isNewline {
                    rest = rest.dropFirst(next == "\\" ? 2 : 1)
                }
                rest = rest.dropFirst()
            } else if character.isLetter || character == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                rest = rest[word.endIndex...]
                guard depth == 0 else { continue }
                if isAwaited { names.append(String(word)) }
                // A name may be called like a keyword: `query query { a }`.
                isAwaited = !isAwaited && ["query", "mutation", "subscription"].contains(word)
            } else {
                if "{([".contains(character) { depth += 1 }
                if "})]".contains(character) { depth = max(0, depth - 1) }
                // Anything else than a name: the operation has none.
                if !character.isWhitespace { isAwaited = false }
                rest = rest.dropFirst()
            }
        }
        return names
    }
}
