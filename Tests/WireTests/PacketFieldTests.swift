import MQTT
import NIOCore
import TestSupport
import Testing
import Text
import Wire

@Suite("The fields of a packet")
struct PacketFieldTests {
    private func fields(
        _ packet: Packet, _ version: ProtocolVersion, to receiver: Receiver, revealsSecrets: Bool = false
    ) throws -> [WireField] {
        WireField.fields(
            of: try PacketSamples.bytes(packet, version), version: version, to: receiver, revealsSecrets: revealsSecrets
        )
    }

    /// Each field on a line, as a person would write it down.
    private func lines(_ fields: [WireField]) -> [String] {
        fields.map { field in
            let place = field.range.isEmpty ? "-" : "\(field.range.lowerBound)-\(field.range.upperBound - 1)"
            let meaning = field.meaning.isEmpty ? "" : " (\(field.meaning))"
            return String(repeating: " ", count: field.depth)
                + "\(field.name): \(field.value)\(meaning) \(place) \(field.section)"
                + (field.isImplied ? " implied" : "")
        }
    }

    @Test("PUBLISH of MQTT 5 with all its parts")
    func publish() throws {
        let publish = Publish(
            topic: "home/a", payload: ByteBuffer(string: "21.4"), qos: .exactlyOnce, retain: true, packetID: 7,
            properties: [
                Property(.topicAlias, .twoBytes(3)), Property(.userProperty, .pair("room", "hall")),
                Property(.contentType, .string("text/plain")),
            ])
        let found = try fields(.publish(publish), .v5, to: .server)
        #expect(
            lines(found) == [
                "Fixed Header: 0x35 (PUBLISH) 0-0 2.1.3",
                " MQTT Control Packet type: 3 (PUBLISH) 0-0 2.1.2",
                " DUP: 0 (First attempt) 0-0 3.3.1.1",
                " QoS: 2 (Exactly once) 0-0 3.3.1.2",
                " RETAIN: 1 (Retained) 0-0 3.3.1.3",
                "Remaining Length: 44 (44 B follow) 1-1 2.1.4",
                "Topic Name Length: 6 2-3 3.3.2.1",
                "Topic Name: home/a 4-9 3.3.2.1",
                "Packet Identifier: 7 10-11 3.3.2.2",
                "Properties: 3 properties 12-41 3.3.2.3",
                " Property Length: 29 12-12 3.3.2.3.1",
                " Topic Alias: 3 13-15 3.3.2.3.4",
                "  Property Identifier: 0x23 (Topic Alias) 13-13 3.3.2.3.4",
                "  Value: 3 14-15 3.3.2.3.4",
                " User Property: room: hall 16-28 3.3.2.3.7",
                "  Property Identifier: 0x26 (User Property) 16-16 3.3.2.3.7",
                "  Name Length: 4 17-18 3.3.2.3.7",
                "  Name: room 19-22 3.3.2.3.7",
                "  Value Length: 4 23-24 3.3.2.3.7",
                "  Value: hall 25-28 3.3.2.3.7",
                " Content Type: text/plain 29-41 3.3.2.3.9",
                "  Property Identifier: 0x03 (Content Type) 29-29 3.3.2.3.9",
                "  Length: 10 30-31 3.3.2.3.9",
                "  Value: text/plain 32-41 3.3.2.3.9",
                " Payload Format Indicator: 0 (bytes) - 3.3.2.3.2 implied",
                "Payload: 21.4 (4 B) 42-45 3.3.3",
            ])
        #expect(found[3].drawn(in: 0x35) == ".... .10.")
        #expect(found[1].drawn(in: 0x35) == "0011 ....")
        #expect(found[8].filterName == "mqtt.msgid" && found[13].filterName == "mqtt.property.topic_alias")
    }

    @Test("SUBSCRIBE and SUBACK of 3.1.1 have a requested and a granted QoS, not options and reasons")
    func subscribe() throws {
        let subscribe = Subscribe(packetID: 10, subscriptions: [Subscription(filter: "a/b", qos: .atLeastOnce)])
        #expect(
            lines(try fields(.subscribe(subscribe), .v311, to: .server)).suffix(4) == [
                "Packet Identifier: 10 2-3 3.8.2", "Topic Filter Length: 3 4-5 3.8.3", "Topic Filter: a/b 6-8 3.8.3",
                "Requested QoS: 1 (At least once) 9-9 3.8.3",
            ])
        let answer = SubscribeAck(packetID: 10, reasons: [.grantedQoS2, .unspecifiedError])
        #expect(
            lines(try fields(.subscribeAck(answer), .v311, to: .client)).suffix(2) == [
                "Return Code: 0x02 (Granted QoS 2) 4-4 3.9.3", "Return Code: 0x80 (Failure) 5-5 3.9.3",
            ])
        let new = lines(try fields(.subscribe(subscribe), .v5, to: .server))
        #expect(new.contains("Subscription Options: 0x01 10-10 3.8.3.1"))
        #expect(new.contains(" Retain Handling: 0 (Retained messages are sent) 10-10 3.8.3.1"))
    }

    @Test("What an answer leaves out is told as the standard gives it")
    func implied() throws {
        let found = lines(try fields(.publishAck(Acknowledgement(packetID: 1)), .v5, to: .client))
        #expect(found.last == "Reason Code: 0x00 (Success) - 3.4.2.1 implied")
        let old = lines(try fields(.publishAck(Acknowledgement(packetID: 1)), .v311, to: .client))
        #expect(old.last == "Packet Identifier: 1 2-3 3.4.2")
        let accepted = lines(try fields(.connectAck(ConnectAck()), .v5, to: .client))
        #expect(accepted.contains(" Receive Maximum: 65535 - 3.2.2.3.3 implied"))
    }

    @Test("A password and the data of an authentication are dots, in the row of the property too")
    func secrets() throws {
        let packet = Packet.connect(
            Connect(
                clientID: "c", username: "me", password: Array("hush".utf8),
                properties: [Property(.authenticationData, .binary(Array("deep".utf8)))]))
        let bytes = try PacketSamples.bytes(packet, .v5)
        let hidden = WireField.fields(of: bytes, version: .v5, to: .server)
        #expect(!hidden.contains { "\($0.value) \($0.meaning)".contains("hush") || $0.value.contains("deep") })
        #expect(hidden.filter(\.isSecret).map(\.value) == ["••••••", "••••••", "••••••"])
        let shown = try fields(packet, .v5, to: .server, revealsSecrets: true)
        #expect(shown.filter(\.isSecret).map(\.value) == ["deep", "deep", "hush"])
        let ranges = bytes.withUnsafeBytes { WireField.secrets(in: $0, version: .v5, to: .server) }
        #expect(ranges.map { String(decoding: bytes[$0], as: UTF8.self) } == ["deep", "hush"])
    }

    @Test("Of a packet of which only the head is kept, the fields up to there, and how much is missing")
    func head() throws {
        let publish = Publish(topic: "t", payload: ByteBuffer(repeating: 0x61, count: 10_000))
        let bytes = try PacketSamples.bytes(.publish(publish), .v311)
        let found = WireField.fields(of: Array(bytes[..<100]), total: bytes.count, version: .v311, to: .client)
        #expect(found.suffix(2).map(\.name) == ["Payload", "Not Kept"])
        #expect(found.suffix(2).map(\.range) == [6..<10_006, 100..<10_006])
        #expect(found.suffix(2).map(\.meaning) == ["the first 94 of 10,000 B", "100 B are kept"])
        #expect(!found.contains { $0.filterName == "_ws.malformed" })
    }

    @Test("A damaged packet says what is wrong and where")
    func damage() {
        func words(_ bytes: [UInt8], _ version: ProtocolVersion? = .v5, to receiver: Receiver = .client) -> [String] {
            WireField.fields(of: bytes, version: version, to: receiver)
                .filter { $0.filterName.hasPrefix("_ws.") || $0.filterName == "mqtt.unknown_version" }
                .map { "\($0.value) \($0.range)" }
        }
        #expect(words([0x30, 4, 0, 9, 0x61, 0]) == ["Topic Name has 9 B by its length, and 2 are there 4..<6"])
        #expect(words([0x30, 9, 0, 1, 0x61], .v311) == ["Remaining Length says 9 B, and 3 follow 1..<2"])
        #expect(words([0x36, 5, 0, 1, 0x61, 0, 1], .v311) == ["QoS 3 does not exist 0..<1"])
        #expect(words([0x30, 0xFF, 0xFF, 0xFF, 0xFF]) == ["a variable byte integer has more than four bytes 1..<5"])
        #expect(words([0x30, 7, 0, 1, 0x61, 3, 0x7F, 1, 2]) == ["property 127 does not exist 6..<9"])
        #expect(words([0x40, 2, 0, 0]) == ["The packet identifier is 0 2..<4"])
        #expect(words([0xD0, 1, 0]) == ["1 byte is left over at the end 2..<3"])
        #expect(words([0x30, 3, 0, 1, 0x61], nil) == ["not known 0..<0"])
        #expect(words([0x82, 2, 0, 1], .v311, to: .client) == ["A server does not send this packet 0..<1"])
        #expect(words([0x00, 0]) == ["packet type 0 does not exist 0..<1"])
        #expect(words([]) == ["the packet ends too early: Fixed Header needs 1 B, and 0 are there 0..<0"])
    }

    @Test(
        "Every packet of the codec's is without complaint, its fields in order, each inside the packet and told by bytes"
    )
    func samples() throws {
        for version in ProtocolVersion.allCases {
            for (packets, receiver) in [
                (PacketSamples.fromServer(version), Receiver.client), (PacketSamples.fromClient(version), .server),
            ] {
                for packet in packets {
                    let bytes = try PacketSamples.bytes(packet, version)
                    let found = WireField.fields(of: bytes, version: version, to: receiver)
                    #expect(!found.contains { $0.filterName.hasPrefix("_ws.") }, "\(packet)")
                    var told = Set<Int>()
                    for field in found {
                        #expect(field.range.lowerBound >= 0 && field.range.upperBound <= bytes.count)
                        #expect(field.isImplied == field.range.isEmpty || field.value.isEmpty || !field.isImplied)
                        #expect(!field.section.isEmpty)
                        told.formUnion(field.range)
                    }
                    #expect(told.count == bytes.count, "\(packet)")
                    #expect(found.first?.meaning == packet.type.name)
                }
            }
        }
    }

    @Test("Damaged packets give fields inside the packet, never a crash")
    func fuzz() throws {
        var numbers = SplitMix64(seed: 15)
        let packets = try ProtocolVersion.allCases.flatMap { version in
            try (PacketSamples.fromServer(version) + PacketSamples.fromClient(version)).map {
                try PacketSamples.bytes($0, version)
            }
        }
        #if DEBUG
            let rounds = 4000
        #else
            let rounds = 100_000
        #endif
        for round in 0..<rounds {
            var bytes = packets[round % packets.count]
            for _ in 0..<Int.random(in: 1...4, using: &numbers) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                switch UInt8.random(in: 0...4, using: &numbers) {
                case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &numbers)
                case 1: bytes[place] = .random(in: 0...255, using: &numbers)
                case 2: bytes.removeSubrange(place...)
                case 3: bytes.remove(at: place)
                default: bytes.insert(.random(in: 0...255, using: &numbers), at: place)
                }
            }
            let total = bytes.count + (round % 7 == 0 ? Int.random(in: 0...5000, using: &numbers) : 0)
            let version = [nil, ProtocolVersion.v31, .v311, .v5][round % 4]
            let found = WireField.fields(
                of: bytes, total: total, version: version, to: round % 2 == 0 ? .client : .server)
            let isInside = found.allSatisfy { $0.range.lowerBound >= 0 && $0.range.upperBound <= total }
            #expect(isInside, "\(bytes)")
        }
    }
}
