package import MQTT

extension WireField {
    /// The length of the packet that some bytes begin with, and where its payload is; nil where they are no packet.
    package static func message(
        in bytes: UnsafeRawBufferPointer, version: ProtocolVersion
    ) -> (length: Int, payload: Range<Int>)? {
        // The fixed header tells how long it is; a walk over more than that packet would see what follows as left over.
        var walk = PacketWalk(bytes, total: bytes.count, version: version, to: .client, LengthFinder())
        walk.run()
        guard let length = walk.visitor.length else { return nil }
        let packet = bytes.kept(0..<length)
        var second = PacketWalk(packet, total: length, version: version, to: .client, PayloadFinder())
        second.run()
        return (length, second.visitor.payload)
    }
}

/// Finds out how long a packet is.
private struct LengthFinder: PacketVisitor {
    private(set) var length: Int?

    let wantsNotes = false

    mutating func visit(_ walked: WalkedPart) -> Bool {
        guard walked.part == .remainingLength else { return true }
        length = walked.range.upperBound + Int(walked.number)
        return false
    }

    mutating func note(_ note: WalkNote, at range: Range<Int>) {}

    mutating func begins(_ packet: PacketType, in version: ProtocolVersion) {}
}

/// Finds the payload of a PUBLISH.
private struct PayloadFinder: PacketVisitor {
    private(set) var payload = 0..<0

    let wantsNotes = false

    mutating func visit(_ walked: WalkedPart) -> Bool {
        if walked.part == .payload { payload = walked.range }
        return true
    }

    mutating func note(_ note: WalkNote, at range: Range<Int>) {}

    mutating func begins(_ packet: PacketType, in version: ProtocolVersion) {}
}
