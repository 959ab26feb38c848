import Text

/// Keeping secrets out of a request as it was written to a connection.
extension NamedSecrets {
    /// Fields whose value is a URL, or names some: a token may stand in its query or fragment.
    private static let fieldsOfURLs: Set = ["location", "content-location", "referer", "link", "refresh"]

    /// Whether a field holds URLs, as do the pseudo-fields of HTTP/2 (RFC 9113 8.3.1).
    package static func holdsURLs(_ name: String) -> Bool {
        name.hasPrefix(":") || fieldsOfURLs.contains(name.lowercased())
    }

    /// The value of a field as it was sent or came.
    public func sent(_ value: String, of name: String) -> String {
        Self.holdsURLs(name) ? url(value) : self.value(value, of: name)
    }

    /// A request of HTTP/1.1, its body as its Content-Type says. What is no text stays.
    public func request(_ bytes: [UInt8]) -> [UInt8] {
        let separator = Array("\r\n\r\n".utf8)
        let end = bytes.firstRange(of: separator)?.lowerBound ?? bytes.count
        // Repaired text would no longer be what was sent.
        guard let head = String(validating: bytes[..<end], as: UTF8.self) else { return bytes }
        var lines = head.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        lines[0] = line(lines[0])
        var type = ""
        for index in lines.indices.dropFirst() {
            guard let field = FieldLine(lines[index]) else { continue }
            let (name, value) = (String(field.name), String(field.value))
            if name.lowercased() == "content-type" { type = value.lowercased() }
            let kept = sent(value, of: name)
            // Written anew only then: blanks about the colon are part of what was sent.
            if kept != value { lines[index] = "\(name): \(kept)" }
        }
        let result = Array(lines.joined(separator: "\r\n").utf8)
        guard end < bytes.count else { return result }
        return result + separator + body(bytes[(end + separator.count)...], type)
    }

    /// A request line.
    public func line(_ line: String) -> String {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3 else { return line }
        return "\(words[0]) \(url(String(words[1]))) \(words[2])"
    }

    func body(_ bytes: ArraySlice<UInt8>, _ type: String) -> [UInt8] {
        if type.hasPrefix("multipart/") { return parts(Array(bytes)) }
        guard !bytes.isEmpty, let text = String(validating: bytes, as: UTF8.self) else { return Array(bytes) }
        return Array((type.contains("json") ? json(text) : self.text(text)).utf8)
    }

    /// `multipart/form-data` (RFC 7578): the content of parts whose names say secret.
    private func parts(_ bytes: [UInt8]) -> [UInt8] {
        // With what stands before it: `filename="` ends the same.
        let mark = Array("; name=\"".utf8)
        var result: [UInt8] = []
        var kept = 0
        while let name = bytes[kept...].firstRange(of: mark) {
            let end = bytes[name.upperBound...].firstIndex(of: UInt8(ascii: "\"")) ?? bytes.endIndex
            let start = bytes[end...].firstRange(of: "\r\n\r\n".utf8)?.upperBound ?? bytes.endIndex
            let close = bytes[start...].firstRange(of: "\r\n--".utf8)?.lowerBound ?? bytes.endIndex
            result += bytes[kept..<start]
            let word = String(decoding: bytes[name.upperBound..<end], as: UTF8.self)
            if isSecretField(word), start < close {
                result += Array(replacement(word).utf8)
            } else {
                result += bytes[start..<close]
            }
            kept = close
        }
        return result + bytes[kept...]
    }
}
