import MQTT
import NIOCore
import REST
import Text

/// What rows say in few words.
public enum WireWords {
    /// Nanoseconds as people say them: `140 µs`, `1.2 ms`, `3.41 s`; never less than none.
    public static func duration(_ nanoseconds: Int64) -> String { TimeWords.column(max(0, nanoseconds)) }

    /// Bytes as people say them: `61 B`, `4.1 kB`.
    static func bytes(_ count: Int) -> String { NumberWords.bytes(Double(count)) }

    // MARK: - MQTT

    /// A packet: `PUBLISH q2 #7 home/a 61 B`.
    static func summary(_ packet: WirePacket) -> String {
        packet.bytes.withUnsafeBytes { bytes in
            guard let head = PacketHead(bytes, version: packet.version) else { return packet.type.name }
            let name = packet.type.name
            switch packet.type {
            case .publish: return publish(head, bytes, packet)
            case .connect: return "\(name) \(connect(packet))"
            case .subscribe, .unsubscribe: return "\(name) #\(head.id) \(filters(packet))"
            case .connectAck, .subscribeAck, .unsubscribeAck, .publishAck, .publishReceived, .publishRelease,
                .publishComplete:
                // Acknowledgements alone have an identifier; CONNACK has none.
                let id = head.id > 0 ? " #\(head.id)" : ""
                let words = answer(packet.bytes, packet.version)
                // What the name of the packet says already.
                let short = ["ack", "rec", "rel", "comp", "unsubscribed"].contains(words) ? "" : " \(words)"
                return "\(name)\(id)\(short)"
            case .disconnect, .auth: return head.reason == 0 ? name : "\(name) \(reason(head.reason))"
            case .pingRequest, .pingResponse: return name
            }
        }
    }

    /// The topic and the size of the payload of a PUBLISH; nil when its topic is told by an alias alone.
    static func message(in packet: WirePacket) -> (topic: String, size: Int)? {
        packet.bytes.withUnsafeBytes { bytes in
            guard let head = PacketHead(bytes, version: packet.version), head.type == .publish,
                let length = bytes.number(at: head.header), length > 0 || !packet.aliasedTopic.isEmpty
            else { return nil }
            if length == 0 {
                return (packet.aliasedTopic, payload(head, bytes, topicLength: 0, packet.version))
            }
            let topic = bytes.dropFirst(head.header + 2).prefix(Int(length))
            let size = payload(head, bytes, topicLength: Int(length), packet.version)
            return (String(decoding: topic, as: UTF8.self), size)
        }
    }

    private static func publish(_ head: PacketHead, _ bytes: UnsafeRawBufferPointer, _ packet: WirePacket) -> String {
        var words = "PUBLISH q\(head.qos)"
        if head.isRetained { words += " retain" }
        if head.isDuplicate { words += " dup" }
        if head.qos > 0 { words += " #\(head.id)" }
        let length = Int(bytes.number(at: head.header) ?? 0)
        // The topic is behind the two bytes of its length, right behind the fixed header.
        let topic = bytes.dropFirst(head.header + 2).prefix(length)
        if !topic.isEmpty {
            words += " \(shownText(UnsafeRawBufferPointer(rebasing: topic)))"
        } else {
            words += packet.aliasedTopic.isEmpty ? " (topic alias)" : " \(packet.aliasedTopic) (by alias)"
        }
        return "\(words) \(self.bytes(payload(head, bytes, topicLength: length, packet.version)))"
    }

    /// Bytes of the payload.
    private static func payload(
        _ head: PacketHead, _ bytes: UnsafeRawBufferPointer, topicLength: Int, _ version: ProtocolVersion
    ) -> Int {
        var index = head.header + 2 + topicLength + (head.qos > 0 ? 2 : 0)
        if version == .v5 {
            var (length, shift) = (0, 0)
            // The property length is 1 to 4 bytes (MQTT 5 1.5.5): seven bits each, the lowest first.
            while index < bytes.count, shift < 28 {
                let byte = bytes[index]
                length |= Int(byte & 0x7F) << shift
                (index, shift) = (index + 1, shift + 7)
                if byte < 0x80 { break }
            }
            index += length
        }
        // The payload is what is left of the whole, also where its bytes are not kept.
        return max(0, head.total - index)
    }

    private static func decode(_ packet: WirePacket, _ receiver: Receiver) -> Packet? {
        var decoder = PacketDecoder(version: packet.version, receiver: receiver)
        var buffer = ByteBuffer(bytes: packet.bytes)
        return (try? decoder.decode(&buffer)) ?? nil
    }

    /// Who connects, and how; never with what.
    private static func connect(_ packet: WirePacket) -> String {
        guard case .connect(let connect)? = decode(packet, .server) else { return "" }
        var words = [
            "v\(packet.version.label)", connect.clientID.isEmpty ? "no client id" : packet.names.said(connect.clientID),
            connect.cleanStart ? "clean" : "resume", "keep alive \(connect.keepAlive) s",
        ]
        if connect.username != nil { words.append("user") }
        if let will = connect.will { words.append("will \(packet.names.said(will.topic))") }
        return words.joined(separator: " ")
    }

    private static func filters(_ packet: WirePacket) -> String {
        let names = packet.names
        return switch decode(packet, .server) {
        case .subscribe(let packet)?:
            packet.subscriptions.map { "\(names.said($0.filter)) q\($0.qos.rawValue)" }.joined(separator: ", ")
        case .unsubscribe(let packet)?: packet.filters.map(names.said).joined(separator: ", ")
        default: ""
        }
    }

    /// What an answer says, in a word: `rec`, `ack`, `granted 1, 0`, `0x87 not authorized`.
    static func answer(_ bytes: [UInt8], _ version: ProtocolVersion) -> String {
        guard let head = bytes.withUnsafeBytes({ PacketHead($0, version: version) }), let type = head.type else {
            return ""
        }
        let code = head.reason == 0 ? "" : " \(reason(head.reason))"
        switch type {
        case .publishAck: return "ack\(code)"
        case .publishReceived: return "rec\(code)"
        case .publishRelease: return "rel\(code)"
        case .publishComplete: return "comp\(code)"
        case .pingResponse: return "answered"
        // Within a handshake that is open a PUBLISH is the same one again.
        case .publish: return "sent again"
        case .auth: return "auth\(code)"
        case .connectAck:
            if head.reason != 0 {
                return version == .v5 ? "refused\(code)" : "refused, code \(head.reason)"
            }
            // Bit 0 of the flags is Session Present (MQTT 5 3.2.2.1.1).
            return bytes.count > 2 && bytes[2] & 1 == 1 ? "accepted, session present" : "accepted"
        case .subscribeAck, .unsubscribeAck: return codes(WirePacket(type, version: version, bytes: bytes))
        default: return ""
        }
    }

    private static func codes(_ packet: WirePacket) -> String {
        switch decode(packet, .client) {
        case .subscribeAck(let answer)?:
            let codes = answer.reasons.map { $0.isError ? "refused \(reason($0.rawValue))" : "\($0.rawValue)" }
            return "granted \(codes.joined(separator: ", "))"
        case .unsubscribeAck(let answer)?:
            let wrong = answer.reasons.filter { $0 != .success }.map { reason($0.rawValue) }
            return wrong.isEmpty ? "unsubscribed" : wrong.joined(separator: ", ")
        default: return ""
        }
    }

    /// A reason code as the standard writes it.
    private static func reason(_ code: UInt8) -> String {
        "0x\(HexDigit.upper(CollectionOfOne(code)))"
    }

    // MARK: - HTTP

    /// A step: `GET /sensors`, `200 OK`, `TLS 1.3`.
    static func summary(_ http: WireHTTP) -> String {
        let hop = http.exchanged
        switch http.step {
        case .exchange, .request:
            let target = WireField.shown(url: hop.sent.target.isEmpty ? hop.url : hop.sent.target)
            let words = hop.sent.method.isEmpty ? target : "\(hop.sent.method) \(target)"
            return http.step == .exchange ? words : "request \(words), \(bytes(hop.sent.size))"
        case .connect: return "connected to \(hop.connection?.remoteAddress ?? "the server")"
        case .tls: return "\(hop.connection?.tls?.version ?? "TLS") agreed on"
        case .head:
            guard let response = hop.response else { return "head" }
            return "head \(response.status) \(response.reason)"
        case .end: return "body \(bytes(hop.response?.bodySize ?? 0))"
        }
    }

    static func outcome(_ exchange: WireExchange) -> String {
        guard exchange.failure.isEmpty else { return exchange.failure }
        let statuses = exchange.hops.compactMap { $0.response.flatMap { $0.status > 0 ? $0 : nil } }
        guard let last = statuses.last else { return "" }
        let before = statuses.dropLast().map { "\($0.status) " }.joined()
        let end = exchange.isOver ? " \(bytes(last.bodySize))" : ""
        return "\(before)\(last.status) \(last.reason)".trimmed + end
    }
}

extension WireRow {
    /// What it is, in few words: `PUBLISH q2 #7 home/a 61 B`, `GET /sensors`. Without secrets; with whatever characters
    /// the other side has sent.
    public var summary: String {
        switch content {
        case .packet(let packet): WireWords.summary(packet)
        case .http(let http): WireWords.summary(http)
        case .connection(let words): words
        }
    }
}
