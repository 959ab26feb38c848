package import MQTT
import NIOCore

extension Traffic {
    /// Whether one of its packets is of a type.
    package func holds(_ types: Set<PacketType>) -> Bool {
        bytes.withUnsafeReadableBytes { bytes in
            var rest = UnsafeRawBufferPointer(rebasing: bytes[...])
            while let head = PacketHead(rest, version: version) {
                if let type = head.type, types.contains(type) { return true }
                // The last packet, or one that is not all here.
                guard head.total < rest.count else { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest[head.total...])
            }
            return false
        }
    }
}
