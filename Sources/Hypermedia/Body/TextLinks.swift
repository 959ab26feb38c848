/// URLs in plain text: guesses.
enum TextLinks {
    private static let schemes = ["https", "http", "mqtts", "mqtt", "wss", "ws", "coaps", "coap"]

    /// Whether a text is an absolute URL as a whole.
    static func isURL(_ text: String) -> Bool {
        guard text.utf8.count <= 4_096, let colon = text.firstIndex(of: ":"),
            schemes.contains(text[..<colon].lowercased()), text[colon...].hasPrefix("://")
        else { return false }
        let rest = text[colon...].dropFirst(3)
        // A host has to follow.
        guard let first = rest.utf8.first, !"/?#".utf8.contains(first) else { return false }
        return !text.utf8.contains { $0 <= 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "<") }
    }

    /// The URLs of a text, up to the next blank, quote or bracket.
    static func read(_ bytes: [UInt8], url: String, into found: inout FoundLinks) {
        var place = 0
        while let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")) {
            place = colon + 1
            guard colon + 3 < bytes.count, bytes[colon + 1] == 0x2F, bytes[colon + 2] == 0x2F else { continue }
            var start = colon
            // The longest schemes (https, mqtts, coaps) have five letters.
            while start > 0, colon - start < 5, (bytes[start - 1] | 0x20) &- 0x61 < 26 { start -= 1 }
            var end = colon + 3
            while end < bytes.count, bytes[end] > 0x20, bytes[end] != 0x7F, !"\"<>'`|\\^".utf8.contains(bytes[end]) {
                end += 1
            }
            // What ends a sentence or closes a bracket is not part of it.
            while end > colon + 3, ".,;:!?)]}".utf8.contains(bytes[end - 1]) { end -= 1 }
            place = max(place, end)
            let text = String(decoding: bytes[start..<end], as: UTF8.self)
            guard isURL(text) else { continue }
            found.add(
                Link(
                    context: url, relation: "", written: text, format: .guess,
                    place: .body(path: "byte \(start)", offset: start)))
        }
    }
}
