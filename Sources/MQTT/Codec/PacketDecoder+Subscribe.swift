extension PacketDecoder {
    /// SUBSCRIBE (MQTT 5 3.8.2, 3.8.3).
    func subscribe(_ reader: inout WireReader) throws(ProtocolViolation) -> Subscribe {
        var subscribe = Subscribe(packetID: try reader.packetID(), subscriptions: [])
        if version == .v5 { subscribe.properties = try reader.properties() }
        while !reader.isAtEnd {
            let filter = try filter(&reader)
            let options = try reader.byte()
            // Two bits are reserved in MQTT 5 (3.8.3.1), six in 3.1.1 (3.8.3); 3.1 lets them be anything.
            if options & (version == .v5 ? 0b1100_0000 : 0b1111_1100) != 0 && version > .v31 {
                throw reader.malformed("Reserved subscription options are set.")
            }
            guard let qos = QoS(rawValue: options & 0b11) else {
                throw version == .v5
                    ? reader.forbidden("QoS 3 does not exist.") : reader.malformed("QoS 3 does not exist.")
            }
            guard let handling = Subscription.RetainHandling(rawValue: version == .v5 ? options >> 4 & 0b11 : 0) else {
                throw reader.forbidden("Retain handling 3 does not exist.")
            }
            let noLocal = version == .v5 && options & 0b100 != 0
            // MQTT 5 3.8.3.1: a protocol error.
            if noLocal && filter.isShared {
                throw reader.forbidden("No Local is set on a shared subscription.")
            }
            subscribe.subscriptions.append(
                Subscription(
                    filter: filter.text, qos: qos, noLocal: noLocal,
                    retainAsPublished: version == .v5 && options & 0b1000 != 0, retainHandling: handling))
        }
        // At least one (MQTT 5 3.8.3).
        if subscribe.subscriptions.isEmpty { throw reader.forbidden("There is no topic filter.") }
        return subscribe
    }

    /// UNSUBSCRIBE (MQTT 5 3.10.2, 3.10.3).
    func unsubscribe(_ reader: inout WireReader) throws(ProtocolViolation) -> Unsubscribe {
        var unsubscribe = Unsubscribe(packetID: try reader.packetID(), filters: [])
        if version == .v5 { unsubscribe.properties = try reader.properties() }
        while !reader.isAtEnd { unsubscribe.filters.append(try filter(&reader).text) }
        if unsubscribe.filters.isEmpty { throw reader.forbidden("There is no topic filter.") }
        return unsubscribe
    }

    private func filter(_ reader: inout WireReader) throws(ProtocolViolation) -> TopicFilter {
        let text = try reader.string("A topic filter")
        do {
            return try TopicFilter(text)
        } catch {
            throw reader.malformed("A topic filter is not allowed: \(error)")
        }
    }

    /// SUBACK (MQTT 5 3.9.2, 3.9.3).
    func subscribeAck(_ reader: inout WireReader) throws(ProtocolViolation) -> SubscribeAck {
        var ack = SubscribeAck(packetID: try reader.packetID(), reasons: [])
        if version == .v5 { ack.properties = try reader.properties() }
        // Bounded by the packet: a byte is an answer.
        ack.reasons.reserveCapacity(reader.rest.count)
        while !reader.isAtEnd {
            if version == .v5 {
                ack.reasons.append(try reader.reason(at: receiver))
                continue
            }
            let code = try reader.byte()
            if code <= 2 || code == 0x80, let reason = ReasonCode(rawValue: code) {
                ack.reasons.append(reason)
            } else {
                try reader.tolerate(
                    .reasonCodeExists, reader.malformed("Return code \(code) does not exist here."))
                ack.reasons.append(.unspecifiedError)
            }
        }
        if ack.reasons.isEmpty {
            try reader.tolerate(
                .everyFilterIsAnswered, reader.forbidden("There is no answer to any filter."))
        }
        return ack
    }

    /// UNSUBACK (MQTT 5 3.11.2, 3.11.3).
    func unsubscribeAck(_ reader: inout WireReader) throws(ProtocolViolation) -> UnsubscribeAck {
        var ack = UnsubscribeAck(packetID: try reader.packetID())
        // UNSUBACK has nothing behind its identifier before MQTT 5 (3.1.1 3.11).
        guard version == .v5 else { return ack }
        ack.properties = try reader.properties()
        while !reader.isAtEnd { ack.reasons.append(try reader.reason(at: receiver)) }
        if ack.reasons.isEmpty {
            try reader.tolerate(
                .everyFilterIsAnswered, reader.forbidden("There is no answer to any filter."))
        }
        return ack
    }
}
