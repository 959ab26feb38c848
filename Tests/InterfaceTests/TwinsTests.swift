import Interface
import Kit
import Model
import Opener
import Payloads
import Profile
import REST
import Terminal
import Testing

@Suite("Twins")
struct TwinsTests {
    private func answer(_ visit: Visit, status: Int = 200, body: String) throws {
        let order = try RequestPaneTests.order(visit)
        var exchange = order.exchange(at: visit.now)
        exchange.hops = [
            Hop(
                url: order.preview.url, sent: Sent(method: "GET", target: "/"),
                response: Response(status: status, fields: [Field("Content-Type", "application/json")]))
        ]
        exchange.body = PayloadBytes(Array(body.utf8))
        exchange.state = .finished
        visit.window.model.apply(.exchange(exchange))
    }

    @Test("a rule is proposed once from the names, kept in the profile, and leads both ways")
    func bothWays() throws {
        let visit = Visit()
        visit.receive("devices/7/state", #"{"on": true, "level": 3}"#)
        // What was asked once is what a rule is learned from.
        try visit.type("2<Tab><Enter>http://h/api/devices/7<Enter><C-s>")
        try answer(visit, body: #"{"on": false, "level": 3}"#)
        try visit.type("1<Tab>=")
        visit.see("devices/{id}/state")
        visit.see("http://h/api/devices/{id}")
        try visit.type("<Enter>")
        #expect(visit.window.book.profile.settings.twins == ["devices/{id}/state": "http://h/api/devices/{id}"])
        try answer(visit, body: #"{"on": false, "level": 3}"#)
        visit.see("\"on\": false", in: .response)
        try visit.type("=")
        visit.see("Twins: devices/7/state")
        visit.see("\"on\": true")
        try visit.type("<Enter>")
        visit.see("state", in: .topics)
        // The rule is known now: another device needs no question.
        visit.receive("devices/8/state", "{}")
        try visit.type("o<End>=")
        #expect(try RequestPaneTests.order(visit).draft.url == "http://h/api/devices/8")
    }

    @Test("why there is no state is compared as that, with its status") func failed() throws {
        let visit = Visit()
        visit.receive("devices/7/state", "1")
        visit.window.book.note { $0.settings.twins = ["devices/{id}/state": "http://h/api/devices/{id}"] }
        try visit.type("2<Tab><Enter>http://h/api/devices/7<Enter><C-s>")
        try answer(visit, status: 409, body: #"{"title": "no"}"#)
        try visit.type("<Tab>=").see("Twins: devices/7/state").see("409 Conflict   - the topic   + http://h/api")
    }

    @Test("a rule that cannot be is refused in words")
    func problems() throws {
        let visit = Visit()
        visit.receive("a/b", "1")
        try visit.type("<Tab>=")
        visit.see("Twins: a {name} stands for what differs")
        try visit.type("<Enter>")
        visit.see("the URL is not whole")
        // One that is there is not lost to another of its topic.
        visit.window.book.note { $0.settings.twins = ["c/{n}": "http://old/{n}"] }
        try visit.type("<C-u>http://new/{n}<S-Tab><C-u>c/{n}<Enter>").see("c/{n} has a rule already")
        #expect(visit.window.book.profile.settings.twins == ["c/{n}": "http://old/{n}"])
    }
}
