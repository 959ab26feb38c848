import Glibc
import MQTT
import NIOCore

/// Plays the MQTT client for the simulated devices: packet identifiers, acknowledgements, connections without sockets.
struct DeviceRunner {
    /// What a device wants of the broker.
    enum Deed {
        /// A new connection; its CONNECT follows.
        case open(device: Int)
        /// A packet.
        case send(Packet, device: Int)
        /// The connection breaks.
        case drop(device: Int)
    }

    private var simulation: DeviceSimulation
    private var links: [LinkID?]
    private var packetIDs: [UInt16]

    init(_ simulation: DeviceSimulation) {
        self.simulation = simulation
        links = Array(repeating: nil, count: simulation.count)
        packetIDs = Array(repeating: 0, count: simulation.count)
    }

    /// What the devices do now.
    mutating func step() -> [Deed] { simulation.step(at: Self.now()).flatMap { deeds(for: $0) } }

    /// A packet from the broker for the device on `link`.
    mutating func receive(_ packet: Packet, from link: LinkID) -> [Deed] {
        guard let device = links.firstIndex(of: link) else { return [] }
        switch packet {
        case .publish(let publish):
            var answers: [Deed] = []
            switch publish.qos {
            case .atMostOnce: break
            case .atLeastOnce:
                answers.append(.send(.publishAck(Acknowledgement(packetID: publish.packetID)), device: device))
            case .exactlyOnce:
                answers.append(.send(.publishReceived(Acknowledgement(packetID: publish.packetID)), device: device))
            }
            let deeds = simulation.receive(publish, device: device, at: Self.now())
            return answers + deeds.flatMap { self.deeds(for: $0) }
        case .publishReceived(let answer):
            return [.send(.publishRelease(Acknowledgement(packetID: answer.packetID)), device: device)]
        case .publishRelease(let answer):
            return [.send(.publishComplete(Acknowledgement(packetID: answer.packetID)), device: device)]
        // CONNACK, SUBACK and the like need no answer.
        default:
            return []
        }
    }

    private mutating func deeds(for deed: DeviceSimulation.Deed) -> [Deed] {
        let device = deed.device
        switch deed.action {
        case .connect(let connect): return [.open(device: device), .send(.connect(connect), device: device)]
        case .drop: return [.drop(device: device)]
        case .subscribe(let subscriptions):
            let subscribe = Subscribe(packetID: nextPacketID(device), subscriptions: subscriptions)
            return [.send(.subscribe(subscribe), device: device)]
        case .publish(var publish):
            publish.packetID = publish.qos == .atMostOnce ? 0 : nextPacketID(device)
            return [.send(.publish(publish), device: device)]
        }
    }

    /// Every exchange of a device ends before its next begins, so a number is never in use twice.
    private mutating func nextPacketID(_ device: Int) -> UInt16 {
        // 0 is no identifier.
        packetIDs[device] = packetIDs[device] == .max ? 1 : packetIDs[device] + 1
        return packetIDs[device]
    }

    mutating func opened(_ link: LinkID, device: Int) { links[device] = link }

    func link(of device: Int) -> LinkID? { links[device] }

    mutating func closed(_ link: LinkID) {
        if let device = links.firstIndex(of: link) { links[device] = nil }
    }

    /// The bytes that the packet would have on the wire: `$SYS` counts devices like any client.
    static func size(of packet: Packet) -> Int { (try? PacketEncoder(version: .v5).size(of: packet)) ?? 0 }

    /// The wall's clock, with the zone of this machine.
    static func now() -> DemoTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var parts = tm()
        var seconds = time.tv_sec
        localtime_r(&seconds, &parts)
        return DemoTime(
            milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000, utcOffset: parts.tm_gmtoff)
    }
}
