/// The nine bytes that every frame of HTTP/2 begins with (RFC 9113 4.1).
struct FrameHead: Equatable {
    /// What a frame is (RFC 9113 6); others are passed over (5.5).
    enum Kind: UInt8 {
        // In the order of their codes, which are the raw values.
        case data, headers, priority, reset, settings, pushPromise, ping, goAway, windowUpdate, continuation

        /// As the standard writes it.
        var name: String {
            switch self {
            case .data: "DATA"
            case .headers: "HEADERS"
            case .priority: "PRIORITY"
            case .reset: "RST_STREAM"
            case .settings: "SETTINGS"
            case .pushPromise: "PUSH_PROMISE"
            case .ping: "PING"
            case .goAway: "GOAWAY"
            case .windowUpdate: "WINDOW_UPDATE"
            case .continuation: "CONTINUATION"
            }
        }
    }

    enum Flag {
        /// Of DATA and HEADERS; of SETTINGS and PING the same bit is ACK.
        static let endStream: UInt8 = 0x1
        static let acknowledges: UInt8 = 0x1
        static let endHeaders: UInt8 = 0x4
        static let padded: UInt8 = 0x8
        static let priority: UInt8 = 0x20
    }

    static let size = 9
    /// The most bytes of a frame (SETTINGS_MAX_FRAME_SIZE), the standard's own: no more is asked for.
    static let longest = 16384

    /// The bytes that follow.
    var length: Int
    /// Its number.
    var code: UInt8
    var flags: UInt8
    /// The stream it is of; 0 for the connection.
    var stream: UInt32

    /// - Parameter bytes: nine of them.
    init(_ bytes: [UInt8]) {
        length = Int(bytes[0]) << 16 | Int(bytes[1]) << 8 | Int(bytes[2])
        (code, flags) = (bytes[3], bytes[4])
        // The first bit is kept for later and passed over (RFC 9113 4.1).
        stream = bytes[5...].reduce(0) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    }

    var kind: Kind? { Kind(rawValue: code) }
    /// For a sentence: `a SETTINGS frame`, `a frame of kind 238`.
    var name: String { kind.map { "a \($0.name) frame" } ?? "a frame of kind \(code)" }

    func has(_ flag: UInt8) -> Bool { flags & flag != 0 }
}

/// Where a server breaks HTTP/2 (RFC 9113).
struct FrameProblem: Error, Hashable {
    /// What is wrong: `a SETTINGS frame has 5 bytes, which is no multiple of 6`.
    var what: String
    /// Where that is written: `RFC 9113 6.5`.
    var section: String
    /// Whether the frames cannot be followed any further (5.4.1), and not one answer alone is wrong (5.4.2).
    var isOfConnection = true
}
