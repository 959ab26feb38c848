import MQTT

/// A name that a filter may ask for: Wireshark's.
struct FilterName {
    /// What the values of it are.
    enum Form {
        case number, text, none
        /// A number that has a name: a packet type.
        case packetType
    }

    /// What it is compared in.
    enum Target {
        case part(parts: UInt64, packet: PacketType?, property: PropertyID?)
        case http(String)
        case row(FilterNode.RowFact)
        case isMQTT
        case isHTTP
        case damage(isMalformed: Bool)
    }

    var target: Target
    var form: Form
    /// Whether it is asked only whether it is there.
    var isSecret = false

    /// What a name stands for; nil where there is none of that name.
    static func named(_ name: String) -> FilterName? {
        if let known = table[name] { return known }
        // Any field of a header can be asked for, those that nobody has heard of too.
        guard name.hasPrefix("http."), name.utf8.count > 5 else { return nil }
        return FilterName(target: .http(name), form: .text)
    }

    /// The names of packets and rows, for those who type.
    static let all: [String] = table.keys.sorted()

    private static let table: [String: FilterName] = {
        var table: [String: FilterName] = [
            "mqtt": FilterName(target: .isMQTT, form: .none), "http": FilterName(target: .isHTTP, form: .none),
            "http2": FilterName(target: .http("http2.streamid"), form: .none),
            "http2.streamid": FilterName(target: .http("http2.streamid"), form: .number),
            "http.response.code": FilterName(target: .http("http.response.code"), form: .number),
            "http.request": FilterName(target: .http("http.request.line"), form: .none),
            "http.response": FilterName(target: .http("http.response.line"), form: .none),
            "http.content_length": FilterName(target: .http("http.content_length"), form: .number),
            "frame.number": FilterName(target: .row(.number), form: .number),
            "frame.len": FilterName(target: .row(.length), form: .number),
            "tcp.stream": FilterName(target: .row(.connection), form: .number),
            "_ws.malformed": FilterName(target: .damage(isMalformed: true), form: .none),
            "_ws.expert": FilterName(target: .damage(isMalformed: false), form: .none),
        ]
        for part in PacketPart.allCases { add(part, to: &table) }
        for packet in PacketType.allCases {
            let name = PacketPart.reasonCode.filterName(in: packet, nil)
            table[name] = of(.reasonCode, form: .number, packet: packet)
        }
        table["mqtt.property.max_qos"] = of(.propertyNumber, form: .number, property: .maximumQoS)
        table["mqtt.property.topic_alias"] = of(.propertyNumber, form: .number, property: .topicAlias)
        table["mqtt.property.content_type"] = of(.propertyText, form: .text, property: .contentType)
        // Wireshark has the payload's bytes and its text by two names; here one value is both.
        table["mqtt.msg_text"] = table["mqtt.msg"]
        table["mqtt.willmsg_text"] = table["mqtt.willmsg"]
        table["mqtt.msgtype"]?.form = .packetType
        return table
    }()

    private static func add(_ part: PacketPart, to table: inout [String: FilterName]) {
        let (_, name, form) = PacketPart.facts[Int(part.rawValue)]
        guard !name.isEmpty else { return }
        var parts = PartTest.bit(part)
        // Several parts of one name: the question is whether any of them passes.
        if case .part(let others, _, _)? = table[name]?.target { parts |= others }
        let own: Form =
            switch form {
            case .number, .code, .flag: .number
            case .text, .bytes: .text
            case .group: .none
            }
        table[name] = FilterName(
            target: .part(parts: parts, packet: nil, property: nil), form: own, isSecret: part == .password)
    }

    private static func of(
        _ part: PacketPart, form: Form, packet: PacketType? = nil, property: PropertyID? = nil
    ) -> FilterName {
        FilterName(target: .part(parts: PartTest.bit(part), packet: packet, property: property), form: form)
    }
}
