import Model
import Profile
import REST
import Terminal
import Testing

@testable import Interface

/// Answers without an end.
extension Visit {
    /// The stream that an exchange is answered with stands.
    func openStream(of exchange: UInt64 = 1, _ format: StreamFormat = .jsonLines, status: Int = 200) {
        let news = StreamNews.opened(Response(status: status), format)
        window.model.apply(.stream(StreamReport(of: exchange, news, at: now)))
    }

    /// Events come together.
    func receive(_ events: [StreamEvent], of exchange: UInt64 = 1) {
        window.model.apply(.stream(StreamReport(of: exchange, .events(events), at: now)))
    }

    /// Opens a WebSocket from view REST, which stands; answers its exchange, as `change` has made it.
    func openWebSocket(_ change: (inout SentRequest) -> Void = { _ in }) throws -> SentRequest {
        var draft = RequestDraft()
        (draft.name, draft.url) = ("talk", "ws://h/talk")
        window.load(requests: [draft])
        try type("2<C-s>")
        let order = try RequestPaneTests.order(self)
        var exchange = order.exchange(at: now)
        exchange.hops = [
            Hop(url: "ws://h/talk", sent: Sent(method: "GET", target: "/talk"), response: Response(status: 101))
        ]
        exchange.hops[0].isSwitched = true
        exchange.state = .receiving
        change(&exchange)
        window.model.apply(.exchange(exchange))
        openStream(of: order.id, .messages, status: 101)
        return exchange
    }

    /// The events of an exchange as view REST lists them, laid out.
    func eventsView(of exchange: UInt64 = 1, in request: Int = 7) -> EventsView {
        let view = EventsView(window.stage)
        view.load(window.model.requests.streams[exchange], of: request)
        view.settle()
        return view
    }
}

extension EventsView {
    /// Does the work that is left, and makes room for the frame that shows what was found.
    func settle() {
        for _ in 0..<100 {
            fit(to: Size(width: 80, height: 20), wraps: true)
            if !advance(until: .now + .milliseconds(50)) { break }
        }
        fit(to: Size(width: 80, height: 20), wraps: true)
    }
}
