public import NIOCore

/// Reads control packets, one at a time, of any version and in both directions.
///
/// It holds nothing of the stream: bytes stay in the caller's buffer until a packet is whole. A client that reads fast
/// streams uses `StreamDecoder`.
public struct PacketDecoder: Sendable {
    /// The version spoken. A server sets it when the CONNECT has come, which is decoded by its own version.
    public var version: ProtocolVersion
    /// The side that reads.
    public let receiver: Receiver
    /// Bytes of the largest packet that is accepted, header included.
    public var maximumPacketSize: Int
    /// The highest topic alias that was announced to the other side. Aliases are resolved: a PUBLISH has its topic.
    public var topicAliasMaximum: UInt16
    /// Whether breaches that leave a packet readable are let pass, in what `decodeBody` decodes.
    var isTolerant = false
    private var aliases: [UInt16: String] = [:]

    /// MQTT's largest packet: a five byte header and 268,435,455 bytes.
    public static let largestPacket = 268_435_460

    /// Makes a decoder.
    public init(
        version: ProtocolVersion, receiver: Receiver, maximumPacketSize: Int = PacketDecoder.largestPacket,
        topicAliasMaximum: UInt16 = 0
    ) {
        self.version = version
        self.receiver = receiver
        self.maximumPacketSize = maximumPacketSize
        self.topicAliasMaximum = topicAliasMaximum
    }

    /// Takes one whole packet off the front of the buffer; nil, and nothing taken, when more bytes are needed.
    ///
    /// - Throws: `ProtocolViolation` for a packet that breaks the rules. The connection is to be closed then, after
    ///   a DISCONNECT with its reason in MQTT 5.
    public mutating func decode(_ buffer: inout ByteBuffer) throws(ProtocolViolation) -> Packet? {
        // ByteBuffer's closures throw without a type: the error travels in a Result.
        let result = buffer.withUnsafeReadableBytes { bytes in
            Result { () throws(ProtocolViolation) -> (body: DecodedBody, total: Int)? in
                guard
                    let header = try FixedHeader.read(
                        bytes, version: version, receiver: receiver, maximumPacketSize: maximumPacketSize),
                    bytes.count >= header.total
                else { return nil }
                let body = UnsafeRawBufferPointer(rebasing: bytes[header.length..<header.total])
                return (try decodeBody(header, body), header.total)
            }
        }
        guard let (body, total) = try result.get() else { return nil }
        guard case .publish(var publish) = body.packet else {
            buffer.moveReaderIndex(forwardBy: total)
            return body.packet
        }
        if version == .v5 { try resolveAlias(of: &publish) }
        // The head is taken off; the payload is a slice of the caller's buffer.
        buffer.moveReaderIndex(forwardBy: total - body.payloadLength)
        publish.payload = buffer.readSlice(length: body.payloadLength) ?? ByteBuffer()
        return .publish(publish)
    }

    /// Reads what follows the fixed header; the payload of a PUBLISH is left to the caller.
    func decodeBody(
        _ header: FixedHeader, _ bytes: UnsafeRawBufferPointer
    ) throws(ProtocolViolation) -> DecodedBody {
        var reader = WireReader(bytes, in: header.type, isTolerant: isTolerant)
        let packet: Packet
        switch header.type {
        case .publish: return try publish(header, &reader)
        case .connect: packet = .connect(try connect(&reader))
        case .connectAck: packet = .connectAck(try connectAck(&reader))
        case .publishAck: packet = .publishAck(try acknowledgement(&reader))
        case .publishReceived: packet = .publishReceived(try acknowledgement(&reader))
        case .publishRelease: packet = .publishRelease(try acknowledgement(&reader))
        case .publishComplete: packet = .publishComplete(try acknowledgement(&reader))
        case .subscribe: packet = .subscribe(try subscribe(&reader))
        case .subscribeAck: packet = .subscribeAck(try subscribeAck(&reader))
        case .unsubscribe: packet = .unsubscribe(try unsubscribe(&reader))
        case .unsubscribeAck: packet = .unsubscribeAck(try unsubscribeAck(&reader))
        case .pingRequest: packet = .pingRequest
        case .pingResponse: packet = .pingResponse
        case .disconnect: packet = .disconnect(try disconnect(&reader))
        case .auth: packet = .auth(try auth(&reader))
        }
        try reader.end()
        return DecodedBody(packet: packet, violation: reader.noted)
    }

    private mutating func resolveAlias(of publish: inout Publish) throws(ProtocolViolation) {
        guard let alias = publish.properties.topicAlias else { return }
        // Above the maximum is an error even with a topic beside it (MQTT 5 3.3.2.3.4).
        if alias > topicAliasMaximum {
            throw ProtocolViolation(
                .topicAliasInvalid, in: .publish, "Topic alias \(alias) is above the maximum of \(topicAliasMaximum).")
        }
        if !publish.topic.isEmpty {
            aliases[alias] = publish.topic
        } else if let topic = aliases[alias] {
            publish.topic = topic
        } else {
            throw ProtocolViolation(.protocolError, in: .publish, "Topic alias \(alias) was never set.")
        }
    }
}
