/// How a server of HTTP/2 said that no more comes.
enum Farewell: Hashable, Sendable {
    /// It ended the stream (RFC 9113 6.4), with that error code.
    case reset(UInt32)
    /// It ends the connection (RFC 9113 6.8): the last stream that it took, the error code, and what it said to that.
    case goAway(last: UInt32, code: UInt32, words: String)

    /// An error code by the standard's name (RFC 9113 7).
    static func name(_ code: UInt32) -> String {
        let names = [
            "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED",
            "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM",
            "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
        ]
        return names.indices.contains(Int(code)) ? names[Int(code)] : "error \(code)"
    }
}
