import MQTT
import Text

/// A message as one line of `--json`: always the same keys in the same order, for programs.
///
///     {"time":"2026-11-24T09:30:00.123456Z","topic":"a/b","qos":1,"retain":false,"duplicate":false,"packetID":7,
///      "properties":{"contentType":"text/plain","userProperties":[["k","v"]]},"encoding":"utf8","payload":"21.5"}
///
/// `time` is UTC to the microsecond; `encoding` is `base64` where the payload is not UTF-8; `packetID` is null with QoS 0.
/// A topic that is not UTF-8, which no broker may send, is in base64 too, and then `"topicEncoding":"base64"` follows it. A
/// message that breaks MQTT has a last member `violation` that says what is wrong.
/// `properties` has the names of the MQTT 5 standard in camel case and is empty before MQTT 5.
enum LineJSON {
    static func append(_ message: MessageView, at time: WallTime, to out: OutputBuffer) {
        out.append("{\"time\":\"")
        append(time, to: out)
        out.append("\",\"topic\":")
        let rule = message.rule
        // The first rule that is broken may be another one.
        if rule != nil, !UTF8Bytes.isText(message.topic) {
            out.append(base64: message.topic)
            out.append(",\"topicEncoding\":\"base64\"")
        } else {
            out.append(quoted: message.topic)
        }
        out.append(",\"qos\":")
        out.append(0x30 + message.qos.rawValue)
        out.append(message.retain ? ",\"retain\":true" : ",\"retain\":false")
        out.append(message.duplicate ? ",\"duplicate\":true" : ",\"duplicate\":false")
        out.append(",\"packetID\":")
        // There is none in the packet (MQTT 5 2.2.1).
        if message.qos == .atMostOnce { out.append("null") } else { out.append(decimal: UInt64(message.packetID)) }
        out.append(",\"properties\":")
        if message.properties.isEmpty {
            out.append("{}")
        } else {
            append(Properties(of: message), to: out)
        }
        if UTF8Bytes.isText(message.payload) {
            out.append(",\"encoding\":\"utf8\",\"payload\":")
            out.append(quoted: message.payload)
        } else {
            out.append(",\"encoding\":\"base64\",\"payload\":")
            out.append(base64: message.payload)
        }
        if let rule {
            var text = rule.text
            out.append(",\"violation\":")
            text.withUTF8 { out.append(quoted: UnsafeRawBufferPointer($0)) }
        }
        out.append("}\n")
    }

    /// UTC, as ISO 8601 counts; a broker sends many messages a second, so no text is made on the way.
    private static func append(_ time: WallTime, to out: OutputBuffer) {
        let date = CivilDate(seconds: time.seconds)
        let clock = TimeOfDay(seconds: time.seconds)
        for (value, digits, mark) in [
            (date.year, 4, "-"), (date.month, 2, "-"), (date.day, 2, "T"), (clock.hour, 2, ":"), (clock.minute, 2, ":"),
            (clock.second, 2, "."), (time.nanoseconds / 1000, 6, "Z"),
        ] as [(Int, Int, StaticString)] {
            out.append(decimal: UInt64(max(0, value)), digits: digits)
            out.append(mark)
        }
    }

    private static func append(_ properties: Properties, to out: OutputBuffer) {
        var writer = JSONWriter(out)
        writer.beginObject()
        if let value = properties.payloadFormatIndicator {
            writer.key("payloadFormatIndicator")
            writer.number(value ? 1 : 0)
        }
        if let value = properties.messageExpiryInterval {
            writer.key("messageExpiryInterval")
            writer.number(UInt64(value))
        }
        if let value = properties.contentType {
            writer.key("contentType")
            writer.string(value)
        }
        if let value = properties.responseTopic {
            writer.key("responseTopic")
            writer.string(value)
        }
        if let value = properties.correlationData {
            // Bytes by the standard: always base64, so that a reader need not guess.
            writer.key("correlationData")
            // Nothing but what stands before a value: the text follows by another way.
            writer.literal(UnsafeRawBufferPointer(start: nil, count: 0))
            value.withUnsafeBytes { out.append(base64: $0) }
        }
        if !properties.subscriptionIdentifiers.isEmpty {
            writer.key("subscriptionIdentifiers")
            writer.beginArray()
            for value in properties.subscriptionIdentifiers { writer.number(UInt64(value)) }
            writer.endArray()
        }
        if !properties.userProperties.isEmpty {
            writer.key("userProperties")
            writer.beginArray()
            // Pairs, and not members: a name may come twice, and their order is kept (MQTT 5 3.3.2.3.7).
            for pair in properties.userProperties {
                writer.beginArray()
                writer.string(pair.name)
                writer.string(pair.value)
                writer.endArray()
            }
            writer.endArray()
        }
        writer.endObject()
    }
}
