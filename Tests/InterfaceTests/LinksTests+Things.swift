import Kit
import Model
import Opener
import Payloads
import Profile
import REST
import Terminal
import Testing

@testable import Interface

/// Things, the links of messages, and properties over MQTT.
extension LinksTests {
    private static let thing =
        #"""
        {"@context": "https://www.w3.org/2022/wot/td/v1.1", "title": "Lamp", "properties": {"on": {"type": "boolean", "forms": [{"href": "/on"}, {"href": "mqtts://broker:8883", "op": "observeproperty", "mqv:filter": "home/lamp"}]}},
         "actions": {"blink": {"input": {"type": "integer"}, "forms": [{"href": "mqtt://far/home/blink"}]}}}
        """#

    @Test("a Thing Description opens as what can be read, written, observed and invoked")
    func things() throws {
        let visit = try visit(body: Self.thing, type: "application/td+json")
        visit.see("a Thing Description: T opens it", in: .response)
        try visit.type("T")
        visit.see("Thing: Lamp")
        visit.see("property on")
        visit.see("GET http://h/on")
        visit.see("listen home/lamp")
        try visit.type("<Enter>")
        #expect(try order(visit).draft.url == "http://h/on")
        try visit.type("BT<Down><Enter>")
        visit.see("PUT", in: .request)
        visit.see("false", in: .request)
    }

    private static func secured(_ scheme: String) -> String {
        #"""
        {"@context": "https://www.w3.org/2022/wot/td/v1.1", "title": "Lamp", "security": "s", "securityDefinitions": {"s": \#(scheme)},
         "properties": {"on": {"type": "boolean", "forms": [{"href": "/on"}, {"href": "http://other/on", "op": "readproperty"}]}}}
        """#
    }

    @Test("a Thing that wants to know who asks is told, once for each server")
    func signIn() throws {
        let body = Self.secured(#"{"scheme": "basic"}"#)
        let visit = try visit(body: body, type: "application/td+json")
        try visit.type("T").see("signs in: basic").type("<Enter>").see("basic at http://h:80")
        #expect(visit.takeEffects().isEmpty)
        try visit.type("<Enter>").see("A name is missing").type("me<Tab>pw")
        visit.miss("pw")
        try visit.type("<Enter>")
        let wanted = RequestAuth.basic(username: "me", password: .literal("pw"))
        let first = try answer(visit, body: "true")
        #expect(first.draft.url == "http://h/on" && first.draft.auth == wanted)
        try visit.type("BT<Down><Enter>")
        visit.see("PUT", in: .request).miss("basic at")
        try visit.type("<C-s>")
        #expect(try order(visit).draft.auth == wanted)
        // Another server is asked for anew: what is known is for the first alone.
        let other = try self.visit(body: body, type: "application/td+json")
        try other.type("T<End><Enter>").see("basic at http://other:80").type("you<Enter>")
        let order = try order(other)
        #expect(order.draft.auth == .basic(username: "you", password: .prompt) && order.draft.url == "http://other/on")
    }

    @Test(
        "keys and tokens of a Thing go where it wants them",
        arguments: [
            (#"{"scheme": "bearer"}"#, RequestAuth.bearer(.literal("x{{'{{'}}y}}"))),
            (#"{"scheme": "oauth2", "flow": "client", "token": "https://a/token"}"#, .bearer(.literal("x{{'{{'}}y}}"))),
            (
                #"{"scheme": "apikey", "name": "X-K", "in": "header"}"#,
                .apiKey(name: "X-K", value: .literal("x{{'{{'}}y}}"), inQuery: false)
            ),
            (
                #"{"scheme": "apikey", "name": "k"}"#,
                .apiKey(name: "k", value: .literal("x{{'{{'}}y}}"), inQuery: true)
            ),
            (#"{"scheme": "apikey", "name": "k", "in": "cookie"}"#, .none),
        ])
    func keysOfThings(scheme: String, auth: RequestAuth) throws {
        let visit = try visit(body: Self.secured(scheme), type: "application/td+json")
        try visit.type("T<Enter>x{{y}}<Enter>")
        let draft = try order(visit).draft
        #expect(draft.auth == auth)
        #expect(
            draft.headers.filter { $0.name == "Cookie" }.map(\.value) == (auth == .none ? ["k=x{{'{{'}}y}}"] : []))
    }

    @Test("the variables of a Thing's form are asked for with what they take")
    func variablesOfThings() throws {
        let visit = try visit(
            body: #"""
                {"@context": "https://www.w3.org/2022/wot/td/v1.1", "title": "Lamp", "properties": {"level": {
                  "uriVariables": {"scale": {"type": "integer", "minimum": 1, "maximum": 5, "default": 2}, "unit": {"enum": ["lx", "%"]}},
                  "forms": [{"href": "/level{?scale,unit}", "op": "readproperty"}]}}}
                """#, type: "application/td+json")
        try visit.type("T<Enter>").see("integer, 1 to 5").see("http://h/level?scale=2")
        try visit.type("<Tab>").see("lx|%").see("left out").type("<Right><Enter>")
        #expect(try order(visit).draft.url == "http://h/level?scale=2&unit=lx")
    }

    @Test("keys that come faster than frames are about the answer that is looked at")
    func fastKeys() throws {
        let visit = try visit(body: Self.thing, type: "application/td+json")
        try visit.type("T<Enter>")
        try answer(visit, body: "true")
        visit.see("true", in: .response)
        for key in try KeyPress.script("BT") { _ = visit.window.press(key, now: visit.now) }
        visit.see("Thing: Lamp")
    }

    @Test("a property over MQTT is listened to at the broker that is open")
    func observing() throws {
        let visit = try visit(body: Self.thing, type: "application/td+json")
        visit.receive("home/lamp", "true")
        try visit.type("T<Down><Down><Enter>")
        #expect(visit.takeEffects() == [.connection(.subscribe(filter: "home/lamp", qos: 0))])
        visit.see("Listening to home/lamp over home")
        visit.see("lamp", in: .topics)
    }

    @Test("a broker that is not open is opened when the person says so")
    func anotherBroker() throws {
        let visit = try visit(body: Self.thing, type: "application/td+json")
        try visit.type("T<End><Enter>")
        visit.see("mqtt://far is not open. Open it?")
        try visit.type("y")
        guard case .connection(.open(let draft))? = visit.takeEffects().last else {
            Issue.record("nothing is opened")
            return
        }
        #expect(draft.url == "mqtt://far")
    }

    @Test("a message for a broker that is not open is there when it is open, and not over another one")
    func messageForAnother() throws {
        let visit = try visit(body: Self.thing, type: "application/td+json")
        var draft = PublishDraft()
        (draft.topic, draft.payload) = ("far/lamp", "on")
        #expect(visit.window.compose(draft, at: "mqtt://far").isEmpty)
        try visit.see("mqtt://far is not open. Open it").type("y")
        guard case .connection(.open)? = visit.takeEffects().last else {
            Issue.record("nothing is opened")
            return
        }
        visit.miss("far/lamp")
        let far = visit.window.model.open()
        far.connection = ConnectionStatus(name: "far", address: "mqtt://far", state: .connecting)
        visit.look()
        far.connection.state = .connected(since: visit.now)
        visit.see("far/lamp").see("Publish")
        // Once.
        try visit.type("<Esc><Esc>").miss("far/lamp")
    }

    @Test("a thing in a retained message, and the address in an announcement")
    func messages() throws {
        let visit = Visit()
        visit.receive("things/lamp", Self.thing.replacing("\"/on\"", with: "\"http://lamp/on\""), retain: true)
        try visit.type("<Tab><Tab>T")
        visit.see("GET http://lamp/on")
        try visit.type("<Esc>")
        visit.receive("homeassistant/x/config", #"{"name": "x", "device": {"configuration_url": "http://10.0.0.7/"}}"#)
        try visit.type("u")
        visit.see("Links of homeassistant/x/config")
        try visit.type("<Enter>")
        #expect(try order(visit).draft.url == "http://10.0.0.7/")
        visit.see("http://10.0.0.7/", in: .request)
    }
}
