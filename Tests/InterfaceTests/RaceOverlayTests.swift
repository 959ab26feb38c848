import MQTT
import Model
import NIOCore
import Profile
import TestSupport
import Testing
import Wire

@testable import Interface

@Suite("The race of polling and pushing, on the screen") struct RaceOverlayTests {
    private func request(_ url: String, _ visit: Visit) {
        var draft = RequestDraft()
        draft.url = url
        visit.window.composer.openNew(draft)
    }

    private func order(_ visit: Visit) throws -> RaceOrder {
        let effect = try #require(visit.takeEffects().last)
        guard case .connection(.race(let order)) = effect else { throw Missing() }
        return order
    }

    private struct Missing: Error {}

    @Test("M-r takes the selected topic and the request that seems to tell the same")
    func fromTopic() throws {
        let visit = Visit(width: 100, height: 30)
        visit.receive("home/hall/lamp", "on")
        request("http://demo/devices/lamp", visit)
        try visit.type("o/hall/lamp<Enter><M-r>").see("Race: a topic and a request that tell the same")
        try visit.type("<Enter>")
        let order = try order(visit)
        #expect(order.topic == "home/hall/lamp" && order.shownURL == "http://demo/devices/lamp")
        #expect(order.every == .seconds(1) && order.time == .seconds(60))
        visit.see("no race")
    }

    @Test("From a request it finds the topic; what changes things is not raced, nor what goes nowhere")
    func fromRequest() throws {
        let visit = Visit(width: 100, height: 30)
        visit.receive("home/living/thermostat", "21")
        visit.receive("home/living", "x")
        request("http://demo/thermostat", visit)
        try visit.type("2<M-r>").see("home/living/thermostat")
        try visit.type("<Tab><Tab><C-u>1 ms<Enter>").see("10 ms to a day")
        try visit.type("<C-u>500 ms<S-Tab><C-u>http://{{nowhere}}/x<Enter>").see("nowhere")
        try visit.type("<Esc>")
        visit.window.composer.draft.method = "PUT"
        try visit.type("<M-r><Enter>").see("PUT changes things: a race asks with GET")
        try visit.type("<Esc>")
        visit.window.composer.draft.method = "HEAD"
        try visit.type("<M-r><Enter>").see("HEAD brings nothing to compare: a race asks with GET")
        #expect(visit.takeEffects().isEmpty)
    }

    @Test("Without either the pairs that are found are offered, what tells most first")
    func pairs() throws {
        let visit = Visit(width: 100, height: 30)
        for _ in 0..<3 { visit.receive("home/living/thermostat", "21", retain: true) }
        visit.receive("home/hall/lamp", "on", retain: true)
        for _ in 0..<9 { visit.receive("home/power", "42 W") }
        request("http://demo/status/power", visit)
        request("http://demo/devices/lamp", visit)
        request("http://demo/devices/thermostat", visit)
        try visit.type("4<M-r>").see("Race: what polling and pushing cost").see("GET http://demo/devices/lamp")
        try visit.type("<Enter><Enter>")
        #expect(try order(visit).topic == "home/living/thermostat")
    }

    @Test("A password and a key in a URL are dots in the pairs that are offered, and in the palette")
    func secrets() throws {
        let visit = Visit(width: 140, height: 30)
        visit.receive("home/hall/lamp", "on", retain: true)
        request("http://me:hunter2@demo/devices/lamp?api_key=hunter2", visit)
        try visit.type("4<M-r>").see("http://me:").miss("hunter2")
        try visit.type("<Esc><C-p>request GET").see("request http://me:").miss("hunter2")
    }

    private func news(_ news: Race.News, _ visit: Visit) { visit.window.model.apply(.race(news, number: 1)) }

    private func poll(_ time: Int64, _ body: String) -> RaceTally.Poll {
        RaceTally.Poll(
            time: time, status: 200, sent: 120, received: 240, body: Array(body.utf8), isFirstOnConnection: false)
    }

    /// A race of ten seconds in which the topic and the request tell the same.
    private func run(_ visit: Visit) throws {
        visit.window.model.beginRace(
            Race.Plan(
                topic: "home/living/thermostat", url: "http://demo/devices/thermostat", every: .seconds(1),
                time: .seconds(60), keepAlive: 60), number: 1)
        let start = visit.now * 1000
        news(.subscribed(at: start), visit)
        for second in 1...10 as ClosedRange<Int64> {
            visit.now += 1_000_000
            var bytes = ByteBuffer()
            let publish = Publish(topic: "t", payload: ByteBuffer(string: "\(second / 3)"), qos: .atMostOnce)
            try PacketEncoder(version: .v5).encode(.publish(publish), into: &bytes)
            news(
                .traffic(
                    Traffic(
                        direction: .received, version: .v5, time: visit.now, uptime: visit.now * 1000, bytes: bytes)),
                visit)
            news(.poll(poll(visit.now * 1000 + 1000, "\(second / 3)")), visit)
        }
    }

    @Test("Table and curve while it runs, and when it is over", arguments: [(80, 24), (160, 50)])
    func picture(width: Int, height: Int) throws {
        let visit = Visit(width: width, height: height)
        try run(visit)
        try visit.type("<M-r>").see("home/living/thermostat and GET http://demo/devices/thermostat").see("10 of 60 s")
        visit.see("packets                   10").see("late, mean")
        if width < 100 {
            try visit.type("<Tab>").see("poll").miss("late, mean")
            try visit.type("<Tab>")
        }
        visit.look()
        try Snapshot.check(visit.grid, named: "race-\(width)x\(height)", letter: TestTheme.letter)
        news(.ended("", at: visit.now * 1000), visit)
        visit.see("over").miss("of 60 s")
        // What an earlier race still had to say is not about this one.
        visit.window.model.apply(.race(.ended("stopped", at: 0), number: 7))
        visit.miss("stopped")
    }

    @Test("However long the reason is that it does not run, its keys stay; without a connection it counts none")
    func keysStay() throws {
        let visit = Visit(width: 80, height: 24)
        visit.window.model.beginRace(
            Race.Plan(topic: "home/a", url: "http://demo/a", every: .seconds(1), time: .seconds(60), keepAlive: 60),
            number: 1)
        try visit.type("<M-r>").see("waiting for the broker to grant the topic").see("y copy the table")
        visit.see("connections               0")
        news(.ended(Race.lossWords, at: visit.now * 1000), visit)
        visit.see("over: the connection to the broker was lost").see("y copy the table")
    }

    @Test("The table and the JSON are copied, the race is ended, another one is asked for")
    func keys() throws {
        let visit = Visit(width: 120, height: 36)
        try run(visit)
        try visit.type("<M-r>yY")
        let copies = visit.takeEffects().compactMap { effect in
            if case .program(.copy(let bytes)) = effect { String(decoding: bytes, as: UTF8.self) } else { nil }
        }
        #expect(copies.count == 2)
        #expect(copies[0].hasPrefix("home/living/thermostat and GET http://demo/devices/thermostat\n"))
        #expect(copies[0].contains("an idle hour, computed from what was measured:"))
        #expect(copies[1].hasPrefix("{\"seconds\":10") && copies[1].contains("\"breakEvenChangesPerHour\""))
        try visit.type("r").see("A race runs: x ends it")
        try visit.type("x")
        #expect(visit.takeEffects() == [.connection(.endRace)])
        news(.ended("stopped", at: visit.now * 1000), visit)
        visit.see("over: stopped")
        try visit.type("r").see("Topic")
        try visit.type("<Esc><C-p>race").see("race: what polling and pushing cost")
    }
}
