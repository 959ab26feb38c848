/// How an entity tag (RFC 9110 8.8.3) is put into a header field: what `{{etag}}` stands for is in ``KeptAnswers``.
public enum EntityTags {
    /// The name that a template calls it by.
    public static let name = Generators.tagName

    /// The value of a header field in which the quotes around `{{etag}}` give way to those of the tag, so that
    /// `"{{etag}}"` and `{{etag}}` are the same.
    public static func withoutOuterQuotes(_ text: String, for tag: String) -> String {
        // A server's tag without quotes is none by the standard: it is sent as it was told.
        guard tag.hasSuffix("\"") else { return text }
        var bytes = Array(text.utf8)
        let quote = UInt8(ascii: "\"")
        for call in TemplateCall.all(in: text).reversed() where call.name == name && call.arguments.isEmpty {
            var start = call.range.lowerBound - 1
            guard start >= 0, bytes[start] == quote, bytes.indices.contains(call.range.upperBound),
                bytes[call.range.upperBound] == quote
            else { continue }
            // `W/"{{etag}}"` of a weak tag would say W/ twice.
            if tag.hasPrefix("W/"), start >= 2, bytes[(start - 2)..<start].elementsEqual("W/".utf8) { start -= 2 }
            bytes.remove(at: call.range.upperBound)
            bytes.removeSubrange(start..<call.range.lowerBound)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
