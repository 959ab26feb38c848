import MQTT
import NIOCore
import Testing
import Text

@testable import Demo

@Suite struct FiguresTests {
    private func figures(_ talk: Conversation, _ link: LinkID) -> [String: String] {
        Dictionary(
            talk.publishes(link).map { ($0.topic.replacing("$SYS/broker/", with: ""), String(buffer: $0.payload)) },
            uniquingKeysWith: { $1 })
    }

    @Test func onlyWhatChangedIsPublished() {
        let talk = Conversation(sysInterval: .seconds(10))
        let ann = talk.connect("ann") { $0.keepAlive = 0 }
        talk.subscribe(ann, "$SYS/#", qos: .atMostOnce)
        talk.pass(.seconds(0))
        let first = figures(talk, ann)
        #expect(first["version"] == "test")
        #expect(first["uptime"] == "0 seconds")
        #expect(first["clients/connected"] == "1")
        #expect(first["subscriptions/count"] == "1")
        #expect(first["load/messages/received/1min"] == "0.00")
        talk.pass(.seconds(9))
        #expect(figures(talk, ann).isEmpty)
        talk.pass(.seconds(1))
        let second = figures(talk, ann)
        #expect(second["uptime"] == "10 seconds")
        #expect(second["version"] == nil)
        #expect(second["clients/connected"] == nil)
        #expect(second["publish/messages/sent"] == "\(first.count)")
    }

    @Test func theyAreRetained() {
        let talk = Conversation(sysInterval: .seconds(10))
        talk.pass(.seconds(0))
        let ann = talk.connect("ann")
        talk.subscribe(ann, "$SYS/broker/uptime")
        #expect(talk.heard(ann) == ["$SYS/broker/uptime 0 seconds (retained)"])
    }

    @Test func loadsAreMovingAveragesPerMinute() {
        var load = LoadAverage()
        load.update(total: 0, elapsed: .zero)
        load.update(total: 100, elapsed: .seconds(10))
        // 600 a minute now: 600 * (1 - e^(-10/60))
        #expect(load.values[0].fixed(2) == "92.11")
        #expect(load.values[1].fixed(2) == "19.67")
        for _ in 0..<600 { load.update(total: 100, elapsed: .seconds(10)) }
        #expect(load.values[0].fixed(2) == "0.00")
    }

    @Test func nothingWithoutAnInterval() {
        let talk = Conversation()
        let ann = talk.connect("ann") { $0.keepAlive = 0 }
        talk.subscribe(ann, "$SYS/#")
        talk.pass(.hours(1))
        #expect(talk.publishes(ann).isEmpty)
    }
}
