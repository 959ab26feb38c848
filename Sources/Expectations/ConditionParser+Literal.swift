import JSONPath
import Payloads

extension ConditionParser {
    /// The value that stands here, with what is to be filled in; nil where none does.
    mutating func literal() throws(ConditionProblem) -> ConditionLiteral? {
        let start = position
        guard let first = peek else { return nil }
        if first == "\"" || first == "'" {
            let text = try quoted(first)
            return .text(try filled(text, at: start))
        }
        let word = try filled(bareWord(), at: start)
        skipBlanks()
        if word.isEmpty { return nil }
        // Words of JSON; in quotes they are text.
        switch word {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "null": return .null
        default: return ExactNumber(word).map { .number($0) } ?? .text(word)
        }
    }

    private func filled(_ text: String, at place: Int) throws(ConditionProblem) -> String {
        guard let fill, text.contains("{{") else { return text }
        do throws(Condition.FillProblem) {
            return try fill(text)
        } catch {
            throw problem(error.words, at: place)
        }
    }

    /// What stands between quotes of either kind, with JSON's escapes (RFC 8259 7).
    private mutating func quoted(_ quote: Unicode.Scalar) throws(ConditionProblem) -> String {
        let open = position
        position += 1
        var raw = "\""
        while let scalar = peek, scalar != quote {
            position += 1
            if scalar == "\\", let next = peek {
                position += 1
                // JSON has no escape of a single quote: it needs none there.
                if next == "'" { raw += "'" } else { raw.unicodeScalars += [scalar, next] }
            } else if scalar == "\"" {
                // A double quote between single ones: JSON's reader would end the text at it.
                raw += "\\\""
            } else {
                raw.unicodeScalars.append(scalar)
            }
        }
        guard peek != nil else { throw problem("the text has no \(quote) at its end", at: open) }
        position += 1
        skipBlanks()
        // Put into JSON's quotes and read by JSON's own reader: there is one table of escapes.
        guard let text = (try? JSONValue(reading: Array((raw + "\"").utf8)))?.text else {
            throw problem("an escape of this text is none of JSON's", at: open)
        }
        return text
    }

    /// Letters up to a blank, a bracket, a comma or a quote; `{{...}}` whole.
    private mutating func bareWord() -> String {
        var word = ""
        var braces = 0
        while let scalar = peek {
            // Within braces blanks and brackets belong to the name: `{{random 16}}`.
            if scalar == "{" { braces += 1 }
            if braces == 0, Self.isBlank(scalar) || [")", "(", "]", ",", "\"", "'"].contains(scalar) { break }
            // `&&` and `||` end a word; a single one is a part of it, as in a query.
            if braces == 0, scalar == "&" || scalar == "|", position + 1 < scalars.count,
                scalars[position + 1] == scalar
            {
                break
            }
            if scalar == "}" { braces = max(0, braces - 1) }
            word.unicodeScalars.append(scalar)
            position += 1
        }
        return word
    }
}
