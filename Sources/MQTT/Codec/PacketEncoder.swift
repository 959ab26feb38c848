public import NIOCore

/// Writes control packets, of any version and for both directions.
///
/// What the wire cannot carry is refused with the words of `ProtocolViolation`; nothing is written then. Properties are
/// left out before MQTT 5.
public struct PacketEncoder: Sendable {
    /// The version spoken. A CONNECT is written in its own.
    public var version: ProtocolVersion

    /// Makes an encoder.
    public init(version: ProtocolVersion) { self.version = version }

    /// Appends a packet to a buffer.
    public func encode(_ packet: Packet, into buffer: inout ByteBuffer) throws(ProtocolViolation) {
        if case .publish(let publish) = packet {
            try encodeHead(of: publish, into: &buffer)
            buffer.writeImmutableBuffer(publish.payload)
            return
        }
        // Counted first: the length stands before the body, in one to four bytes.
        var counter = WireWriter(counting: packet.type)
        try writeBody(of: packet, to: &counter)
        let first = packet.type.rawValue << 4 | packet.type.reservedFlags
        try write(first, count: counter.count, packet.type, into: &buffer) { (writer) throws(ProtocolViolation) in
            try writeBody(of: packet, to: &writer)
        }
    }

    /// Appends all of a PUBLISH but its payload, which the caller writes next, uncopied.
    public func encodeHead(of publish: Publish, into buffer: inout ByteBuffer) throws(ProtocolViolation) {
        var counter = WireWriter(counting: .publish)
        try writeHead(of: publish, to: &counter)
        var first = PacketType.publish.rawValue << 4 | publish.qos.rawValue << 1
        if publish.retain { first |= 1 }
        // DUP is not allowed with QoS 0 (MQTT 5 3.3.1.1).
        if publish.duplicate && publish.qos != .atMostOnce { first |= 0b1000 }
        let count = counter.count + publish.payload.readableBytes
        try write(first, count: count, .publish, into: &buffer) { (writer) throws(ProtocolViolation) in
            try writeHead(of: publish, to: &writer)
        }
    }

    /// Bytes that a packet has on the wire.
    public func size(of packet: Packet) throws(ProtocolViolation) -> Int {
        var counter = WireWriter(counting: packet.type)
        if case .publish(let publish) = packet {
            try writeHead(of: publish, to: &counter)
            counter.payload(publish.payload)
        } else {
            try writeBody(of: packet, to: &counter)
        }
        var header = WireWriter(counting: packet.type)
        try header.variable(counter.count)
        return 1 + header.count + counter.count
    }

    private func write(
        _ first: UInt8, count: Int, _ type: PacketType, into buffer: inout ByteBuffer,
        _ body: (inout WireWriter) throws(ProtocolViolation) -> Void
    ) throws(ProtocolViolation) {
        // The counting pass has thrown whatever there is to throw, but for the length.
        var header = WireWriter(counting: type)
        try header.variable(count)
        // Moved into the writer and back, so that there is one owner and nothing is copied.
        var writer = WireWriter(exchange(&buffer, with: ByteBuffer()), in: type)
        // Also when something is thrown: the caller's buffer comes back.
        defer { buffer = writer.output ?? buffer }
        writer.byte(first)
        try writer.variable(count)
        try body(&writer)
    }

    private func exchange(_ buffer: inout ByteBuffer, with other: ByteBuffer) -> ByteBuffer {
        let taken = buffer
        buffer = other
        return taken
    }
}
