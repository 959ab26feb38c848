import Kit
import Model
import Payloads
import Profile
import REST
import Terminal
import TestSupport
import Testing

@testable import Interface

/// What titles, hints and lines of view REST say, where they said more or less than is so.
@Suite("Words of view REST") struct RequestWordsTests {
    private func visit(width: Int = 120, height: Int = 36) throws -> Visit {
        try RequestPaneTests.visit(width: width, height: height)
    }

    /// The line at the bottom.
    private func hints(_ visit: Visit) -> String { visit.look().last ?? "" }

    @Test("the hints are of what does something here: folder, request, history, tabs of Request")
    func hints() throws {
        let visit = try visit(width: 200, height: 55)
        #expect(hints(visit).contains("e who sends") && !hints(visit).contains("d duplicate"), "\(hints(visit))")
        try visit.type("<Down>")
        #expect(hints(visit).contains("d duplicate") && !hints(visit).contains("who sends"), "\(hints(visit))")
        try visit.type("<Enter>")
        #expect(hints(visit).contains("a add") && !hints(visit).contains("c condition"), "\(hints(visit))")
        try visit.type("]]]")
        #expect(!hints(visit).contains("a add") && !hints(visit).contains("on/off"), "\(hints(visit))")
        try visit.type("<S-Tab>H")
        #expect(hints(visit).contains("H requests") && !hints(visit).contains("r rename"), "\(hints(visit))")
        visit.see("history, 0 sends", in: .requests)
    }

    @Test("a filter is counted in the title, also on a narrow screen")
    func filtered() throws {
        let visit = try visit()
        visit.see("2 requests", in: .requests)
        try visit.type("/add").see("1 of 2 requests", in: .requests).see("1 found", in: .requests)
        let narrow = try self.visit(width: 80, height: 24)
        try narrow.type("/add").see("1 of 2 ", in: .requests)
    }

    @Test("where a request is moved to is offered among the folders that there are")
    func folders() throws {
        let visit = try visit()
        try visit.type("<Home><Down>")
        let key = visit.window.stage.keymap.name(of: .move, in: .requests)
        try visit.type("\(key)<C-u><C-k>sen").see("sensors  Tab", in: .requests)
        try visit.type("<Tab>").see("Folder: sensors", in: .requests)
    }

    @Test("a WebSocket that stands is not opened once more by the key that sends")
    func socket() throws {
        let visit = Visit()
        var draft = RequestDraft()
        (draft.name, draft.url) = ("talk", "ws://h/talk")
        visit.window.load(requests: [draft])
        try visit.type("2<C-s>")
        let order = try RequestPaneTests.order(visit)
        var exchange = order.exchange(at: visit.now)
        // Not even the answer is here yet: a second one would stand beside it.
        try visit.type("<C-s>").see("The WebSocket is being opened; Esc ends it")
        #expect(visit.takeEffects().isEmpty)
        exchange.hops = [
            Hop(url: "ws://h/talk", sent: Sent(method: "GET", target: "/talk"), response: Response(status: 101))
        ]
        exchange.hops[0].isSwitched = true
        exchange.state = .receiving
        visit.window.model.apply(.exchange(exchange))
        let news = StreamNews.opened(Response(status: 101), .messages)
        visit.window.model.apply(.stream(StreamReport(of: order.id, news, at: visit.now)))
        visit.miss("is being opened")
        try visit.type("<C-s>").see("The WebSocket is open: s in Response says something over it, Esc ends it")
        #expect(visit.takeEffects().isEmpty)
        visit.see("open ", in: .request)
        // When it has ended, that is no longer said, wherever one looks.
        exchange.state = .cancelled
        visit.window.model.apply(.exchange(exchange))
        visit.miss("The WebSocket is open")
        try visit.type("1").miss("The WebSocket is open")
        // Nor is it said of one that is opened anew that it is closed.
        try visit.type("2<Tab><Tab>s").see("The WebSocket is closed")
        try visit.type("<C-s>").miss("The WebSocket is closed")
        #expect(!visit.takeEffects().isEmpty)
    }

    @Test("the body of a WebSocket is said to be its first message, also where a variable holds the URL")
    func firstMessage() throws {
        let visit = Visit()
        visit.window.book.note {
            $0.environments.insert(Environment(name: "dev", variables: [.init("ws", .literal("ws://h"))]))
            $0.settings.environment = "dev"
        }
        var draft = RequestDraft()
        (draft.name, draft.url, draft.body) = ("talk", "{{ws}}/talk", .text("hello"))
        visit.window.load(requests: [draft])
        try visit.type("2<Down><Enter>]]").see("the first message, sent when the WebSocket stands", in: .request)
        draft.body = .file("/tmp/x")
        visit.window.load(requests: [draft])
        visit.see("Over a WebSocket the body is the first message", in: .request)
    }

    @Test("requests are offered for a call by what is typed of their names, also of those with blanks")
    func names() throws {
        let visit = try visit()
        try visit.type("a<Enter>{{response:sens")
        visit.see("response 'sensors/add a sensor'").see("response 'sensors/list sensors'")
        try visit.type("ors/li").see("response 'sensors/list sensors'").miss("response 'sensors/add a sensor'")
        try visit.type("<Tab>").see("{{response 'sensors/list sensors' ").see("its status code")
        try visit.type("'stat<Tab>").see("{{response 'sensors/list sensors' 'status'}}", in: .request)
    }

    @Test("a name with blanks in the short form of a call: what is to be written")
    func blanks() throws {
        let visit = try visit()
        try visit.type("a<Enter>http://h/{{response:list sensors#$[0].id}}<Enter>")
        visit.see("The name 'list sensors' has blanks: write", in: .request)
        visit.see("{{response 'list sensors'", in: .request).see("'$[0].id'}}", in: .request)
    }

    @Test("a body with a call that is written wrongly is not called valid")
    func wrongCall() throws {
        for (body, isValid) in [
            (#"{"a": {{response:log in#$.t}}}"#, false), (#"{"a": {{response:login}}}"#, false), (#"{"a": 1}"#, true),
        ] {
            let visit = Visit()
            var draft = RequestDraft()
            (draft.name, draft.method, draft.url, draft.body) = ("x", "POST", "http://h/", .json(body))
            visit.window.load(requests: [draft])
            try visit.type("2<Down><Enter>").see("Kind", in: .request)
            if isValid { visit.see(" valid", in: .request) } else { visit.miss(" valid", in: .request) }
        }
    }

    @Test("pages that are joined are no redirects, and what came of them is their sum")
    func joined() throws {
        let visit = try visit()
        try visit.type("<Down><C-s>")
        var exchange = try RequestPaneTests.order(visit).exchange(at: visit.now)
        exchange.hops = (1...3).map { number in
            var response = Response(status: 200, reason: "OK", fields: [Field("Content-Type", "application/json")])
            (response.decoded, response.bodySize) = (["gzip"], 300)
            return Hop(url: "http://h/?n=\(number)", sent: Sent(method: "GET", target: "/"), response: response)
        }
        exchange.body = PayloadBytes(Array("[1,2,3]".utf8))
        exchange.receivedSize = 7
        var joined = JoinedAnswer()
        joined.pages = (1...3).map { .init(url: "http://h/?n=\($0)", items: 1) }
        exchange.joined = joined
        exchange.state = .finished
        visit.window.model.apply(.exchange(exchange))
        visit.see("900 B gzip, 7 B decoded", in: .response).miss("Redirects 2", in: .response)
        try visit.type("<Tab><Tab>]]]]]").see("3 pages were asked for: no redirects", in: .response)
    }

    @Test("the times of what is under way are told up to now")
    func running() throws {
        var exchange = ResponsePaneTests.exchange("")
        exchange.state = .receiving
        exchange.hops[0].timings.lastByte = nil
        let pages = ResponsePages(
            exchange: exchange, width: 80, isASCII: false, now: exchange.startedAt + 8_000_000)
        let lines = pages.timings.map { $0.map(\.text).joined() }
        #expect(lines.last?.hasPrefix("so far") == true && lines.last?.contains("8.00 s") == true, "\(lines)")
        exchange.hops[0].timings.send = .init(15_000_000, 15_040_000)
        let gap = ResponsePages(exchange: exchange, width: 80, isASCII: false, now: exchange.startedAt + 8_000_000)
        #expect(gap.timings.contains { $0.first?.text.hasPrefix("in between") == true })
    }

    @Test("a compressed body is hexadecimal below its head, as it came")
    func raw() throws {
        let visit = try visit()
        try visit.type("<Down><C-s>")
        var exchange = try RequestPaneTests.order(visit).exchange(at: visit.now)
        let head = Array("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".utf8)
        var response = Response(status: 200, reason: "OK", fields: [Field("Content-Encoding", "gzip")])
        (response.head, response.decoded) = (head, ["gzip"])
        exchange.hops = [Hop(url: "http://h/", sent: Sent(method: "GET", target: "/"), response: response)]
        exchange.hops[0].raw = REST.Body(head + [0x1F, 0x8B, 0x08, 0xD7, 0xB3])
        exchange.body = PayloadBytes(Array("text".utf8))
        exchange.state = .finished
        visit.window.model.apply(.exchange(exchange))
        try visit.type("<Tab><Tab>]]]]]]").see("Content-Encoding: gzip", in: .response)
        visit.see("0000  1f 8b 08 d7 b3", in: .response)
    }
}
