import MQTT
import NIOCore

/// What both sides allowed each other in CONNECT and CONNACK, and what was asked for: pure.
struct Allowance {
    /// What a side said that it takes.
    struct Side {
        // The standard's values for what a side leaves out (MQTT 5 3.1.2.11, 3.2.2.3).
        var receiveMaximum = 65_535
        var maximumPacketSize = Int.max
        var topicAliasMaximum = 0

        init() {}

        init(_ properties: Properties) {
            receiveMaximum = properties.receiveMaximum.map(Int.init) ?? 65_535
            maximumPacketSize = properties.maximumPacketSize.map(Int.init) ?? .max
            topicAliasMaximum = properties.topicAliasMaximum.map(Int.init) ?? 0
        }
    }

    private(set) var client = Side()
    private(set) var server = Side()
    private var maximumQoS = 2
    private var retainAvailable = true
    private var keepAlive: UInt16 = 0
    private var cleanStart = true
    /// Whether CONNECT and CONNACK were seen.
    private(set) var isKnown = false
    /// What open SUBSCRIBEs and UNSUBSCRIBEs ask for, by their identifier.
    private var asked: [UInt16: [(filter: String, qos: Int)]] = [:]
    private var replays = RetainedReplays()
    /// What is said of filters that nobody may read.
    var names = SpokenNames()

    /// Verdicts on a packet, taken into account from then on.
    /// - Parameter topic: the topic of a PUBLISH that names it by an alias alone, where that is known.
    mutating func judge(
        _ head: PacketHead, _ bytes: UnsafeRawBufferPointer, _ direction: WireRow.Direction, _ version: ProtocolVersion,
        topic: String = ""
    ) -> [WireVerdict] {
        switch head.type {
        case .publish:
            publish(head, bytes, direction, version) + retained(head, bytes, direction, version, topic)
        case .connect, .connectAck, .subscribe, .subscribeAck, .unsubscribe, .unsubscribeAck:
            decode(bytes, direction, version).map { judge($0, version) } ?? []
        default: size(head, direction)
        }
    }

    private func decode(
        _ bytes: UnsafeRawBufferPointer, _ direction: WireRow.Direction, _ version: ProtocolVersion
    ) -> Packet? {
        var decoder = PacketDecoder(version: version, receiver: direction == .sent ? .server : .client)
        var buffer = ByteBuffer(bytes: bytes)
        // What cannot be read is shown as it is, and the client has told of it.
        return (try? decoder.decode(&buffer)) ?? nil
    }

    private mutating func judge(_ packet: Packet, _ version: ProtocolVersion) -> [WireVerdict] {
        switch packet {
        case .connect(let connect):
            // A new connection: nothing holds until its CONNACK.
            isKnown = false
            client = Side(connect.properties)
            (keepAlive, cleanStart) = (connect.keepAlive, connect.cleanStart)
            asked = [:]
            return connect.clientID.isEmpty && !cleanStart && version < .v5 ? [.emptyClientID(version)] : []
        case .connectAck(let answer): return judge(answer, version)
        case .subscribe(let packet):
            for subscription in packet.subscriptions { replays.ask(for: subscription, version) }
            asked[packet.packetID] = packet.subscriptions.map { ($0.filter, Int($0.qos.rawValue)) }
        case .unsubscribe(let packet): asked[packet.packetID] = packet.filters.map { ($0, 0) }
        case .subscribeAck(let answer):
            // An answer to something that was never seen: `Handshakes` has its own verdict.
            guard let filters = asked.removeValue(forKey: answer.packetID) else { return [] }
            let count = answer.reasons.count
            if count != filters.count { return [.answers(count, to: filters.count, isSubscribe: true, version)] }
            return zip(filters, answer.reasons).compactMap { asked, reason in
                let granted = Int(reason.rawValue)
                // A code above 2 is a refusal, and shown as one.
                return granted < asked.qos && !reason.isError
                    ? .granted(granted, of: asked.qos, names.said(asked.filter), version) : nil
            }
        case .unsubscribeAck(let answer):
            // UNSUBACK has no codes before MQTT 5 (3.11).
            guard let filters = asked.removeValue(forKey: answer.packetID), version == .v5 else { return [] }
            let count = answer.reasons.count
            return count == filters.count ? [] : [.answers(count, to: filters.count, isSubscribe: false, version)]
        default: break
        }
        return []
    }

    private mutating func judge(_ answer: ConnectAck, _ version: ProtocolVersion) -> [WireVerdict] {
        guard answer.reason == .success else { return [] }
        let properties = answer.properties
        server = Side(properties)
        maximumQoS = properties.maximumQoS.map { Int($0.rawValue) } ?? 2
        retainAvailable = properties.retainAvailable ?? true
        isKnown = true
        // What a session of before is subscribed to is not known.
        replays = answer.sessionPresent ? RetainedReplays() : RetainedReplays(isWhole: true)
        var verdicts: [WireVerdict] = []
        if answer.sessionPresent, cleanStart { verdicts.append(.sessionPresent(version)) }
        if let told = properties.serverKeepAlive, told != keepAlive {
            verdicts.append(.keepAlive(Int(told), asked: Int(keepAlive)))
        }
        return verdicts
    }

    private func publish(
        _ head: PacketHead, _ bytes: UnsafeRawBufferPointer, _ direction: WireRow.Direction, _ version: ProtocolVersion
    ) -> [WireVerdict] {
        // Before MQTT 5 neither side says what it takes.
        guard version == .v5, isKnown else { return [] }
        var verdicts = size(head, direction)
        guard direction == .sent else { return verdicts }
        if head.qos > maximumQoS { verdicts.append(.qos(head.qos, above: maximumQoS)) }
        if head.isRetained, !retainAvailable { verdicts.append(.retain) }
        // Only with properties is there an alias to look for. Not by a decoder, which refuses one that is too large.
        guard head.hasProperties else { return verdicts }
        if let alias = AliasFinder.find(in: bytes, head.total, isSent: true).alias,
            Int(alias) > server.topicAliasMaximum
        {
            verdicts.append(.alias(Int(alias), above: server.topicAliasMaximum, isSent: true))
        }
        return verdicts
    }

    /// A retained message that no SUBSCRIBE has asked for: what is forwarded as it is published does not say RETAIN.
    private mutating func retained(
        _ head: PacketHead, _ bytes: UnsafeRawBufferPointer, _ direction: WireRow.Direction, _ version: ProtocolVersion,
        _ aliased: String
    ) -> [WireVerdict] {
        // A message sent again was judged the first time.
        guard isKnown, direction == .received, head.isRetained, !head.isDuplicate,
            let length = bytes.number(at: head.header)
        else { return [] }
        let start = head.header + 2
        let topic = length > 0 ? String(decoding: bytes.kept(start..<start + Int(length)), as: UTF8.self) : aliased
        return replays.isUnasked(topic) ? [.unaskedRetain(version)] : []
    }

    private func size(_ head: PacketHead, _ direction: WireRow.Direction) -> [WireVerdict] {
        // The limit is the receiver's (MQTT 5 3.1.2.11.4, 3.2.2.3.6).
        let most = direction == .sent ? server.maximumPacketSize : client.maximumPacketSize
        return head.total > most ? [.size(head.total, above: most, isSent: direction == .sent)] : []
    }
}
