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
        visit.miss("preparing", in: .response)
        // Both are under way; each gets its own.
        try visit.type("<C-s>")
        let add = try order(visit)
        #expect(add.requestID != list.requestID)
        answer(list, visit, body: "the list")
        visit.see("preparing", in: .response)
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
        #expect(visit.screen.split(separator: "\n").dropLast().last?.contains("Not sent: No value for nobody") == true)
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

    @Test("< and > go through all answers of a request, H lists them, and each compares with the one before")
    func allAnswers() throws {
        let visit = try visit()
        try visit.type("<Down><Enter>")
        for text in ["first", "second", "third"] {
            try visit.type("<C-s>")
            answer(try order(visit), visit, body: text)
        }
        visit.see("third", in: .response).see("3 of 3", in: .response)
        try visit.type("<Tab><lt>").see("second", in: .response).see("2 of 3", in: .response)
        try visit.type("<lt>").see("first", in: .response)
        try visit.type("<lt>").see("No older answer to this request is kept")
        try visit.type("><gt>")
        visit.see("third", in: .response)
        try visit.type("H").see("Answers to this request")
        try visit.type("<Down><Enter>").see("second", in: .response)
        try visit.type("vvv").see("first", in: .response).miss("third", in: .response)
        // The next one that is sent is looked at.
        try visit.type("v<C-s>")
        answer(try order(visit), visit, body: "fourth")
        visit.see("fourth", in: .response).see("4 of 4", in: .response)
    }

    @Test("several are under way at once, of one request and of others, and are seen to be")
    func severalUnderWay() throws {
        let visit = try visit()
        visit.window.book.captured.append(.init("nope", .literal("x"), origin: ""))
        try visit.type("<Down><Enter><C-s>")
        let slow = try order(visit)
        try visit.type("<C-s>")
        let fast = try order(visit)
        answer(fast, visit, body: "the fast one")
        visit.see("2 of 2", in: .response).see("1 under way", in: .response)
        try visit.type("<S-Tab><Down><C-s>")
        _ = try order(visit)
        visit.now += 3_000_000
        visit.see("3 s", in: .requests).see("200", in: .requests)
        try visit.type("<Up><Enter><Tab><lt>").see("preparing", in: .response)
        answer(slow, visit, body: "a pie", state: .receiving)
        visit.see("a pie", in: .response).see("receiving", in: .response)
        answer(slow, visit, body: "a piece, and more", state: .receiving)
        visit.see("a piece, and more", in: .response)
        // The one that is looked at is the one that is ended.
        try visit.type("<C-c>")
        guard case .request(.cancel(let id))? = visit.takeEffects().last else {
            Issue.record("nothing was ended")
            return
        }
        #expect(id == slow.id)
    }

    @Test("JSON that has not come to its end yet is no fault")
    func halfJSON() throws {
        let visit = try visit()
        try visit.type("<Down><Enter><C-s>")
        let order = try order(visit)
        answer(order, visit, body: "{\"a\": [1, 2", state: .receiving)
        visit.see("\"a\"", in: .response).miss("not:", in: .response).miss("ends early", in: .response)
        answer(order, visit, body: "{\"a\": [1, 2", state: .cancelled)
        visit.see("Cancelled", in: .response)
    }

    @Test("the history opens what was answered then: at its request, or at a new one when that was edited since")
    func reopened() throws {
        let visit = try visit()
        try visit.type("<Down><Enter><C-s>")
        answer(try order(visit), visit, body: "what came then")
        try visit.type("<C-s>")
        answer(try order(visit), visit, body: "what came later")
        let count = visit.window.model.requests.library.items.count
        try visit.type("<S-Tab>H<Down><Enter>").see("what came then", in: .response)
        #expect(visit.window.model.requests.library.items.count == count)
        try visit.type("<Enter>/edited<Enter>").see("edited since", in: .response)
        try visit.type("<S-Tab><Enter>").see("what came then", in: .response).miss("edited", in: .response)
        #expect(visit.window.model.requests.library.items.count == count + 1)
        // Once more is the same request, not yet another one.
        try visit.type("<S-Tab><Enter>").see("what came then", in: .response)
        #expect(visit.window.model.requests.library.items.count == count + 1)
    }

    @Test("c charts a number of the answers to a request, the field under the cursor first, and follows new ones")
    func chart() throws {
        let visit = try visit()
        try visit.type("<Down><Enter><C-s>")
        answer(try order(visit), visit, body: "{\"a\": 1, \"b\": 20}")
        visit.now += 10_000_000
        try visit.type("<C-s>")
        answer(try order(visit), visit, body: "{\"a\": 2, \"b\": 30}")
        try visit.type("<Tab>jjc").see("Chart").see(".b").see("30").miss(".a")
        visit.now += 10_000_000
        try visit.type("<Esc><C-s>")
        let third = try order(visit)
        try visit.type("c")
        answer(third, visit, body: "{\"a\": 3, \"b\": 45}")
        visit.see("45")
        try visit.type("<Esc><C-s>")
        answer(try order(visit), visit, body: "none")
        try visit.type("c").see("No number in the last answer to this request")
    }
}
