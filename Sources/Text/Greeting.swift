/// What speaks, told by the first bytes that it sends: what a client says of a server that is not the one it looked for.
public enum Greeting: Hashable, Sendable {
    /// A web server, or a broker's port for WebSocket.
    case http
    /// A TLS record (RFC 8446 5.1).
    case tls
    /// HTTP/2 without TLS (RFC 9113).
    case http2
    /// An SSH server (RFC 4253 4.2).
    case ssh
    /// FTP, or mail (RFC 5321).
    case ftpOrMail
    /// POP3 or IMAP.
    case mail
    /// Redis.
    case redis
    /// A page without a head.
    case markup
    /// A server of audio or video.
    case stream
    /// Anything else.
    case other

    /// How many bytes tell it.
    public static let telling = 24

    /// Who sends these bytes.
    public init(_ bytes: [UInt8]) {
        func begins(_ text: String) -> Bool { bytes.starts(with: text.utf8) }
        if begins("HTTP/") {
            self = .http
        } else if bytes.count >= 3, 0x14...0x17 ~= bytes[0], bytes[1] == 3, bytes[2] <= 4 {
            // A record of version 3.x; 0x14 to 0x17 are its kinds (RFC 8446 5.1).
            self = .tls
        } else if bytes.count > 8, bytes[3] == 4, bytes[5...8].allSatisfy({ $0 == 0 }) {
            // A frame of SETTINGS on stream 0 (RFC 9113 6.5).
            self = .http2
        } else if begins("SSH-") {
            self = .ssh
        } else if begins("220") {
            // Both greet so (RFC 959 5.4, RFC 5321 4.3.2).
            self = .ftpOrMail
        } else if begins("+OK") || begins("* OK") {
            self = .mail
        } else if begins("-ERR") {
            // What it answers to a line that is no command of its own.
            self = .redis
        } else if begins("<") {
            self = .markup
        } else if begins("ICY ") || begins("RTSP/") {
            self = .stream
        } else {
            self = .other
        }
    }

    /// Who that is, as "that is ..." goes on; nil where nothing more is known.
    public var name: String? {
        switch self {
        case .http: "a web server"
        case .tls: "TLS"
        case .http2: "HTTP/2 without TLS"
        case .ssh: "an SSH server"
        case .ftpOrMail: "an FTP or mail server"
        case .mail: "a mail server"
        case .redis: "Redis"
        case .stream: "a server of streams"
        case .markup, .other: nil
        }
    }

    /// The first bytes for a message: as text where they are that, else in hexadecimal digits; empty for none.
    public static func shown(_ bytes: [UInt8]) -> String {
        if bytes.count >= 4, bytes.prefix(4).allSatisfy({ 0x20..<0x7F ~= $0 }) {
            return "'\(String(decoding: bytes.prefix { 0x20..<0x7F ~= $0 }, as: UTF8.self))'"
        }
        return bytes.prefix(8).map { HexDigit.lower([$0]) }.joined(separator: " ")
    }
}
