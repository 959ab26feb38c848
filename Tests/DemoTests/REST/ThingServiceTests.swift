import MQTT
import NIOCore
import NIOHTTP1
import Testing

@testable import Demo

@Suite struct ThingServiceTests {
    private let talk = ServiceTalk()

    @Test func theRootLeadsToEverything() {
        let root = talk.say("GET", "/")
        #expect(root["Content-Type"] == "application/hal+json")
        for path in ["/sensors", "/tasks/", "/devices/lamp", "/status/power", "/.well-known/wot"] {
            #expect(root.body.contains("\"\(path)\""), "\(path)")
        }
    }

    @Test func theLampIsAThing() {
        let thing = talk.say("GET", "/.well-known/wot")
        #expect(thing.status == 200 && thing["Content-Type"] == "application/td+json")
        #expect(thing.body.contains("\"/devices/lamp\"") && !thing.body.contains("mqtt://"))
        talk.listen(at: "mqtt://127.0.0.1:1883")
        let whole = talk.say("GET", "/.well-known/wot").body
        #expect(whole.contains("\"mqv:filter\":\"home/hall/lamp\""))
        #expect(whole.contains("\"mqtt://127.0.0.1:1883/home/hall/lamp/set\""))
        #expect(talk.say("PUT", "/.well-known/wot").status == 405)
        #expect(talk.say("GET", "/.well-known/core").status == 404)
    }

    @Test func theLampIsAThingInARetainedMessageToo() {
        let message = ThingService.message(broker: "mqtt://127.0.0.1:1883", base: "http://127.0.0.1:8000/")
        #expect(message.topic == "home/hall/lamp/thing" && message.retain)
        let text = String(buffer: message.payload)
        #expect(text.contains("\"base\":\"http://127.0.0.1:8000/\""))
        #expect(text.contains("\"mqv:filter\":\"home/hall/lamp\""))
    }
}
