/// One `{{...}}` of a text: the name of a variable, or a generator's name and its arguments.
///
///     {{base}}   {{ token }}   {{randomInt 1 100}}   {{pick "in town" away}}   {{name|json}}   {{'{{'}}
///
/// The last one stands for the text between its quotes: that is how two braces are written.
public struct TemplateCall: Hashable, Sendable {
    /// The first word; empty for a text in quotes.
    public var name: String
    /// The further words; for a text in quotes that text.
    public var arguments: [String]
    /// Where it stands in the text's UTF-8, braces included.
    public var range: Range<Int>
    /// How its value is written for the place that it is put into; nil for as it is.
    public var form: Form?

    /// How a value is written for a place.
    public enum Form: String, Hashable, Sendable, CaseIterable {
        /// Within the quotes of a JSON string (RFC 8259 7).
        case json
        /// Percent-encoded, as a part of a URL (RFC 3986 2.1).
        case url
        /// Base64 (RFC 4648 4).
        case base64
        /// What a Base64 text stands for.
        case unbase64
    }

    /// The longest call, in bytes: what is longer is text.
    static let maximumLength = 1024

    /// Whether it is a text in quotes.
    var isQuoted: Bool { name.isEmpty }

    /// Whether what it stands for is written in it, and not a name of it: a text in quotes, one of several words.
    var holdsText: Bool { isQuoted || name == Generators.pickName && !arguments.isEmpty }

    /// The calls of a text in order. Braces that hold no such thing are text.
    public static func all(in text: String) -> [TemplateCall] {
        var text = text
        return text.withUTF8 { all(in: UnsafeRawBufferPointer($0)) }
    }

    /// The calls of a text in UTF-8.
    public static func all(in text: UnsafeRawBufferPointer) -> [TemplateCall] {
        var calls: [TemplateCall] = []
        var position = 0
        while position + 3 < text.count {
            guard text[position] == UInt8(ascii: "{") else {
                position += 1
                continue
            }
            // What stands behind a single brace begins no call either.
            guard text[position + 1] == UInt8(ascii: "{") else {
                position += 2
                continue
            }
            if let call = call(in: text, at: position) {
                calls.append(call)
                position = call.range.upperBound
            } else {
                // The second brace may be the first of a call: `{{{name}}`.
                position += 1
            }
        }
        return calls
    }

    /// The call that is all of a text; nil where more or something else stands there.
    public static func alone(in text: String) -> TemplateCall? {
        let calls = all(in: text)
        return calls.count == 1 && calls[0].range.count == text.utf8.count ? calls[0] : nil
    }

    /// Where the first byte stands that ends a value and is in no call, whose words hold any byte; else the end of the text.
    static func end(
        from start: Int, in text: UnsafeRawBufferPointer, where isEnd: (UInt8) -> Bool
    ) -> Int {
        var position = start
        while position < text.count {
            if let call = call(in: text, at: position) {
                position = call.range.upperBound
            } else if isEnd(text[position]) {
                return position
            } else {
                position += 1
            }
        }
        return text.count
    }

    /// The call that starts at a place; nil where none does.
    static func call(in text: UnsafeRawBufferPointer, at start: Int) -> TemplateCall? {
        guard start + 1 < text.count, text[start] == UInt8(ascii: "{"), text[start + 1] == UInt8(ascii: "{") else {
            return nil
        }
        let limit = min(text.count, start + maximumLength)
        var words: [(text: String, isQuoted: Bool)] = []
        var position = start + 2
        // Braces that stay open cost no more than this, however long the text is.
        while position < limit {
            switch text[position] {
            case 0x20, 0x09: position += 1
            case UInt8(ascii: "}"):
                guard position + 1 < limit, text[position + 1] == UInt8(ascii: "}") else { return nil }
                return call(of: words, start..<(position + 2))
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                let quote = text[position]
                // Braces inside of quotes do not end a call.
                guard let end = text[(position + 1)..<limit].firstIndex(of: quote) else { return nil }
                words.append((String(decoding: text[(position + 1)..<end], as: UTF8.self), true))
                position = end + 1
            default:
                var end = position
                while end < limit, isWord(text[end]) { end += 1 }
                guard end > position else { return nil }
                words.append((String(decoding: text[position..<end], as: UTF8.self), false))
                position = end
            }
        }
        return nil
    }

    private static func call(of words: [(text: String, isQuoted: Bool)], _ range: Range<Int>) -> TemplateCall? {
        guard let first = words.first else { return nil }
        if first.isQuoted {
            // `{{'{{' x}}` is no text in quotes.
            return words.count == 1 ? TemplateCall(name: "", arguments: [first.text], range: range) : nil
        }
        var words = words
        let form = takeForm(from: &words)
        guard let name = words.first?.text, let initial = name.unicodeScalars.first, isInitial(initial) else {
            return nil
        }
        return TemplateCall(name: name, arguments: words.dropFirst().map(\.text), range: range, form: form)
    }

    /// Takes `|json` off the end, with blanks around the bar or without. A word that names no form is an argument.
    private static func takeForm(from words: inout [(text: String, isQuoted: Bool)]) -> Form? {
        guard let last = words.last, !last.isQuoted else { return nil }
        if let bar = last.text.lastIndex(of: "|"), let form = Form(rawValue: String(last.text[bar...].dropFirst())) {
            words.removeLast()
            // `{{name |json}}`: the bar begins a word.
            if bar > last.text.startIndex { words.append((String(last.text[..<bar]), false)) }
            return form
        }
        guard words.count > 2, words[words.count - 2].text == "|", let form = Form(rawValue: last.text) else {
            return nil
        }
        words.removeLast(2)
        return form
    }

    /// Whether a text between two braces calls a variable of that name.
    public static func isName(_ text: String) -> Bool {
        let calls = all(in: "{{\(text)}}")
        return calls.count == 1 && calls[0].name == text && calls[0].arguments.isEmpty
    }

    private static func isInitial(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar == "$" || scalar.value >= 0x80 || scalar.isASCII && scalar.properties.isAlphabetic
    }

    /// Neither white space, nor a control, a brace or a quote.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x22, 0x27, 0x7B, 0x7D, 0x7F: false
        default: true
        }
    }
}

extension TemplateCall {
    /// A text in which no braces are templates: where they would be, two of them are written so that they stand for
    /// themselves.
    public static func quoted(_ text: String) -> String {
        let calls = all(in: text)
        if calls.isEmpty { return text }
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        var position = 0
        for call in calls {
            bytes += source[position..<call.range.lowerBound]
            bytes += Array("{{'{{'}}".utf8)
            bytes += source[call.range].dropFirst(2)
            position = call.range.upperBound
        }
        bytes += source[position...]
        return String(decoding: bytes, as: UTF8.self)
    }
}
