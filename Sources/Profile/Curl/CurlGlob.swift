import Text

/// What curl makes several requests of: `{a,b}` and `[1-3]` in a URL.
enum CurlGlob {
    /// One of them.
    struct Expanded: Equatable {
        /// The URL with one element of each list in it.
        var text: String
        /// The elements, for `#1` in the name of a file.
        var elements: [String] = []
    }

    /// The most URLs that are made of one.
    static let limit = 100_000

    /// Every URL of a text; the last list moves fastest.
    /// - Throws: ``CurlArguments/Problem`` with curl's exit code for a URL.
    static func expand(_ text: String) throws(CurlArguments.Problem) -> [Expanded] {
        var made = [Expanded(text: "")]
        var rest = text[...]
        while let character = rest.first {
            var list: [String]?
            switch character {
            case "{": list = try set(&rest)
            case "[":
                if let length = literal(rest) {
                    for index in made.indices { made[index].text += rest.prefix(length) }
                    rest = rest.dropFirst(length)
                    continue
                }
                list = try range(&rest)
            case "}", "]": throw problem("an unmatched \(character)", text)
            case "\\" where rest.dropFirst().first.map { "{}[]".contains($0) } == true:
                rest = rest.dropFirst()
                fallthrough
            default:
                guard let next = rest.popFirst() else { break }
                for index in made.indices { made[index].text.append(next) }
            }
            guard let list else { continue }
            // Divided, not multiplied: the product of two lists may overflow.
            guard made.count <= limit / max(list.count, 1) else {
                throw problem("more than \(limit) combinations", text)
            }
            // The earlier lists outside, so that the last moves fastest.
            made = made.flatMap { one in
                list.map { Expanded(text: one.text + $0, elements: one.elements + [$0]) }
            }
        }
        return made
    }

    /// A file's name with `#1` as the first element.
    static func name(_ text: String, _ elements: [String]) -> String {
        guard !elements.isEmpty else { return text }
        var name = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            // A number that is none of the lists stays as it stands, as in curl.
            guard character == "#", let number = Int(digits), elements.indices.contains(number - 1) else {
                name.append(character)
                continue
            }
            name += elements[number - 1]
            rest = rest.dropFirst(digits.count)
        }
        return name
    }

    private static func problem(_ what: String, _ text: String) -> CurlArguments.Problem {
        CurlArguments.Problem("the URL holds \(what); -g takes it as it stands", status: 3)
    }

    /// The length of what stands for itself: `[]`, and the brackets of an IPv6 address.
    private static func literal(_ text: Substring) -> Int? {
        let inner = text.dropFirst().prefix { $0 != "]" }
        guard inner.endIndex < text.endIndex else { return nil }
        let isAddress = inner.contains(":") && IPAddress.bytes(String(inner)) != nil
        return inner.isEmpty || isAddress ? inner.count + 2 : nil
    }

    /// `{a,b}`; a backslash takes the meaning of the character behind it away.
    private static func set(_ rest: inout Substring) throws(CurlArguments.Problem) -> [String] {
        let whole = rest
        rest = rest.dropFirst()
        var elements = [""]
        while let character = rest.popFirst() {
            switch character {
            case "\\":
                if let next = rest.popFirst() { elements[elements.count - 1].append(next) }
            case "{", "[", "]": throw problem("a \(character) within braces", String(whole))
            case ",": elements.append("")
            case "}":
                if elements == [""] { throw problem("empty braces", String(whole)) }
                return elements
            default: elements[elements.count - 1].append(character)
            }
        }
        throw problem("braces that are not closed", String(whole))
    }

    /// `[1-10]`, `[001-100:5]`, `[a-z:2]`.
    private static func range(_ rest: inout Substring) throws(CurlArguments.Problem) -> [String] {
        let whole = rest
        let inner = rest.dropFirst().prefix { $0 != "]" }
        let bad = problem("a range that cannot be read, \(whole.prefix(40))", String(whole))
        guard inner.endIndex < rest.endIndex else { throw bad }
        rest = rest[rest.index(after: inner.endIndex)...]
        let parts = inner.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        var step = 1
        if parts.count == 2 {
            guard let number = Int(parts[1]), number > 0 else { throw bad }
            step = number
        }
        guard ends.count == 2, !ends[0].isEmpty, !ends[1].isEmpty else { throw bad }
        if let first = ends[0].utf8.first, ends[0].utf8.count == 1, let last = ends[1].utf8.first,
            // Both capitals or both small.
            ends[1].utf8.count == 1, isLetter(first), isLetter(last), first <= last, (first < 0x60) == (last < 0x60)
        {
            return stride(from: Int(first), through: Int(last), by: step).map {
                String(UnicodeScalar(UInt8(truncatingIfNeeded: $0)))
            }
        }
        guard ends.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }), let first = Int(ends[0]),
            // Before the list is made: a range of a billion must not be tried.
            let last = Int(ends[1]), first <= last, (last - first) / step < limit
        else { throw bad }
        // A leading zero asks for as many digits in each.
        let width = ends[0].first == "0" ? ends[0].count : 0
        return stride(from: first, through: last, by: step).map { padded($0, width) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
