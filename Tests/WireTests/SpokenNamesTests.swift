import MQTT
import NIOCore
import TestSupport
import Testing
import Wire

/// Names of the settings that hold secrets, in the packets that carry them.
@Suite("Names in packets that nobody may read") struct SpokenNamesTests {
    private static let secret = "zq"
    private let names = SpokenNames(
        [
            "me-zq": "me-{{t}}", "zq/#": "{{t}}/#", "gone/zq": "gone/{{t}}", "left zq": "left {{t}}",
            "type/zq": "type/{{t}}", "zq": "{{t}}",
        ], hidesUsername: true)

    private func rows() throws -> [WireRow] {
        let wire = TestLog()
        wire.log.names = names
        var connect = Connect(version: .v5, clientID: "me-zq")
        connect.username = "user-zq"
        connect.properties.userProperties = [UserProperty("place", "zq"), UserProperty("zq", "open")]
        var properties = Properties()
        properties.contentType = "type/zq"
        properties.correlationData = Array("zq".utf8)
        connect.will = Will(
            topic: "gone/zq", payload: Array("left zq".utf8), qos: .atMostOnce, retain: false, properties: properties)
        try wire.say(.sent, .connect(connect))
        try wire.say(.received, .connectAck(ConnectAck()))
        let filters = [Subscription(filter: "zq/#", qos: .atLeastOnce), Subscription(filter: "typed/#")]
        try wire.say(.sent, .subscribe(Subscribe(packetID: 1, subscriptions: filters)))
        try wire.say(.received, .subscribeAck(SubscribeAck(packetID: 1, reasons: [.success, .success])))
        try wire.say(.sent, .unsubscribe(Unsubscribe(packetID: 2, filters: ["zq/#"])))
        return wire.rows
    }

    @Test("Rows, fields, bytes and files have the names of variables, and dots and stars, until secrets are asked for")
    func hidden() throws {
        let rows = try rows()
        let export = WireExport(version: "1")
        for row in rows {
            let shown = WireBytes(row, isRevealed: false)
            let words =
                shown.fields.map(\.value) + [row.summary] + row.verdicts.map(\.words)
                + [export.line(of: row, after: nil), export.line(of: row, since: 0)]
            #expect(!words.contains { $0.contains(Self.secret) }, "\(words)")
            let left = shown.bytes.indices.map { shown.isSecret($0) ? 0 : shown.bytes[$0] }
            #expect(!String(decoding: left, as: UTF8.self).contains(Self.secret))
        }
        #expect(rows[0].summary.contains("me-{{t}}") && rows[0].summary.contains("will gone/{{t}}"))
        #expect(rows[2].summary == "SUBSCRIBE #1 {{t}}/# q1, typed/# q0")
        #expect(rows[4].summary == "UNSUBSCRIBE #2 {{t}}/#")
        let connect = WireBytes(rows[0], isRevealed: false).fields
        #expect(connect.contains { $0.name == "Will Payload" && $0.value == "left {{t}}" && $0.isSecret })
        #expect(connect.contains { $0.value == "place: {{t}}" } && connect.contains { $0.value == "{{t}}: open" })
        // Granted less than was asked for.
        #expect(rows.flatMap(\.verdicts).contains { $0.words.contains("{{t}}/#") })
        let fields = WireBytes(rows[2], isRevealed: false).fields.filter { $0.name == "Topic Filter" }
        #expect(fields.map(\.value) == ["{{t}}/#", "typed/#"] && fields.map(\.isSecret) == [true, false])
        var writer = PcapngWriter(export)
        for row in rows { writer.write(row) }
        let file = writer.take()
        #expect(file.firstRange(of: "zq".utf8) == nil && file.firstRange(of: "typed/#".utf8) != nil)
    }

    @Test("Where secrets are asked for each is what it is on the wire")
    func revealed() throws {
        let rows = try rows()
        let shown = WireBytes(rows[0], isRevealed: true)
        #expect(shown.secrets.isEmpty && shown.fields.contains { $0.value == "me-zq" })
        let export = WireExport(version: "1", revealsSecrets: true)
        #expect(export.line(of: rows[2], after: nil).contains("zq/# q1"))
    }
}
