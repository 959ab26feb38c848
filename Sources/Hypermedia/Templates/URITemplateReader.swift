import Text

/// Reads the grammar of RFC 6570 2.
struct URITemplateReader {
    private let characters: [Character]
    private var place = 0
    /// Longer ones are refused, and so are those of more variables: a template comes from a server.
    private static let mostCharacters = 16_384
    private static let mostVariables = 256

    init(_ text: String) {
        // One more than is allowed, which shows that it is too long.
        characters = Array(text.prefix(Self.mostCharacters + 1))
    }

    private func problem(_ words: String, at place: Int) -> URITemplate.Problem {
        URITemplate.Problem(words: words, column: place + 1)
    }

    mutating func parts() throws(URITemplate.Problem) -> [URITemplate.Part] {
        guard characters.count <= Self.mostCharacters else { throw problem("the template is too long", at: 0) }
        var parts: [URITemplate.Part] = []
        var literal = ""
        var count = 0
        while place < characters.count {
            let character = characters[place]
            if character == "{" {
                if !literal.isEmpty { parts.append(.literal(literal)) }
                literal = ""
                let (kind, variables) = try expression()
                count += variables.count
                guard count <= Self.mostVariables else {
                    throw problem("the template has too many variables", at: place)
                }
                parts.append(.expression(kind, variables))
            } else if character == "}" {
                throw problem("a } stands without its {", at: place)
            } else {
                literal.append(character)
                place += 1
            }
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        return parts
    }

    /// `{?a,b*,c:3}`; the place is at its brace.
    private mutating func expression() throws(URITemplate.Problem) -> (URITemplate.Operator, [URITemplate.Variable]) {
        let start = place
        place += 1
        guard place < characters.count else { throw problem("a { is not closed", at: start) }
        var kind = URITemplate.Operator.simple
        // `.simple` is a blank there, which is no operator that could be written.
        if let written = URITemplate.Operator(rawValue: characters[place]), written != .simple {
            kind = written
            place += 1
        } else if "=,!@|$".contains(characters[place]) {
            throw problem("the operator \(characters[place]) is kept for later standards (RFC 6570 2.2)", at: place)
        }
        var variables: [URITemplate.Variable] = []
        while true {
            variables.append(try variable(start))
            guard place < characters.count else { throw problem("a { is not closed", at: start) }
            let mark = characters[place]
            place += 1
            if mark == "}" { return (kind, variables) }
            guard mark == "," else { throw problem("a variable's name cannot hold \(mark)", at: place - 1) }
        }
    }

    private mutating func variable(_ start: Int) throws(URITemplate.Problem) -> URITemplate.Variable {
        let first = place
        var name = ""
        while place < characters.count {
            let character = characters[place]
            if character == "%" {
                guard place + 2 < characters.count, Self.isHex(characters[place + 1]), Self.isHex(characters[place + 2])
                else { throw problem("a % in a name needs two hexadecimal digits", at: place) }
                name += String(characters[place...place + 2])
                place += 3
            } else if character == "." || Self.isNameCharacter(character) {
                name.append(character)
                place += 1
            } else {
                break
            }
        }
        guard place < characters.count else { throw problem("a { is not closed", at: start) }
        guard !name.isEmpty else { throw problem("a variable has no name", at: first) }
        guard !name.hasPrefix("."), !name.hasSuffix("."), !name.contains("..") else {
            throw problem("in a name single dots stand between letters", at: first)
        }
        var variable = URITemplate.Variable(name: name)
        if characters[place] == "*" {
            variable.isExploded = true
            place += 1
        } else if characters[place] == ":" {
            place += 1
            var digits = ""
            while place < characters.count, characters[place].isASCII, characters[place].isNumber {
                digits.append(characters[place])
                place += 1
            }
            // Below 10000, and no zero in front (RFC 6570 2.4.1).
            guard !digits.hasPrefix("0"), digits.count <= 4, let count = Int(digits) else {
                throw problem("a prefix is a number from 1 to 9999", at: place)
            }
            variable.prefix = count
        }
        return variable
    }

    private static func isNameCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "_")
    }

    private static func isHex(_ character: Character) -> Bool {
        character.asciiValue.flatMap { HexDigit.value($0) } != nil
    }
}
