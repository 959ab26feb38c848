import Text

/// Digests of what must not be told, under a key that never leaves this person's machine (HMAC-SHA-256, RFC 2104): the same
/// for the same words, and of no use to anybody else.
public struct KeyedDigest: Hashable, Sendable {
    /// How many bytes a key has.
    public static let keySize = 32
    private let key: [UInt8]

    /// Digests under a key.
    public init(key: [UInt8]) { self.key = key }

    /// Digests under a key that was never used before.
    public init() { key = Self.newKey() }

    /// A key that was never used before.
    public static func newKey() -> [UInt8] { (0..<keySize).map { _ in .random(in: 0...255) } }

    /// The digest of some words, in their order: 32 hexadecimal digits; empty when there is no word.
    public func text(_ words: [String]) -> String {
        guard !words.isEmpty else { return "" }
        // With their lengths, so that no two lists come to the same bytes.
        let message = words.flatMap { Array("\($0.utf8.count):\($0)".utf8) }
        // Half of it: 128 bits are enough to tell who asks apart.
        return HexDigit.upper(authentication(of: message).prefix(16)).lowercased()
    }

    /// The HMAC-SHA-256 of a message: 32 bytes.
    public func authentication(of message: [UInt8]) -> [UInt8] {
        Hash.hmacSHA256(message, key: key)
    }
}
