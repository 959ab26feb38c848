import Testing

@testable import Profile

/// What MQTTX keeps, read from a database that SQLite 3.40 has written.
@Suite("Imports of MQTTX") struct MQTTXImportTests {
    /// The bytes that are not 0, each stretch behind its place.
    private static let database = """
        0:53514c69746520666f726d61742033000200010100402020000000060000000d00000005000000010000000500000004
        59:01
        95:06002e6301050000000201f6
        111:0c01fb01f6
        505:090500000006030d0000000201520001920152
        850:3e02170f1b1709151f02010d0d170d081709090d0d0d080000616d717474785f316c6f63616c6d7174743132372e302e302e\
        31075b3c2f6d717474332e312e316c01170f1b1d0813230201111b1715091301081f1f1f080f02626d717474785f324bc3a4\
        73657265697773736c61622e6578616d706c651f941e6d6568756e746572322f6d71747473656c66352e30022f632f63612e\
        70656d2f632f6d652e70656d2f632f6d652e6b6579770e100a0000000201f50001f501fb
        1525:05030f01610204030f09620a0000000201f60001f601fb
        2038:040300010204030f0977
        2560:0d00000003002700002701bf017e01f8
        2599:864c0107172d2d018c4b7461626c65436f6e6e656374696f6e456e74697479436f6e6e656374696f6e456e74697479024352\
        45415445205441424c452022436f6e6e656374696f6e456e74697479222028226964222076617263686172205052494d4152\
        59204b4559204e4f54204e554c4c2c2022636c69656e745f6964222076617263686172204e4f54204e554c4c2c20226e616d\
        65222076617263686172204e4f54204e554c4c2c2022636c65616e2220626f6f6c65616e204e4f54204e554c4c2044454641\
        554c54202831292c202270726f746f636f6c22207661726368617220434845434b2870726f746f636f6c20494e2028277773\
        272c2027777373272c20276d717474272c20276d71747473272929204e4f54204e554c4c2044454641554c542028276d7174\
        7427292c2022686f7374222076617263686172204e4f54204e554c4c2c2022706f72742220696e0000000d3f030617532d01\
        00696e64657873716c6974655f6175746f696e6465785f436f6e6e656374696f6e456e746974795f32436f6e6e656374696f\
        6e456e74697479043f020617532d0100696e64657873716c6974655f6175746f696e6465785f436f6e6e656374696f6e456e\
        746974795f31436f6e6e656374696f6e456e74697479030d0000000201d70001eb01d7
        3543:1202090f170f0f08080f09326f66662f233162301301090f190f0f09090f0831686f6d652f233162320a0000000201f50001\
        fb01f5
        4085:05030f01320204030f09310d00000002006e0000b3006e00310031
        4148:3d
        4206:4305061757310100696e64657873716c6974655f6175746f696e6465785f537562736372697074696f6e456e746974795f31\
        537562736372697074696f6e456e7469747908824a040717313101843f7461626c65537562736372697074696f6e456e7469\
        7479537562736372697074696f6e456e7469747907435245415445205441424c4520537562736372697074696f6e456e7469\
        74792028226964222076617263686172205052494d415259204b4559204e4f54204e554c4c2c2022746f7069632220766172\
        63686172204e4f54204e554c4c2c2022716f7322207661726368617220434845434b28716f7320494e20282730272c273127\
        2c2732272929204e4f54204e554c4c2044454641554c54202830292c2022636f6e6e656374696f6e5f696422207661726368\
        61722c20226e6c2220626f6f6c65616e2044454641554c54202830292c20227261702220626f6f6c65616e2044454641554c\
        54202830292c202272682220766172636861722044454641554c54202830292c202264697361626c65642220626f6f6c6561\
        6e290d0000000101e90001e9
        5097:1501070f151b0f090177676f6e657b7b6279657d7d31050a0000000101fb0001fb
        5627:04030f09770d0000000200d400010900d4
        5844:3307061747210100696e64657873716c6974655f6175746f696e6465785f57696c6c456e746974795f3157696c6c456e7469\
        74790b817406071721210183337461626c6557696c6c456e7469747957696c6c456e746974790a435245415445205441424c\
        452057696c6c456e746974792028226964222076617263686172205052494d415259204b4559204e4f54204e554c4c2c2022\
        6c61737457696c6c546f706963222076617263686172204e4f54204e554c4c2044454641554c5420282727292c20226c6173\
        7457696c6c5061796c6f61642220766172636861722c20226c61737457696c6c516f732220766172636861722c20226c6173\
        7457696c6c52657461696e2220626f6f6c65616e2c202277696c6c44656c6179496e74657276616c2220696e746567657229
        6148:7465676572204e4f54204e554c4c2c20226b656570616c6976652220696e7465676572204e4f54204e554c4c204445464155\
        4c5420283630292c2022757365726e616d652220766172636861722c202270617373776f72642220766172636861722c2022\
        706174682220766172636861722c2022636572745479706522207661726368617220434845434b2863657274547970652049\
        4e202827272c2027736572766572272c202773656c662729292044454641554c5420282727292c202273736c2220626f6f6c\
        65616e204e4f54204e554c4c2c20226d71747456657273696f6e222076617263686172204e4f54204e554c4c2c20226f7264\
        657249642220696e74656765722c202272656a656374556e617574686f72697a65642220626f6f6c65616e2044454641554c\
        54202831292c20226361222076617263686172204e4f54204e554c4c2c202263657274222076617263686172204e4f54204e\
        554c4c2c20226b6579222076617263686172204e4f54204e554c4c2c20226973436f6c6c656374696f6e2220626f6f6c6561\
        6e204e4f54204e554c4c2044454641554c54202830292c202277696c6c49642220766172636861722c202273657373696f6e\
        457870697279496e74657276616c2220696e74656765722c20434f4e53545241494e542022522220554e4951554520282277\
        696c6c4964222929
        """

    private static func bytes() throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 6656)
        for line in database.split(separator: "\n") {
            let parts = line.split(separator: ":")
            var place = try #require(Int(parts[0]))
            var digits = parts[1][...]
            while !digits.isEmpty {
                bytes[place] = try #require(UInt8(digits.prefix(2), radix: 16))
                digits = digits.dropFirst(2)
                place += 1
            }
        }
        return bytes
    }

    @Test("Connections in their order, with TLS, will and subscriptions; what is switched off is left out")
    func database() throws {
        let found = try MQTTXDatabase().read(Self.bytes(), at: "/c/MQTTX/MQTTX.db")
        #expect(found.connections.map(\.name) == ["local", "Käserei"])
        #expect(found.connections[0].url == "mqtt://127.0.0.1:1883" && found.connections[0].version == "3.1.1")
        #expect(found.connections[0].password == nil && found.connections[0].clientID == "mqttx_1-martlet")
        let lab = found.connections[1]
        #expect(lab.url == "wss://lab.example:8084/mqtt" && lab.version == "5" && lab.keepAlive == 30)
        #expect(lab.username == "me" && lab.password == .literal("hunter2") && !lab.cleanStart)
        #expect(lab.sessionExpiry == 3600 && !lab.tls.verify)
        #expect(lab.tls.ca == "/c/ca.pem" && lab.tls.certificate == "/c/me.pem" && lab.tls.key == "/c/me.key")
        var filter = SubscriptionDraft("home/#", qos: 1)
        (filter.noLocal, filter.retainAsPublished, filter.retainHandling) = (true, true, 2)
        #expect(lab.subscriptions == [filter])
        let will = try #require(lab.will)
        #expect(will.topic == "gone" && will.qos == 1 && will.retain && will.delay == 5)
        // What looks like a variable is none.
        #expect(will.payload == TemplateCall.quoted("{{bye}}"))
    }

    @Test("Damaged bytes are no crash and no endless walk")
    func damaged() throws {
        let whole = try Self.bytes()
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...30, using: &random) {
                bytes[Int.random(in: 16..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            _ = try? MQTTXDatabase().read(bytes, at: "/c/MQTTX/MQTTX.db")
        }
        #expect(throws: ImportProblem.self) { try MQTTXDatabase().read(Array("SQLite format 3\0".utf8), at: "x") }
    }

    @Test("The names of columns, however they are quoted")
    func columns() {
        let statement = #"""
            CREATE TABLE t ("a b" varchar CHECK(x IN ('1,2', ')')) NOT NULL, [c] integer DEFAULT (f(1,2)), `d`, e,
            CONSTRAINT "q" UNIQUE ("a b", c), PRIMARY KEY (c))
            """#
        #expect(SQLiteFile.columns(of: statement) == ["a b", "c", "d", "e"])
    }

    @Test("The command line's settings")
    func commandLine() throws {
        let text =
            "[default]\noutput = text\n\n[mqtt]\nhost = \"broker.example\"\nport=8883\n; x\nusername = me\npassword = p=w\n"
        let draft = try #require(try MQTTXCommandLine().read(Array(text.utf8), at: "x").connections.first)
        #expect(draft.url == "mqtts://broker.example:8883" && draft.username == "me")
        #expect(draft.password == .literal("p=w"))
        #expect(throws: ImportProblem.self) { try MQTTXCommandLine().read([], at: "x") }
    }
}
