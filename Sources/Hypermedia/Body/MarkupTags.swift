/// The tags of HTML or XML, one after another, leniently: what is no tag is passed by.
struct MarkupTags {
    /// A start or end tag.
    struct Tag {
        /// The name in small letters, without the prefix of a namespace.
        var name = ""
        var isEnd = false
        var isEmpty = false
        /// Names in small letters, and values with their references resolved, each once.
        var attributes: [String: String] = [:]
        /// Where it starts.
        var offset = 0
    }

    private let bytes: [UInt8]
    private let isHTML: Bool
    private(set) var place = 0
    // A tag has a handful; a hostile one as many as the body is long.
    private static let mostAttributes = 64

    init(_ bytes: [UInt8], isHTML: Bool) {
        self.bytes = bytes
        self.isHTML = isHTML
    }

    private func starts(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard bytes.count - place >= count else { return false }
        return (0..<count).allSatisfy { bytes[place + $0] == text.utf8Start[$0] }
    }

    private mutating func skip(through text: StaticString) {
        while place < bytes.count, !starts(text) { place += 1 }
        place = min(bytes.count, place + text.utf8CodeUnitCount)
    }

    /// The next tag; nil at the end.
    mutating func next() -> Tag? {
        while let angle = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
            place = angle
            if starts("<!--") {
                skip(through: "-->")
            } else if starts("<![CDATA[") {
                skip(through: "]]>")
            } else if starts("<!") || starts("<?") {
                skip(through: ">")
            } else if let tag = tag() {
                return tag
            } else {
                place = angle + 1
            }
        }
        place = bytes.count
        return nil
    }

    /// The text up to the next tag, references resolved, without the blanks around it.
    func textBehind() -> String {
        let end = bytes[place...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        // A title is short, and what stands behind a link that was never closed may be a whole page.
        let text = Self.plain(bytes[place..<min(end, place + 512)])
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Passes by the text of an element that is no markup, as a script.
    mutating func skipRawText(of name: String) {
        let close = Array("</\(name)".utf8)
        while place < bytes.count {
            guard let angle = bytes[place...].firstIndex(of: UInt8(ascii: "<")) else { break }
            place = angle
            // A script may hold < as often as it likes; only its own end tag, in any case, ends it.
            let candidate = bytes[place..<min(bytes.count, place + close.count)]
            if candidate.count == close.count, zip(candidate, close).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) { return }
            place += 1
        }
        place = bytes.count
    }

    private mutating func tag() -> Tag? {
        var tag = Tag()
        tag.offset = place
        place += 1
        if place < bytes.count, bytes[place] == UInt8(ascii: "/") {
            tag.isEnd = true
            place += 1
        }
        // A letter in either case: what is below `a` wraps, far beyond 26.
        guard place < bytes.count, (bytes[place] | 0x20) &- 0x61 < 26 || bytes[place] == 0x5F else { return nil }
        let name = word(until: " \t\r\n>/")
        // atom:link and link are one: prefixes are chosen by who writes.
        tag.name = String(name[(name.lastIndex(of: ":").map { name.index(after: $0) } ?? name.startIndex)...])
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: ">") {
                place += 1
                return tag
            }
            if byte == UInt8(ascii: "/") {
                tag.isEmpty = place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: ">")
                place += 1
            } else if byte <= 0x20 || byte == UInt8(ascii: "=") {
                place += 1
            } else if byte == UInt8(ascii: "<") {
                // A tag that was never closed: the next one is not part of it.
                return tag
            } else {
                attribute(&tag)
            }
        }
        return tag
    }

    private mutating func attribute(_ tag: inout Tag) {
        let name = word(until: " \t\r\n>=/")
        if name.isEmpty { return place += 1 }
        skipBlanks()
        var value = ""
        if place < bytes.count, bytes[place] == UInt8(ascii: "=") {
            place += 1
            skipBlanks()
            if place < bytes.count, bytes[place] == 0x22 || bytes[place] == 0x27 {
                let quote = bytes[place]
                let end = bytes[(place + 1)...].firstIndex(of: quote) ?? bytes.count
                value = Self.plain(bytes[(place + 1)..<end])
                place = min(bytes.count, end + 1)
            } else {
                let start = place
                while place < bytes.count, bytes[place] > 0x20, bytes[place] != UInt8(ascii: ">") { place += 1 }
                value = Self.plain(bytes[start..<place])
            }
        }
        // Of an attribute that stands twice the first counts, as in browsers.
        if tag.attributes.count < Self.mostAttributes, tag.attributes[name] == nil { tag.attributes[name] = value }
    }

    private mutating func word(until ends: String) -> String {
        let start = place
        while place < bytes.count, !ends.utf8.contains(bytes[place]) { place += 1 }
        return String(decoding: bytes[start..<place], as: UTF8.self).lowercased()
    }

    private mutating func skipBlanks() { while place < bytes.count, bytes[place] <= 0x20 { place += 1 } }

    /// A text with its character references resolved: those that XML knows, and numbers.
    private static func plain(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        var result = ""
        var rest = Substring(text)
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            rest = rest[mark...]
            // No reference that is known here is longer; else each `&` would look through all of the rest.
            guard let end = rest.prefix(12).firstIndex(of: ";"),
                let character = Self.character(rest[rest.index(after: rest.startIndex)..<end])
            else {
                result += "&"
                rest = rest.dropFirst()
                continue
            }
            result.unicodeScalars.append(character)
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private static func character(_ name: Substring) -> Unicode.Scalar? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard name.hasPrefix("#") else { return nil }
            let digits = name.dropFirst()
            let isHex = digits.hasPrefix("x") || digits.hasPrefix("X")
            return UInt32(isHex ? digits.dropFirst() : digits, radix: isHex ? 16 : 10).flatMap(Unicode.Scalar.init)
        }
    }
}
