/// Where the passwords of URLs stand in a text, which may hold many URLs in one word: what lies ahead of them all is looked
/// for once.
struct URLPasswords {
    private let bytes: [UInt8]
    /// Where the word ends that was looked at last, and its last `@`.
    private var end = 0
    private var lastAt: Int?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The password of the URL whose scheme ends at a colon; asked of one place after another.
    mutating func password(ofURLAt colon: Int) -> Range<Int>? {
        if colon >= end {
            end = NamedSecrets.end(from: colon, in: bytes) { $0 <= 0x20 || "\"'<>`".utf8.contains($0) }
            lastAt = bytes[colon..<end].lastIndex(of: UInt8(ascii: "@"))
        }
        return Self.password(in: bytes[..<end], from: colon + 3, lastAt: lastAt)
    }

    /// The password of a URL whose authority begins at a place; what is no proper URL is looked through as well.
    /// - Parameter lastAt: the last `@` of the URL.
    static func password(in url: ArraySlice<UInt8>, from start: Int, lastAt: Int?) -> Range<Int>? {
        // What stands within a call's quotes ends nothing.
        func first(in text: ArraySlice<UInt8>, where isMark: (UInt8) -> Bool) -> Int {
            text.withUnsafeBytes { TemplateCall.end(from: 0, in: $0, where: isMark) } + text.startIndex
        }
        let end = first(in: url[start...]) { "/?#".utf8.contains($0) }
        let colon = first(in: url[start..<end]) { $0 == UInt8(ascii: ":") }
        guard colon < end else { return nil }
        let first = colon + 1
        if let at = url[start..<end].lastIndex(of: UInt8(ascii: "@")) { return first <= at ? first..<at : nil }
        guard end < url.endIndex, let lastAt, lastAt > end else { return nil }
        let port = url[first..<end]
        let isPort =
            port.allSatisfy { (0x30...0x39).contains($0) }
            || NamedSecrets.isOnlyVariables(String(decoding: port, as: UTF8.self))
        // `http://host:8080/@me` has a port; before a `#` digits may also begin a password: rather dots too many.
        return isPort && url[end] != UInt8(ascii: "#") ? nil : first..<lastAt
    }
}
