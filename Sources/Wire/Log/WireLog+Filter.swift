import MQTT
import NIOCore

extension WireLog {
    /// Whether a row passes a filter: its bytes are looked at where they lie, for there may be a hundred thousand rows
    /// behind one key.
    func matches(_ filter: WireFilter, _ number: UInt64) -> Bool {
        guard entries.contains(number), pieces.contains(entries[number].piece) else { return false }
        let entry = entries[number]
        guard entry.kind == .packet, case .traffic(let traffic) = pieces[entry.piece].content else {
            return row(number).map { filter.matches($0) } ?? false
        }
        return traffic.bytes.withUnsafeReadableBytes { bytes in
            let start = min(Int(entry.offset), bytes.count)
            let kept = UnsafeRawBufferPointer(
                rebasing: bytes[start..<min(start + Int(entry.length), bytes.count)])
            return filter.matches(
                WireSubject(
                    .packet(kept, length: Int(entry.length), version: traffic.version),
                    direction: WireRow.Direction(traffic.direction), handshake: handshake(of: entry), number: number,
                    connection: connection, peer: peer, verdicts: entry.isJudged ? verdicts[number] ?? [] : [],
                    aliasedTopic: aliases[entry.topic]))
        }
    }

    /// How far the whole has come that a row is part of, not how far it had come with this part.
    func handshake(of entry: WireEntry) -> WireRow.Handshake {
        entries.contains(entry.head) ? entries[entry.head].handshake : entry.handshake
    }
}
