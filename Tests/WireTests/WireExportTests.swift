import MQTT
import NIOCore
import REST
import TestSupport
import Testing
import Text
import Wire

@Suite("Rows of the wire as files")
struct WireExportTests {
    private func packetRow(_ packet: Packet, _ direction: WireRow.Direction = .sent) throws -> WireRow {
        let bytes = try PacketSamples.bytes(packet, .v5)
        return WireRow(
            number: 7, time: 1_780_000_000_123_456, uptime: 5_000_000, batch: 1, connection: 1, peer: "home",
            direction: direction, content: .packet(WirePacket(packet.type, version: .v5, bytes: bytes)),
            outcome: "ack +1.2 ms", duration: 1_200_000, handshake: .done,
            verdicts: [WireVerdict(.remark, "QoS 1 asked", rule: "A rule", section: "MQTT 5 3.8.4")])
    }

    private var exchange: WireRow { exchange(4, endsAt: 1_780_000_000_200_000, after: 4_500_000) }

    private func exchange(
        _ number: UInt64, _ step: WireHTTP.Step = .exchange, endsAt end: Moment, after duration: Int64
    ) -> WireRow {
        let request =
            "POST /a?token=hush HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer hush\r\nContent-Length: 9\r\n\r\nroom=hall"
        var hop = Hop(
            url: "http://h/a?token=hush",
            sent: Sent(
                method: "POST", target: "/a?token=hush",
                fields: [Field("Host", "h"), Field("Authorization", "Bearer hush"), Field("Content-Length", "9")],
                bytes: Array(request.utf8), size: request.utf8.count, bodySize: 9))
        let head =
            "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nSet-Cookie: id=hush\r\n"
            + "Location: /b?token=hush&a=1 \r\nContent-Length: 2\r\n\r\n"
        var response = Response(
            status: 201, reason: "Created",
            fields: [
                Field("Content-Type", "application/json"), Field("Set-Cookie", "id=hush"),
                Field("Location", "/b?token=hush&a=1"), Field("Content-Length", "2"),
            ], head: Array(head.utf8))
        response.bodySize = 2
        response.isComplete = true
        hop.response = response
        hop.timings.connect = Timings.Span(-5_000_000, -4_000_000)
        hop.timings.tls = Timings.Span(-4_000_000, -1_000_000)
        hop.timings.send = Timings.Span(0, 1_000_000)
        hop.timings.firstByte = 3_000_000
        hop.timings.lastByte = duration
        hop.connection = Connection(number: 3, remoteAddress: "[2001:db8::1]:80")
        return WireRow(
            number: 8, time: end, uptime: 81_000_000, batch: 2, connection: -1, peer: "h",
            direction: .sent,
            content: .http(WireHTTP(step, exchange: number, of: hop, answer: Array((head + "{}").utf8))),
            outcome: "201 Created", duration: duration, handshake: .done)
    }

    private func text(_ rows: [WireRow], _ format: WireExport.Format, revealsSecrets: Bool = false) -> String {
        String(
            decoding: WireExport(version: "1", revealsSecrets: revealsSecrets).bytes(of: rows, as: format),
            as: UTF8.self)
    }

    @Test("A secret is in no file, unless it is asked for", arguments: WireExport.Format.allCases)
    func secrets(_ format: WireExport.Format) throws {
        let connect = Packet.connect(
            Connect(
                clientID: "c", username: "me", password: Array("hush".utf8),
                properties: [
                    Property(.authenticationMethod, .string("m")),
                    Property(.authenticationData, .binary(Array("hush".utf8))),
                ]))
        let rows = [try packetRow(connect), exchange]
        #expect(!text(rows, format).contains("hush"))
        #expect(text(rows, format, revealsSecrets: true).contains("hush"))
        if format == .pcapng {
            // As many bytes as there were: lengths in the packets stay true.
            let sizes = [false, true].map {
                WireExport(version: "1", revealsSecrets: $0).bytes(of: rows, as: .pcapng).count
            }
            #expect(sizes[0] - sizes[1] == " Secrets are starred.".utf8.count - 1 || sizes[0] - sizes[1] < 24)
            #expect(text(rows, format).contains("Authorization: Bearer ****\r\n"))
            #expect(text(rows, format).contains("POST /a?token=**** HTTP/1.1"))
            #expect(text(rows, format).contains("Location: /b?token=****&a=1 \r\n"))
        }
    }

    @Test("A line of JSON has the same keys for whatever went by")
    func lines() throws {
        let publish = Packet.publish(
            Publish(topic: "home/a", payload: ByteBuffer(string: "21.4"), qos: .atLeastOnce, packetID: 7))
        let note = WireRow(
            number: 9, time: 0, uptime: 0, batch: 3, connection: 1, direction: .received,
            content: .connection("lost \u{1B}"))
        let lines = text([try packetRow(publish), exchange, note], .ndjson).split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        let keys = lines.map { line in line.matches(of: /[{,]"([a-zA-Z]+)":/).map { String($0.output.1) } }
        let own: Set = ["weight", "words", "section"]
        #expect(keys[0].filter { !own.contains($0) } == keys[1].filter { !own.contains($0) })
        #expect(keys[0].filter { !own.contains($0) } == keys[2])
        #expect(
            lines[0].hasPrefix(
                "{\"kind\":\"packet\",\"time\":\"2026-05-28T20:26:40.123456Z\",\"at\":0,\"connection\":1,\"peer\":\"home\","
            ))
        #expect(lines[0].contains("\"type\":\"PUBLISH\",\"version\":\"5\",\"id\":7,\"topic\":\"home/a\",\"qos\":1,"))
        #expect(lines[0].contains("\"encoding\":\"utf8\",\"payload\":\"21.4\""))
        #expect(lines[1].contains("\"at\":76000000") && lines[1].contains("\"status\":201"))
        #expect(lines[2].contains("lost \\u001b"))
    }

    @Test("A report is a line for each row, with what is to be said of it")
    func report() throws {
        let lines = text([try packetRow(.publishAck(Acknowledgement(packetID: 7)), .received), exchange], .text)
            .split(separator: "\n").map(String.init)
        #expect(
            lines == [
                "2026-05-28T20:26:40.123456Z  -  <-  home  PUBACK #7  ack +1.2 ms  1.2 ms  ! QoS 1 asked (MQTT 5 3.8.4)",
                "2026-05-28T20:26:40.200000Z  +76.0 ms  ->  h  POST /a?token=••••••  201 Created  4.5 ms",
            ])
    }

    @Test("HAR has an entry for each request, with its times and its body")
    func har() {
        let har = text([exchange, exchange], .har)
        for part in [
            "\"version\":\"1.2\"", "\"startedDateTime\":\"2026-05-28T20:26:40.200000Z\"", "\"time\":4.5",
            "\"method\":\"POST\"", "\"url\":\"http://h/a?token=••••••\"",
            "\"queryString\":[{\"name\":\"token\",\"value\":\"••••••\"}]", "\"text\":\"room=hall\"",
            "\"status\":201", "\"wait\":2.0", "\"receive\":1.5", "\"connect\":4.0", "\"ssl\":3.0",
            "\"serverIPAddress\":\"2001:db8::1\"",
            "\"content\":{\"size\":2,\"mimeType\":\"application/json\",\"text\":\"{}\"}",
            "\"_martlet\":{\"exchange\":4",
        ] {
            #expect(har.contains(part), "\(part)")
        }
        #expect(har.matches(of: /startedDateTime/).count == 1)
        // By when they began: the slow one ends last.
        let slow = text(
            [
                exchange(2, .end, endsAt: 1_780_000_000_300_000, after: 4_500_000),
                exchange(1, .end, endsAt: 1_780_000_009_000_000, after: 9_000_000_000),
            ], .har)
        #expect(slow.matches(of: /"exchange":(\d)/).map(\.output.1) == ["1", "2"])
    }
}
