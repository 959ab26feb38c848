import Interface
import Kit
import Model
import Opener
import Payloads
import Profile
import REST
import Terminal
import TestSupport
import Testing

/// Whose answer is shown, and what is said of it.
@Suite("Answers in view REST")
struct RequestAnswerTests {
    private func visit() throws -> Visit { try RequestPaneTests.visit() }

    private func order(_ visit: Visit) throws -> RequestOrder { try RequestPaneTests.order(visit) }

    /// An answer with a body for what was sent.
    private func answer(
        _ order: RequestOrder, _ visit: Visit, status: Int = 200, body: String, tag: String? = nil,
        state: SentRequest.State = .finished
    ) {
        var exchange = order.exchange(at: visit.now)
        exchange.hops = [
            Hop(
                url: order.preview.url, sent: Sent(method: order.draft.method, target: "/"),
                response: Response(
                    status: status, fields: tag.map { [Field("ETag", $0)] } ?? []))
        ]
        exchange.body = PayloadBytes(Array(body.utf8))
        exchange.state = state
        visit.window.model.apply(.exchange(exchange))
    }

    @Test("the answer that is shown is that of the open request; one that was not sent says so")
    func answersBelongToRequests() throws {
        let visit = try visit()
        visit.window.book.captured.append(.init("nope", .literal("x"), origin: ""))
        try visit.type("<Down><Enter>")
        visit.see("not sent yet", in: .request)
        visit.see("Not sent yet", in: .response)
        try visit.type("<C-s>")
        let list = try order(visit)
        try visit.type("<S-Tab><Down><Enter>")
        visit.see("add a sensor", in: .request)
        visit.see("Not sent yet", in: .response)
        visit.miss("sending", in: .response)
        // Both are under way; each gets its own.
        try visit.type("<C-s>")
        let add = try order(visit)
        #expect(add.requestID != list.requestID)
        answer(list, visit, body: "the list")
        visit.see("sending", in: .response)
        visit.miss("the list", in: .response)
        answer(add, visit, status: 409, body: "it exists")
        visit.see("409", in: .response)
        visit.see("it exists", in: .response)
        try visit.type("<S-Tab><Up><Enter>")
        visit.see("200", in: .request)
        visit.see("the list", in: .response)
        visit.miss("409", in: .response)
        // In Explore the strip speaks of the same request.
        try visit.type("1")
        visit.see("200", in: .request)
        try visit.type("2<S-Tab><Down><Enter>1")
        visit.see("409", in: .request)
    }

    @Test("an edit since the sending is said")
    func editedSince() throws {
        let visit = try visit()
        try visit.type("<Down><Enter><C-s>")
        answer(try order(visit), visit, body: "old")
        visit.miss("edited", in: .response)
        try visit.type("<Enter>/more<Enter>")
        visit.see("edited since", in: .request)
        visit.see("The request was edited since this was sent", in: .response)
        try visit.type("1")
        visit.see("edited since", in: .request)
        try visit.type("2<C-s>")
        answer(try order(visit), visit, body: "new")
        visit.miss("edited", in: .response)
    }

    @Test("what could not be sent is the last attempt, and goes with the next one")
    func refusedAttempt() throws {
        let visit = try visit()
        try visit.type("<Down><Enter><C-s>")
        answer(try order(visit), visit, body: "before")
        try visit.type("<Enter>/{{nobody}}<Enter><C-s>")
        #expect(visit.takeEffects().isEmpty)
        visit.see("not sent", in: .request)
        visit.see("Not sent: No value for nobody", in: .response)
        visit.miss("before", in: .response)
        #expect(visit.screen.split(separator: "\n").last?.contains("Not sent: No value for nobody") == true)
        try visit.type("<Enter><BS><BS><BS><BS><BS><BS><BS><BS><BS><BS><BS><Enter><C-s>")
        answer(try order(visit), visit, body: "after")
        #expect(!visit.screen.contains("Not sent"), "\(visit.screen)")
        visit.see("after", in: .response)
    }

    @Test("the old body does not stand under the new status")
    func bodyBefore() throws {
        let visit = try visit()
        try visit.type("<Down><Enter><C-s>")
        answer(try order(visit), visit, body: "the old one")
        try visit.type("<C-s>")
        let next = try order(visit)
        visit.see("below: the answer before", in: .response)
        visit.see("the old one", in: .response)
        visit.see("before: ", in: .response)
        answer(next, visit, status: 500, body: "", state: .receiving)
        visit.see("500", in: .response)
        visit.miss("the old one", in: .response)
        answer(next, visit, status: 500, body: "the new one")
        visit.see("the new one", in: .response)
        visit.miss("before", in: .response)
    }

    @Test("{{etag}} is offered, resolved from the last answer, and refused while there is none")
    func entityTags() throws {
        let visit = try visit()
        try visit.type("<Down><Enter>]a")
        try visit.type("If-Match<Tab>")
        visit.see("the ETag of the last answer", in: .request)
        try visit.type("{{et")
        visit.see("etag: no ETag is known of http://127.0.0.", in: .request)
        try visit.type("<Tab><Enter><C-s>")
        #expect(visit.takeEffects().isEmpty)
        visit.see("Not sent: etag: no ETag is known of http://127.0.0.1:8000/sensors", in: .response)
        try visit.type("<Space><C-s>")
        let first = try order(visit)
        #expect(first.draft.headers.last == DraftField("If-Match", "{{etag}}", isEnabled: false))
        answer(first, visit, body: "[]", tag: "W/\"v1\"")
        try visit.type("<Space><C-s>")
        let second = try order(visit)
        #expect(second.preview.tag == .value("W/\"v1\""))
        visit.miss("no ETag", in: .request)
        try visit.type("y")
        guard case .program(.copy(let command))? = visit.takeEffects().last else {
            Issue.record("nothing was copied")
            return
        }
        #expect(String(decoding: command, as: UTF8.self).contains("-H 'If-Match: W/\"v1\"'"))
    }
}
