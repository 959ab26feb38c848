import MQTT

/// A control packet as far as its place in a handshake needs it.
struct PacketHead {
    /// The first byte: type and flags.
    var first: UInt8
    /// Bytes of the fixed header.
    var header = 0
    /// Bytes of the whole packet.
    var total = 0
    /// The packet identifier; 0 without one.
    var id: UInt16 = 0
    /// The reason code of an acknowledgement; 0 where it is left out.
    var reason: UInt8 = 0
    /// Whether a PUBLISH has properties.
    var hasProperties = false

    /// What it is; nil for type 0, which does not exist.
    var type: PacketType? { PacketType(rawValue: first >> 4) }
    /// The quality of service of a PUBLISH.
    var qos: Int { Int(first >> 1 & 3) }
    /// Whether a PUBLISH was sent before.
    var isDuplicate: Bool { first & 8 != 0 }
    /// Whether a PUBLISH is to be kept, or was.
    var isRetained: Bool { first & 1 != 0 }

    /// Reads the packet at the beginning of some bytes; nil when they are too few to know its length, or it has none.
    init?(_ bytes: UnsafeRawBufferPointer, version: ProtocolVersion) {
        guard let first = bytes.first else { return nil }
        self.first = first
        var remaining = 0
        var index = 1
        while true {
            // The length has four bytes at most (MQTT 5 2.1.4), so the header five.
            guard index < bytes.count, index < 5 else { return nil }
            let byte = bytes[index]
            remaining |= Int(byte & 0x7F) << (7 * (index - 1))
            index += 1
            if byte < 0x80 { break }
        }
        header = index
        total = index + remaining
        readIdentifier(UnsafeRawBufferPointer(rebasing: bytes[index..<min(total, bytes.count)]), version)
    }

    private mutating func readIdentifier(_ body: UnsafeRawBufferPointer, _ version: ProtocolVersion) {
        switch type {
        case .publish:
            guard let length = body.number(at: 0) else { return }
            // Two bytes of length before the topic.
            var index = 2 + Int(length)
            if qos > 0 {
                id = body.number(at: index) ?? 0
                index += 2
            }
            // A length of 0 is no properties: whether there is an alias need not be looked for.
            hasProperties = version == .v5 && index < body.count && body[index] != 0
        case .publishAck, .publishReceived, .publishRelease, .publishComplete:
            id = body.number(at: 0) ?? 0
            // Left out it is success (MQTT 5 3.4.2.1).
            if version == .v5, body.count > 2 { reason = body[2] }
        case .subscribe, .subscribeAck, .unsubscribe, .unsubscribeAck: id = body.number(at: 0) ?? 0
        case .connectAck: if body.count > 1 { reason = body[1] }
        case .auth, .disconnect: reason = body.first ?? 0
        default: break
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The two bytes at a place, as the standard writes a number (MQTT 5 1.5.2); nil when they are not there.
    func number(at index: Int) -> UInt16? {
        guard index >= 0, index + 1 < count else { return nil }
        return UInt16(self[index]) << 8 | UInt16(self[index + 1])
    }
}
