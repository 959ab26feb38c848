extension PacketDecoder {
    /// PUBLISH (MQTT 5 3.3.2), all but its payload.
    func publish(_ header: FixedHeader, _ reader: inout WireReader) throws(ProtocolViolation) -> DecodedBody {
        let topic = try reader.topic("The topic")
        let qos = QoS(rawValue: header.flags >> 1 & 0b11) ?? .atMostOnce
        let id = qos == .atMostOnce ? 0 : try reader.packetID()
        let properties = version == .v5 ? try reader.properties() : []
        // An alias may stand for the topic (MQTT 5 3.3.2.3.4).
        if topic.isEmpty && properties.topicAlias == nil {
            throw version == .v5
                ? reader.forbidden("There is neither a topic nor a topic alias.")
                : reader.malformed("The topic is empty.")
        }
        // MQTT 5 3.3.4: only the server sends these.
        if receiver == .server && properties[.subscriptionIdentifier] != nil {
            throw reader.forbidden("A client does not send a subscription identifier.")
        }
        let publish = Publish(
            topic: String(decoding: topic, as: UTF8.self), qos: qos, retain: header.flags & 1 != 0,
            duplicate: header.flags & 0b1000 != 0, packetID: id, properties: properties)
        // The payload is what is left: it has no length of its own.
        return DecodedBody(packet: .publish(publish), payloadLength: reader.rest.count)
    }

    /// PUBACK, PUBREC, PUBREL, PUBCOMP (MQTT 5 3.4.2 to 3.7.2).
    func acknowledgement(_ reader: inout WireReader) throws(ProtocolViolation) -> Acknowledgement {
        var acknowledgement = Acknowledgement(packetID: try reader.packetID())
        // Left out it is 0, success (MQTT 5 3.4.2.1).
        guard version == .v5, !reader.isAtEnd else { return acknowledgement }
        acknowledgement.reason = try reader.reason(at: receiver)
        if !reader.isAtEnd { acknowledgement.properties = try reader.properties() }
        return acknowledgement
    }
}
