import MQTT

extension PacketWalk {
    /// What follows the fixed header.
    mutating func body() throws(Stop) {
        switch packet {
        case .connect: try connect()
        case .connectAck: try connectAck()
        case .publish: try publish()
        case .publishAck, .publishReceived, .publishRelease, .publishComplete:
            try identifier()
            try reasonAndProperties(omitted: .success)
        case .subscribe: try subscribe()
        case .subscribeAck, .unsubscribeAck: try answers()
        case .unsubscribe:
            try identifier()
            if version == .v5 { try properties() }
            // Not counted: a filter is followed by the next until the packet ends (MQTT 5 3.10.3).
            while !isAtEnd { try string(.filterLength, .filter) }
        case .pingRequest, .pingResponse: break
        case .disconnect, .auth: try reasonAndProperties(omitted: .success)
        }
    }

    /// CONNECT (MQTT 5 3.1), in the version that it names itself.
    private mutating func connect() throws(Stop) {
        try string(.protocolNameLength, .protocolName)
        let level = try byte(.protocolVersion)
        // A bridge sets the highest bit.
        let named = ProtocolVersion(rawValue: level & 0x7F)
        // A level beyond 5 is read as what came last; one below it as what most speak.
        version = named ?? (level > 5 ? .v5 : .v311)
        // Once more, with the version that the packet names itself.
        visitor.begins(packet, in: version)
        try show(.protocolVersion, position - 1..<position, UInt32(level))
        if named == nil { malformed("protocol level \(level) is not known", at: position - 1..<position) }
        let place = position
        let flags = try byte(.connectFlags)
        try show(.connectFlags, place..<position, UInt32(flags))
        for part in [
            PacketPart.userNameFlag, .passwordFlag, .willRetain, .willQoS, .willFlag, .cleanStart, .connectReserved,
        ] {
            try show(bits: part, at: place)
        }
        check(connectFlags: flags, at: place)
        let seconds = try twoBytes(.keepAlive)
        try show(.keepAlive, position - 2..<position, UInt32(seconds))
        if version == .v5 { try properties() }
        try string(.clientIDLength, .clientID)
        if flags & 0b100 != 0 {
            if version == .v5 { try properties(of: .willProperties) }
            try string(.willTopicLength, .willTopic)
            try string(.willPayloadLength, .willPayload)
        }
        if flags & 0x80 != 0 { try string(.userNameLength, .userName) }
        if flags & 0x40 != 0 { try string(.passwordLength, .password) }
    }

    private mutating func check(connectFlags flags: UInt8, at place: Int) {
        guard visitor.wantsNotes else { return }
        let range = place..<place + 1
        // MQTT 3.1 does not say that the bit is reserved.
        if flags & 1 != 0, version > .v31 { malformed("the reserved connect flag is set", at: range) }
        if flags & 0b100 == 0, flags & 0b11_1000 != 0 {
            malformed("there are will flags and no will", at: range)
        }
        if flags & 0b1_1000 == 0b1_1000 { malformed("the will has QoS 3", at: range) }
        if flags & 0xC0 == 0x40, version < .v5 { malformed("there is a password and no user name", at: range) }
    }

    /// CONNACK (MQTT 5 3.2).
    private mutating func connectAck() throws(Stop) {
        let place = position
        let flags = try byte(.acknowledgeFlags)
        try show(.acknowledgeFlags, place..<position, UInt32(flags))
        try show(bits: .acknowledgeReserved, at: place)
        try show(bits: .sessionPresent, at: place)
        if flags > 1, version > .v31 { breach(ProtocolRule.connectAckFlagsExist.text, at: place..<position) }
        let code = try byte(.reasonCode)
        // A server that does not speak MQTT 5 refuses it in its own form: two bytes and a return code.
        guard version == .v5, !(isAtEnd && code != 0 && code < 0x80) else {
            try show(.returnCode, position - 1..<position, UInt32(code))
            if ReasonCode(returnCode: code) == nil {
                breach("return code \(code) is reserved", at: position - 1..<position)
            }
            return
        }
        try reason(code)
        if isAtEnd {
            // Accepted in two bytes: a server of MQTT 3.1.1 that took CONNECT for its own.
            if code == 0 { malformed("it has the form of MQTT 3.1.1", at: place..<position) }
            return
        }
        try properties()
    }

    /// PUBLISH (MQTT 5 3.3).
    private mutating func publish() throws(Stop) {
        let start = position
        try string(.topicLength, .topic)
        // QoS 1 and 2 have an identifier (MQTT 5 2.2.1); with the bits of QoS 3 there is nothing to go by but that.
        if bytes[0] & 0b0110 != 0 { try identifier() }
        if version == .v5 {
            // A topic of no bytes is allowed where an alias stands for it (MQTT 5 3.3.2.3.4).
            let hadAlias = try properties() & 1 << UInt64(PropertyID.topicAlias.rawValue) != 0
            if bytes[start] == 0, bytes[start + 1] == 0, !hadAlias {
                breach(ProtocolRule.topicIsThere.text, at: start..<start + 2)
            }
        } else if bytes[start] == 0, bytes[start + 1] == 0 {
            breach("the topic is empty", at: start..<start + 2)
        }
        let payload = position..<end
        position = end
        // Shown before it is known whether all of it is kept: a filter on its head needs no more.
        try show(.payload, payload)
        if payload.upperBound > bytes.count { throw .notKept }
    }

    /// The reason code and the properties of an answer, which may both be left out (MQTT 5 3.4.2.1).
    private mutating func reasonAndProperties(omitted reason: ReasonCode) throws(Stop) {
        guard version == .v5 else { return }
        guard !isAtEnd else {
            // The standard gives the value 0x00 then; only those who ask for words hear of it.
            try implied(.reasonCode, UInt32(reason.rawValue))
            return
        }
        try self.reason(try byte(.reasonCode))
        guard !isAtEnd else {
            try implied(.propertyLength, 0)
            return
        }
        try properties()
    }

    /// A reason code that was read.
    private mutating func reason(_ code: UInt8) throws(Stop) {
        let range = position - 1..<position
        try show(.reasonCode, range, UInt32(code))
        guard visitor.wantsNotes else { return }
        if ReasonCode(rawValue: code)?.isAllowed(in: packet, at: receiver) != true {
            let name = packet.name
            breach("reason code \(code) does not exist in \(name)", at: range)
        }
    }

    /// SUBSCRIBE (MQTT 5 3.8).
    private mutating func subscribe() throws(Stop) {
        try identifier()
        if version == .v5 { try properties() }
        while !isAtEnd {
            try string(.filterLength, .filter)
            let place = position
            let options = try byte(.options)
            guard version == .v5 else {
                try show(.requestedQoS, place..<position, UInt32(options))
                if options > 2 { malformed("a requested QoS is 0, 1 or 2", at: place..<position) }
                continue
            }
            try show(.options, place..<position, UInt32(options))
            for part in [PacketPart.optionsReserved, .retainHandling, .retainAsPublished, .noLocal, .optionQoS] {
                try show(bits: part, at: place)
            }
            if options & 0xC0 != 0 { malformed("reserved subscription options are set", at: place..<position) }
            if options & 3 == 3 { breach("QoS 3 does not exist", at: place..<position) }
            if options & 0x30 == 0x30 { breach("Retain Handling 3 does not exist", at: place..<position) }
        }
    }

    /// SUBACK and UNSUBACK (MQTT 5 3.9, 3.11): a code for each filter, of UNSUBACK in MQTT 5 alone.
    private mutating func answers() throws(Stop) {
        try identifier()
        if version == .v5 { try properties() }
        // UNSUBACK of 3.1.1 ends with the identifier (3.11).
        guard version == .v5 || packet == .subscribeAck else { return }
        while !isAtEnd {
            let code = try byte(.reasonCode)
            guard version < .v5 else {
                try reason(code)
                continue
            }
            try show(.grantedQoS, position - 1..<position, UInt32(code))
            if code > 2, code != 0x80 { breach("return code \(code) is reserved", at: position - 1..<position) }
        }
    }
}
