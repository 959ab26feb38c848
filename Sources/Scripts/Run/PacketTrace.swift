import MQTT
import NIOCore
import Text
import Wire

/// One line per control packet, for `-d`: what it is, its size, and what its fields say.
///
///     sent SUBSCRIBE, 10 bytes: id 1, home/#, QoS 1
///     received PUBLISH, 21 bytes: QoS 1, retained, id 7, home/a, 4 B
enum PacketTrace {
    /// - Parameter names: what is said of texts that nobody may read.
    static func line(_ event: TapEvent, saying names: SpokenNames = SpokenNames()) -> String {
        let verb = event.direction == .sent ? "sent" : "received"
        let bytes = event.bytes
        let fields = bytes.withUnsafeReadableBytes {
            // Of a long payload nothing is told.
            WireField.fields(
                of: UnsafeRawBufferPointer(rebasing: $0.prefix(Self.most)), total: $0.count, version: event.version,
                to: event.direction == .sent ? .server : .client, saying: names)
        }
        let words = fields.compactMap { self.words($0, event.type) }
        let details = words.isEmpty ? "" : ": \(words.joined(separator: ", "))"
        // Topics may hold line ends: a packet stays a line.
        return "\(verb) \(event.type.name), \(bytes.readableBytes) bytes\(details)".withoutControls
    }

    /// Bytes of a packet that are looked at.
    private static let most = 16 * 1024

    /// What a field says in a line; nil for one that says nothing there.
    private static func words(_ field: WireField, _ type: PacketType) -> String? {
        if field.isImplied { return nil }
        switch field.filterName {
        case "mqtt.ver": return field.meaning
        case "mqtt.clientid": return field.value.isEmpty ? "no client identifier" : "client \(field.value)"
        case "mqtt.conflag.cleansess": return field.value == "1" ? "clean" : "resume"
        case "mqtt.kalive": return "keep alive \(field.value)"
        case "mqtt.username": return "user \(field.value)"
        case "mqtt.passwd": return "password \(field.value)"
        case "mqtt.willtopic": return "will \(field.value)"
        case "mqtt.willmsg": return "will payload \(field.range.count) B"
        // Names are those of Wireshark's filter, which do not change with our words.
        case "mqtt.conflag.qos": return field.value == "0" ? nil : "will QoS \(field.value)"
        case "mqtt.conflag.retain": return field.value == "1" ? "will retained" : nil
        case "mqtt.conack.flags.sp": return field.value == "1" ? "session present" : nil
        case "mqtt.conack.val": return "code \(Int(field.value.dropFirst(2), radix: 16) ?? 0) \(field.meaning)"
        case "mqtt.qos": return type == .publish ? "QoS \(field.value)" : nil
        case "mqtt.retain": return type == .publish && field.value == "1" ? "retained" : nil
        case "mqtt.dupflag": return type == .publish && field.value == "1" ? "again" : nil
        case "mqtt.msgid": return "id \(field.value)"
        case "mqtt.topic": return field.value.isEmpty ? "no topic" : field.value
        case "mqtt.msg": return "\(field.range.count) B"
        case "mqtt.sub.qos", "mqtt.subscription_options_qos": return "QoS \(field.value)"
        case "mqtt.subscription_options_nl": return field.value == "1" ? "no local" : nil
        case "mqtt.subscription_options_rap": return field.value == "1" ? "retain as published" : nil
        case "mqtt.subscription_options_retain": return field.value == "0" ? nil : "retain handling \(field.value)"
        case "mqtt.suback.qos": return "\(field.meaning) (\(field.value))"
        case "_ws.malformed", "_ws.expert": return field.value
        case let name where name.hasSuffix(".reason_code"): return "\(field.meaning) (\(field.value))"
        // The row of a property, which lies in that of all.
        default: return field.depth == 1 && field.filterName.isEmpty ? "\(field.name) \(field.value)" : nil
        }
    }
}
