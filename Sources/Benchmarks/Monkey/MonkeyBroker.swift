import Glibc
import TestSupport
import Text

/// A broker on loopback that mostly does as it should, and else what brokers do on bad days: refuses, closes, is silent,
/// breaks off in the middle, sends what nobody asked for or what is no packet at all.
final class MonkeyBroker: Sendable {
    let port: Int

    init(seed: UInt64) throws {
        let (descriptor, port) = try LoopbackSocket.listen()
        self.port = port
        MonkeyThread.start {
            var random = SplitMix64(seed: seed)
            while true {
                let connection = accept(descriptor, nil, nil)
                if connection < 0 { continue }
                let own = random.next()
                MonkeyThread.start {
                    var conversation = Conversation(connection, SplitMix64(seed: own))
                    conversation.run()
                    close(connection)
                }
            }
        }
    }

    /// One connection.
    private struct Conversation {
        private let descriptor: Int32
        private var random: SplitMix64
        private var input: [UInt8] = []
        private var isVersion5 = false
        private var count = 0

        init(_ descriptor: Int32, _ random: SplitMix64) {
            self.descriptor = descriptor
            self.random = random
        }

        mutating func run() {
            while true {
                var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                let ready = poll(&wait, 1, Int32(5 + random.below(60)))
                if ready > 0 {
                    var part = [UInt8](repeating: 0, count: 1 << 16)
                    let count = read(descriptor, &part, part.count)
                    guard count > 0 else { return }
                    input += part[..<count]
                    while let packet = nextPacket() {
                        guard answer(packet) else { return }
                    }
                } else if self.count > 0 {
                    publish()
                }
                if random.below(4000) == 0 { return misbehave() }
            }
        }

        private func send(_ bytes: [UInt8]) {
            _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }

        /// One packet: its first byte and what follows the length.
        private mutating func nextPacket() -> (type: UInt8, body: [UInt8])? {
            var length = 0
            var shift = 0
            var place = 1
            while true {
                guard place < input.count, shift < 28 else { return nil }
                length |= Int(input[place] & 0x7F) << shift
                shift += 7
                place += 1
                if input[place - 1] & 0x80 == 0 { break }
            }
            guard input.count >= place + length else { return nil }
            let packet = (input[0], Array(input[place..<(place + length)]))
            input.removeFirst(place + length)
            return packet
        }

        private static func packet(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
            var bytes = [type]
            var length = body.count
            repeat {
                bytes.append(UInt8(length & 0x7F) | (length > 0x7F ? 0x80 : 0))
                length >>= 7
            } while length > 0
            return bytes + body
        }

        /// Answers as a broker does, or not; false when the connection is over.
        private mutating func answer(_ packet: (type: UInt8, body: [UInt8])) -> Bool {
            let body = packet.body
            switch packet.type >> 4 {
            case 1:
                isVersion5 = body.count > 6 && body[6] == 5
                if random.percent(8) {
                    send(Self.packet(0x20, isVersion5 ? [0, 0x87, 0] : [0, 5]))
                    return false
                }
                if random.percent(3) { return false }
                send(Self.packet(0x20, isVersion5 ? [0, 0, 0] : [0, 0]))
                count = 1
            case 3:
                let quality = packet.type >> 1 & 3
                guard quality > 0, body.count > 3 else { break }
                let place = 2 + Int(body[0]) << 8 + Int(body[1])
                guard place + 1 < body.count, !random.percent(5) else { break }
                let number = Array(body[place..<(place + 2)])
                send(Self.packet(quality == 1 ? 0x40 : 0x50, number))
            case 6: send(Self.packet(0x70, Array(body.prefix(2))))
            case 8:
                let code: UInt8 = random.percent(10) ? 0x80 : 0
                send(Self.packet(0x90, Array(body.prefix(2)) + (isVersion5 ? [0] : []) + [code]))
            case 10: send(Self.packet(0xB0, Array(body.prefix(2)) + (isVersion5 ? [0, 0] : [])))
            case 12: if !random.percent(5) { send([0xD0, 0]) }
            case 14: return false
            default: break
            }
            return true
        }

        private static let topics = [
            "home/kitchen/temperature", "home/hall/lamp", "home/status", "garden//empty", "garden/日本",
            "$SYS/broker/version",
            "$SYS/broker/clients/connected", "$SYS/broker/messages/received", "$SYS/broker/log/N",
            "$SYS/broker/load/messages/received/1min", "a",
            "a/b/c/d/e/f/g/h/i/j/k/l/m/n", "\u{202E}evil\u{7}/\u{1B}[31m", "home/rpc/answer",
        ]
        private static let payloads = [
            "21.4", "48 %", "{\"on\": true, \"value\": 3.5, \"name\": \"é\"}", "[1,2,[3,{\"a\":null}]]",
            "{\"broken\": [1,",
            "<a><b c=\"d\"/></a>", "", "mosquitto version 2.0.18", "\u{1B}]0;title\u{7}\u{1B}[2J", "offline", "online",
            "1764330000: New client connected from 127.0.0.1:5 as x (p2, c1, k60).", "-1e308",
            "99999999999999999999999",
        ]

        private mutating func publish() {
            for _ in 0..<(1 + random.below(8)) {
                let topic =
                    random.percent(80)
                    ? random.one(of: Self.topics) : "load/\(random.below(40))/\(random.below(40))"
                var payload = Array(random.one(of: Self.payloads).utf8)
                if random.percent(3) { payload = (0..<random.below(400)).map { _ in UInt8(random.below(256)) } }
                if random.percent(2) { payload = Array(repeating: payload, count: 2000).flatMap { $0 } }
                let quality = UInt8(random.below(3))
                let name = Array(topic.utf8)
                var body = [UInt8(name.count >> 8), UInt8(name.count & 0xFF)] + name
                if quality > 0 {
                    count = count % 0xFFFF + 1
                    body += [UInt8(count >> 8), UInt8(count & 0xFF)]
                }
                if isVersion5 { body.append(0) }
                send(Self.packet(0x30 | quality << 1 | (random.percent(20) ? 1 : 0), body + payload))
            }
        }

        private mutating func misbehave() {
            switch random.below(5) {
            case 0: send((0..<200).map { _ in UInt8(random.below(256)) })
            case 1: send([0x30, 0xFF, 0xFF, 0x03, 0x00, 0x05, 0x61])
            case 2: send(isVersion5 ? [0xE0, 2, 0x8E, 0] : [0x20, 2, 0, 0])
            case 3: send([0x40, 2, 0xFF, 0xFF])
            default: break
            }
        }
    }
}
