import Payloads
import Text

/// What a token says of itself, where it is a JWT (RFC 7519). Nobody has checked its signature: it is for reading.
public struct JWTClaims: Sendable {
    /// The claims in their order, each a name and a line.
    public let lines: [(name: String, value: String)]

    /// What a line is cut at.
    private static let longest = 200

    /// Reads a token; nil for one that is none of three parts, or holds no JSON object.
    public init?(_ token: String) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, token.utf8.count <= 64 << 10, let bytes = try? Base64.decode(String(parts[1])),
            let members = (try? JSONValue(reading: bytes))?.members
        else { return nil }
        lines = members.prefix(100).map { ($0.name.withoutControls, Self.words($0.name, $0.value)) }
    }

    private static func words(_ name: String, _ value: JSONValue) -> String {
        // What is no text is written as a document is, with an end of line.
        let text = value.text ?? String(decoding: value.written(), as: UTF8.self).filter { !$0.isNewline }
        let line = String(text.withoutControls.prefix(longest))
        // NumericDate (RFC 7519 2) counts seconds: ten digits of them end in 2286, and more are no time.
        guard ["exp", "iat", "nbf", "auth_time"].contains(name), case .number(let digits) = value.content,
            let seconds = Double(digits), (0...9_999_999_999).contains(seconds)
        else { return line }
        return "\(line) (\(HTTPDate.text(Int(seconds))))"
    }
}
