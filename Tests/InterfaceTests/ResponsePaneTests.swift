import Kit
import Model
import Payloads
import Profile
import REST
import Terminal
import TestSupport
import Testing
import Topics

@testable import Interface

/// The pane Response alone on a screen, and a person at it.
private final class ResponseVisit {
    let model: Model
    let stage: Stage
    let composer: RequestComposer
    let pane: ResponsePane
    let grid: Grid
    private(set) var effects: [Effect] = []

    init(width: Int = 80, height: Int = 24) {
        let model = Model(Workspace(LiveData(memory: 4 << 20)))
        self.model = model
        stage = Stage(theme: TestTheme.theme, keymap: .standard) { model.shown.notify($0) }
        composer = RequestComposer(model.requests)
        stage.turn(to: Visit.noon)
        pane = ResponsePane(composer, stage)
        grid = Grid(size: Size(width: width, height: height))
    }

    @discardableResult
    func type(_ script: String) throws -> ResponseVisit {
        for key in try KeyPress.script(script) {
            look()
            if pane.isTyping {
                let action = stage.keymap.action(for: key, typing: pane.typingContext, in: pane.keyContext)
                effects += pane.type(key, action) ?? []
            } else if composer.isSending, stage.keymap.action(for: key, in: .sending) == .cancelRequest {
                effects += composer.cancelSending()
            } else if let action = stage.keymap.action(for: key, in: pane.keyContext) {
                if action == .back { _ = pane.back() } else { effects += pane.perform(action) }
            }
        }
        return self
    }

    func takeEffects() -> [Effect] {
        defer { effects = [] }
        return effects
    }

    @discardableResult
    func look() -> String {
        let canvas = Canvas(grid)
        for _ in 0..<1000 {
            let look = stage.look(isFocused: true)
            canvas.fill(look.style(.text))
            pane.fit(look, to: grid.size)
            _ = pane.draw(look, into: canvas)
            if !pane.advance(until: .now + .milliseconds(50)), !pane.hasWork { break }
        }
        return grid.rows.joined(separator: "\n")
    }

    @discardableResult
    func see(_ text: String, at location: SourceLocation = #_sourceLocation) -> ResponseVisit {
        let screen = look()
        #expect(screen.contains(text), "\"\(text)\" is not there:\n\(screen)", sourceLocation: location)
        return self
    }

    @discardableResult
    func miss(_ text: String, at location: SourceLocation = #_sourceLocation) -> ResponseVisit {
        let screen = look()
        #expect(!screen.contains(text), "\"\(text)\" is there:\n\(screen)", sourceLocation: location)
        return self
    }
}

@Suite("The pane Response")
struct ResponsePaneTests {
    @Test("Bytes that are no text are called what they are shown as")
    func binary() throws {
        let visit = Visit()
        try visit.type("2<Tab><Enter>http://h/x.png<Enter><C-s>")
        let orders = visit.takeEffects().compactMap { effect -> RequestOrder? in
            if case .request(.send(let order)) = effect { order } else { nil }
        }
        var exchange = try #require(orders.last).exchange(at: visit.now)
        let bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0xFF, 0xFE]
        exchange.hops = [
            Hop(
                url: "http://h/x.png", sent: Sent(method: "GET", target: "/x.png"),
                response: Response(status: 200, fields: [Field("Content-Type", "image/png")]))
        ]
        exchange.body = PayloadBytes(bytes)
        exchange.state = .finished
        visit.window.model.apply(.exchange(exchange))
        visit.see("binary, 14 B, hex", in: .response).miss("pretty", in: .response)
        visit.receive("a/b", bytes: bytes)
        try visit.type("1").see("binary, 14 B, hex", in: .message)
    }

    private static func exchange(
        bytes body: [UInt8], id: UInt64 = 1, status: Int = 200, reason: String = "OK",
        type: String? = "application/json"
    ) -> SentRequest {
        var exchange = SentRequest(id: id, requestID: 1, startedAt: Visit.noon)
        let sent = "GET /sensors HTTP/1.1\r\nHost: demo\r\nAccept: */*\r\n\r\n"
        let request = Sent(
            method: "GET", target: "/sensors.json?x=1", fields: [Field("Host", "demo"), Field("Accept", "*/*")],
            bytes: Array(sent.utf8))
        var fields = [Field("Server", "demo"), Field("X-Twice", "1"), Field("X-Twice", "2")]
        if let type { fields.append(Field("Content-Type", type)) }
        var timings = Timings(start: 0)
        timings.nameLookup = .init(0, 1_200_000)
        timings.connect = .init(1_200_000, 3_000_000)
        timings.tls = .init(3_000_000, 9_000_000)
        timings.send = .init(9_000_000, 9_040_000)
        (timings.firstByte, timings.lastByte) = (20_000_000, 24_000_000)
        let certificate = Certificate(
            subject: "CN=demo", issuer: "CN=Demo CA", names: ["demo", "127.0.0.1"],
            notBefore: Visit.noon / 1_000_000 - 86_400, notAfter: Visit.noon / 1_000_000 + 3 * 86_400, bytes: [1, 2])
        let connection = Connection(
            number: 1, remoteAddress: "127.0.0.1:8443", localAddress: "127.0.0.1:50000",
            tls: .init(version: "TLS 1.3", cipher: "TLS_AES_128_GCM_SHA256", certificates: [certificate]))
        exchange.hops = [
            Hop(
                url: "http://demo/sensors.json?x=1", sent: request,
                response: Response(status: status, reason: reason, fields: fields),
                timings: timings, connection: connection)
        ]
        exchange.hops[0].raw = REST.Body(Array("HTTP/1.1 200 OK\r\nX-Twice : 1\n\r\n".utf8))
        exchange.state = .finished
        exchange.body = PayloadBytes(body)
        exchange.receivedSize = body.count
        return exchange
    }

    static func exchange(
        _ body: String, id: UInt64 = 1, status: Int = 200, reason: String = "OK", type: String? = "application/json"
    ) -> SentRequest { exchange(bytes: Array(body.utf8), id: id, status: status, reason: reason, type: type) }

    private func visit(_ exchange: SentRequest) -> ResponseVisit {
        let visit = ResponseVisit()
        visit.composer.exchanges.update(exchange)
        return visit
    }

    @Test("an answer: status, size and time, and the body laid out")
    func answer() throws {
        let visit = visit(Self.exchange(#"{"name":"sensor1","value":21.50}"#))
        visit.see("200 OK").see("24.0 ms").see("32 B").see(#""value": 21.50"#)
        try Snapshot.check(visit.grid, named: "response", letter: TestTheme.letter)
    }

    @Test("what is copied of another tab is not said to be what the path of the body gives")
    func copiedTabs() throws {
        let visit = visit(Self.exchange(#"{"a":[1,22]}"#))
        try visit.type("J.a[1]<Enter>y")
        #expect(visit.model.shown.notices.last?.text == "Copied what the path gives, 2 B")
        for (keys, words) in [
            ("]y", "Copied tab Headers, "), ("]y", "Copied what was sent, "), ("]y", "Copied tab Timings, "),
            ("[[[y", "Copied what the path gives, 2 B"),
        ] {
            let text = try visit.type(keys).model.shown.notices.last?.text ?? ""
            #expect(text.hasPrefix(words), "\(keys): \(text)")
        }
    }

    @Test("an error says what its status means")
    func meaning() {
        visit(Self.exchange("{}", status: 409, reason: "Conflict")).see("409 Conflict").see("clashes with the state")
        visit(Self.exchange("{}", status: 599, reason: "")).see("599").see("the server says it is at fault itself")
    }

    @Test("v shows raw, hex and what changed since the answer before")
    func views() throws {
        let visit = visit(Self.exchange(#"{"on":true}"#))
        visit.look()
        visit.composer.exchanges.update(Self.exchange(#"{"on":false}"#, id: 2))
        try visit.type("v").see(#"{"on":false}"#).type("v").see("7b 22 6f 6e").type("v").see("true").see("false")
    }

    @Test("the other tabs: headers in order, what was sent, times, connection, redirects")
    func tabs() throws {
        let visit = visit(Self.exchange("{}"))
        try visit.type("]").see("X-Twice: 1").see("X-Twice: 2").see("Content-Type: application/json")
        try visit.type("]").see("GET /sensors HTTP/1.1").see("Accept: */*")
        try visit.type("]").see("name look-up").see("1.2 ms").see("█").see("in all")
        try visit.type("]").see("TLS 1.3, TLS_AES_128_GCM_SHA256").see("CN=Demo CA").see("expires in 3 days")
        try visit.type("]").see("no redirects").type("]").see("HTTP/1.1 200 OK␍␊")
        try visit.type("v").see("48 54 54 50").type("]").see("may keep").type("]").see("links to nothing").type("]")
            .see(
                "{}"
            ).type("[[[[[[").see("in all")
        try visit.type("<Esc>").see("{}")
    }

    @Test(
        "what breaks HTTP stands above the body in one line, and each place in Headers; a coding that was left is named"
    )
    func breaches() throws {
        var exchange = Self.exchange("{}")
        exchange.hops[0].response?.breaches = [
            Breach(lines: 2...2, what: "a blank stands before the colon", section: "RFC 9112 5.1"),
            Breach(lines: 2...3, what: "the line ends in LF alone", section: "RFC 9112 2.2"),
        ]
        exchange.hops[0].response?.informational = [
            .init(status: 103, reason: "Early Hints", fields: [Field("Link", "<a>")])
        ]
        exchange.hops[0].response?.codingsLeft = ["foo"]
        exchange.hops[0].response?.remarks = ["it leads on to an empty Location"]
        let visit = visit(exchange)
        visit.see("2 B still in foo").see("It breaks HTTP in line 2: a blank stands before the").see("empty Location")
        try visit.type("]").see("103 Early Hints").see("Link: <a>").see(
            "lines 2-3: the line ends in LF alone (RFC 9112 2.2)")
    }

    @Test("pictures of the times and the connection")
    func pictures() throws {
        let visit = visit(Self.exchange("{}"))
        _ = try visit.type("]]]").look()
        try Snapshot.check(visit.grid, named: "response-timings", letter: TestTheme.letter)
        _ = try visit.type("]").look()
        try Snapshot.check(visit.grid, named: "response-connection", letter: TestTheme.letter)
    }

    @Test("a body that is not what it says is shown as it is, with words")
    func mismatch() {
        visit(Self.exchange("oops: no")).see("says JSON, is not").see("line 1 column 1").see("oops: no")
        visit(Self.exchange("<!DOCTYPE html>\n<h1>502</h1>")).see("says JSON, is HTML").see("<h1>502</h1>")
        visit(Self.exchange(#"{"a":1,}"#)).see("says JSON, is not: JSON lacks a key")
        visit(Self.exchange(bytes: [0, 1, 2, 0xFF])).see("says JSON, is not text").see("00 01 02 ff")
    }

    @Test("the charset is honoured, hex shows the bytes")
    func charset() throws {
        let visit = visit(Self.exchange(bytes: [0x63, 0x61, 0x66, 0xE9], type: "text/plain; charset=iso-8859-1"))
        try visit.see("café").type("vv").see("63 61 66 e9")
        self.visit(Self.exchange("hi", type: "text/plain; charset=x-odd")).see("x-odd is not known here").see("hi")
    }

    @Test("no body is said in words")
    func empty() {
        visit(Self.exchange("", status: 204, reason: "No Content", type: nil)).see("204 has no body")
        visit(Self.exchange("", type: nil)).see("The body is empty")
    }

    @Test("while it arrives there is progress, and Esc or C-c ends it")
    func progress() throws {
        var exchange = Self.exchange("")
        exchange.state = .receiving
        exchange.receivedSize = 3_400_000
        exchange.announcedSize = 10_000_000
        let visit = visit(exchange)
        try visit.see("3.4 MB of 10.0 MB, 34 %").type("<Esc><C-c>")
        #expect(visit.takeEffects() == [.request(.cancel(1)), .request(.cancel(1))])
        exchange.state = .sending
        exchange.hops = []
        visit.composer.exchanges.update(exchange)
        visit.see("sending for").see("Waiting for an answer")
    }

    @Test("a failure stands in words, and what had come by then is kept")
    func failure() throws {
        var exchange = Self.exchange(#"{"a":1"#)
        exchange.state = .failed("The connection was reset after 6 of 20 bytes")
        visit(exchange).see("reset after 6 of 20 bytes; what had come is below").see(#""a": 1"#)
        exchange.body = PayloadBytes([])
        visit(exchange).see("Nothing of a body had come")
        exchange.state = .cancelled
        visit(exchange).see("Cancelled")
    }

    @Test("y copies the body as it came, w writes it under its name, L opens the pager, J narrows")
    func actions() throws {
        let visit = visit(Self.exchange(#"{"a": [1, 2.50]}"#))
        _ = try visit.type("yL").look()
        let effects = visit.takeEffects()
        #expect(effects.first == .program(.copy(Array(#"{"a": [1, 2.50]}"#.utf8))))
        guard case .program(.runInTerminal(let job))? = effects.last else {
            Issue.record("no pager")
            return
        }
        #expect(job.program == .pager)
        #expect(job.fileExtension == "json")
        try visit.type("J.a[1]").see("1 result").see("2.50").miss("\"a\"").type("<Enter>y")
        #expect(visit.takeEffects() == [.program(.copy(Array("2.50".utf8)))])
        _ = try visit.type("<Esc>w").look()
        #expect(visit.stage.overlays.count == 1)
    }

    @Test("redirects are a chain with their statuses")
    func redirects() throws {
        var exchange = Self.exchange("{}")
        let first = Hop(
            url: "http://demo/old", sent: Sent(method: "GET", target: "/"),
            response: Response(
                status: 301, reason: "Moved Permanently", fields: [Field("Location", "/sensors")]))
        exchange.hops.insert(first, at: 0)
        try visit(exchange).see("2 requests").see("Redirects 1").type("[[[[").see("301 Moved Permanently").see(
            "Location: /sensors")
    }

    @Test("a large body is laid out in slices, and searched")
    func large() throws {
        let items = (0..<100_000).map { #"{"n":\#($0)}"# }.joined(separator: ",")
        let visit = visit(Self.exchange("[\(items)]"))
        try visit.type("G").see("99999").type("/77777<Enter>").see("1/1").see("77777")
    }

    @Test("every size can be drawn")
    func sizes() {
        for (width, height) in [(1, 1), (2, 2), (10, 3), (30, 5), (200, 60)] {
            let visit = ResponseVisit(width: width, height: height)
            visit.look()
            visit.composer.exchanges.update(Self.exchange("{}", status: 404, reason: "Not Found"))
            for _ in ResponseTab.allCases {
                visit.look()
                _ = visit.pane.perform(.nextTab)
            }
        }
    }

    @Test("what must be so of an answer is judged as it is typed, with what came instead")
    func checks() throws {
        let visit = visit(Self.exchange(#"{"on": false, "value": 21.50}"#))
        #expect(!visit.look().contains("Checks"))
        visit.composer.draft.checks = ["status == 200", "$.on == true", "$.value >= 21.5"]
        try visit.see("Checks 2/3").type("[").see("ok       status == 200").see(
            "NOT MET  $.on == true: got false at $['on']"
        ).see("ok       $.value >= 21.5")
        visit.composer.draft.checks = []
        #expect(!visit.look().contains("Checks"))
        visit.see(#""value": 21.50"#)
    }

    @Test("why there is no body is read whole on a small screen, and what came of a body is not denied")
    func reasons() throws {
        let visit = try RequestPaneTests.visit(width: 80, height: 24)
        try visit.type("<Down><Enter><C-s>")
        var exchange = try RequestPaneTests.order(visit).exchange(at: visit.now)
        let reason = "The certificate of 127.0.0.1:1 (CN=localhost) is signed by nobody who is trusted"
        exchange.state = .failed((0..<3).map { _ in reason }.joined(separator: "; ") + ", or do without")
        visit.window.model.apply(.exchange(exchange))
        visit.see("(CN=localhost) is", in: .response).see("signed by nobody who is trusted", in: .response)
        visit.see("or do without", in: .response)
        exchange.state = .receiving
        exchange.receivedSize = 5_900_000
        visit.window.model.apply(.exchange(exchange))
        visit.see("What has come is shown in a moment.", in: .response).miss("has come yet")
    }
}
