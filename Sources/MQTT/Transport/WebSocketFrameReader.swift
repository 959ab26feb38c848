import NIOCore

/// Takes WebSocket frames (RFC 6455 5.2) apart as their bytes arrive, without ever waiting for a whole frame: a frame of
/// 256 MB passes through in the pieces in which it was read.
///
/// Pure: bytes in, data bytes and control frames out.
struct WebSocketFrameReader {
    /// A control frame, complete; its payload is at most 125 bytes.
    enum Control: Equatable {
        case ping([UInt8])
        case pong
        /// The status code, 1005 when there was none, and the reason given.
        case close(code: UInt16, reason: String)
    }

    /// How a frame broke the protocol; the connection ends with the status code.
    struct Broken: Error, Equatable {
        var code: UInt16
        var words: String
    }

    private enum Opcode {
        static let continuation: UInt8 = 0
        static let text: UInt8 = 1
        static let binary: UInt8 = 2
        static let close: UInt8 = 8
        static let ping: UInt8 = 9
        static let pong: UInt8 = 10
    }

    /// The bytes of a header that is not complete yet: at most 10, since a server does not mask.
    private var header: [UInt8] = []
    private var controlPayload: [UInt8] = []
    private var opcode: UInt8 = 0
    /// Bytes of the frame's payload still to come; nil between frames.
    private var remaining: Int?
    /// Whether a fragmented message is open, so that a continuation may come.
    private var isFragmented = false

    init() {
        header.reserveCapacity(10)
        controlPayload.reserveCapacity(125)
    }

    /// Whether the next `count` bytes are all data of a frame that has begun, so that they may pass as they are.
    func isAllData(_ count: Int) -> Bool {
        guard let remaining else { return false }
        return opcode < Opcode.close && remaining >= count
    }

    /// Notes that `count` bytes of data were passed on as they were; see ``isAllData(_:)``.
    mutating func skipData(_ count: Int) {
        guard let before = remaining else { return }
        remaining = before == count ? nil : before - count
    }

    /// Reads what is in `input`: the data bytes are appended to `data`, control frames to `controls` in order.
    mutating func read(
        _ input: UnsafeRawBufferPointer, data: inout ByteBuffer, controls: inout [Control]
    ) throws(Broken) {
        var index = 0
        // A frame of no bytes ends without another byte of input.
        while index < input.count || remaining == 0 {
            guard let remaining else {
                header.append(input[index])
                index += 1
                try parseHeader()
                continue
            }
            let count = min(remaining, input.count - index)
            let piece = UnsafeRawBufferPointer(rebasing: input[index..<(index + count)])
            if opcode < Opcode.close {
                data.writeBytes(piece)
            } else {
                controlPayload.append(contentsOf: piece)
            }
            index += count
            if remaining == count {
                self.remaining = nil
                if opcode >= Opcode.close { controls.append(try finishControl()) }
            } else {
                self.remaining = remaining - count
            }
        }
    }

    /// Looks at the bytes of the header gathered so far and starts the payload when they are all there.
    private mutating func parseHeader() throws(Broken) {
        guard header.count >= 2 else { return }
        // Before the length: what is refused is not read to its end.
        if header.count == 2 { try checkHeader() }
        let short = header[1] & 0x7F
        let length: UInt64
        switch short {
        case 126:
            // Two bytes of length follow (RFC 6455 5.2).
            guard header.count == 4 else { return }
            length = UInt64(header[2]) << 8 | UInt64(header[3])
        case 127:
            // Eight bytes; the highest bit must be 0.
            guard header.count == 10 else { return }
            length = header[2...].reduce(0) { $0 << 8 | UInt64($1) }
            guard length <= UInt64(Int.max) else { throw Broken(code: 1002, words: "a frame length of 2^63 or more") }
        default:
            length = UInt64(short)
        }
        opcode = header[0] & 0x0F
        // A control frame between two fragments (RFC 6455 5.4) changes nothing about the message.
        if opcode < Opcode.close { isFragmented = header[0] & 0x80 == 0 }
        remaining = Int(length)
        header.removeAll(keepingCapacity: true)
        // Of the control frame before.
        controlPayload.removeAll(keepingCapacity: true)
    }

    private func checkHeader() throws(Broken) {
        let (first, second) = (header[0], header[1])
        // Reserved bits belong to extensions, and none was asked for (RFC 6455 5.2).
        guard first & 0x70 == 0 else { throw Broken(code: 1002, words: "a frame with reserved bits set") }
        // Only a client masks (RFC 6455 5.1).
        guard second & 0x80 == 0 else { throw Broken(code: 1002, words: "a masked frame from the server") }
        switch first & 0x0F {
        case Opcode.binary:
            guard !isFragmented else { throw Broken(code: 1002, words: "a new message inside a fragmented one") }
        case Opcode.continuation:
            guard isFragmented else { throw Broken(code: 1002, words: "a continuation of nothing") }
        case Opcode.text:
            // Control packets are sent in binary data frames alone (MQTT 5 6).
            throw Broken(code: 1003, words: "a text frame; MQTT travels in binary frames")
        case Opcode.close, Opcode.ping, Opcode.pong:
            // RFC 6455 5.5.
            guard first & 0x80 != 0, second & 0x7F <= 125 else {
                throw Broken(code: 1002, words: "a control frame that is fragmented or too long")
            }
        default:
            throw Broken(code: 1002, words: "a frame of unknown kind \(first & 0x0F)")
        }
    }

    private func finishControl() throws(Broken) -> Control {
        switch opcode {
        case Opcode.ping:
            return .ping(controlPayload)
        case Opcode.pong:
            return .pong
        default:
            // A code has two bytes, if there is one (RFC 6455 5.5.1).
            guard controlPayload.count != 1 else { throw Broken(code: 1002, words: "a close frame of one byte") }
            guard controlPayload.count >= 2 else { return .close(code: 1005, reason: "") }
            return .close(
                code: UInt16(controlPayload[0]) << 8 | UInt16(controlPayload[1]),
                reason: String(decoding: controlPayload[2...], as: UTF8.self))
        }
    }
}
