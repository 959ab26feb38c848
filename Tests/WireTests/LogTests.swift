import MQTT
import NIOCore
import REST
import Testing
import Wire

@Suite("The log of the wire") struct LogTests {
    @Test("It is bounded in bytes, and what goes is counted") func bounded() throws {
        let test = TestLog(budget: 64 * 1024)
        try test.connect()
        test.log.watch()
        for number in 0..<2000 {
            try test.say(.received, .publish(Publish("a/\(number)", qos: .atMostOnce)))
            _ = test.log.advance(until: .now + .seconds(1))
        }
        #expect(test.log.keptBytes <= 64 * 1024)
        #expect(test.log.dropped + Int(test.log.endNumber - test.log.firstNumber) == 2002)
        #expect(test.rows.last?.summary == "PUBLISH q0 a/1999 7 B")
    }

    @Test("What is dropped before anybody looked is counted, and agreements are kept") func unseen() throws {
        let test = TestLog(budget: 256 * 1024)
        var answer = ConnectAck()
        answer.properties.maximumQoS = .atMostOnce
        try test.connect(answer)
        var flood = ByteBuffer()
        for _ in 0..<1000 {
            try PacketEncoder(version: .v5).encode(.publish(Publish("a", qos: .atMostOnce)), into: &flood)
        }
        for _ in 0..<100 { test.say(.received, bytes: ByteBuffer(bytes: flood.readableBytesView), messages: 1000) }
        let kept = test.rows.count
        #expect(kept > 0 && test.log.dropped + kept == 100_002)
        try test.say(.sent, .publish(Publish("b", qos: .atLeastOnce, id: 1)))
        #expect(test.verdicts == ["QoS 1, at most 0"])
    }

    @Test("What has gone from the log holds no memory any more") func letGo() {
        let test = TestLog(budget: 64 * 1024)
        var first = ByteBuffer(repeating: 0, count: 128 * 1024)
        test.say(.received, bytes: first, messages: 1)
        test.say(.received, bytes: ByteBuffer(repeating: 0, count: 128 * 1024), messages: 1)
        func place() -> UnsafeRawPointer? { first.withUnsafeReadableBytes { $0.baseAddress } }
        let before = place()
        // Written where it lies, unless somebody else holds it.
        first.setInteger(UInt8(1), at: 0)
        #expect(place() == before)
    }

    @Test("Packets of one read share it; bytes that are no packet are shown as that") func oneRead() throws {
        let test = TestLog()
        try test.connect()
        try test.say(
            .received, .publish(Publish("a", qos: .atMostOnce)), .publish(Publish("b", qos: .atMostOnce)))
        test.say(.received, bytes: ByteBuffer(string: "\u{0}TTP/1.1"))
        let rows = Array(test.rows.suffix(3))
        #expect(rows[0].batch == rows[1].batch && rows[1].batch != rows[2].batch)
        #expect(rows[2].summary == "8 bytes that are no packet: 005454502f312e31")
    }

    @Test("A long packet keeps its head and its length") func long() throws {
        let test = TestLog()
        try test.connect()
        var whole = ByteBuffer()
        var publish = Publish("big", qos: .atMostOnce)
        publish.payload = ByteBuffer(repeating: 0x78, count: 100_000)
        try PacketEncoder(version: .v5).encode(.publish(publish), into: &whole)
        let head = try #require(whole.getSlice(at: 0, length: 4096))
        test.log.take(
            Traffic(
                direction: .received, version: .v5, time: 1, uptime: 1, bytes: head, length: whole.readableBytes))
        let row = try #require(test.rows.last)
        guard case .packet(let packet) = row.content else {
            Issue.record("no packet")
            return
        }
        #expect(packet.isCut && packet.length == whole.readableBytes && packet.bytes.count == 4096)
        #expect(row.summary == "PUBLISH q0 big 100 kB")
    }

    @Test("A message is found on the wire again") func found() throws {
        let test = TestLog()
        try test.connect()
        for _ in 0..<3 { try test.say(.received, .publish(Publish("a/b", qos: .atMostOnce))) }
        _ = test.rows
        #expect(test.log.publish("a/b", upTo: 4_500, Array("payload".utf8), size: 7) == 4)
        #expect(test.log.publish("a/b", upTo: 9_999, Array("payload".utf8), size: 7) == 5)
        #expect(test.log.publish("a/b", upTo: 9_999, Array("another".utf8), size: 7) == nil)
    }

    // MARK: - HTTP

    static func exchange(_ id: UInt64 = 1, status: Int = 200, isOver: Bool = true) -> WireExchange {
        var timings = Timings(start: 0)
        timings.connect = .init(0, 1_000_000)
        timings.send = .init(1_000_000, 1_100_000)
        timings.firstByte = 5_000_000
        timings.lastByte = isOver ? 6_000_000 : nil
        var response = Response(status: status, reason: "OK", fields: [Field("Cache-Control", "no-store, max-age=60")])
        response.bodySize = 12
        let hop = Hop(
            url: "http://127.0.0.1/sensors",
            sent: Sent(
                method: "GET", target: "/sensors", fields: [], bytes: Array("GET /sensors HTTP/1.1\r\n\r\n".utf8),
                size: 25),
            response: response, timings: timings)
        return WireExchange(id: id, url: hop.url, startedAt: 1000, hops: [hop], isOver: isOver)
    }

    @Test(
        "Credentials without TLS are said, but for what does not leave this machine",
        arguments: [
            ("http://localhost:80/a", true), ("http://127.0.0.1/a", true), ("http://[::1]:8080/a", true),
            ("http://me@demo.localhost/a", true), ("http://localhost.example/a", false),
            ("http://127.example/a", false), ("http://h/a", false), ("https://h/a", true),
        ])
    func credentials(_ url: String, isQuiet: Bool) throws {
        var exchange = Self.exchange()
        exchange.hops[0].url = url
        exchange.hops[0].sent.fields = [Field("Authorization", "Bearer x")]
        let log = WireLog(connection: WireLog.exchanges, peer: "HTTP")
        log.take(exchange)
        let words = try #require(log.row(log.firstNumber)).verdicts.map(\.words)
        #expect(words.contains("Authorization without TLS") != isQuiet, "\(words)")
    }

    @Test("An exchange is one row with its steps beneath, and judged when it is over") func http() throws {
        let log = WireLog(connection: WireLog.exchanges, peer: "HTTP")
        log.take(Self.exchange(isOver: false))
        let head = try #require(log.row(log.firstNumber))
        #expect(head.summary == "GET /sensors" && head.handshake == .open && head.outcome == "200 OK")
        log.take(Self.exchange())
        let row = try #require(log.row(log.firstNumber))
        #expect(row.handshake == .done && row.duration == 6_000_000 && row.outcome == "200 OK 12 B")
        #expect(row.verdicts.map(\.words) == ["no Content-Type", "no-store and max-age=60"])
        let steps = log.rows(from: row.number).compactMap { log.row($0)?.summary }
        #expect(
            steps == [
                "GET /sensors", "connected to the server", "request GET /sensors, 25 B", "head 200 OK", "body 12 B",
            ])
    }
}

@Suite("What is seen of an exchange") struct ExchangeBytesTests {
    @Test("A cookie that an answer sets is dots in fields and hex until it is asked for") func cookie() throws {
        let log = WireLog(connection: WireLog.exchanges, peer: "HTTP")
        var exchange = LogTests.exchange()
        exchange.hops[0].response = Response(
            status: 200, reason: "OK", fields: [Field("Set-Cookie", "session=hunter2")],
            head: Array("HTTP/1.1 200 OK\r\nSet-Cookie: session=hunter2\r\n\r\n".utf8))
        log.take(exchange)
        let row = try #require(log.row(log.firstNumber))
        let secret = "68 75 6e 74 65 72 32"
        let shown = WireBytes(row, isRevealed: false)
        #expect(!shown.hex.contains(secret) && shown.hex.contains("••"))
        #expect(!shown.fields.contains { $0.value.contains("hunter2") })
        #expect(WireBytes(row, isRevealed: true).hex.contains(secret))
    }

    @Test("A request of which not all is shown says so", arguments: [1_000, 100_000]) func large(_ size: Int) throws {
        let log = WireLog(connection: WireLog.exchanges, peer: "HTTP")
        var exchange = LogTests.exchange()
        exchange.hops[0].sent.bytes = [UInt8](repeating: 0x78, count: size)
        exchange.hops[0].sent.size = size
        log.take(exchange)
        let row = try #require(log.row(log.firstNumber))
        #expect(WireBytes(row, isRevealed: false).isCut == (size > 16 << 10))
    }
}

@Suite("The list of rows") struct WireListTests {
    private func list(_ logs: [WireLog]) -> WireList {
        let list = WireList()
        list.show(logs)
        _ = list.advance(until: .now + .seconds(5))
        return list
    }

    private func words(_ list: WireList) -> [String] {
        (0..<list.count).compactMap { list.key(at: $0).flatMap { list.row($0.key)?.summary } }
    }

    private func talk() throws -> TestLog {
        let test = TestLog(.v311)
        try test.connect()
        try test.say(.sent, .publish(Publish("a", qos: .atLeastOnce, id: 1)))
        try test.say(.received, .publish(Publish("b", qos: .atMostOnce)))
        try test.say(.received, .publishAck(Acknowledgement(packetID: 1)))
        return test
    }

    @Test("Folded, unfolded, flat") func folding() throws {
        let list = try list([talk().log])
        #expect(words(list) == ["CONNECT v3.1.1 me clean keep alive 60 s", "PUBLISH q1 #1 a 7 B", "PUBLISH q0 b 7 B"])
        let key = try #require(list.key(at: 1)).key
        list.toggle(key)
        #expect(words(list).suffix(3) == ["PUBLISH q1 #1 a 7 B", "PUBACK #1", "PUBLISH q0 b 7 B"])
        #expect(list.key(at: 2)?.isBeneath == true)
        for row in 0..<list.count {
            let key = try #require(list.key(at: row)).key
            #expect(list.index(of: key) == row)
        }
        list.isFlat = true
        _ = list.advance(until: .now + .seconds(5))
        #expect(words(list).suffix(3) == ["PUBLISH q1 #1 a 7 B", "PUBLISH q0 b 7 B", "PUBACK #1"])
    }

    @Test("A filter looks into what is folded, and follows a handshake") func filter() throws {
        let test = try talk()
        let list = list([test.log])
        list.filter = try WireFilter("mqtt.msgtype == PUBACK")
        _ = list.advance(until: .now + .seconds(5))
        #expect(words(list) == ["PUBLISH q1 #1 a 7 B"])
        list.filter = try WireFilter("open")
        try test.say(.sent, .publish(Publish("c", qos: .atLeastOnce, id: 2)))
        _ = list.advance(until: .now + .seconds(5))
        #expect(words(list) == ["PUBLISH q1 #2 c 7 B"])
        try test.say(.received, .publishAck(Acknowledgement(packetID: 2)))
        _ = list.advance(until: .now + .seconds(5))
        #expect(words(list).isEmpty)
    }

    @Test("Bytes between two rows are those of each row between, also when the oldest are gone") func sums() throws {
        let test = TestLog(.v311, budget: 128 * 1024)
        test.log.watch()
        for number in 0..<3000 {
            try test.say(number % 3 == 0 ? .sent : .received, .publish(Publish("a/\(number)", qos: .atMostOnce)))
        }
        let rows = test.rows
        #expect(test.log.dropped > 0 && rows.count > 600)
        for (first, last) in [(0, rows.count - 1), (1, 2), (0, 300), (255, 600), (17, rows.count - 3)] {
            var sum = (sent: 0, received: 0)
            for row in rows[(first + 1)...last] {
                let bytes = test.log.bytes(of: row.number)
                sum = (sum.sent + bytes.sent, sum.received + bytes.received)
            }
            let told = test.log.bytes(after: rows[first].uptime, through: rows[last].uptime)
            #expect(told.sent == sum.sent && told.received == sum.received, "\(first)...\(last)")
        }
    }

    @Test("What is dropped leaves the list, with HTTP between") func dropped() throws {
        let http = WireLog(connection: WireLog.exchanges, peer: "HTTP")
        http.take(LogTests.exchange())
        let test = TestLog(.v311, budget: 64 * 1024)
        test.log.watch()
        let list = list([test.log, http])
        for number in 0..<2000 {
            try test.say(.received, .publish(Publish("a/\(number)", qos: .atMostOnce)))
            if number % 100 == 0 { _ = list.advance(until: .now + .seconds(5)) }
        }
        _ = list.advance(until: .now + .seconds(5))
        #expect(test.log.dropped > 0)
        #expect(list.count == Int(test.log.endNumber - test.log.firstNumber) + 1)
        #expect(words(list).first == "GET /sensors" && words(list).count == list.count)
        list.filter = try WireFilter("a/1999 or http")
        _ = list.advance(until: .now + .seconds(5))
        #expect(words(list) == ["GET /sensors", "PUBLISH q0 a/1999 7 B"])
    }

    @Test("A flood that outruns who looks leaves exactly what is kept") func flood() throws {
        let test = TestLog(.v311, budget: 512 * 1024)
        test.log.watch()
        let list = list([test.log])
        var read = ByteBuffer()
        for number in 0..<1000 {
            try PacketEncoder(version: .v311).encode(.publish(Publish("a/\(number)", qos: .atMostOnce)), into: &read)
        }
        for _ in 0..<100 {
            for _ in 0..<5 { test.say(.received, bytes: ByteBuffer(bytes: read.readableBytesView), messages: 1000) }
            _ = list.advance(until: .now + .milliseconds(1))
        }
        while list.advance(until: .now + .milliseconds(50)) {}
        #expect(!list.hasWork && test.log.dropped > 400_000)
        #expect(list.count == Int(test.log.endNumber - test.log.firstNumber))
        #expect(words(list).last == "PUBLISH q0 a/999 7 B" && words(list).count == list.count)
    }

    @Test("HTTP and MQTT are in one order") func merged() throws {
        let http = WireLog(connection: WireLog.exchanges, peer: "HTTP")
        // Begins at one millisecond of the same clock, with CONNECT.
        http.take(LogTests.exchange())
        let test = try talk()
        let list = list([test.log, http])
        #expect(words(list).prefix(2) == ["GET /sensors", "CONNECT v3.1.1 me clean keep alive 60 s"])
        list.isFlat = true
        _ = list.advance(until: .now + .seconds(5))
        let ups = (0..<list.count).compactMap { list.key(at: $0)?.key.uptime }
        #expect(ups == ups.sorted() && ups.count == 10)
        #expect(list.bytes(after: 1_500_000, through: 3_500_000).sent == 14)
    }
}
