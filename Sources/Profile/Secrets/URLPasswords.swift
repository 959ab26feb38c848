/// Where the passwords of URLs stand in a text, which may hold many URLs in one word: what lies ahead of them all is looked
/// for once, however many of them stand within calls.
struct URLPasswords {
    private let bytes: [UInt8]
    /// Where the word ends that was looked at last, and its last `@`.
    private var end = 0
    private var lastAt: Int?
    /// The first place of it in no call that was not passed yet, and what comes first from there on in no call: what ends the
    /// part before the path, and a colon; where the word has none its end.
    private var place = 0
    private var mark = -1
    private var colon = -1
    /// The last `@` before the mark.
    private var at: Int?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The password of the URL whose scheme ends at a colon; asked of one place after another.
    mutating func password(ofURLAt scheme: Int) -> Range<Int>? {
        if scheme >= end {
            end = NamedSecrets.end(from: scheme, in: bytes) { $0 <= 0x20 || "\"'<>`".utf8.contains($0) }
            lastAt = bytes[scheme..<end].lastIndex(of: UInt8(ascii: "@"))
            (place, mark, colon, at) = (scheme, -1, -1, nil)
        }
        let start = scheme + 3
        let word = bytes[..<end]
        // What lies between is in the call that the URL begins in.
        place = Self.passed(from: place, to: start, in: word)
        let within = bytes[start..<max(start, min(place, end))]
        if mark < place {
            mark = Self.first(from: place, in: word, where: Self.isMark)
            at = bytes[start..<max(start, mark)].lastIndex(of: UInt8(ascii: "@"))
        }
        if let near = within.firstIndex(where: Self.isMark) {
            return Self.password(
                in: word, start..<near, colon: within[..<near].firstIndex(of: UInt8(ascii: ":")),
                at: within[..<near].lastIndex(of: UInt8(ascii: "@")), lastAt: lastAt)
        }
        if colon < place {
            colon = place < mark ? Self.first(from: place, in: word[..<mark]) { $0 == UInt8(ascii: ":") } : mark
        }
        return Self.password(
            in: word, start..<max(start, mark), colon: within.firstIndex(of: UInt8(ascii: ":")) ?? colon,
            at: at.flatMap { $0 >= start ? $0 : nil }, lastAt: lastAt)
    }

    /// The password of a URL whose part before the path begins at a place; what is no proper URL is looked through as well.
    /// - Parameter lastAt: the last `@` of the URL.
    static func password(in url: ArraySlice<UInt8>, from start: Int, lastAt: Int?) -> Range<Int>? {
        let end = first(from: start, in: url, where: isMark)
        let colon = first(from: start, in: url[..<end]) { $0 == UInt8(ascii: ":") }
        return password(
            in: url, start..<end, colon: colon, at: url[start..<end].lastIndex(of: UInt8(ascii: "@")), lastAt: lastAt)
    }

    /// The password of a URL whose part before the path is known.
    /// - Parameters:
    ///   - colon: its first colon; nil or its end for none.
    ///   - at: its last `@`.
    private static func password(
        in url: ArraySlice<UInt8>, _ authority: Range<Int>, colon: Int?, at: Int?, lastAt: Int?
    ) -> Range<Int>? {
        let end = authority.upperBound
        guard let colon, colon < end else { return nil }
        let first = colon + 1
        if let at { return first <= at ? first..<at : nil }
        guard end < url.endIndex, let lastAt, lastAt > end else { return nil }
        // `http://host:8080/@me` has a port; before a `#` digits may also begin a password: rather dots too many.
        return isPort(url[first..<end]) && url[end] != UInt8(ascii: "#") ? nil : first..<lastAt
    }

    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        // No port is longer than a call; what is would be looked through for each of many URLs.
        guard text.count <= TemplateCall.maximumLength else { return false }
        return text.allSatisfy { (0x30...0x39).contains($0) }
            || NamedSecrets.isOnlyVariables(String(decoding: text, as: UTF8.self))
    }

    private static func isMark(_ byte: UInt8) -> Bool { "/?#".utf8.contains(byte) }

    /// The first byte from a place on that is meant and in no call: what stands within a call's quotes ends nothing.
    private static func first(from start: Int, in text: ArraySlice<UInt8>, where isMeant: (UInt8) -> Bool) -> Int {
        guard start < text.endIndex else { return text.endIndex }
        return text[start...].withUnsafeBytes { TemplateCall.end(from: 0, in: $0, where: isMeant) } + start
    }

    /// The first place at another one or behind it that is in no call, for who goes on from a place that is in none.
    private static func passed(from place: Int, to other: Int, in text: ArraySlice<UInt8>) -> Int {
        guard place < min(other, text.endIndex) else { return place }
        return text[place...].withUnsafeBytes { bytes in
            var position = 0
            while position < min(other - place, bytes.count) {
                position = TemplateCall.call(in: bytes, at: position)?.range.upperBound ?? position + 1
            }
            return position
        } + place
    }
}
