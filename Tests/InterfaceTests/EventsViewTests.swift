import Kit
import Model
import Payloads
import Profile
import REST
import Terminal
import Testing

@testable import Interface

/// The events of answers without an end.
@Suite("Events of an answer") struct EventsViewTests {
    @Test("What was said over one WebSocket is offered for that again, and for no other request's")
    func said() throws {
        let visit = Visit()
        let model = visit.window.model
        for exchange in [UInt64(1), 2] { visit.openStream(of: exchange, .messages, status: 101) }
        let view = EventsView(visit.window.stage)
        view.load(model.requests.streams[1], of: 7)
        _ = view.perform(.sendLine)
        try visit.type("hello<Enter>")
        #expect(visit.takeEffects() == [.request(.say(.text("hello"), in: 1))])
        view.load(model.requests.streams[2], of: 8)
        _ = view.perform(.sendLine)
        try visit.see("Message over the WebSocket").miss("hello").type("<Esc>")
        view.load(model.requests.streams[1], of: 7)
        _ = view.perform(.sendLine)
        visit.see("hello")
    }

    @Test("what is over goes on only where something was held back")
    func over() throws {
        let visit = Visit()
        let model = visit.window.model
        var exchange = SentRequest(id: 1, requestID: 7, draft: RequestDraft(), startedAt: visit.now)
        model.apply(.exchange(exchange))
        visit.openStream()
        visit.receive([StreamEvent(Array("1".utf8))])
        let view = visit.eventsView()
        _ = view.perform(.pause)
        view.settle()
        #expect(view.isHeld && view.offers(.pause))
        exchange.state = .finished
        model.apply(.exchange(exchange))
        #expect(!view.offers(.pause))
        visit.receive([StreamEvent(Array("2".utf8))])
        view.settle()
        #expect(view.offers(.pause))
    }

    @Test("what a frame has yet to look through asks for the next turn, also when the stream has ended")
    func looksWithoutAKey() {
        let visit = Visit()
        visit.openStream()
        visit.receive([StreamEvent(Array("1".utf8))])
        let view = EventsView(visit.window.stage)
        view.load(visit.window.model.requests.streams[1], of: 7)
        view.fit(to: Size(width: 80, height: 20), wraps: true)
        #expect(view.hasWork)
        view.settle()
        #expect(!view.hasWork)
    }

    @Test("a filter that hides the selected event selects the nearest that it leaves")
    func nearest() throws {
        let visit = Visit()
        visit.openStream()
        visit.receive((0..<20).map { StreamEvent(Array("{\"\($0 % 2 == 0 ? "even" : "odd")\":\($0)}".utf8)) })
        let view = visit.eventsView()
        _ = view.perform(.up)
        _ = view.perform(.filter)
        view.field = TextField("odd")
        view.typed(.changed)
        view.settle()
        // 18 was selected, an even one: 19 is the nearest that comes after it.
        let bytes = try #require(view.bytes)
        #expect(String(decoding: bytes.withBytes { Array($0) }, as: UTF8.self) == "{\"odd\":19}")
    }
}
