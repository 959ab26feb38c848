import MQTT
import NIOCore
public import Text

/// From what came of a packet back to the packet.
extension WireLog {
    /// The row of the last PUBLISH received up to a moment with that topic and payload; nil when it is not kept, or nobody
    /// has seen what its alias stands for.
    public func publish(_ topic: String, upTo time: Moment, _ payload: [UInt8], size: Int) -> UInt64? {
        let wanted = Array(topic.utf8)
        var number = entries.end
        while number > entries.first {
            number -= 1
            let entry = entries[number]
            let isAliased = entry.topic > 0
            // A packet is longer than topic and payload, unless an alias stands for the topic.
            guard entry.kind == .packet, isAliased || Int(entry.length) > wanted.count + size,
                pieces.contains(entry.piece),
                case .traffic(let traffic) = pieces[entry.piece].content, traffic.direction == .received,
                traffic.time <= time
            else { continue }
            if isAliased, aliases[entry.topic] != topic { continue }
            let isIt = traffic.bytes.withUnsafeReadableBytes { bytes in
                let packet = UnsafeRawBufferPointer(
                    rebasing: bytes.dropFirst(Int(entry.offset)).prefix(Int(entry.length)))
                return Self.isPublish(packet, isAliased ? [] : wanted, payload, size: size, traffic.version)
            }
            if isIt { return number }
        }
        return nil
    }

    private static func isPublish(
        _ packet: UnsafeRawBufferPointer, _ topic: [UInt8], _ payload: [UInt8], size: Int, _ version: ProtocolVersion
    ) -> Bool {
        guard let head = PacketHead(packet, version: version), head.type == .publish,
            // The topic stands right behind the fixed header; the packet is not decoded for the question.
            let length = packet.number(at: head.header), Int(length) == topic.count,
            packet.dropFirst(head.header + 2).prefix(topic.count).elementsEqual(topic)
        else { return false }
        // The payload ends the packet: no properties need to be read to find it.
        let start = head.total - size
        // What is not kept cannot be compared: topic and size have to do.
        guard start >= 0, start + payload.count <= packet.count else { return true }
        return packet[start..<start + payload.count].elementsEqual(payload)
    }

    /// The row of an exchange; nil when it is not kept.
    public func exchange(_ id: UInt64) -> UInt64? {
        guard let piece = exchanges[id] else { return nil }
        return (entries.first..<entries.end).last { entries[$0].piece == piece }.map { head(of: $0) }
    }
}
