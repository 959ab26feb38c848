import NIOCore

/// Writes masked WebSocket frames (RFC 6455 5.3), as a client must.
enum WebSocketFrameWriter {
    /// The opcode of a frame.
    enum Opcode: UInt8 {
        case binary = 2
        case close = 8
        case ping = 9
        case pong = 10
    }

    /// One whole frame with `payload`, masked with `key`.
    static func frame(
        _ opcode: Opcode, _ payload: ByteBuffer, mask key: UInt32, allocator: ByteBufferAllocator
    ) -> ByteBuffer {
        let count = payload.readableBytes
        // 2 bytes, 8 of length, 4 of mask at most.
        var out = allocator.buffer(capacity: count + 14)
        out.writeInteger(0x80 | opcode.rawValue)
        switch count {
        // The highest bit is FIN in the first byte, and the mask's in that of the length (RFC 6455 5.2).
        case ..<126:
            out.writeInteger(0x80 | UInt8(count))
        case ..<65536:
            out.writeInteger(UInt8(0x80 | 126))
            out.writeInteger(UInt16(count))
        default:
            out.writeInteger(UInt8(0x80 | 127))
            out.writeInteger(UInt64(count))
        }
        out.writeInteger(key)
        payload.withUnsafeReadableBytes { source in
            _ = out.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { target in
                mask(source, into: target, key: key)
                return count
            }
        }
        return out
    }

    /// Eight bytes at a time: a byte-wise loop would cost more than the rest of a large publish.
    private static func mask(
        _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer, key: UInt32
    ) {
        // In memory the key's first byte is the first: both words are laid out as the wire has them.
        let bigEndian = key.bigEndian
        let word = UInt64(bigEndian) << 32 | UInt64(bigEndian)
        var index = 0
        while index + 8 <= source.count {
            let value = source.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            target.storeBytes(of: value ^ word, toByteOffset: index, as: UInt64.self)
            index += 8
        }
        withUnsafeBytes(of: word) { bytes in
            while index < source.count {
                target[index] = source[index] ^ bytes[index & 7]
                index += 1
            }
        }
    }
}
