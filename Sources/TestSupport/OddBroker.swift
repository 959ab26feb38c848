import Synchronization

/// A broker of MQTT 3.1.1 that errs on purpose: it does with each packet what a test says, such as closing at it.
public final class OddBroker: Sendable {
    /// What it does with a packet.
    public enum Reaction: Sendable {
        /// It answers as a broker does.
        case answer
        /// It closes without an answer.
        case close
        /// It answers a PUBLISH by PUBACK, whatever its QoS.
        case acknowledge
        /// It says nothing.
        case ignore
    }

    /// A packet that came.
    public struct Packet: Sendable {
        /// The upper half of its first byte (MQTT 3.1.1 2.2.1): 3 for PUBLISH, 8 for SUBSCRIBE.
        public let type: UInt8
        let flags: UInt8
        let body: [UInt8]

        /// The topic of a PUBLISH, the first filter of a SUBSCRIBE; empty for others.
        public var subject: String {
            switch type {
            case 3: text(at: 0)
            case 8: text(at: 2)
            default: ""
            }
        }

        /// Client identifier, user name and password of a CONNECT without a will, as far as they are there.
        public var login: [String] {
            guard type == 1 else { return [] }
            // Behind the protocol's name, its level, the flags and the keep alive (MQTT 3.1.1 3.1.2).
            var (words, place): ([String], Int) = ([], 10)
            while body.count >= place + 2 {
                words.append(text(at: place))
                place += 2 + (Int(body[place]) << 8 | Int(body[place + 1]))
            }
            return words
        }

        /// The filters of a SUBSCRIBE.
        public var filters: [String] {
            guard type == 8 else { return [] }
            var (filters, place): ([String], Int) = ([], 2)
            while body.count >= place + 2 {
                filters.append(text(at: place))
                place += 3 + (Int(body[place]) << 8 | Int(body[place + 1]))
            }
            return filters
        }

        /// The payload of a PUBLISH.
        public var payload: String {
            guard type == 3, body.count >= 2 else { return "" }
            let start = 2 + (Int(body[0]) << 8 | Int(body[1])) + (qos > 0 ? 2 : 0)
            return String(decoding: body.dropFirst(start), as: UTF8.self)
        }

        /// The QoS of a PUBLISH.
        public var qos: Int { Int(flags >> 1 & 3) }

        /// Whether it is a PUBLISH that was sent before.
        public var isRepeated: Bool { flags & 8 != 0 }

        private func text(at start: Int) -> String {
            guard body.count >= start + 2 else { return "" }
            let length = Int(body[start]) << 8 | Int(body[start + 1])
            return String(decoding: body.dropFirst(start + 2).prefix(length), as: UTF8.self)
        }

        fileprivate var answer: [UInt8]? {
            switch type {
            case 1: return [0x20, 2, 0, 0]
            case 3 where qos > 0:
                let start = 2 + (Int(body[0]) << 8 | Int(body[1]))
                return [qos == 1 ? 0x40 : 0x50, 2, body[start], body[start + 1]]
            case 6: return [0x70, 2, body[0], body[1]]
            case 8:
                let codes = filters.map { _ in UInt8(0) }
                return [0x90, UInt8(2 + codes.count), body[0], body[1]] + codes
            case 10: return [0xB0, 2, body[0], body[1]]
            case 12: return [0xD0, 0]
            default: return nil
            }
        }
    }

    private let server: ScriptedServer
    private let log: Log

    private final class Log: Sendable {
        let packets = Mutex<[Packet]>([])
    }

    private init(_ server: ScriptedServer, _ log: Log) {
        self.server = server
        self.log = log
    }

    /// Where it listens on 127.0.0.1.
    public var port: Int { server.port }

    /// Every packet that came, in order.
    public var packets: [Packet] { log.packets.withLock { $0 } }

    /// The PUBLISH packets that came.
    public var published: [Packet] { packets.filter { $0.type == 3 } }

    /// How many connections were made.
    public var connections: Int { packets.reduce(0) { $0 + ($1.type == 1 ? 1 : 0) } }

    /// Starts it.
    public static func start(_ react: @escaping @Sendable (Packet) -> Reaction) async throws -> OddBroker {
        let log = Log()
        let server = try await ScriptedServer.start { connection in
            var pending: [UInt8] = []
            while true {
                pending += try await connection.bytes()
                while let packet = next(in: &pending) {
                    log.packets.withLock { $0.append(packet) }
                    switch react(packet) {
                    case .answer: if let answer = packet.answer { try await connection.send(answer) }
                    case .acknowledge:
                        if var answer = packet.answer {
                            answer[0] = 0x40
                            try await connection.send(answer)
                        }
                    case .ignore: break
                    case .close: return
                    }
                    if packet.type == 14 { return }
                }
            }
        }
        return OddBroker(server, log)
    }

    /// Takes the first packet when it is whole.
    private static func next(in bytes: inout [UInt8]) -> Packet? {
        var (length, place, shift) = (0, 1, 0)
        while true {
            guard bytes.indices.contains(place) else { return nil }
            length |= Int(bytes[place] & 0x7F) << shift
            shift += 7
            place += 1
            if bytes[place - 1] & 0x80 == 0 { break }
        }
        guard bytes.count >= place + length else { return nil }
        defer { bytes.removeFirst(place + length) }
        return Packet(type: bytes[0] >> 4, flags: bytes[0] & 15, body: Array(bytes[place..<place + length]))
    }
}
