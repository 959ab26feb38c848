import MQTT
import NIOCore
import REST
import TestSupport
import Testing
import Text
import Wire

@Suite("The filter over the wire")
struct WireFilterTests {
    private func row(
        _ packet: Packet, _ version: ProtocolVersion = .v5, _ direction: WireRow.Direction = .sent,
        handshake: WireRow.Handshake = .none, verdicts: [WireVerdict] = []
    ) throws -> WireRow {
        let bytes = try PacketSamples.bytes(packet, version)
        return WireRow(
            number: 1, time: 0, uptime: 0, batch: 1, connection: 3, peer: "home", direction: direction,
            content: .packet(WirePacket(packet.type, version: version, bytes: bytes)), handshake: handshake,
            verdicts: verdicts)
    }

    private func passes(_ filter: String, _ row: WireRow) throws -> Bool { try WireFilter(filter).matches(row) }

    private var lamp: Packet {
        .publish(
            Publish(
                topic: "home/lamp", payload: ByteBuffer(string: "{\"on\":true}"), qos: .atLeastOnce, retain: true,
                packetID: 7, properties: [Property(.userProperty, .pair("room", "Hall"))]))
    }

    @Test(
        "A PUBLISH passes",
        arguments: [
            "", "mqtt", "mqtt.msgtype == 3", "mqtt.msgtype == PUBLISH", "mqtt.qos > 0", "mqtt.qos != 0",
            "mqtt.topic contains \"lamp\"", "mqtt.topic == \"home/lamp\"", "mqtt.topic == home/lamp", "mqtt.retain",
            "mqtt.retain == true && mqtt.msgid == 0x7", "mqtt.qos == 2 || mqtt.qos == 1", "not mqtt.qos == 0",
            "!(mqtt.dupflag == 1)", "mqtt.msgtype in {3, 4} and mqtt.len < 100", "mqtt.prop_value == \"Hall\"",
            "mqtt.msg contains 22:6f:6e", "mqtt.msg_text contains \"true\"", "lamp", "hall", "LAMP or lamp",
            "lamp hall", "\"home/lamp\" sent", "home", "publish", "open", "frame.len < 100", "mqtt.ver or mqtt.topic",
            "tcp.stream == 3", "mqtt.property_id == 0x26", "mqtt.topic_len eq 9",
            "mqtt.msgtype ge 3 and mqtt.msgtype le 3",
        ])
    func passing(_ filter: String) throws { #expect(try passes(filter, try row(lamp, handshake: .open))) }

    @Test(
        "A PUBLISH does not pass",
        arguments: [
            "http", "mqtt.msgtype == 4", "mqtt.qos == 0", "mqtt.topic contains \"Lamp\"", "mqtt.topic != \"home/lamp\"",
            "mqtt.clientid", "mqtt.clientid != \"x\"", "Hallo", "done", "failed", "received", "verdict",
            "lamp and nothing", "http.response.code >= 400", "mqtt.puback.reason_code == 0", "_ws.malformed",
            "mqtt.topic in {\"a\", \"b\"}", "mqtt.property.topic_alias",
        ])
    func failing(_ filter: String) throws { #expect(!(try passes(filter, try row(lamp, handshake: .open)))) }

    @Test("Letters beyond ASCII are found in either spelling, as in the messages' filter; names stay as they are")
    func spellings() throws {
        func note(_ payload: String) throws -> WireRow {
            try row(.publish(Publish(topic: "home/note", payload: ByteBuffer(string: payload))))
        }
        for payload in [#"{"name":"Müller"}"#, #"{"name":"M\u00fcller"}"#, #"{"name":"M\u00FCller"}"#] {
            for filter in ["Müller", "müller", "\"Müller\" home", #"M\u00fcller"#] {
                #expect(try passes(filter, try note(payload)), "\(filter) in \(payload)")
            }
        }
        #expect(try !passes("Müller", try note(#"{"name":"Muller"}"#)))
    }

    @Test("Where a field comes several times, one that passes is enough, and none may be what it must not be")
    func several() throws {
        let subscribe = try row(
            .subscribe(Subscribe(packetID: 1, subscriptions: [Subscription(filter: "a"), Subscription(filter: "b/#")])))
        #expect(try passes("mqtt.topic == \"b/#\"", subscribe))
        #expect(!(try passes("mqtt.topic != \"b/#\"", subscribe)))
        #expect(try passes("mqtt.topic != c", subscribe))
        let answer = try row(
            .subscribeAck(SubscribeAck(packetID: 1, reasons: [.success, .notAuthorized])), .v5, .received,
            handshake: .failed)
        #expect(try passes("mqtt.suback.reason_code >= 0x80 && failed", answer))
        #expect(!(try passes("mqtt.unsuback.reason_code", answer)))
        #expect(try passes("not authorized", try row(lamp)) == true, "not turns the word behind it around")
        #expect(try passes("\"Not authorized\"", answer))
    }

    @Test("A password is neither found nor compared; whether it is there may be asked")
    func secrets() throws {
        let connect = try row(.connect(Connect(clientID: "c", username: "me", password: Array("hush".utf8))))
        #expect(!(try passes("hush", connect)))
        #expect(try passes("mqtt.passwd and me", connect))
        #expect(throws: WireFilterProblem.self) { try WireFilter("mqtt.passwd == hush") }
    }

    @Test("An exchange is asked by Wireshark's names too; a token in its URL is not found")
    func http() throws {
        var hop = Hop(
            url: "http://h/lamps?token=hush",
            sent: Sent(
                method: "GET", target: "/lamps?token=hush",
                bytes: Array("GET /lamps?token=hush HTTP/1.1\r\nHost: h\r\n\r\n".utf8)))
        let head = "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n\r\n"
        hop.response = Response(status: 404, reason: "Not Found", head: Array(head.utf8))
        func step(_ step: WireHTTP.Step) -> WireRow {
            WireRow(
                number: 2, time: 0, uptime: 0, batch: 2, connection: -1, direction: .sent,
                content: .http(WireHTTP(step, exchange: 1, of: hop)))
        }
        for filter in [
            "http", "http.response.code >= 400", "http.request.method == GET", "http.request.uri contains lamps",
            "http.content_type == \"text/plain\"", "http.host == h", "lamps", "\"not found\"", "http.request and 404",
            "http.request.full_uri contains \"//h/\"",
        ] {
            #expect(try passes(filter, step(.exchange)), "\(filter)")
        }
        #expect(!(try passes("hush", step(.exchange))))
        #expect(!(try passes("http.response", step(.request))))
        #expect(try passes("http.response.code == 404", step(.head)))
        #expect(!(try passes("http.response.code < 400", step(.exchange))))
    }

    @Test(
        "What is wrong is said with its place",
        arguments: [
            ("mqtt.qoss == 1", "there is no field mqtt.qoss: put text in quotes to look for it (at 1)"),
            ("mqtt.qos ==", "a value is missing here (at 12)"),
            ("mqtt.qos == high", "mqtt.qos is a number, and high is none (at 13)"),
            ("lamp && (mqtt.qos > 0", "there is no ) for this ( (at 9)"),
            ("mqtt.qos > 0)", "there is no ( for this ) (at 13)"),
            ("mqtt.topic contains \"la", "the quote is not closed: put a \" at the end (at 21)"),
            ("a ||", "something is missing here (at 5)"), ("&& a", "&& needs something before it (at 1)"),
            ("mqtt.topic matches \"a.*\"", "matches is not known here: use contains (at 12)"),
            ("mqtt.properties == 1", "mqtt.properties has no value: it can only be asked whether it is there (at 17)"),
            ("mqtt.msgtype == LAMP", "LAMP is no packet type: 1 to 15, or a name as PUBLISH (at 17)"),
            ("colour == red", "there is no field colour: put text in quotes to look for it (at 1)"),
        ])
    func problems(_ filter: String, _ words: String) {
        #expect {
            try WireFilter(filter)
        } throws: { "\($0)" == words }
    }

    @Test("Brackets within each other are bounded, and any text is understood or refused")
    func hostile() {
        #expect(throws: WireFilterProblem.self) { try WireFilter(String(repeating: "(", count: 100_000)) }
        #expect(throws: WireFilterProblem.self) { try WireFilter(String(repeating: "!", count: 100_000)) }
        #expect(throws: WireFilterProblem.self) { try WireFilter(String(repeating: "a ", count: 20_000)) }
        var numbers = SplitMix64(seed: 3)
        let words = ["mqtt.qos", "==", "!", "(", ")", "{", "}", ",", "\"", "and", "or", "1", "in", "é", "&", "|", " "]
        for _ in 0..<2000 {
            _ = try? WireFilter((0..<8).map { _ in words.randomElement(using: &numbers) ?? "" }.joined(separator: " "))
        }
    }

    @Test("Every name of the issue's list is known")
    func names() throws {
        for name in WireFilter.names { _ = try WireFilter(name) }
        let wanted = """
            msgtype len dupflag qos retain ver clientid username passwd kalive conflag.uname conflag.passwd conflag.retain
            conflag.qos conflag.willflag conflag.cleansess willtopic willmsg conack.flags.sp conack.val msgid topic msg
            msg_text sub.qos suback.qos subscription_options_qos subscription_options_nl subscription_options_rap
            subscription_options_retain connack.reason_code puback.reason_code pubrec.reason_code pubrel.reason_code
            pubcomp.reason_code suback.reason_code unsuback.reason_code disconnect.reason_code auth.reason_code
            property_id prop_number prop_string prop_key prop_value property.content_type property.max_qos
            property.topic_alias
            """
        for name in wanted.split(whereSeparator: \.isWhitespace) {
            #expect(WireFilter.names.contains("mqtt.\(name)"), "\(name)")
        }
    }

    @Test("Over as many packets as a full ring has, a filter is quick")
    func speed() throws {
        #if DEBUG
            let count = 2000
        #else
            let count = 110_000
        #endif
        let bytes = try PacketSamples.bytes(lamp, .v5)
        let all = [UInt8]((0..<count).map { _ in bytes }.joined())
        for text in ["mqtt.qos > 1", "mqtt.topic contains \"zzz\"", "zzz", "mqtt.prop_value == zzz || mqtt.msgid == 9"]
        {
            let filter = try WireFilter(text)
            var found = 0
            let time = ContinuousClock().measure {
                all.withUnsafeBytes { all in
                    for index in 0..<count {
                        let packet = UnsafeRawBufferPointer(
                            rebasing: all[index * bytes.count..<(index + 1) * bytes.count])
                        let subject = WireSubject(
                            .packet(packet, length: bytes.count, version: .v5), direction: .sent, number: UInt64(index))
                        if filter.matches(subject) { found += 1 }
                    }
                }
            }
            #expect(found == 0)
            #if !DEBUG
                print("\(text): \(all.count >> 10) KiB, \(count) packets in \(time)")
            #endif
            #expect(time < .seconds(2))
        }
    }
}
