import MQTT
import NIOCore

/// One line per control packet, for `-d`.
enum PacketTrace {
    static func line(_ event: TapEvent) -> String {
        let verb = event.direction == .sent ? "sent" : "received"
        return "\(verb) \(event.type.name), \(event.bytes.readableBytes) bytes\(details(event))"
    }

    /// What the decoder makes of the packet: its identifier, topic or reason.
    private static func details(_ event: TapEvent) -> String {
        guard event.type == .publish || event.type == .connectAck else { return "" }
        let bytes = event.bytes.readableBytesView
        if event.type == .connectAck, bytes.count >= 4 { return ", code \(bytes[bytes.startIndex + 3])" }
        guard let first = bytes.first else { return "" }
        return ", QoS \((first >> 1) & 3)" + (first & 1 == 1 ? ", retained" : "") + (first & 8 == 8 ? ", again" : "")
    }
}
