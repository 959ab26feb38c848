import REST
import Text

/// Keeping secrets out of answers that are written down: those that were put in, and what a name tells, rather too much
/// of it than too little.
extension SecretMask {
    /// The head of an answer without secrets, rather none of its bytes than some that cannot be read.
    func kept(_ response: Response) -> Response {
        var response = response
        response.reason = keptText(response.reason)
        response.fields = kept(response.fields)
        response.trailers = kept(response.trailers)
        response.informational = response.informational.map {
            Response.Informational(status: $0.status, reason: keptText($0.reason), fields: kept($0.fields))
        }
        response.head = keptHead(response.head, isOrderly: response.breaches.isEmpty) ?? []
        // Its bytes are not written a second way: `trailers` has the fields.
        response.trailerSection = []
        response.breaches = response.breaches.map {
            Breach(lines: $0.lines, what: keptText($0.what), section: $0.section)
        }
        response.codingProblem = response.codingProblem.map(keptText)
        response.remarks = response.remarks.map(keptText)
        return response
    }

    /// Fields without secrets.
    func kept(_ fields: [Field]) -> [Field] {
        fields.map { Field($0.name, NamedSecrets.told.sent(value($0.value, of: $0.name), of: $0.name)) }
    }

    /// A URL without secrets.
    func keptURL(_ url: String) -> String { NamedSecrets.told.url(self.url(url)) }

    /// A sentence without secrets.
    func keptText(_ text: String) -> String { NamedSecrets.told.sentence(sentence(text)) }

    /// A body without secrets, as its Content-Type says it is to be read. What is no text stays.
    func keptBody(_ bytes: [UInt8], type: String) -> [UInt8] {
        let masked = values(bytes)
        let kept = NamedSecrets.told.body(masked[...], type.lowercased())
        // It is no UTF-8: nothing was looked for in it yet.
        guard kept == masked, Self.isText(type), String(validating: masked, as: UTF8.self) == nil else { return kept }
        // An older charset: names of members are ASCII in all of them.
        let text = NamedSecrets.told.text(Field.text(masked))
        // Byte for byte, so that the charset still fits; what has more than a byte are the dots.
        return text.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "*") }
    }

    /// An answer of HTTP/1.1 as it came, without secrets; nil for one whose secrets nobody would find.
    /// - Parameter isOrderly: whether its head keeps to the standard, so that its lines can be told apart.
    func keptRaw(_ bytes: [UInt8], isOrderly: Bool) -> [UInt8]? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound else {
            return keptHead(bytes, isOrderly: isOrderly)
        }
        guard let head = keptHead(Array(bytes[..<end]), isOrderly: isOrderly) else { return nil }
        let masked = NamedSecrets.told.request(values(bytes))
        let body = masked.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound ?? masked.endIndex
        return head + masked[body...]
    }

    private func keptHead(_ bytes: [UInt8], isOrderly: Bool) -> [UInt8]? {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        let kept = NamedSecrets.told.request(values(bytes))
        // Where lines do not end as they should, a secret is looked for in all of the text.
        return isOrderly ? kept : Array(NamedSecrets.told.text(String(decoding: kept, as: UTF8.self)).utf8)
    }

    private static func isText(_ type: String) -> Bool {
        let type = type.lowercased()
        return type.hasPrefix("text/") || ["json", "xml", "urlencoded"].contains { type.contains($0) }
    }
}
