import Foundation
import MQTT
import NIOCore
import NIOPosix
import REST
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("tshark reads what is exported")
struct TsharkTests {
    /// Where a field is, and under which name.
    private struct Place: Hashable, CustomStringConvertible {
        var name: String
        var offset: Int

        var description: String { "\(name) at \(offset)" }
    }

    /// What tshark tells of each packet, in the order of the file: what it shows of a field, and the bytes of it.
    private func dissected(_ rows: [WireRow]) async throws -> [[Place: (shown: String, bytes: String)]] {
        let file = try Scratch.newFolder("tshark") + "/wire.pcapng"
        let bytes = WireExport(version: "test", revealsSecrets: true).bytes(of: rows, as: .pcapng)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        let report = try await Command.run(.tshark, ["-r", file, "-T", "pdml", "-J", "mqtt"]).bytes
        var packets: [[Place: (shown: String, bytes: String)]] = []
        for line in report.split(separator: UInt8(ascii: "\n")) {
            // A tag, and attributes in quotes: `<field name="mqtt.len" … show="7" value="07"/>`.
            let words = line.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
            let tag = words[0].drop { $0 == 0x20 }
            if tag.starts(with: "<packet>".utf8) { packets.append([:]) }
            guard tag.starts(with: "<field ".utf8), words.count > 1, words[1].starts(with: "mqtt.".utf8) else {
                continue
            }
            var attributes: [String: String] = [:]
            for place in stride(from: 0, to: words.count - 1, by: 2) {
                let name = String(decoding: words[place], as: UTF8.self).split(separator: " ").last ?? ""
                attributes[String(name.dropLast())] = String(decoding: words[place + 1], as: UTF8.self)
            }
            guard let name = attributes["name"], attributes["size"] != "0",
                let offset = attributes["pos"].flatMap({ Int($0) })
            else { continue }
            packets[packets.count - 1][Place(name: name, offset: offset - Self.headers)] = (
                attributes["show"] ?? "", attributes["value"] ?? ""
            )
        }
        return packets
    }

    /// Bytes of the headers of IP and TCP.
    private static let headers = 40

    /// What is told apart on purpose: a group has no value, and tshark counts the length of a content type to its text.
    private static let groups: Set = ["mqtt.properties", "mqtt.will_properties"]

    private func compare(_ rows: [WireRow]) async throws {
        let all = try await dissected(rows)
        #expect(all.count == rows.count)
        var differences: [String] = []
        // To tshark the whole byte is reserved in MQTT 3.1, as it was.
        let reserved = Place(name: "mqtt.conack.flags.reserved", offset: 2)
        for (row, found) in zip(rows, all) {
            guard case .packet(let packet) = row.content else { continue }
            var theirs = found
            if packet.version == .v31 { theirs[reserved] = nil }
            let fields = WireField.fields(
                of: packet.bytes, total: packet.length, version: packet.version,
                to: row.direction == .sent ? .server : .client, revealsSecrets: true)
            for field in fields where field.filterName.hasPrefix("mqtt.") && !field.range.isEmpty {
                var place = Place(name: field.filterName, offset: field.range.lowerBound)
                // The row of a property is the sum of the rows beneath it.
                if field.depth == 1, field.name != "Property Length", field.filterName.hasPrefix("mqtt.prop") {
                    continue
                }
                if packet.version == .v31, place.name.hasPrefix("mqtt.conack.flags") { continue }
                if place.name == "mqtt.property.content_type" { place.offset -= 2 }
                if field.name == "Length",
                    theirs[Place(name: "mqtt.property.content_type", offset: place.offset)] != nil
                {
                    continue
                }
                guard let (shown, bytes) = theirs.removeValue(forKey: place) else {
                    differences.append("tshark has no \(place) in \(row.summary)")
                    continue
                }
                if Self.groups.contains(place.name) { continue }
                let own = packet.bytes[field.range].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                let isEqual = number(field.value).map { $0 == number(shown) } ?? false
                if !isEqual, !bytes.hasSuffix(own) {
                    differences.append("\(place) in \(row.summary): \(field.value), \(shown)")
                }
            }
            if !theirs.isEmpty { differences.append("only tshark has \(theirs.keys) in \(row.summary)") }
        }
        #expect(differences.isEmpty)
    }

    private func number(_ text: String) -> Int? {
        text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
    }

    private func row(
        _ packet: Packet, _ version: ProtocolVersion, _ direction: WireRow.Direction, _ number: UInt64
    ) throws -> WireRow {
        let bytes = try PacketSamples.bytes(packet, version)
        return WireRow(
            number: number, time: 1_780_000_000_000_000, uptime: Int64(number) * 1_000_000, batch: number,
            connection: Int(version.rawValue), peer: "home", direction: direction,
            content: .packet(WirePacket(packet.type, version: version, bytes: bytes)))
    }

    @Test("Every packet of the codec's, of every version and all fifteen types", arguments: ProtocolVersion.allCases)
    func samples(_ version: ProtocolVersion) async throws {
        var rows: [WireRow] = []
        for packet in PacketSamples.fromClient(version) {
            rows.append(try row(packet, version, .sent, UInt64(rows.count)))
        }
        for packet in PacketSamples.fromServer(version) {
            rows.append(try row(packet, version, .received, UInt64(rows.count)))
        }
        try await compare(rows)
    }

    @Test("A session with mosquitto, of a thousand packets in MQTT 5", arguments: [ProtocolVersion.v311, .v5])
    func session(_ version: ProtocolVersion) async throws {
        let broker = try await Mosquitto.start()
        var configuration = ClientConfiguration(
            endpoint: Endpoint(transport: .tcp, host: "127.0.0.1", port: broker.port()))
        configuration.protocolChoice = .exactly(version)
        configuration.will = Will(topic: "gone", payload: Array("bye".utf8), qos: .atLeastOnce)
        // More at once, and mosquitto drops some before MQTT 5.
        configuration.maximumInFlight = 10
        configuration.username = "me"
        configuration.password = Array("secret".utf8)
        let recorded = Mutex<[Traffic]>([])
        let received = Mutex(0)
        let client = MQTTClient(configuration, group: MultiThreadedEventLoopGroup.singleton) { event in
            if case .messages(let batch) = event { received.withLock { $0 += batch.count } }
        }
        client.setRecorder { traffic in recorded.withLock { $0.append(traffic) } }
        client.start()
        let granted = try await client.subscribe([
            Subscription(filter: "t/+", qos: .exactlyOnce), Subscription(filter: "$SYS/broker/version"),
        ])
        #expect(granted.count == 2)
        let count = version == .v5 ? 75 : 20
        for number in 0..<count {
            for qos in [QoS.atMostOnce, .atLeastOnce, .exactlyOnce] {
                var publish = Publish(topic: "t/\(number)", payload: ByteBuffer(string: "value \(number)"), qos: qos)
                if version == .v5 { publish.properties.userProperties = [UserProperty("n", "\(number)")] }
                if number % 10 == 0 { publish.retain = true }
                _ = client.enqueue(publish)
            }
        }
        _ = try await waiting(for: "all messages") { received.withLock { $0 } > 3 * count ? true : nil }
        _ = try await client.ping()
        _ = try await client.unsubscribe(["t/+", "never"])
        await client.disconnect()
        let log = WireLog(connection: 1, peer: "mosquitto")
        log.watch()
        for traffic in recorded.withLock({ $0 }) { log.take(traffic) }
        while log.advance(until: ContinuousClock.now + .seconds(1)) {}
        let rows = (log.firstNumber..<log.endNumber).compactMap { log.row($0) }
        #expect(rows.count > 14 * count)
        try await compare(rows)
    }

    @Test("An exchange of HTTP, its fields by Wireshark's names, its secrets starred")
    func exchange() async throws {
        let server = try await ScriptedServer.answering(
            "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nServer: test/1\r\nLocation: /lamp/7\r\n"
                + "Set-Cookie: id=hush\r\nContent-Length: 11\r\n\r\n{\"on\":true}")
        var request = Request(.post, "\(server.url)/lamp?level=3")
        request.fields = [
            Field("Accept", "application/json"), Field("Authorization", "Bearer hush"),
            Field("Content-Type", "text/plain"),
        ]
        request.body = .bytes(Array("on".utf8))
        let client = RESTClient(userAgent: "martlet-test")
        let exchange = try await client.send(request)
        await client.shutdown()
        let log = WireLog(connection: WireLog.exchanges, peer: "HTTP")
        log.take(
            WireExchange(
                id: 1, url: request.url, startedAt: 1_780_000_000_000_000, hops: exchange.hops, isOver: true))
        let rows = (log.firstNumber..<log.endNumber).compactMap { log.row($0) }
        let file = try Scratch.newFolder("tshark") + "/http.pcapng"
        let bytes = WireExport(version: "test").bytes(of: rows, as: .pcapng)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("hush"))
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        let fields = rows.flatMap { row in row.number == row.head ? WireBytes(row, isRevealed: false).fields : [] }
        let names = [
            "http.request.method", "http.request.uri", "http.request.version", "http.host", "http.user_agent",
            "http.accept", "http.response.code", "http.response.phrase", "http.content_type", "http.server",
            "http.location", "http.content_length",
        ]
        for name in names {
            let told = try await Command.run(.tshark, ["-r", file, "-T", "fields", "-e", name])
            let theirs = Self.lines(told.output)
            let ours = fields.filter { $0.filterName == name }.map(\.value)
            #expect(!ours.isEmpty, "\(name)")
            #expect(theirs == ours, "\(name)")
        }
        // Both ways, and the body whole.
        let body = try await Command.run(.tshark, ["-r", file, "-T", "fields", "-e", "http.file_data"])
        let told = Self.lines(body.output).map { $0.filter { $0 != ":" } }
        #expect(told == ["6f6e", "7b226f6e223a747275657d"] || told == ["on", "{\"on\"true}"], "\(told)")
    }

    /// What tshark tells, without what it thinks of who runs it.
    private static func lines(_ output: String) -> [String] {
        output.split(separator: "\n").map(String.init).filter { !$0.isEmpty && !$0.hasPrefix("Running as user") }
    }
}
