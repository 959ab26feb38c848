import MQTT
import NIOCore
import Wire

/// A log that packets are said into.
final class TestLog {
    let log: WireLog
    let version: ProtocolVersion
    /// Milliseconds of both clocks.
    var now: Int64 = 0

    init(_ version: ProtocolVersion = .v5, budget: Int = WireLog.standardBudget) {
        log = WireLog(connection: 0, peer: "test", budget: budget)
        self.version = version
    }

    /// Packets of one write, or one read.
    func say(_ direction: TapEvent.Direction, after milliseconds: Int64 = 1, _ packets: Packet...) throws {
        var bytes = ByteBuffer()
        for packet in packets { try PacketEncoder(version: version).encode(packet, into: &bytes) }
        say(direction, after: milliseconds, bytes: bytes)
    }

    func say(_ direction: TapEvent.Direction, after milliseconds: Int64 = 1, bytes: ByteBuffer, messages: Int? = nil) {
        now += milliseconds
        log.take(
            Traffic(
                direction: direction, version: version, time: now * 1000, uptime: now * 1_000_000, bytes: bytes,
                messages: messages))
    }

    func connect(clean: Bool = true, _ answer: ConnectAck = ConnectAck()) throws {
        var connect = Connect(version: version, clientID: "me")
        connect.cleanStart = clean
        try say(.sent, .connect(connect))
        try say(.received, .connectAck(answer))
    }

    /// All rows that begin a handshake or have none.
    var heads: [WireRow] { rows.filter { $0.head == $0.number } }
    var rows: [WireRow] {
        _ = log.advance(until: .now + .seconds(10))
        return (log.firstNumber..<log.endNumber).compactMap { log.row($0) }
    }

    /// The words of all verdicts.
    var verdicts: [String] { rows.flatMap { $0.verdicts.map(\.words) } }
}

extension Publish {
    init(_ topic: String, qos: QoS, id: UInt16 = 0, duplicate: Bool = false) {
        self.init(
            topic: topic, payload: ByteBuffer(string: "payload"), qos: qos, duplicate: duplicate, packetID: id)
    }
}
