/// A bearer token (RFC 6750) with a way to another one, for a server that refuses it with 401.
public final class RenewableToken: Sendable {
    /// The token.
    public let text: String
    /// Whose it is: the same for each token that one sign-in gives.
    public let holder: String
    private let renew: @Sendable (_ refused: String) async -> Result<String, Refusal>

    /// Why no other token could be had, in words.
    public struct Refusal: Error, Sendable {
        /// The words.
        public let description: String

        /// A refusal in words.
        public init(_ description: String) { self.description = description }
    }

    /// A token, and what gets another in place of a refused one.
    public init(
        _ text: String, of holder: String,
        renew: @escaping @Sendable (_ refused: String) async -> Result<String, Refusal>
    ) {
        self.text = text
        self.holder = holder
        self.renew = renew
    }

    /// Another one.
    func renewed() async throws(RequestFailure) -> String {
        switch await renew(text) {
        case .success(let text): return text
        case .failure(let refusal):
            throw RequestFailure(
                .signIn, "the server refused the token (401), and no other could be had: \(refusal.description)",
                phase: .lastByte)
        }
    }
}

extension RenewableToken: Hashable {
    /// The same token.
    public static func == (one: RenewableToken, other: RenewableToken) -> Bool { one.text == other.text }

    /// By the token.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
