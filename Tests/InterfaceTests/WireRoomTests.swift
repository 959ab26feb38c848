import MQTT
import Model
import NIOCore
import Payloads
import Profile
import REST
import Terminal
import TestSupport
import Testing
import Wire

@testable import Interface

@Suite("View Wire") struct WireRoomTests {
    /// What went over the wire of a visit.
    final class Talk {
        let visit: Visit
        var version = ProtocolVersion.v5

        init(_ visit: Visit) { self.visit = visit }

        func say(_ direction: TapEvent.Direction, after microseconds: Int64 = 1200, _ packets: Packet...) throws {
            var bytes = ByteBuffer()
            for packet in packets { try PacketEncoder(version: version).encode(packet, into: &bytes) }
            say(direction, after: microseconds, bytes: bytes)
        }

        func say(_ direction: TapEvent.Direction, after microseconds: Int64 = 1200, bytes: ByteBuffer) {
            visit.now += microseconds
            visit.window.model.apply(
                .wire(
                    Traffic(
                        direction: direction, version: version, time: visit.now, uptime: visit.now * 1000, bytes: bytes),
                    of: visit.workspace.id))
        }

        /// A connection with a password, two filters of which one gets less, messages both ways, a request.
        func whole() throws {
            var connect = Connect(version: .v5, clientID: "martlet-1")
            (connect.username, connect.password) = ("alice", Array("hunter2".utf8))
            try say(.sent, .connect(connect))
            var answer = ConnectAck()
            answer.properties.receiveMaximum = 20
            try say(.received, after: 3_100, .connectAck(answer))
            let filters = [
                Subscription(filter: "home/#", qos: .exactlyOnce), Subscription(filter: "$SYS/#", qos: .atMostOnce),
            ]
            try say(.sent, .subscribe(Subscribe(packetID: 1, subscriptions: filters)))
            try say(.received, .subscribeAck(SubscribeAck(packetID: 1, reasons: [.grantedQoS1, .success])))
            try say(.sent, after: 2_000_000, .publish(publish("home/hall/lamp/set", "{\"on\":true}", .exactlyOnce, 7)))
            try say(.received, .publishReceived(Acknowledgement(packetID: 7)))
            try say(.sent, after: 100, .publishRelease(Acknowledgement(packetID: 7)))
            try say(.received, after: 1000, .publishComplete(Acknowledgement(packetID: 7)))
            try say(
                .received, after: 40_000, .publish(publish("home/hall/lamp", "{\"on\":true}", .atLeastOnce, 1)),
                .publish(publish("home/kitchen/temperature", "21.4", .atMostOnce, 0)))
            try say(.sent, after: 90, .publishAck(Acknowledgement(packetID: 1)))
            request()
            try say(.sent, after: 30_000_000, .pingRequest)
            try say(.received, after: 800, .pingResponse)
            try say(.sent, after: 1_000_000, .publish(publish("home/door", "open", .atLeastOnce, 8)))
        }

        private func publish(_ topic: String, _ payload: String, _ qos: QoS, _ id: UInt16) -> Publish {
            Publish(topic: topic, payload: ByteBuffer(string: payload), qos: qos, packetID: id)
        }

        private func request() {
            visit.now += 500_000
            var exchange = SentRequest(
                id: 1, requestID: 1, url: "http://127.0.0.1:8000/sensors", startedAt: visit.now)
            var timings = Timings(start: 0)
            (timings.connect, timings.send) = (.init(0, 400_000), .init(400_000, 460_000))
            (timings.firstByte, timings.lastByte) = (11_000_000, 12_300_000)
            let fields = [Field("Host", "127.0.0.1:8000"), Field("Accept", "*/*")]
            let head = "GET /sensors HTTP/1.1\r\nHost: 127.0.0.1:8000\r\nAccept: */*\r\n\r\n"
            let answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n"
            var response = Response(
                status: 200, reason: "OK",
                fields: [Field("Content-Type", "application/json"), Field("Content-Length", "17")],
                head: Array(answer.utf8))
            (response.bodySize, response.announcedSize, response.isComplete) = (17, 17, true)
            exchange.hops = [
                Hop(
                    url: exchange.url,
                    sent: Sent(
                        method: "GET", target: "/sensors", fields: fields, bytes: Array(head.utf8),
                        size: head.utf8.count),
                    response: response, timings: timings)
            ]
            exchange.state = .finished
            visit.window.model.apply(.exchange(exchange))
            visit.now += 12_300
        }
    }

    private func visit(width: Int = 160, height: Int = 50) throws -> Visit {
        let visit = Visit(width: width, height: height)
        try Talk(visit).whole()
        return try visit.type("5")
    }

    @Test("the view as it is read", arguments: [(80, 24), (160, 50)])
    func picture(width: Int, height: Int) throws {
        let visit = try visit(width: width, height: height)
        // The message of QoS 2, unfolded.
        try visit.type("g<Down><Down><Space>")
        visit.look()
        try Snapshot.check(visit.grid, named: "wire-\(width)x\(height)", letter: TestTheme.letter)
    }

    @Test("Handshakes are one row; Space unfolds one, + all; what is open says for how long") func folding() throws {
        let visit = try visit()
        visit.see("PUBLISH q2 #7 home/hall/lamp/set 11 B  rec +1.2 ms rel +100 µs comp +1.0 ms", in: .packets)
        visit.see("SUBSCRIBE #1 home/# q2, $SYS/# q0  granted 1, 0  ", in: .packets)
        visit.see("GET /sensors  200 OK 17 B", in: .packets)
        visit.see("same read", in: .packets)
        visit.miss("PUBREC", in: .packets)
        visit.now += 3_000_000
        visit.see("open 3s", in: .packets)
        visit.see("in flight → 1/20 ← 0/65,535", in: .packets)
        try visit.type("g<Down><Down><Space>")
        visit.see("PUBREC #7", in: .packets).see("PUBCOMP #7", in: .packets)
        try visit.type("<Space>").miss("PUBREC", in: .packets)
        try visit.type("+").see("PUBREC #7", in: .packets).see("head 200 OK", in: .packets)
        try visit.type("-").miss("PUBREC", in: .packets)
    }

    @Test("What was granted less is a verdict, a filter and a count") func verdicts() throws {
        let visit = try visit()
        visit.see("! QoS 2 asked, 1 granted: home/#", in: .packets)
        visit.see("1 verdict")
        try visit.type("v").see("SUBSCRIBE", in: .packets).miss("PINGREQ", in: .packets)
        try visit.type("v").see("PINGREQ", in: .packets)
    }

    @Test("What is read is the row that is marked, also where a filter hides the one before") func filtered() throws {
        let visit = try visit()
        try visit.type("g<Down>").see("SUBSCRIBE", in: .packet)
        try visit.type("/mqtt.msgtype == connect<Enter>").see("CONNECT", in: .packet).miss("SUBSCRIBE", in: .packet)
        try visit.type("/nowhere at all<Enter>").see("No row matches.").miss("CONNECT", in: .packet)
    }

    @Test("The explanation of the selected field is read whole, where its row has no room for it")
    func explained() throws {
        let visit = try visit(width: 120, height: 36)
        try visit.type("g<Down><Tab>").see("SUBSCRIBE", in: .packet)
        let texts = (0..<16).map { _ in
            _ = try? visit.type("<Down>")
            return visit.pane(.packet) ?? ""
        }
        #expect(texts.contains { $0.contains("(Also what this client publishes)") })
        #expect(texts.contains { !$0.contains("(Also") })
    }

    @Test("Pause and follow") func pause() throws {
        let visit = try visit()
        visit.see("following", in: .packets)
        try visit.type("p").see("paused", in: .packets)
        try Talk(visit).say(.sent, .pingRequest)
        visit.see("PUBLISH q1 #8 home/door", in: .packet)
        try visit.type("p").see("PINGREQ", in: .packet)
    }

    @Test("The mark counts time and bytes from there") func mark() throws {
        let visit = try visit()
        try visit.type("g<Down><Down>m<Down>")
        visit.see("since the mark 42.3 ms, sent 4 B, received 73 B", in: .packets)
        try visit.type("<Up>m").miss("since the mark", in: .packets)
    }

    @Test("A row leads to its message and back, an exchange to its answer and back") func journeys() throws {
        let visit = try visit()
        visit.receive("home/hall/lamp", "{\"on\":true}", qos: 1)
        try visit.type("g<Down><Down><Down>J")
        #expect(visit.window.view == .explore)
        visit.see("home/hall/lamp", in: .message)
        try visit.type("i")
        #expect(visit.window.view == .wire)
        visit.see("home/hall/lamp", in: .packet)
    }

    @Test("The row of a request leads to its answer, and one key from the answer comes back") func exchanges() throws {
        let visit = try visit()
        try visit.type("/GET<Enter>").see("GET /sensors  200 OK 17 B", in: .packets)
        try visit.type("J")
        #expect(visit.window.view == .rest)
        visit.see("200 OK", in: .response)
        try visit.type("i")
        #expect(visit.window.view == .wire)
        visit.see("GET /sensors", in: .packet).see("Request Line", in: .packet)
        // From one of its steps the way is the same.
        try visit.type("<Esc>+/http.response.code == 200<Enter>G<Up>").see("head 200 OK", in: .packet)
        try visit.type("J")
        #expect(visit.window.view == .rest)
        // What is not kept is said, and nothing else happens.
        let empty = Visit(width: 120, height: 36)
        empty.window.model.requests.wire.take(
            WireExchange(id: 99, url: "http://h/x", startedAt: empty.now, hops: [], isOver: true, failure: "no"))
        try empty.type("5GJ").see("What was answered is not kept any more")
        #expect(empty.window.view == .wire)
    }

    @Test(
        "Names of HTTP's fields are filters",
        arguments: [
            ("http.request.method == GET", true), ("http.request.method == PUT", false),
            ("http.host contains 8000", true),
            ("http.content_type contains json", true), ("http.content_length > 16", true),
            ("http.content_length > 17", false),
            ("http.request.uri == /sensors", true), ("http.response.phrase == OK && done", true),
            ("http.cookie", false),
            ("http.request.full_uri contains sensors", true), ("http.response.code in {200, 204}", true),
            ("http2", false),
            ("!http", false),
        ])
    func httpFilters(text: String, isThere: Bool) throws {
        let visit = try visit()
        try visit.type("/\(text)<Enter>")
        if isThere {
            visit.see("GET /sensors", in: .packets).miss("PINGREQ", in: .packets)
        } else {
            visit.miss("GET /sensors", in: .packets)
        }
    }

    @Test("A password is dots in fields, hex and copies until it is asked for") func secrets() throws {
        let visit = try visit()
        try visit.type("gY")
        #expect(!Self.copied(visit).contains("68 75 6e 74 65 72 32"))
        try visit.type("<Enter>G")
        visit.miss("hunter2").miss("68 75 6e 74 65 72 32").see("••")
        try visit.type("S").see("hunter2", in: .packet)
        // For this one, this once.
        try visit.type("<Esc>").miss("hunter2")
    }

    @Test("Rows are exported with what is folded, without secrets") func exports() throws {
        let visit = try visit()
        try visit.type("/SUBSCRIBE<Enter>w").see("pcapng").see("Export 1 row")
        try visit.type("<End><Enter>").see("wire.txt")
        try visit.type("<Enter>")
        let written = visit.takeEffects().compactMap { effect -> String? in
            guard case .file(.write("wire.txt", let bytes)) = effect else { return nil }
            return bytes.withBytes { String(decoding: $0, as: UTF8.self) }
        }.joined()
        #expect(written.contains("SUBSCRIBE") && written.contains("SUBACK"), "\(written)")
        #expect(!written.contains("PINGREQ"))
        try visit.type("<Esc>/hunter2<Enter>").see("No row matches")
    }

    @Test("A filter takes Wireshark's names, and says what is wrong with it") func filters() throws {
        let visit = try visit()
        try visit.type("/mqtt.qos > 1<Enter>").see("lamp/set", in: .packets).miss("PINGREQ", in: .packets)
        try visit.type("<Esc>/http.response.code == 200<Enter>").see("GET /sensors", in: .packets)
        try visit.type("<Esc>/open<Enter>").see("home/door", in: .packets).miss("lamp/set", in: .packets)
        try visit.type("<Esc>/mqtt.qos ><Enter>").see("(at ", in: .packets)
    }

    @Test("x composes a message behind which the line is cut; the palette finds it") func cut() throws {
        let visit = try visit()
        try visit.type("x").see("M-x sends it and cuts the line before the acknowledgement; view 5 shows what follows")
        try visit.type("<C-u>a/b<Tab><Left><M-x>").see("QoS 0 has no acknowledgement")
        #expect(visit.takeEffects().isEmpty)
        try visit.type("<Right><M-x>")
        var draft = PublishDraft()
        (draft.topic, draft.qos) = ("a/b", 1)
        #expect(visit.takeEffects() == [.publish(.sendAndCut(draft))])
        try visit.type("<Esc><C-p>cut the line").see("publish, and cut the line before the acknowledgement")
    }

    @Test("A list of ten thousand rows answers keys at once, whatever is marked and dropped") func many() throws {
        let visit = Visit(width: 100, height: 30)
        let talk = Talk(visit)
        let message = Publish(topic: "a/b", payload: ByteBuffer(string: "x"), qos: .atMostOnce)
        for number in 0..<12_000 {
            try talk.say(number % 2 == 0 ? .received : .sent, after: 10, .publish(message))
        }
        try visit.type("5g")
        while visit.window.advance(until: .now + .milliseconds(50)) {}
        try visit.type("gm<Down>").see("since the mark 10 µs, sent 9 B, received 0 B", in: .packets)
        let clock = ContinuousClock()
        var times: [Duration] = []
        for key in ["G", "<Up>", "<PgUp>", "g", "<PgDn>", "G", "<Up>", "v", "v", "+", "-"] {
            times.append(
                try clock.measure {
                    try visit.type(key)
                    _ = visit.screen
                })
        }
        try visit.type("G<Up>").see("since the mark 120 ms, sent 54.0 kB, received 54.0 kB", in: .packets)
        // Each turn looks through for 5 ms at most; the rest is drawing, of the rows that are seen.
        #expect(times.sorted()[times.count / 2] < .milliseconds(50), "\(times)")
    }

    private static func copied(_ visit: Visit) -> String {
        visit.takeEffects().compactMap { effect in
            if case .program(.copy(let bytes)) = effect { String(decoding: bytes, as: UTF8.self) } else { nil }
        }.joined()
    }

    @Test("Damaged packets pass through the pane, and nothing of them drives the terminal") func damaged() throws {
        let visit = Visit(width: 100, height: 30)
        try visit.type("5")
        let talk = Talk(visit)
        var random = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0..<UInt64.max, using: &random)
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for number in 0..<300 {
            talk.version = [.v31, .v311, .v5][number % 3]
            var bytes = (0..<next(60)).map { _ in UInt8(next(256)) }
            bytes.insert(contentsOf: [UInt8(next(256)), UInt8(bytes.count)], at: 0)
            talk.say(number % 2 == 0 ? .sent : .received, bytes: ByteBuffer(bytes: bytes))
            let screen = visit.screen
            for scalar in screen.unicodeScalars where scalar != "\n" {
                #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value), "seed \(seed)")
            }
        }
    }

    @Test("Sixteen bytes stand in a row that has room for them and their text")
    func bytesPerRow() { #expect(PacketPlaces.bytesPerRow(71) == 8 && PacketPlaces.bytesPerRow(72) == 16) }

    @Test("The time of a handshake of one step stands once in its row")
    func timeOnce() throws {
        let visit = Visit(width: 80, height: 24)
        try Talk(visit).whole()
        let row = try #require(visit.type("5").look().first { $0.contains("SUBSCRIBE") })
        #expect(row.contains("granted 1, 0") && !row.contains("+1.2 ms") && row.contains("1.2 ms"), "\(row)")
        // Of several steps each has its own.
        #expect(visit.look().contains { $0.contains("rec +1.2") }, "\(visit.screen)")
    }
}
