import MQTT

/// A message as `%j` and `%J` show it: the keys of mosquitto's programs, in their order.
struct MosquittoJSON {
    let isPretty: Bool
    let clock: TimePrinter

    /// Appends the message; false when `payloadIsJSON` and it is not: then nothing was appended.
    func append(
        _ message: MessageView, _ properties: Properties, at time: WallTime, payloadIsJSON: Bool, to out: OutputBuffer
    ) -> Bool {
        // Where to cut when it turns out late that the payload is no JSON.
        let start = out.count
        var writer = JSONWriter(out, isPretty: isPretty)
        writer.beginObject()
        writer.key("tst")
        writer.literal("\"")
        clock.append("%Y-%m-%dT%H:%M:%S.", at: time, to: out)
        out.append(decimal: UInt64(time.nanoseconds / 1000), digits: 6)
        clock.append("%z", at: time, to: out)
        out.append(0x22)
        writer.key("topic")
        writer.string(message.topic)
        writer.key("qos")
        writer.number(UInt64(message.qos.rawValue))
        writer.key("retain")
        // As mosquitto 2.1 has it; before it was 0 or 1.
        writer.literal(message.retain ? "true" : "false")
        writer.key("payloadlen")
        writer.number(UInt64(message.payload.count))
        if message.qos != .atMostOnce {
            writer.key("mid")
            writer.number(UInt64(message.packetID))
        }
        if !properties.isEmpty { append(properties, to: &writer) }
        writer.key("payload")
        if message.payload.isEmpty {
            writer.literal("null")
        } else if payloadIsJSON {
            var transcoder = JSONTranscoder(message.payload)
            guard transcoder.write(to: &writer) else {
                out.cut(to: start)
                return false
            }
        } else {
            writer.string(message.payload)
        }
        writer.endObject()
        return true
    }

    private func append(_ properties: Properties, to writer: inout JSONWriter) {
        writer.key("properties")
        writer.beginObject()
        var hasPairs = false
        for property in properties.list {
            switch (property.id, property.value) {
            case (.userProperty, _):
                // All of them stand where the first one stood.
                if hasPairs { continue }
                hasPairs = true
                writer.key("user-properties")
                writer.beginArray()
                for pair in properties.userProperties {
                    writer.beginObject()
                    var name = pair.name
                    name.withUTF8 { writer.key(UnsafeRawBufferPointer($0)) }
                    writer.string(pair.value)
                    writer.endObject()
                }
                writer.endArray()
            case (.payloadFormatIndicator, .byte(let number)):
                writer.key("payload-format-indicator")
                writer.number(UInt64(number))
            case (.messageExpiryInterval, .fourBytes(let number)):
                writer.key("message-expiry-interval")
                writer.number(UInt64(number))
            case (.topicAlias, .twoBytes(let number)):
                writer.key("topic-alias")
                writer.number(UInt64(number))
            case (.subscriptionIdentifier, .variable(let number)):
                writer.key("subscription-identifier")
                writer.number(UInt64(number))
            case (.contentType, .string(let text)):
                writer.key("content-type")
                writer.string(text)
            case (.responseTopic, .string(let text)):
                writer.key("response-topic")
                writer.string(text)
            case (.correlationData, .binary(let bytes)):
                writer.key("correlation-data")
                // As mosquitto writes it, also where it is no text.
                bytes.withUnsafeBytes { writer.string($0) }
            default: continue
            }
        }
        writer.endObject()
    }
}
