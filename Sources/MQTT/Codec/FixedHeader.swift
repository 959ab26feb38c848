/// The first two to five bytes of a control packet (MQTT 5 2.1).
package struct FixedHeader: Hashable, Sendable {
    var type: PacketType
    /// The lower half of the first byte.
    var flags: UInt8
    /// Bytes of the header itself: 2 to 5.
    var length: Int
    /// Bytes that follow it.
    var remaining: Int

    /// Bytes of the whole packet.
    var total: Int { length + remaining }

    /// Whether fewer bytes could hold the length, which MQTT 5 forbids (1.5.5) and MQTT 3.1.1 does not.
    @inline(__always)
    var isPadded: Bool { length > 2 && remaining < 1 << (7 * (length - 2)) }

    /// Reads a header. Nil: more bytes are needed to know the length.
    ///
    /// Type, flags and direction are checked as soon as the first byte is there, so that garbage is refused at once and
    /// never waited for. A tolerant reader looks at flags and direction itself, with `violation`, and at the size.
    @inline(__always)
    static func read(
        _ bytes: UnsafeRawBufferPointer, version: ProtocolVersion, receiver: Receiver, maximumPacketSize: Int,
        isTolerant: Bool = false
    ) throws(ProtocolViolation) -> FixedHeader? {
        if let header = plainPublish(bytes), header.total <= maximumPacketSize { return header }
        return try readAny(
            bytes, version: version, receiver: receiver, maximumPacketSize: maximumPacketSize, isTolerant: isTolerant)
    }

    /// A PUBLISH without a fault whose length has one or two bytes, as nearly every packet is; nil for any other. What is
    /// inlined is kept this short: with all the rules in it the walk over a read grows beyond what the compiler inlines a
    /// PUBLISH into.
    @inline(__always)
    private static func plainPublish(_ bytes: UnsafeRawBufferPointer) -> FixedHeader? {
        guard bytes.count > 2 else { return nil }
        let first = bytes[0]
        // QoS 3, and DUP without a QoS, are faults.
        guard first >> 4 == 3, first & 0b0110 != 0b0110, first & 0b1110 != 0b1000 else { return nil }
        let (low, high) = (bytes[1], bytes[2])
        if low < 0x80 { return FixedHeader(type: .publish, flags: first & 0x0F, length: 2, remaining: Int(low)) }
        // A second byte of 0 is padding.
        guard high < 0x80, high > 0 else { return nil }
        return FixedHeader(
            type: .publish, flags: first & 0x0F, length: 3, remaining: Int(low & 0x7F) | Int(high) << 7)
    }

    @inline(never)
    private static func readAny(
        _ bytes: UnsafeRawBufferPointer, version: ProtocolVersion, receiver: Receiver, maximumPacketSize: Int,
        isTolerant: Bool
    ) throws(ProtocolViolation) -> FixedHeader? {
        guard let first = bytes.first else { return nil }
        if first >> 4 == 3 {
            if first & 0b0110 == 0b0110 {
                throw ProtocolViolation(.malformedPacket, in: .publish, "QoS 3 does not exist.")
            }
            if first & 0b1110 == 0b1000, !isTolerant { throw ProtocolViolation(.duplicateNeedsQoS, in: .publish) }
        } else {
            let type = try type(of: first, version: version)
            if !isTolerant, let violation = violation(first, type, version: version, receiver: receiver) {
                throw violation
            }
        }
        // Checked above for every type but 3, which exists.
        let type = PacketType(rawValue: first >> 4) ?? .publish
        var remaining = 0
        var index = 1
        while true {
            guard index < bytes.count else { return nil }
            let byte = bytes[index]
            // Seven bits a byte, the lowest first (MQTT 5 1.5.5).
            remaining |= Int(byte & 0x7F) << (7 * (index - 1))
            index += 1
            if byte < 0x80 { break }
            // Index 5 is behind the fourth byte of the length.
            if index == 5 {
                throw ProtocolViolation(.malformedPacket, in: type, "The packet's length has more than four bytes.")
            }
        }
        let header = FixedHeader(type: type, flags: first & 0x0F, length: index, remaining: remaining)
        // A tolerant reader notes it: where the packet ends is known all the same.
        if header.total > maximumPacketSize, !isTolerant {
            throw ProtocolViolation(
                .packetTooLarge, in: type, "A packet of \(header.total) bytes; \(maximumPacketSize) are accepted.")
        }
        // A CONNECT is read before its version is known.
        if !isTolerant, header.isPadded, version == .v5, type != .connect {
            throw ProtocolViolation(
                type == .publish ? .messageLengthIsShort : .packetLengthIsShort, in: type)
        }
        // A message is kept as it came. Anything else is taken apart, and would grow with it: five bytes make a property.
        if type != .publish && header.total > largestWithoutPayload {
            throw ProtocolViolation(
                .packetTooLarge, in: type,
                "A packet of \(header.total) bytes without a message; \(largestWithoutPayload) are accepted.")
        }
        return header
    }

    /// Bytes of the largest packet that is not a PUBLISH: thousands of filters, or will, user name and password at
    /// their longest.
    private static let largestWithoutPayload = 1 << 20

    private static func type(of first: UInt8, version: ProtocolVersion) throws(ProtocolViolation) -> PacketType {
        guard let type = PacketType(rawValue: first >> 4) else {
            throw ProtocolViolation(.malformedPacket, in: nil, "Packet type 0 does not exist: this may be no MQTT.")
        }
        if type == .auth && version < .v5 {
            throw ProtocolViolation(.malformedPacket, in: nil, "Packet type 15 does not exist before MQTT 5.")
        }
        return type
    }

    /// What is wrong with the first byte of a packet that is no PUBLISH, though its type exists.
    package static func violation(
        _ first: UInt8, _ type: PacketType, version: ProtocolVersion, receiver: Receiver
    ) -> ProtocolViolation? {
        // MQTT 3.1 leaves the flags open, and lets DUP be set on what has QoS 1.
        let flags = first & 0x0F
        let wrong = version == .v31 ? flags & 0b0110 ^ type.reservedFlags & 0b0110 : flags ^ type.reservedFlags
        if wrong != 0 && (version > .v31 || type.reservedFlags != 0) {
            return ProtocolViolation(.flagsAreReserved, in: type)
        }
        if !type.goes(to: receiver, version: version) {
            let sender = receiver == .client ? "A server" : "A client"
            return ProtocolViolation(.serverMaySend, in: type, "\(sender) does not send this packet.")
        }
        return nil
    }
}

extension PacketType {
    /// Whether the other side may send this packet to this receiver at all (MQTT 5 table 2-1).
    func goes(to receiver: Receiver, version: ProtocolVersion) -> Bool {
        switch self {
        case .publish, .publishAck, .publishReceived, .publishRelease, .publishComplete: true
        case .connectAck, .subscribeAck, .unsubscribeAck, .pingResponse: receiver == .client
        case .connect, .subscribe, .unsubscribe, .pingRequest: receiver == .server
        case .disconnect: receiver == .server || version == .v5
        case .auth: version == .v5
        }
    }
}
