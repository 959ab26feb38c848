import NIOCore

/// Reads the cipher suite out of the server's hello, which goes in the clear (RFC 8446 4.1.3); NIOSSL does not tell it.
final class HelloTap: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let record: ConnectionRecord
    private var bytes: [UInt8] = []

    init(record: ConnectionRecord) { self.record = record }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // The hello comes first of all: what is not found in so many bytes is not there.
        if record.cipher.isEmpty, bytes.count < 512 {
            bytes += unwrapInboundIn(data).readableBytesView.prefix(512)
            if let suite = Self.suite(bytes) { record.cipher = Self.name(suite) }
        }
        context.fireChannelRead(data)
    }

    /// Record header, handshake header, version, random, session, suite.
    static func suite(_ bytes: [UInt8]) -> UInt16? {
        // 22: a handshake record; 2: server_hello. 5 bytes of record header, 4 of handshake header, 2 of version and
        // 32 of random stand before the session's length.
        guard bytes.count > 43, bytes[0] == 22, bytes[5] == 2 else { return nil }
        let place = 44 + Int(bytes[43])
        guard bytes.count >= place + 2 else { return nil }
        return UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1])
    }

    /// The IANA names of the suites that BoringSSL speaks.
    static func name(_ suite: UInt16) -> String {
        switch suite {
        case 0x1301: "TLS_AES_128_GCM_SHA256"
        case 0x1302: "TLS_AES_256_GCM_SHA384"
        case 0x1303: "TLS_CHACHA20_POLY1305_SHA256"
        case 0xC02B: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
        case 0xC02C: "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
        case 0xC02F: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
        case 0xC030: "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
        case 0xCCA8: "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
        case 0xCCA9: "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
        case 0xC009: "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"
        case 0xC00A: "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"
        case 0xC013: "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"
        case 0xC014: "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"
        case 0x009C: "TLS_RSA_WITH_AES_128_GCM_SHA256"
        case 0x009D: "TLS_RSA_WITH_AES_256_GCM_SHA384"
        default: "0x" + String(suite, radix: 16)
        }
    }
}
