import Text

/// Proof Key for Code Exchange (RFC 7636): who redeems a code is who asked for it.
public struct PKCE: Hashable, Sendable {
    /// What is told when the code is redeemed: 43 characters of the URL alphabet.
    public let verifier: String
    /// What is told before: the SHA-256 of the verifier (`S256`).
    public let challenge: String

    /// A pair made of random bytes, at least 32.
    public init(random: [UInt8]) {
        self.init(verifier: Self.urlText(random))
    }

    init(verifier: String) {
        self.verifier = verifier
        challenge = Self.urlText(Hash.sha256(Array(verifier.utf8)))
    }

    /// Base64 in the URL alphabet without padding (RFC 7636 appendix A).
    static func urlText(_ bytes: [UInt8]) -> String {
        Base64.encode(bytes).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Whether two texts are the same, told in a time that does not depend on where they differ.
    static func isSame(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | $1.0 ^ $1.1 } == 0
    }
}
