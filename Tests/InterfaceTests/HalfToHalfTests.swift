import Kit
import Model
import Payloads
import Profile
import REST
import Testing

@testable import Interface

@Suite("A payload of one half goes to the other with one key") struct HalfToHalfTests {
    private func answered(_ body: String, _ visit: Visit) {
        var exchange = SentRequest(id: 1, requestID: 1, startedAt: Visit.noon)
        let fields = [Field("Content-Type", "application/json")]
        exchange.hops = [
            Hop(
                url: "http://demo/sensors", sent: Sent(method: "GET", target: "/sensors"),
                response: Response(status: 200, reason: "OK", fields: fields))
        ]
        exchange.body = PayloadBytes(Array(body.utf8))
        exchange.receivedSize = body.utf8.count
        exchange.state = .finished
        visit.window.model.apply(.exchange(exchange))
    }

    @Test("The body of an answer is composed on the selected topic, its braces no templates")
    func response() throws {
        let visit = Visit()
        visit.receive("home/lamp", "on")
        answered(#"{"a":[1,2],"t":"{{uuid}}"}"#, visit)
        try visit.type("o/lamp<Enter>2<Tab><Tab>").see(#""a": ["#, in: .response)
        try visit.type("p").see("home/lamp").see("Publish")
        try visit.type("<C-s>")
        guard case .publish(.send(let draft, _))? = visit.takeEffects().last else {
            Issue.record("nothing was sent:\n\(visit.screen)")
            return
        }
        #expect(draft.topic == "home/lamp" && draft.format == .json)
        #expect(draft.payload == #"{"a":[1,2],"t":"{{'{{'}}uuid}}"}"#)
        #expect(draft.properties.contentType == "application/json")
        // What a path leaves of it is what goes.
        try visit.type("<Esc>J$.a<Enter>p").see("Publish")
        #expect(visit.screen.contains("[1,2]") || visit.screen.contains("1,"))
    }

    @Test("A payload becomes the body of a new request, or of the open one that has a method for it")
    func payload() throws {
        let visit = Visit()
        visit.receive("home/lamp", #"{"on":true}"#)
        try visit.type("<Tab>b").see(#"{"on":true}"#, in: .request).see("POST", in: .request)
        let composer = visit.window.composer
        #expect(composer.draft.method == "POST" && composer.draft.body == .json(#"{"on":true}"#))
        let open = composer.current
        visit.receive("home/lamp", "<lamp/>")
        try visit.type("1<Tab>b").see("<lamp/>", in: .request)
        #expect(composer.current == open && composer.draft.body == .xml("<lamp/>"))
        // What stood there comes back with the editor's undo.
        try visit.type("<Enter><C-_><Esc>").see(#"{"on":true}"#, in: .request)
        // A request without a body is left alone.
        composer.draft.method = "GET"
        composer.draft.url = "http://demo/lamp"
        try visit.type("1b").see("<lamp/>", in: .request)
        #expect(composer.current != open && composer.draft.method == "POST")
    }

    @Test("Bytes that are no text, and what is not wholly kept, are told and not taken")
    func refused() throws {
        let visit = Visit(maximumPayload: 100)
        visit.receive("raw", bytes: [0, 1, 2, 0xFF])
        try visit.type("<Tab>b").see("The payload is no text")
        visit.receive("long", String(repeating: "x", count: 200))
        try visit.type("b").see("Only a part of the payload is kept")
        try visit.type("2<Tab><Tab>p").see("There is no body to publish")
    }
}
