import MQTT

/// The parts of a control packet, in the words of the standard, and how each of them is read.
enum PacketPart: UInt8, CaseIterable {
    case header, packetType, duplicate, qos, retain, reservedFlags, remainingLength
    case protocolNameLength, protocolName, protocolVersion
    case connectFlags, userNameFlag, passwordFlag, willRetain, willQoS, willFlag, cleanStart, connectReserved
    case keepAlive, clientIDLength, clientID, willTopicLength, willTopic, willPayloadLength, willPayload
    case userNameLength, userName, passwordLength, password
    case acknowledgeFlags, acknowledgeReserved, sessionPresent, returnCode, reasonCode, packetID
    case topicLength, topic, payload
    case filterLength, filter, requestedQoS, grantedQoS
    case options, optionQoS, noLocal, retainAsPublished, retainHandling, optionsReserved
    case properties, willProperties, propertyLength, property, propertyID
    case propertyNumber, propertyTextLength, propertyText, propertyBytes
    case propertyKeyLength, propertyKey, propertyValueLength, propertyValue

    /// What its bytes are.
    enum Form {
        case number, code, flag, text, bytes, group
    }

    /// What is told of a part. One table, so that name, filter and form of a part are read and corrected together.
    typealias Facts = (name: String, filterName: String, form: Form)

    /// What is told of each part, by its number.
    static let facts: [Facts] = allCases.map(\.fact)

    private var fact: Facts {
        switch self {
        case .header: ("Fixed Header", "mqtt.hdrflags", .code)
        case .packetType: ("MQTT Control Packet type", "mqtt.msgtype", .number)
        case .duplicate: ("DUP", "mqtt.dupflag", .flag)
        case .qos: ("QoS", "mqtt.qos", .number)
        case .retain: ("RETAIN", "mqtt.retain", .flag)
        case .reservedFlags: ("Reserved", "mqtt.hdr_reserved", .number)
        case .remainingLength: ("Remaining Length", "mqtt.len", .number)
        case .protocolNameLength: ("Protocol Name Length", "mqtt.proto_len", .number)
        case .protocolName: ("Protocol Name", "mqtt.protoname", .text)
        case .protocolVersion: ("Protocol Version", "mqtt.ver", .number)
        case .connectFlags: ("Connect Flags", "mqtt.conflags", .code)
        case .userNameFlag: ("User Name Flag", "mqtt.conflag.uname", .flag)
        case .passwordFlag: ("Password Flag", "mqtt.conflag.passwd", .flag)
        case .willRetain: ("Will Retain", "mqtt.conflag.retain", .flag)
        case .willQoS: ("Will QoS", "mqtt.conflag.qos", .number)
        case .willFlag: ("Will Flag", "mqtt.conflag.willflag", .flag)
        case .cleanStart: ("Clean Start", "mqtt.conflag.cleansess", .flag)
        case .connectReserved: ("Reserved", "mqtt.conflag.reserved", .flag)
        case .keepAlive: ("Keep Alive", "mqtt.kalive", .number)
        case .clientIDLength: ("Client Identifier Length", "mqtt.clientid_len", .number)
        case .clientID: ("Client Identifier", "mqtt.clientid", .text)
        case .willTopicLength: ("Will Topic Length", "mqtt.willtopic_len", .number)
        case .willTopic: ("Will Topic", "mqtt.willtopic", .text)
        case .willPayloadLength: ("Will Payload Length", "mqtt.willmsg_len", .number)
        case .willPayload: ("Will Payload", "mqtt.willmsg", .bytes)
        case .userNameLength: ("User Name Length", "mqtt.username_len", .number)
        case .userName: ("User Name", "mqtt.username", .text)
        case .passwordLength: ("Password Length", "mqtt.passwd_len", .number)
        case .password: ("Password", "mqtt.passwd", .bytes)
        case .acknowledgeFlags: ("Connect Acknowledge Flags", "mqtt.conack.flags", .code)
        case .acknowledgeReserved: ("Reserved", "mqtt.conack.flags.reserved", .number)
        case .sessionPresent: ("Session Present", "mqtt.conack.flags.sp", .flag)
        case .returnCode: ("Connect Return code", "mqtt.conack.val", .code)
        // Its name depends on the packet: `filterName(in:_:)`.
        case .reasonCode: ("Reason Code", "", .code)
        case .packetID: ("Packet Identifier", "mqtt.msgid", .number)
        case .topicLength: ("Topic Name Length", "mqtt.topic_len", .number)
        case .topic: ("Topic Name", "mqtt.topic", .text)
        case .payload: ("Payload", "mqtt.msg", .bytes)
        // Wireshark calls a filter a topic too: one question finds both.
        case .filterLength: ("Topic Filter Length", "mqtt.topic_len", .number)
        case .filter: ("Topic Filter", "mqtt.topic", .text)
        case .requestedQoS: ("Requested QoS", "mqtt.sub.qos", .number)
        case .grantedQoS: ("Return Code", "mqtt.suback.qos", .code)
        case .options: ("Subscription Options", "mqtt.subscription_options", .code)
        case .optionQoS: ("Maximum QoS", "mqtt.subscription_options_qos", .number)
        case .noLocal: ("No Local", "mqtt.subscription_options_nl", .flag)
        case .retainAsPublished: ("Retain As Published", "mqtt.subscription_options_rap", .flag)
        case .retainHandling: ("Retain Handling", "mqtt.subscription_options_retain", .number)
        case .optionsReserved: ("Reserved", "mqtt.subscription_options_reserved", .number)
        case .properties: ("Properties", "mqtt.properties", .group)
        case .willProperties: ("Will Properties", "mqtt.will_properties", .group)
        case .propertyLength: ("Property Length", "mqtt.property_len", .number)
        case .property: ("Property", "", .group)
        case .propertyID: ("Property Identifier", "mqtt.property_id", .code)
        case .propertyNumber: ("Value", "mqtt.prop_number", .number)
        case .propertyTextLength: ("Length", "mqtt.prop_string_len", .number)
        case .propertyText: ("Value", "mqtt.prop_string", .text)
        case .propertyBytes: ("Value", "mqtt.prop_string", .bytes)
        case .propertyKeyLength: ("Name Length", "mqtt.prop_key_len", .number)
        case .propertyKey: ("Name", "mqtt.prop_key", .text)
        case .propertyValueLength: ("Value Length", "mqtt.prop_value_len", .number)
        case .propertyValue: ("Value", "mqtt.prop_value", .text)
        }
    }

    /// The bits of its byte that it is; 0 for whole bytes.
    var mask: UInt8 {
        switch self {
        case .packetType: 0xF0
        case .duplicate: 0b1000
        case .qos: 0b0110
        case .retain: 0b0001
        case .reservedFlags: 0x0F
        case .userNameFlag: 0x80
        case .passwordFlag: 0x40
        case .willRetain: 0x20
        case .willQoS: 0x18
        case .willFlag: 0x04
        case .cleanStart: 0x02
        case .connectReserved: 0x01
        case .acknowledgeReserved: 0xFE
        case .sessionPresent: 0x01
        case .optionQoS: 0b11
        case .noLocal: 0b100
        case .retainAsPublished: 0b1000
        case .retainHandling: 0b11_0000
        case .optionsReserved: 0b1100_0000
        default: 0
        }
    }

    /// Whether its bytes are not shown unless that is asked for.
    func isSecret(_ property: PropertyID?) -> Bool {
        self == .password || (self == .propertyBytes && property == .authenticationData)
    }

    /// Wireshark's name for it, where the packet or the property decides.
    func filterName(in packet: PacketType, _ property: PropertyID?) -> String {
        switch (self, property) {
        case (.retain, _) where packet != .publish: "mqtt.retain_reserved"
        case (.reasonCode, _): "mqtt.\(packet.name.lowercased()).reason_code"
        case (.propertyNumber, .maximumQoS?): "mqtt.property.max_qos"
        case (.propertyNumber, .topicAlias?): "mqtt.property.topic_alias"
        case (.propertyText, .contentType?): "mqtt.property.content_type"
        default: Self.facts[Int(rawValue)].filterName
        }
    }
}
