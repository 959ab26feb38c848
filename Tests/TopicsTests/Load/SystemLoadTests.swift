import TestSupport
import Testing
import Topics

@Suite("The broker's load") struct SystemLoadTests {
    private func isNear(_ value: Double?, _ wanted: Double, _ part: Double = 0.001) -> Bool {
        guard let value else { return false }
        return (value - wanted).magnitude <= max(wanted.magnitude * part, 1e-9)
    }

    // MARK: - mosquitto

    @Test("mosquitto 2.0: gauges, rates of counters, and averages that are per minute")
    func mosquitto20() {
        let live = LiveData()
        Recording.mosquitto.play(
            [
                [
                    ("version", "mosquitto version 2.0.20"), ("uptime", "1000 seconds"), ("clients/total", "7"),
                    ("clients/connected", "5"), ("clients/active", "5"), ("clients/maximum", "9"),
                    ("subscriptions/count", "12"), ("retained messages/count", "44"), ("store/messages/count", "45"),
                    ("messages/stored", "45"), ("store/messages/bytes", "1234"), ("publish/messages/received", "50000"),
                    ("publish/messages/sent", "90000"), ("publish/messages/dropped", "3"), ("bytes/received", "700000"),
                    ("bytes/sent", "900000"), ("messages/received", "51000"), ("messages/sent", "91000"),
                    ("load/publish/received/1min", "600.00"), ("load/publish/received/5min", "300.00"),
                    ("load/publish/received/15min", "150.00"), ("load/bytes/received/1min", "6000.00"),
                    ("load/sockets/1min", "1.20"), ("load/connections/1min", "1.20"), ("heap/current", "123456"),
                    ("heap/maximum", "234567"),
                ],
                [
                    ("uptime", "1010 seconds"), ("publish/messages/received", "50100"), ("bytes/received", "710000"),
                    ("load/publish/received/1min", "601.50"),
                ],
            ], into: live)
        let load = live.system
        #expect(load.dialect == .mosquitto)
        #expect(load.tile(.broker).text == "mosquitto version 2.0.20")
        #expect(load.value(.uptime) == 1010)
        #expect(load.value(.connected) == 5)
        #expect(load.value(.clients) == 7)
        #expect(load.value(.maximum) == 9)
        #expect(load.value(.subscriptions) == 12)
        #expect(load.value(.retained) == 44)
        #expect(load.value(.stored) == 45)
        #expect(load.value(.heap) == 123456)
        // The stored value is of an unknown moment: the broker's own uptime tells how long ago it was.
        #expect(isNear(load.value(.publishIn), 10))
        #expect(isNear(load.value(.bytesIn), 1000))
        #expect(load.tile(.publishIn).hasBrokerAverages)
        #expect(isNear(load.tile(.publishIn).averages[0], 10.025))
        #expect(isNear(load.tile(.publishIn).averages[1], 5))
        #expect(isNear(load.tile(.publishIn).averages[2], 2.5))
        // Only averages are published of these.
        #expect(isNear(load.value(.connections), 0.02))
        #expect(isNear(load.value(.sockets), 0.02))
    }

    @Test("What has not changed is not stale, and its rate is zero; what is not published is not known")
    func unchanged() {
        let live = LiveData()
        Recording.mosquitto.play(
            [
                [("uptime", "10 seconds"), ("clients/connected", "3"), ("publish/messages/received", "100")],
                [("uptime", "20 seconds"), ("publish/messages/received", "200")],
                [("uptime", "30 seconds")], [("uptime", "40 seconds")],
                [("uptime", "50 seconds"), ("publish/messages/received", "300")],
            ], into: live)
        let load = live.system
        #expect(load.value(.connected) == 3)
        // The value before was true until the beat before.
        #expect(isNear(load.value(.publishIn), 10))
        let rates = load.tile(.publishIn).history.map(\.value)
        #expect(rates == [10, 0, 0, 10])
        #expect(!load.tile(.heap).isPublished)
        #expect(load.value(.heap) == nil)
        #expect(load.interval.map { isNear(Double($0), 10_000_000, 0.01) } == true)
    }

    @Test("Stored averages are no past of a counter, and a stored counter that stands still has the rate zero")
    func stored() {
        let live = LiveData()
        Recording.mosquitto.play(
            [
                [
                    ("load/publish/received/1min", "60.00"), ("publish/messages/received", "100"),
                    ("uptime", "10 seconds"),
                ],
                [("uptime", "20 seconds")], [("uptime", "30 seconds"), ("publish/messages/received", "300")],
            ], into: live)
        #expect(live.system.tile(.publishIn).history.map(\.value) == [0, 20])
    }

    @Test("Two beats that come as one lose no event")
    func merged() {
        let live = LiveData()
        let topic = "$SYS/broker/bytes/received"
        for (time, value) in [(0, 0), (10_000, 100), (10_200, 250), (20_000, 300)] {
            live.take(topic, Array("\(value)".utf8), at: Recording.start + Int64(time) * 1_000)
        }
        let history = live.system.tile(.bytesIn).history.map(\.value)
        #expect(history.map { Int($0.rounded()) } == [10, 20])
    }

    @Test("A counter that begins anew is a restart, not a negative rate")
    func restart() {
        let live = LiveData()
        Recording.mosquitto.play(
            [
                [("uptime", "900 seconds"), ("publish/messages/received", "100000")],
                [("uptime", "910 seconds"), ("publish/messages/received", "100100")],
                [("uptime", "4 seconds"), ("publish/messages/received", "40")],
                [("uptime", "14 seconds"), ("publish/messages/received", "140")],
            ], into: live)
        let tile = live.system.tile(.publishIn)
        #expect(tile.history.map(\.value) == [10, 4, 10])
        #expect(tile.restarted == Recording.start + 20_000_000)
        #expect(tile.history.allSatisfy { $0.value >= 0 })
    }

    @Test("mosquitto 1.x says active and keeps no store in bytes; 2.1 tells of queues")
    func otherVersions() {
        let old = LiveData()
        Recording.mosquitto.play(
            [
                [
                    ("version", "mosquitto version 1.4.8"), ("clients/active", "4"), ("clients/total", "6"),
                    ("messages/inflight", "2"), ("messages/stored", "30"), ("load/messages/received/1min", "60.00"),
                    ("heap/current size", "5000"), ("heap/maximum size", "6000"),
                ]
            ], into: old)
        #expect(old.system.value(.connected) == 4)
        #expect(old.system.value(.inflight) == 2)
        #expect(old.system.value(.stored) == 30)
        #expect(old.system.value(.heapMaximum) == 6000)
        #expect(isNear(old.system.value(.packetsIn), 1))
        let new = LiveData()
        Recording.mosquitto.play(
            [
                [("version", "mosquitto version 2.1.2"), ("packet/out/count", "17"), ("packet/out/bytes", "4096")],
                [("uptime", "20 seconds"), ("mqtt/publish/received", "100"), ("connections/socket/count", "5")],
                [("uptime", "30 seconds"), ("mqtt/publish/received", "150"), ("connections/socket/count", "5")],
            ], into: new)
        #expect(new.system.value(.queued) == 17)
        #expect(new.system.value(.queuedBytes) == 4096)
        #expect(isNear(new.system.value(.publishIn), 5))
    }

    // MARK: - Others

    @Test("The old wiki names: the same words for totals since the start")
    func wiki() {
        let live = LiveData()
        Recording.mosquitto.play(
            [
                [
                    ("version", "RSMB 1.3.0"), ("uptime", "100"), ("clients/connected", "2"), ("clients/total", "3"),
                    ("load/bytes/received", "1000000"), ("load/bytes/sent", "2000000"),
                    ("messages/publish/received", "500"), ("messages/received", "700"),
                    ("messages/retained/count", "8"),
                ],
                [
                    ("uptime", "110"), ("load/bytes/received", "1005000"), ("messages/publish/received", "520"),
                ],
            ], into: live)
        #expect(live.system.dialect == .wiki)
        #expect(live.system.value(.connected) == 2)
        #expect(live.system.value(.retained) == 8)
        #expect(isNear(live.system.value(.bytesIn), 500))
        #expect(isNear(live.system.value(.publishIn), 2))
        #expect(live.system.tile(.bytesIn).total == 1005000)
    }

    @Test("EMQX: milliseconds, slashes for dots, nodes summed, rates of our own over a minute")
    func emqx() {
        let live = LiveData()
        let beats = (0..<4).map { beat in
            [
                ("version", "5.8.0"), ("uptime", "\(7_200_000 + beat * 60_000)"), ("stats/connections/count", "12"),
                ("stats/live_connections/count", "11"), ("stats/connections/max", "20"),
                ("stats/subscriptions/count", "30"), ("stats/retained/count", "4"),
                ("metrics/packets/publish/received", "\(1000 + beat * 1200)"),
                ("metrics/messages/received", "\(9000 + beat * 6000)"), ("metrics/bytes/received", "\(beat * 60_000)"),
                ("metrics/messages/dropped", "6"),
            ]
        }
        live.take("$SYS/brokers", Array("emqx@127.0.0.1,emqx@10.0.0.2".utf8), at: Recording.start)
        var other = Recording.emqx
        other.prefix = "$SYS/brokers/emqx@10.0.0.2/"
        for (index, beat) in beats.enumerated() {
            Recording.emqx.play([beat], into: live, first: index)
            // The other node speaks half a minute later.
            other.play([beat], into: live, first: index, from: Recording.start + 30_000_000)
        }
        let load = live.system
        #expect(load.dialect == .emqx)
        #expect(load.nodes.count == 2)
        #expect(load.value(.uptime) == 7_380)
        #expect(load.value(.connected) == 22)
        #expect(load.value(.retained) == 8)
        #expect(isNear(load.value(.publishIn), 40))
        #expect(isNear(load.value(.bytesIn), 2000))
        #expect(load.value(.dropped) == 0)
        #expect(load.tile(.publishIn).hasBrokerAverages == false)
        #expect(isNear(load.tile(.publishIn).averages[0], 40, 0.3))
        #expect(load.tile(.publishIn).averages[2] == nil)
        #expect(load.tile(.heap).isPublished == false)
    }

    @Test("A node that falls silent is no longer summed, and named")
    func silentNode() {
        let live = LiveData()
        for beat in 0..<8 {
            for node in ["a@1", "b@2"] where node == "a@1" || beat < 3 {
                live.take(
                    "$SYS/brokers/\(node)/stats/connections/count", Array("5".utf8),
                    at: Recording.start + Int64(beat) * 60_000_000)
            }
        }
        #expect(live.system.value(.connected) == 5)
        #expect(live.system.silentNodes == ["b@2"])
    }

    @Test("VerneMQ: names split at underscores, Erlang's way of writing numbers")
    func verneMQ() {
        let live = LiveData()
        Recording.verneMQ.play(
            [0, 1].map { beat in
                [
                    ("mqtt/publish/received", "\(100 + beat * 400)"),
                    ("total/active/connections", "2.00000000000000000000e+01"),
                    ("router/subscriptions", "9"), ("retain/messages", "3"), ("queue/message/drop", "0"),
                    ("bytes/received", "\(beat * 2000)"), ("vm/memory/total", "90000000"), ("socket/open", "40"),
                ]
            }, into: live)
        #expect(live.system.dialect == .verneMQ)
        #expect(live.system.value(.connected) == 20)
        #expect(isNear(live.system.value(.publishIn), 20))
        #expect(isNear(live.system.value(.bytesIn), 100))
        #expect(live.system.value(.heap) == 90_000_000)
        #expect(live.system.value(.sockets) == 0)
        #expect(!live.system.tile(.uptime).isPublished)
    }

    @Test("RMQTT: one JSON object for the gauges, one for the counters")
    func rmqtt() {
        let live = LiveData()
        Recording.rmqtt.play(
            [0, 1].map { beat in
                [
                    (
                        "stats",
                        #"{"connections.count":5,"connections.max":8,"retaineds.count":2,"sessions.count":6,"subscriptions.count":11}"#
                    ),
                    (
                        "metrics",
                        #"{"client.connect":\#(beat * 60),"messages.delivered":0,"messages.dropped":0,"messages.publish":\#(500 + beat * 600)}"#
                    ),
                ]
            }, into: live)
        #expect(live.system.dialect == .rmqtt)
        #expect(live.system.value(.connected) == 5)
        #expect(live.system.value(.clients) == 6)
        #expect(live.system.value(.maximum) == 8)
        #expect(live.system.value(.retained) == 2)
        #expect(isNear(live.system.value(.publishIn), 10))
        #expect(isNear(live.system.value(.connections), 1))
    }

    @Test("A topic that proves another dialect has everything read again by its table")
    func secondThought() {
        let live = LiveData()
        let time = Recording.start
        live.take("$SYS/broker/clients/connected", Array("4".utf8), at: time)
        #expect(live.system.dialect == .mosquitto)
        live.take("$SYS/broker/messages/publish/sent", Array("7".utf8), at: time + 1)
        #expect(live.system.dialect == .wiki)
        #expect(live.system.value(.connected) == 4)
        #expect(live.system.tile(.publishOut).total == 7)
    }

    @Test("Hostile payloads and topics leave no figure and cost no memory")
    func hostile() {
        let live = LiveData()
        let time = Recording.start
        for payload in ["nan", "inf", "1e999", "", "{}", "-", "0x10", "1 2 3", String(repeating: "9", count: 5_000)] {
            live.take("$SYS/broker/clients/connected", Array(payload.utf8), at: time)
        }
        #expect(live.system.value(.connected) == nil)
        for number in 0..<200 {
            live.take("$SYS/brokers/n\(number)/stats/connections/count", Array("1".utf8), at: time)
        }
        live.take("$SYS/" + String(repeating: "x/", count: 20_000), Array("1".utf8), at: time)
        #expect(live.system.nodes.count <= 64)
    }

    @Test("Topics that were forgotten are read afresh")
    func forgotten() throws {
        let live = LiveData()
        live.take("$SYS/broker/clients/connected", Array("4".utf8), at: Recording.start)
        live.forgetAll()
        live.take("a/b", Array("1".utf8), at: Recording.start + 1)
        live.take("$SYS/broker/clients/connected", Array("6".utf8), at: Recording.start + 2)
        #expect(live.system.value(.connected) == 6)
    }

    // MARK: - Log and clients

    @Test("mosquitto's log is kept with its levels, and its clients' comings and goings are read from it")
    func log() {
        let live = LiveData()
        let lines = [
            ("N", "1767323045: New connection from 127.0.0.1:40000 on port 1883."),
            ("N", "1767323045: New client connected from 127.0.0.1:40000 as lamp 1 (p5, c1, k60)."),
            ("N", "1767323046: Client lamp 1 disconnected."), ("E", "1767323046: Error: out of cheese."),
            ("M/subscribe", "1767323047: lamp 2 0 home/#"),
        ]
        for (index, (level, text)) in lines.enumerated() {
            live.take("$SYS/broker/log/\(level)", Array(text.utf8), at: Recording.start + Int64(index))
        }
        let log = live.system.log
        #expect(log.count == 5)
        #expect(log[0].text == "New connection from 127.0.0.1:40000 on port 1883.")
        #expect((0..<5).map { log[$0].level } == [.notice, .notice, .notice, .error, .subscribe])
        let clients = live.system.clients
        #expect(clients.count == 2)
        #expect(clients[0].kind == .connected)
        #expect(clients[0].client == "lamp 1")
        #expect(clients[0].details == "from 127.0.0.1:40000, p5, c1, k60")
        #expect(clients[1].kind == .disconnected)
    }

    @Test("EMQX, NanoMQ and bridges tell of clients in their own ways")
    func clients() {
        let live = LiveData()
        let time = Recording.start
        live.take(
            "$SYS/brokers/emqx@127.0.0.1/clients/a/b/connected",
            Array(
                #"{"clientid":"a/b","username":"undefined","ipaddress":"10.0.0.7","proto_ver":4,"keepalive":60}"#.utf8),
            at: time)
        live.take(
            "$SYS/brokers/emqx@127.0.0.1/clients/x/disconnected", Array(#"{"reason":"tcp_closed"}"#.utf8), at: time)
        live.take(
            "$SYS/brokers/client_status/nano",
            Array(#"{"status":"offline","client_id":"nano","reason_code":"8d","IPv4":"10.0.0.9"}"#.utf8), at: time)
        live.take("$SYS/broker/connection/cloud/state", Array("0".utf8), at: time)
        let clients = live.system.clients
        #expect(
            (0..<clients.count).map { "\(clients[$0].kind) \(clients[$0].client): \(clients[$0].details)" } == [
                "connected a/b: from 10.0.0.7, v3.1.1, keep alive 60, on emqx@127.0.0.1",
                "disconnected x: tcp_closed, on emqx@127.0.0.1", "disconnected nano: reason 8d, from 10.0.0.9",
                "disconnected cloud: bridge",
            ])
    }
}
