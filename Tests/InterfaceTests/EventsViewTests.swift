import Model
import REST
import Testing

@testable import Interface

/// The events of answers without an end.
@Suite("Events of an answer") struct EventsViewTests {
    @Test("What was said over one WebSocket is offered for that again, and for no other request's")
    func said() throws {
        let visit = Visit()
        let model = visit.window.model
        for exchange in [UInt64(1), 2] {
            let news = StreamNews.opened(Response(status: 101), .messages)
            model.apply(.stream(StreamReport(of: exchange, news, at: visit.now)))
        }
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
}
