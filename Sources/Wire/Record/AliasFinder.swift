import MQTT

/// Finds the topic and the alias of a PUBLISH.
struct AliasFinder: PacketVisitor {
    // A place, no text: most packets set no alias.
    private(set) var topic = 0..<0
    private(set) var alias: UInt16?

    let wantsNotes = false

    /// Those of a packet of MQTT 5, of which the beginning is enough.
    static func find(in packet: UnsafeRawBufferPointer, _ length: Int, isSent: Bool) -> AliasFinder {
        var walk = PacketWalk(
            packet, total: length, version: .v5, to: isSent ? .server : .client, AliasFinder())
        walk.run()
        return walk.visitor
    }

    mutating func visit(_ walked: WalkedPart) -> Bool {
        switch walked.part {
        case .topic: topic = walked.range
        case .propertyNumber where walked.property == .topicAlias: alias = UInt16(truncatingIfNeeded: walked.number)
        default: break
        }
        // Behind the alias there is nothing more to be found.
        return alias == nil
    }

    mutating func note(_ note: WalkNote, at range: Range<Int>) {}

    mutating func begins(_ packet: PacketType, in version: ProtocolVersion) {}
}
