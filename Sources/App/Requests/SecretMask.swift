import Explorer

/// Puts dots in the place of secrets, wherever what was sent is shown: as they are, and in the codings they travel in.
struct SecretMask: Sendable {
    private let patterns: [[UInt8]]
    private static let dots = Array(Secret.dots.utf8)
    /// What is shorter would hit anything.
    private static let shortest = 3

    /// A mask of some secrets, and of what is made of them for Basic (RFC 7617).
    init(_ secrets: [String], basic: String? = nil) {
        var texts = secrets.flatMap { [$0, Self.component($0)] }
        if let basic { texts.append(Self.base64(Array(basic.utf8))) }
        patterns = Set(texts).map { Array($0.utf8) }.filter { $0.count >= Self.shortest }.sorted { $0.count > $1.count }
    }

    /// The text without secrets.
    func text(_ text: String) -> String {
        patterns.isEmpty ? text : String(decoding: bytes(Array(text.utf8)), as: UTF8.self)
    }

    /// The bytes without secrets.
    func bytes(_ bytes: [UInt8]) -> [UInt8] {
        guard !patterns.isEmpty else { return bytes }
        let firsts = Set(patterns.map { $0[0] })
        var masked: [UInt8] = []
        masked.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if firsts.contains(bytes[index]), let pattern = patterns.first(where: { bytes[index...].starts(with: $0) })
            {
                masked += Self.dots
                index += pattern.count
            } else {
                masked.append(bytes[index])
                index += 1
            }
        }
        return masked
    }

    private static func component(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: encoded.append(byte)
            default: encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// RFC 4648 4.
    private static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? letters[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
