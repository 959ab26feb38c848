extension Hash {
    /// HMAC-SHA-256 (RFC 2104): 32 bytes that only who has the key can make of a message.
    public static func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        // A block has 64 bytes; a key that is longer is hashed first (RFC 2104 2).
        var block = key.count > 64 ? sha256(key) : key
        block += [UInt8](repeating: 0, count: 64 - block.count)
        let inner = sha256(block.map { $0 ^ 0x36 } + message)
        return sha256(block.map { $0 ^ 0x5C } + inner)
    }
}
