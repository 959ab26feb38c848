import MQTT
import NIOCore

extension RaceTally {
    /// Counts the packets of one read or write, and looks at what a message tells.
    mutating func take(_ traffic: Traffic) {
        let isSent = traffic.direction == .sent
        traffic.bytes.withUnsafeReadableBytes { bytes in
            var rest = UnsafeRawBufferPointer(rebasing: bytes[...])
            while let first = rest.first {
                // Bytes of which no packet can be made end the walk: what follows them could not be told apart.
                guard let (length, payload) = WireField.message(in: rest, version: traffic.version) else { return }
                let type = PacketType(rawValue: first >> 4)
                let isSetUp = [.connect, .connectAck, .auth, .subscribe, .subscribeAck].contains(type)
                packet(first, bytes: length, isSent: isSent, isSetUp: isSetUp)
                if type == .publish, !isSent { pushed(Array(rest.kept(payload)), at: traffic.uptime) }
                rest = rest.kept(min(length, rest.count)..<rest.count)
            }
        }
    }
}
