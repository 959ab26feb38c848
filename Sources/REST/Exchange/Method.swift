import Text

/// An HTTP request method (RFC 9110 9): any token, in upper or lower case as written.
public struct Method: RawRepresentable, Hashable, Sendable {
    /// The token.
    public let rawValue: String

    /// A method of a token; nil when the text is empty or has a character that a token may not have (RFC 9110 5.6.2).
    public init?(rawValue: String) {
        guard HTTPToken.isToken(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    /// Whether a request with it usually has a body: POST, PUT (RFC 9110 9.3) and PATCH (RFC 5789).
    public var meansBody: Bool { ["POST", "PUT", "PATCH"].contains(rawValue) }

    /// A method whose token is known to be one.
    init(known token: String) { rawValue = token }
}
