/// What answers where a broker was expected, told by its first bytes.
enum ForeignProtocol: Equatable {
    /// A web server, or a broker's port for WebSocket.
    case http
    /// A TLS record (RFC 8446 5.1).
    case tls
    /// Anything else, in words: its first bytes as text where they are, or in hexadecimal digits; empty for none.
    case other(String)

    /// How many bytes tell it.
    static let telling = 24

    init(_ bytes: [UInt8]) {
        if bytes.starts(with: "HTTP/".utf8) {
            self = .http
        } else if bytes.count >= 3, 0x14...0x17 ~= bytes[0], bytes[1] == 3, bytes[2] <= 4 {
            self = .tls
        } else if bytes.count >= 4, bytes.prefix(4).allSatisfy({ 0x20..<0x7F ~= $0 }) {
            self = .other("'\(String(decoding: bytes.prefix { 0x20..<0x7F ~= $0 }, as: UTF8.self))'")
        } else {
            let digits = bytes.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            self = .other(digits.joined(separator: " "))
        }
    }
}
