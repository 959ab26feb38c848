import App
import MQTT
import Model
import NIOCore
import NIOPosix
import Opener
import Synchronization
import TestSupport
import Testing
import Text
import Topics

/// A broker's load, read from real ones.
@Suite("The load of a real broker", .timeLimit(.minutes(2))) struct LoadWatchTests {
    private func plan(_ port: Int, _ filters: [String], _ change: (inout ClientConfiguration) -> Void = { _ in })
        -> ConnectionPlan
    {
        var configuration = ClientConfiguration(endpoint: Endpoint(host: "127.0.0.1", port: port))
        configuration.clientID = "load"
        change(&configuration)
        return ConnectionPlan(
            name: "test", configuration: configuration, subscriptions: filters.map { ConnectionPlan.Filter($0, qos: 0) }
        )
    }

    /// What a rate has come to since a moment: its area.
    private func area(_ history: LoadHistory, from start: Moment) -> Double {
        zip(history, history.dropFirst()).reduce(0) { sum, pair in
            pair.1.time <= start ? sum : sum + pair.1.value * Double(pair.1.time - pair.0.time) / 1e6
        }
    }

    private func words(_ history: LoadHistory, from start: Moment) -> String {
        history.map { "\(Double($0.time - start) / 1e6) s: \($0.value)" }.joined(separator: ", ")
    }

    @Test("mosquitto's figures agree with a known flood within five per cent, and so do martlet's own")
    func flood() async throws {
        let broker = try await Mosquitto.start()
        let watch = LoadWatch(doorbell: try Doorbell())
        watch.open(plan(broker.port(), ["#", "$SYS/#"]))
        #expect(watch.next(within: 30) == .figures)
        let system = watch.workspace.live.system
        #expect(system.dialect == .mosquitto)
        #expect(system.tile(.broker).text?.hasPrefix("mosquitto version") == true)
        // A second beat, so that the rates have a base.
        #expect(watch.next(within: 30) == .figures)
        let start = AppClock.system.now()
        let before = try #require(system.tile(.publishIn).total)

        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let publisher = MQTTClient(
            ClientConfiguration(endpoint: Endpoint(host: "127.0.0.1", port: broker.port())), group: group
        ) {
            _ in
        }
        publisher.start()
        // The first waits for the connection; QoS 0 would not.
        let payload = ByteBuffer(repeating: 0x61, count: 100)
        _ = try await publisher.publish(Publish(topic: "flood", payload: payload, qos: .atLeastOnce))
        let count = 4_000
        for batch in 0..<40 {
            var last: EventLoopFuture<PublishResult>?
            for _ in 0..<(batch == 0 ? 99 : 100) {
                last = publisher.enqueue(Publish(topic: "flood", payload: payload, qos: .atMostOnce))
            }
            _ = try await last?.get()
            // Paced, so that the flood spans some beats.
            watch.listen(seconds: 0.05)
        }
        let limit = AppClock.system.now() + 30_000_000
        while (system.tile(.publishIn).total ?? 0) - before < Double(count) || system.tile(.publishIn).value != 0 {
            #expect(watch.next(within: 10) == .figures)
            guard AppClock.system.now() < limit else { break }
        }
        let total = (system.tile(.publishIn).total ?? 0) - before
        #expect((total - Double(count)).magnitude <= Double(count) / 20, "\(total)")
        let rates = area(system.tile(.publishIn).history, from: start)
        #expect(
            (rates - Double(count)).magnitude <= Double(count) / 20,
            "\(rates): \(words(system.tile(.publishIn).history, from: start))")
        let bytes = area(system.tile(.bytesIn).history, from: start)
        // A PUBLISH of 100 bytes to `flood`: fixed header 2, topic 7, in MQTT 5 properties 1.
        #expect((bytes - Double(count) * 110).magnitude <= Double(count) * 110 / 20, "\(bytes)")
        let own = watch.workspace.live.topics.find(topic: "flood").map {
            watch.workspace.live.topics.info($0, now: 0).ownMessages
        }
        #expect(own == count)
        let top = watch.workspace.live.received.top.rows(.minute, .topics, by: .bytes, in: watch.workspace.live.topics)
        #expect(top.first.map { watch.workspace.live.topics.topic($0.topic) } == "flood")
        #expect((watch.workspace.live.received.tile(.ping).value ?? -1) >= 0)
        await publisher.disconnect()
        try await group.shutdownGracefully()
        try await watch.farewell()
    }

    @Test("A refused $SYS is told with the broker's reason")
    func refused() async throws {
        let broker = try await Mosquitto.start()
        let watch = LoadWatch(doorbell: try Doorbell())
        watch.open(
            plan(broker.port(of: .restricted), ["$SYS/#"]) {
                $0.username = "bob"
                $0.password = Array("hunter2".utf8)
            })
        guard case .refused(let reason) = watch.next(within: 30) else {
            Issue.record("not refused")
            return
        }
        #expect(reason.contains("0x87"))
        try await watch.farewell()
    }

    @Test("A broker whose $SYS is off lets the time run out; one that is not there is told at once")
    func off() async throws {
        var options = Mosquitto.Options()
        options.sysInterval = 0
        let broker = try await Mosquitto.start(options)
        let watch = LoadWatch(doorbell: try Doorbell())
        watch.open(plan(broker.port(), ["$SYS/#"]))
        // Its version alone is told, and is no load; nothing else comes.
        #expect(watch.next(within: 2) == .timeout)
        try await watch.farewell()
        broker.kill()
        let other = LoadWatch(doorbell: try Doorbell())
        other.open(plan(broker.port(), ["$SYS/#"]))
        guard case .notConnected = other.next(within: 30) else {
            Issue.record("connected to nobody")
            return
        }
        try await other.farewell()
    }

    @Test("A refusal has the code of its CONNACK, for the verb's end")
    func refusalCode() async throws {
        let broker = try await ScriptedServer.start { connection in
            _ = try await connection.bytes()
            try await connection.send([0x20, 3, 0, 0x87, 0])
            try await connection.wait()
        }
        let watch = LoadWatch(doorbell: try Doorbell())
        watch.open(plan(broker.port, ["$SYS/#"]))
        guard case .notConnected(_, code: 0x87) = watch.next(within: 30) else {
            Issue.record("no code")
            return
        }
        try await watch.farewell()
    }

    @Test("Listening ends when there is no connection, and its time begins when there is one")
    func listening() async throws {
        let nobody = try await ScriptedServer.start { connection in
            _ = try await connection.bytes()
            try await connection.send([0x20, 3, 0, 0x87, 0])
            try await connection.wait()
        }
        let refused = LoadWatch(doorbell: try Doorbell())
        refused.open(plan(nobody.port, ["#"]))
        let start = AppClock.system.uptime()
        refused.listen(seconds: 30)
        #expect(AppClock.system.uptime() - start < 20_000_000)
        guard case .notConnected(_, code: 0x87) = refused.next(within: 1) else {
            Issue.record("not refused")
            return
        }
        try await refused.farewell()

        // Ten seconds pass by the watch's clock before the broker answers.
        let late = Mutex<Int64>(0)
        let broker = try await ScriptedServer.start { connection in
            _ = try await connection.bytes()
            late.withLock { $0 = 10_000_000 }
            try await connection.send([0x20, 3, 0, 0, 0])
            _ = try await connection.bytes()
            try await connection.send([0x30, 5, 0, 1, 0x61, 0, 0x31])
            try await connection.wait()
        }
        let clock = AppClock(now: AppClock.system.now, uptime: { AppClock.system.uptime() + late.withLock { $0 } })
        let watch = LoadWatch(doorbell: try Doorbell(), clock: clock)
        watch.open(plan(broker.port, ["#"]))
        watch.listen(seconds: 2)
        #expect(watch.workspace.live.topics.find(topic: "a") != nil)
        try await watch.farewell()
    }
}
