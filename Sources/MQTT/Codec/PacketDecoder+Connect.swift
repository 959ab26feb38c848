extension PacketDecoder {
    /// CONNECT (MQTT 5 3.1.2, 3.1.3), by the version that it names itself.
    func connect(_ reader: inout WireReader) throws(ProtocolViolation) -> Connect {
        let name = try reader.string("The protocol name")
        let level = try reader.byte()
        // Name and level go together: 3 is MQIsdp, 4 and 5 are MQTT.
        guard let version = ProtocolVersion(rawValue: level), version.protocolName == name else {
            throw ProtocolViolation(
                .unsupportedProtocolVersion, in: .connect,
                name == "MQTT" || name == "MQIsdp"
                    ? "Protocol level \(level) of \(name) is not known."
                    : "The protocol name is neither MQTT nor MQIsdp.")
        }
        let flags = try reader.byte()
        // The lowest bit was free in MQTT 3.1.
        if flags & 1 != 0 && version > .v31 { throw reader.malformed("The reserved connect flag is set.") }
        var connect = Connect(version: version)
        connect.cleanStart = flags & 0b10 != 0
        connect.keepAlive = try reader.twoBytes()
        if version == .v5 { connect.properties = try reader.properties() }
        connect.clientID = try reader.string("The client identifier")
        connect.will = try will(flags, version, &reader)
        if flags & 0x80 != 0 { connect.username = try reader.string("The user name") }
        if flags & 0x40 != 0 {
            // MQTT 5 lets a password stand alone (3.1.2.9), 3.1.1 does not.
            if flags & 0x80 == 0 && version < .v5 {
                throw reader.malformed("There is a password and no user name.")
            }
            connect.password = [UInt8](try reader.binary())
        }
        return connect
    }

    private func will(
        _ flags: UInt8, _ version: ProtocolVersion, _ reader: inout WireReader
    ) throws(ProtocolViolation) -> Will? {
        guard flags & 0b100 != 0 else {
            // They say something of a will that is not there (MQTT 5 3.1.2.6, 3.1.2.7).
            if flags & 0b11_1000 != 0 { throw reader.malformed("There are will flags and no will.") }
            return nil
        }
        guard let qos = QoS(rawValue: flags >> 3 & 0b11) else { throw reader.malformed("The will has QoS 3.") }
        // Its properties stand before its topic (MQTT 5 3.1.3.2).
        let properties = version == .v5 ? try reader.properties(in: .will) : []
        let topic = try reader.topic("The will's topic")
        if topic.isEmpty { throw reader.malformed("The will's topic is empty.") }
        return Will(
            topic: String(decoding: topic, as: UTF8.self), payload: [UInt8](try reader.binary()), qos: qos,
            retain: flags & 0b10_0000 != 0, properties: properties)
    }

    /// CONNACK (MQTT 5 3.2.2).
    func connectAck(_ reader: inout WireReader) throws(ProtocolViolation) -> ConnectAck {
        let flags = try reader.byte()
        if flags > 1 && version > .v31 {
            try reader.tolerate(.connectAckFlagsExist, reader.malformed(ProtocolRule.connectAckFlagsExist.text))
        }
        // MQTT 3.1 has no such flag: the byte is reserved.
        var sessionPresent = flags & 1 != 0 && version > .v31
        let code = try reader.byte()
        let reason: ReasonCode
        var properties = Properties()
        // A server that does not speak MQTT 5 refuses it in its own form: two bytes and a return code.
        if version < .v5 || (reader.isAtEnd && code != 0 && code < 0x80) {
            reason = ReasonCode(returnCode: code) ?? .unspecifiedError
        } else {
            if let known = ReasonCode(rawValue: code), known.isAllowed(in: .connectAck, at: .client) {
                reason = known
            } else {
                // Whatever it means, it is not yes.
                try reader.tolerate(.reasonCodeExists, reader.forbidden("Reason code \(code) does not exist here."))
                reason = .unspecifiedError
            }
            // Read on as MQTT 5, all messages would be something else.
            if reason == .success, reader.isAtEnd { throw reader.malformed("It has the form of MQTT 3.1.1.") }
            if !reader.isAtEnd { properties = try reader.properties() }
        }
        // A refusal has no session to speak of (MQTT 5 3.2.2.1.1).
        if sessionPresent && reason != .success {
            let words = "The connection is refused and a session is said to be present."
            try reader.tolerate(.sessionIsAskedFor, reader.forbidden(words))
            sessionPresent = false
        }
        return ConnectAck(sessionPresent: sessionPresent, reason: reason, code: code, properties: properties)
    }

    /// DISCONNECT (MQTT 5 3.14.2).
    func disconnect(_ reader: inout WireReader) throws(ProtocolViolation) -> Disconnect {
        // Nothing behind the fixed header says 0, normal disconnection (MQTT 5 3.14.2.1).
        guard version == .v5, !reader.isAtEnd else { return Disconnect() }
        let reason = try reader.reason(at: receiver)
        let properties = reader.isAtEnd ? [] : try reader.properties()
        // Only the client may change it (MQTT 5 3.14.2.2.2).
        if receiver == .client && properties.sessionExpiryInterval != nil {
            var violation = reader.forbidden("A server does not send a session expiry interval.")
            violation.section = PropertyID.sessionExpiryInterval.section(in: .disconnect)
            try reader.tolerate(.propertiesAreValid, violation)
        }
        return Disconnect(reason: reason, properties: properties)
    }

    /// AUTH (MQTT 5 3.15.2).
    func auth(_ reader: inout WireReader) throws(ProtocolViolation) -> Auth {
        // Left out it is 0, success (MQTT 5 3.15.2.1).
        guard !reader.isAtEnd else { return Auth(reason: .success) }
        let reason = try reader.reason(at: receiver)
        return Auth(reason: reason, properties: reader.isAtEnd ? [] : try reader.properties())
    }
}
