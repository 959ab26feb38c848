extension PacketEncoder {
    /// What follows the fixed header of any packet but PUBLISH.
    func writeBody(of packet: Packet, to writer: inout WireWriter) throws(ProtocolViolation) {
        switch packet {
        case .publish(let publish): try writeHead(of: publish, to: &writer)
        case .connect(let connect): try write(connect, to: &writer)
        case .connectAck(let ack): try write(ack, to: &writer)
        case .publishAck(let ack), .publishReceived(let ack), .publishRelease(let ack), .publishComplete(let ack):
            try write(ack, to: &writer)
        case .subscribe(let subscribe): try write(subscribe, to: &writer)
        case .subscribeAck(let ack): try write(ack, to: &writer)
        case .unsubscribe(let unsubscribe): try write(unsubscribe, to: &writer)
        case .unsubscribeAck(let ack): try write(ack, to: &writer)
        case .pingRequest, .pingResponse: break
        case .disconnect(let disconnect):
            // DISCONNECT is two bytes before MQTT 5.
            guard version == .v5 else { break }
            try writeReason(disconnect.reason, disconnect.properties, to: &writer)
        case .auth(let auth):
            guard version == .v5 else { throw writer.forbidden("AUTH does not exist before MQTT 5.") }
            try writeReason(auth.reason, auth.properties, to: &writer)
        }
    }

    /// Topic, packet identifier and properties of a PUBLISH.
    func writeHead(of publish: Publish, to writer: inout WireWriter) throws(ProtocolViolation) {
        if publish.topic.isEmpty && (version < .v5 || publish.properties.topicAlias == nil) {
            throw writer.forbidden("The topic is empty.")
        }
        try writer.topic(publish.topic, "The topic")
        if publish.qos != .atMostOnce { try writer.packetID(publish.packetID) }
        if version == .v5 { try writer.properties(publish.properties) }
    }

    private func write(_ connect: Connect, to writer: inout WireWriter) throws(ProtocolViolation) {
        let isV5 = connect.version == .v5
        try writer.string(connect.version.protocolName, "The protocol name")
        writer.byte(connect.version.rawValue)
        var flags: UInt8 = connect.cleanStart ? 0b10 : 0
        if let will = connect.will {
            flags |= 0b100 | will.qos.rawValue << 3 | (will.retain ? 0b10_0000 : 0)
        }
        if connect.password != nil {
            if connect.username == nil && !isV5 {
                throw writer.forbidden("A password needs a user name before MQTT 5.")
            }
            flags |= 0x40
        }
        if connect.username != nil { flags |= 0x80 }
        writer.byte(flags)
        writer.twoBytes(connect.keepAlive)
        if isV5 { try writer.properties(connect.properties) }
        try writer.string(connect.clientID, "The client identifier")
        if let will = connect.will {
            if will.topic.isEmpty { throw writer.forbidden("The will's topic is empty.") }
            if isV5 { try writer.properties(will.properties, in: .will) }
            try writer.topic(will.topic, "The will's topic")
            try writer.binary(will.payload, "The will's payload")
        }
        if let username = connect.username { try writer.string(username, "The user name") }
        if let password = connect.password { try writer.binary(password, "The password") }
    }

    private func write(_ ack: ConnectAck, to writer: inout WireWriter) throws(ProtocolViolation) {
        // 3.1 has no such flag; with a refusal it is 0 (MQTT 5 3.2.2.1.1).
        writer.byte(ack.sessionPresent && ack.reason == .success && version > .v31 ? 1 : 0)
        if version == .v5 {
            writer.byte(ack.reason.rawValue)
            try writer.properties(ack.properties)
        } else {
            // One that was made with a reason alone is put into the older codes.
            writer.byte(ack.code == ack.reason.rawValue ? ack.reason.returnCode : ack.code)
        }
    }

    private func write(_ ack: Acknowledgement, to writer: inout WireWriter) throws(ProtocolViolation) {
        try writer.packetID(ack.packetID)
        if version == .v5 { try writeReason(ack.reason, ack.properties, to: &writer) }
    }

    /// A reason and properties at the end of a packet: left out as far as they say nothing.
    private func writeReason(
        _ reason: ReasonCode, _ properties: Properties, to writer: inout WireWriter
    ) throws(ProtocolViolation) {
        if reason == .success && properties.isEmpty { return }
        writer.byte(reason.rawValue)
        // AUTH has no short form between nothing and all (MQTT 5 3.15.2.1).
        if !properties.isEmpty || writer.packet == .auth { try writer.properties(properties) }
    }

    private func write(_ subscribe: Subscribe, to writer: inout WireWriter) throws(ProtocolViolation) {
        try writer.packetID(subscribe.packetID)
        if version == .v5 { try writer.properties(subscribe.properties) }
        if subscribe.subscriptions.isEmpty { throw writer.forbidden("There is no topic filter.") }
        for subscription in subscribe.subscriptions {
            let filter = try checked(subscription.filter, writer)
            try writer.string(subscription.filter, "A topic filter")
            var options = subscription.qos.rawValue
            if version == .v5 {
                if subscription.noLocal && filter.isShared {
                    throw writer.forbidden("No Local is set on a shared subscription.")
                }
                options |= (subscription.noLocal ? 0b100 : 0) | (subscription.retainAsPublished ? 0b1000 : 0)
                options |= subscription.retainHandling.rawValue << 4
            }
            writer.byte(options)
        }
    }

    private func write(_ unsubscribe: Unsubscribe, to writer: inout WireWriter) throws(ProtocolViolation) {
        try writer.packetID(unsubscribe.packetID)
        if version == .v5 { try writer.properties(unsubscribe.properties) }
        if unsubscribe.filters.isEmpty { throw writer.forbidden("There is no topic filter.") }
        for filter in unsubscribe.filters {
            _ = try checked(filter, writer)
            try writer.string(filter, "A topic filter")
        }
    }

    private func checked(_ filter: String, _ writer: WireWriter) throws(ProtocolViolation) -> TopicFilter {
        do {
            return try TopicFilter(filter)
        } catch {
            throw writer.forbidden("A topic filter is not allowed: \(error)")
        }
    }

    private func write(_ ack: SubscribeAck, to writer: inout WireWriter) throws(ProtocolViolation) {
        try writer.packetID(ack.packetID)
        if version == .v5 { try writer.properties(ack.properties) }
        if ack.reasons.isEmpty { throw writer.forbidden("There is no answer to any filter.") }
        for reason in ack.reasons {
            // MQTT 3.1.1 has one refusal for all reasons (3.9.3).
            let isRefusal = reason.rawValue > 2
            writer.byte(isRefusal && version < .v5 ? 0x80 : reason.rawValue)
        }
    }

    private func write(_ ack: UnsubscribeAck, to writer: inout WireWriter) throws(ProtocolViolation) {
        try writer.packetID(ack.packetID)
        guard version == .v5 else { return }
        try writer.properties(ack.properties)
        if ack.reasons.isEmpty { throw writer.forbidden("There is no answer to any filter.") }
        for reason in ack.reasons { writer.byte(reason.rawValue) }
    }
}
