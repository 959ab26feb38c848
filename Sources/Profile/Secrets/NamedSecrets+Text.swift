import Glibc
import Payloads

/// Keeping secrets out of bodies, and of text of which nobody knows how it is built.
extension NamedSecrets {
    /// JSON with the values of secret members replaced; everything else as it was typed.
    public func json(_ text: String) -> String {
        var text = text
        var found: [(range: Range<Int>, text: String)] = []
        text.withUTF8 { bytes in
            let buffer = UnsafeRawBufferPointer(bytes)
            // By tokens and not by a tree: what is typed is seldom whole JSON, and has to stay as it is.
            members(of: buffer) { name, range in
                found.append((range, "\"\(replacement(name))\""))
            } other: { range in
                let value = String(decoding: buffer[range], as: UTF8.self)
                // A webhook's address may carry a password.
                guard value.contains("://") else { return }
                let kept = "\"\(url(String(value.dropFirst().dropLast())))\""
                if kept != value { found.append((range, kept)) }
            }
        }
        return found.isEmpty ? text : Self.replacing(found, in: Array(text.utf8))
    }

    /// The secrets that stand in JSON, by their names, with the bytes that they are: those between the quotes, or a number's.
    static func secrets(inJSON text: String) -> [(name: String, range: Range<Int>)] {
        var text = text
        var found: [(name: String, range: Range<Int>)] = []
        text.withUTF8 { bytes in
            shown.members(of: UnsafeRawBufferPointer(bytes)) { name, range in
                let isText = bytes[range.lowerBound] == UInt8(ascii: "\"")
                // One whose end is still to be typed.
                if isText, range.count < 2 || bytes[range.upperBound - 1] != UInt8(ascii: "\"") { return }
                found.append((name, isText ? range.lowerBound + 1..<range.upperBound - 1 : range))
            } other: { _ in
            }
        }
        return found
    }

    /// Walks JSON: `secret` is told of each value that stands behind a secret name, `other` of the other strings.
    /// - Parameter passesVariables: whether a value that is variables alone is passed over.
    func members(
        of buffer: UnsafeRawBufferPointer, passesVariables: Bool = true, secret: (String, Range<Int>) -> Void,
        other: (Range<Int>) -> Void
    ) {
        var name: String?
        // The lists that the secret name stands before.
        var depth = 0
        // A call without quotes is one value, whatever tokens its words make.
        var end = 0
        SyntaxTokens.json(buffer) { token, place in
            if place.lowerBound < end { return }
            let (kind, range) = Self.whole(token, place, in: buffer)
            end = range.upperBound
            switch kind {
            case .key:
                // Most are no secret's, and a body has thousands: no text is made of those. Quotes are no letters.
                if Secret.isSecret(UnsafeRawBufferPointer(rebasing: buffer[range]), isField: true) == false {
                    (name, depth) = (nil, 0)
                    return
                }
                let key = String(decoding: buffer[range], as: UTF8.self).filter { $0 != "\"" }
                (name, depth) = (isSecretMember(key) ? key : nil, 0)
            case .string, .number:
                guard let known = name else {
                    if kind == .string { other(range) }
                    return
                }
                let inner = String(decoding: buffer[Self.inner(of: range, in: buffer)], as: UTF8.self)
                if !inner.isEmpty, !passesVariables || !Self.isOnlyVariables(inner) { secret(known, range) }
                if depth == 0 { name = nil }
            case .punctuation:
                switch buffer[range.lowerBound] {
                case UInt8(ascii: "["): depth += name == nil ? 0 : 1
                case UInt8(ascii: "]"):
                    depth -= name == nil ? 0 : 1
                    if depth <= 0 { name = nil }
                // It stands between the name and its value.
                case UInt8(ascii: ":"): break
                case UInt8(ascii: ","): if depth == 0 { name = nil }
                case UInt8(ascii: "{") where range.count > 1:
                    let call = String(decoding: buffer[range], as: UTF8.self)
                    if let known = name, !passesVariables || !Self.isOnlyVariables(call) { secret(known, range) }
                    if depth == 0 { name = nil }
                // The first of three: the call is behind it.
                case UInt8(ascii: "{") where buffer[range.upperBound...].starts(with: "{{".utf8): break
                // A brace: members of an object have names of their own.
                default: name = nil
                }
            default: if depth == 0 { name = nil }
            }
        }
    }

    /// A token as it is meant where calls stand in it, whose quotes and braces end nothing: a text with all of them, and
    /// those that stand without quotes, one behind the other.
    private static func whole(
        _ kind: TokenKind, _ range: Range<Int>, in buffer: UnsafeRawBufferPointer
    ) -> (TokenKind, Range<Int>) {
        switch buffer[range.lowerBound] {
        case UInt8(ascii: "{"):
            var end = range.lowerBound
            while let call = TemplateCall.call(in: buffer, at: end) { end = call.range.upperBound }
            return (kind, range.lowerBound..<max(end, range.upperBound))
        case UInt8(ascii: "\""):
            guard let start = buffer.baseAddress, memchr(start + range.lowerBound, 0x7B, range.count) != nil else {
                return (kind, range)
            }
            var isEscaped = false
            let close = TemplateCall.end(from: range.lowerBound + 1, in: buffer) { byte in
                defer { isEscaped = byte == UInt8(ascii: "\\") && !isEscaped }
                return byte == UInt8(ascii: "\"") && !isEscaped
            }
            guard close >= range.upperBound else { return (kind, range) }
            let end = min(close + 1, buffer.count)
            let next = buffer[end...].first { $0 > 0x20 }
            return (next == UInt8(ascii: ":") ? .key : .string, range.lowerBound..<end)
        default: return (kind, range)
        }
    }

    /// A value without the quotes around it.
    private static func inner(of range: Range<Int>, in buffer: UnsafeRawBufferPointer) -> Range<Int> {
        let quote = UInt8(ascii: "\"")
        guard buffer[range.lowerBound] == quote else { return range }
        let isClosed = range.count > 1 && buffer[range.upperBound - 1] == quote
        return range.lowerBound + 1..<range.upperBound - (isClosed ? 1 : 0)
    }

    /// XML, forms, settings, headers: in `password=x`, `"token": "x"`, `Authorization: Bearer x`, `<secret>x</secret>`,
    /// `mqtt://me:x@host` the value gives way. Everything else stays as it was.
    public func text(_ text: String) -> String { self.text(text, takesColons: true) }

    /// A sentence, in which `token: none` says something of a token and does not tell it: only what is given by an equals
    /// sign, in a URL, or behind a scheme gives way.
    public func sentence(_ text: String) -> String { self.text(text, takesColons: false) }

    private func text(_ text: String, takesColons: Bool) -> String {
        let bytes = Array(text.utf8)
        let found = values(in: bytes, takesColons: takesColons)
        return found.isEmpty ? text : Self.replacing(found, in: bytes)
    }

    /// The values that give way, and what takes the place of each.
    func values(
        in bytes: [UInt8], takesColons: Bool, passesVariables: Bool = true
    ) -> [(range: Range<Int>, text: String)] {
        func isPassed(_ value: Range<Int>) -> Bool {
            passesVariables && Self.isOnlyVariables(String(decoding: bytes[value], as: UTF8.self))
        }
        var found: [(range: Range<Int>, text: String)] = []
        var position = 0
        var passwords = URLPasswords(bytes)
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: ":"), bytes[position...].starts(with: "://".utf8) {
                if let password = passwords.password(ofURLAt: position), !isPassed(password) {
                    found.append((password, replacement("password")))
                    position = password.upperBound
                } else {
                    // `{{scheme}}://` or a URL without a password: the words in it are still looked at.
                    position += 3
                }
                continue
            }
            if let value = Self.codedURL(around: position, in: bytes) {
                let text = String(decoding: bytes[value], as: UTF8.self)
                let kept = coded(text)
                if kept != text { found.append((value, kept)) }
                position = value.upperBound
                continue
            }
            guard Self.isWord(bytes[position]) else {
                position += 1
                continue
            }
            let start = position
            while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
            // No name is longer; what is, is data. Looked at before its value, whose end may be far.
            guard position - start <= 64, Self.namesValue(start..<position, in: bytes, takesColons),
                let name = secretName(start..<position, in: bytes),
                let value = Self.secret(behind: start..<position, in: bytes, takesColons), !value.isEmpty,
                !isPassed(value)
            else { continue }
            found.append((value, replacement(name)))
            position = value.upperBound
        }
        return found
    }

    /// A word that names a secret; nil of any other.
    private func secretName(_ word: Range<Int>, in bytes: [UInt8]) -> String? {
        let isOpen = bytes.withUnsafeBytes {
            Secret.isSecret(UnsafeRawBufferPointer(rebasing: $0[word]), isField: true) == false
        }
        // Most words are: no text is made of those.
        if isOpen { return nil }
        let name = String(decoding: bytes[word], as: UTF8.self)
        let before = word.lowerBound > 0 ? bytes[word.lowerBound - 1] : 0
        // Behind `?` and `&` it is a field of a URL: there `code` and `key` are secret, in a text they are words like others.
        let isField = before == UInt8(ascii: "?") || before == UInt8(ascii: "&")
        return (isField ? isSecretField(name) : isSecretMember(name)) ? name : nil
    }

    private static func replacing(_ found: [(range: Range<Int>, text: String)], in bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        var kept = 0
        for (range, text) in found where range.lowerBound >= kept {
            result += bytes[kept..<range.lowerBound]
            result += Array(text.utf8)
            kept = range.upperBound
        }
        return String(decoding: result + bytes[kept...], as: UTF8.self)
    }

    /// The value around a `://` in percent-encoding; nil when there is none at that place.
    private static func codedURL(around position: Int, in bytes: [UInt8]) -> Range<Int>? {
        let mark = Array("%3a%2f%2f".utf8)
        guard bytes[position] == UInt8(ascii: "%"), position + mark.count <= bytes.count,
            zip(bytes[position...], mark).allSatisfy({ $0 == $1 || $0 | 0x20 == $1 })
        else { return nil }
        func isEnd(_ byte: UInt8) -> Bool { byte <= 0x20 || "\"'<>`&=?;#,".utf8.contains(byte) }
        let start = bytes[..<position].lastIndex(where: isEnd).map { $0 + 1 } ?? 0
        return start..<(bytes[position...].firstIndex(where: isEnd) ?? bytes.count)
    }

    /// Whether a word is a tag, or a colon or an equals sign is behind it.
    private static func namesValue(_ word: Range<Int>, in bytes: [UInt8], _ takesColons: Bool) -> Bool {
        takesColons && isTag(word, in: bytes) || sign(behind: word, in: bytes) != nil
    }

    /// Where the colon or the equals sign behind a name is.
    private static func sign(behind name: Range<Int>, in bytes: [UInt8]) -> Int? {
        let place = bytes[name.upperBound...].firstIndex { !"\"' \t".utf8.contains($0) }
        return place.flatMap { ":=".utf8.contains(bytes[$0]) ? $0 : nil }
    }

    /// Where the value is that belongs to a name; nil when none does.
    private static func secret(behind name: Range<Int>, in bytes: [UInt8], _ takesColons: Bool) -> Range<Int>? {
        if takesColons, isTag(name, in: bytes) { return content(ofTagAt: name.upperBound, in: bytes) }
        let quote = name.lowerBound > 0 ? bytes[name.lowerBound - 1] : 0
        guard var position = sign(behind: name, in: bytes) else { return nil }
        let isField = bytes[position] == UInt8(ascii: ":")
        position += 1
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
        guard position < bytes.count else { return nil }
        let first = bytes[position]
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            // A sentence quotes what it speaks of: `token: "none"`.
            guard !isField || takesColons else { return nil }
            let start = position + 1
            return start..<end(from: start, in: bytes) { $0 == first || $0 == 0x0A }
        }
        // `Bearer x`: the scheme is none.
        let hasScheme = isScheme(at: position, in: bytes)
        // Before the value's end is looked for: it may be far, and be looked for behind each of many names.
        guard !isField || takesColons || hasScheme else { return nil }
        if hasScheme { position = (bytes[position...].firstIndex(of: 0x20) ?? bytes.count) + 1 }
        // Cookies and the parameters of Digest have blanks, commas and semicolons between them.
        let isLine = isField && takesColons && isWholeLine(name, in: bytes)
        let close = end(from: position, in: bytes) { byte in
            guard isLine else { return " \t\r\n&,;<>\"')]}".utf8.contains(byte) }
            return byte == 0x0D || byte == 0x0A || byte == quote && "\"'".utf8.contains(byte)
        }
        return position..<close
    }

    /// Whether a way to say who one is stands at a place, with a blank behind it.
    private static func isScheme(at place: Int, in bytes: [UInt8]) -> Bool {
        let word = bytes[place...].prefix(longestScheme + 1)
        guard let blank = word.firstIndex(of: 0x20) else { return false }
        return schemes.contains(String(decoding: word[..<blank], as: UTF8.self).lowercased())
    }

    private static let longestScheme = schemes.map(\.utf8.count).max() ?? 0

    /// Whether the field of a header has several values that are all secret.
    private static func isWholeLine(_ name: Range<Int>, in bytes: [UInt8]) -> Bool {
        let name = String(decoding: bytes[name], as: UTF8.self).lowercased()
        return name.hasSuffix("cookie") || name.hasSuffix("authorization")
    }

    private static func content(ofTagAt position: Int, in bytes: [UInt8]) -> Range<Int>? {
        func end(_ stop: UInt8, from start: Int) -> Int { self.end(from: start, in: bytes) { $0 == stop } }
        // No tag has another one within (XML 1.0 3.1). `<token/>` has no content.
        let close = bytes[position...].firstIndex { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "<") } ?? bytes.count
        guard close < bytes.count, bytes[close] == UInt8(ascii: ">"), bytes[close - 1] != UInt8(ascii: "/") else {
            return nil
        }
        let start = close + 1
        guard bytes[start...].starts(with: "<![CDATA[".utf8) else { return start..<end(UInt8(ascii: "<"), from: start) }
        // In CDATA a `<` is text (XML 1.0 2.7).
        return start + 9..<end(UInt8(ascii: "]"), from: start + 9)
    }

    /// Where a value ends: braces, blanks and quotes of the calls in it do not end it.
    static func end(from start: Int, in bytes: [UInt8], where isEnd: (UInt8) -> Bool) -> Int {
        bytes.withUnsafeBytes { TemplateCall.end(from: start, in: $0, where: isEnd) }
    }

    /// Whether the name opens an element of XML, with a prefix or without.
    private static func isTag(_ name: Range<Int>, in bytes: [UInt8]) -> Bool {
        var position = name.lowerBound - 1
        if position >= 0, bytes[position] == UInt8(ascii: ":") {
            position -= 1
            while position >= 0, isWord(bytes[position]) { position -= 1 }
        }
        return position >= 0 && bytes[position] == UInt8(ascii: "<")
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: byte >= 0x80
        }
    }
}
