import MQTT
import NIOCore
import Testing

@testable import Demo

/// A talk between clients and the pure broker, with a clock turned by hand.
///
///     let talk = Conversation()
///     let ann = talk.connect("ann")
///     talk.subscribe(ann, "a/#")
///     talk.publish(bob, "a/b", "hi")
///     #expect(talk.heard(ann) == ["a/b hi"])
final class Conversation {
    let broker: Broker
    private(set) var now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private var inboxes: [LinkID: [Packet]] = [:]
    private(set) var closed: Set<LinkID> = []
    /// Links that asked for their turn; true to give it at once.
    var resumesAtOnce = true
    private(set) var resumes: [LinkID] = []
    private var lastPacketID: UInt16 = 0

    init(limits: BrokerLimits = BrokerLimits(), sysInterval: TimeAmount? = nil) {
        broker = Broker(version: "test", limits: limits, sysInterval: sysInterval, at: now)
    }

    private func perform(_ effects: [BrokerEffect]) {
        for effect in effects {
            switch effect {
            case .send(let link, let packet): inboxes[link, default: []].append(packet)
            case .close(let link): closed.insert(link)
            case .resume(let link):
                if resumesAtOnce {
                    perform(broker.resume(link, at: now))
                } else {
                    resumes.append(link)
                }
            }
        }
    }

    // MARK: Time and sockets

    func open() -> LinkID { broker.opened(at: now) }

    func pass(_ time: TimeAmount) {
        now = now + time
        perform(broker.tick(at: now))
    }

    /// The client's socket is gone.
    func cut(_ link: LinkID) { perform(broker.closed(link, at: now)) }

    func writable(_ isWritable: Bool, _ link: LinkID) { perform(broker.writable(isWritable, link, at: now)) }

    func violate(_ link: LinkID, _ reason: ReasonCode, in packet: PacketType) {
        perform(broker.violated(ProtocolViolation(reason, in: packet, "test"), by: link, at: now))
    }

    func resume() {
        let links = resumes
        resumes = []
        for link in links { perform(broker.resume(link, at: now)) }
    }

    // MARK: Packets

    func say(_ packet: Packet, _ link: LinkID) { perform(broker.receive(packet, from: link, at: now)) }

    /// What came since this was last asked.
    func take(_ link: LinkID) -> [Packet] {
        defer { inboxes[link] = [] }
        return inboxes[link] ?? []
    }

    /// Connects and takes the CONNACK.
    @discardableResult
    func connect(_ clientID: String, _ change: (inout Connect) -> Void = { _ in }) -> LinkID {
        var connect = Connect(clientID: clientID)
        change(&connect)
        let link = open()
        say(.connect(connect), link)
        _ = inboxes[link]?.removeFirst()
        return link
    }

    func nextPacketID() -> UInt16 {
        lastPacketID += 1
        return lastPacketID
    }

    /// Subscribes and takes the SUBACK.
    @discardableResult
    func subscribe(_ link: LinkID, _ filters: String..., qos: QoS = .exactlyOnce) -> [ReasonCode] {
        subscribe(link, filters.map { Subscription(filter: $0, qos: qos) })
    }

    @discardableResult
    func subscribe(
        _ link: LinkID, _ subscriptions: [Subscription], properties: Properties = []
    ) -> [ReasonCode] {
        let before = take(link)
        say(.subscribe(Subscribe(packetID: nextPacketID(), subscriptions: subscriptions, properties: properties)), link)
        var after = take(link)
        guard case .subscribeAck(let answer)? = after.first else { return [] }
        after.removeFirst()
        inboxes[link] = before + after
        return answer.reasons
    }

    func publish(
        _ link: LinkID, _ topic: String, _ text: String, qos: QoS = .atMostOnce, retain: Bool = false,
        properties: Properties = []
    ) {
        let packetID = qos == .atMostOnce ? 0 : nextPacketID()
        say(
            .publish(
                Publish(
                    topic: topic, payload: ByteBuffer(string: text), qos: qos, retain: retain, packetID: packetID,
                    properties: properties)), link)
    }

    /// The PUBLISH packets that came.
    func publishes(_ link: LinkID) -> [Publish] {
        take(link).compactMap { if case .publish(let publish) = $0 { publish } else { nil } }
    }

    /// The PUBLISH packets that came: "topic payload".
    func heard(_ link: LinkID) -> [String] {
        publishes(link).map { "\($0.topic) \(String(buffer: $0.payload))\($0.retain ? " (retained)" : "")" }
    }

    /// The reason of the DISCONNECT that came last.
    func disconnectReason(_ link: LinkID) -> ReasonCode? {
        guard case .disconnect(let disconnect)? = take(link).last else { return nil }
        return disconnect.reason
    }
}
