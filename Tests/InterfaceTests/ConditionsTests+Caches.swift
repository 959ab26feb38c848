import Kit
import Model
import Opener
import Payloads
import Profile
import REST
import Terminal
import TestSupport
import Testing

@testable import Interface

/// What a server can be asked, and what caches may do with an answer.
extension ConditionsTests {
    @Test("O asks with OPTIONS, and each line of what is allowed is a next step")
    func options() throws {
        let visit = try visit()
        try visit.type("<Down><Enter><C-s>")
        answer(try order(visit), visit, 405, "", [Field("Allow", "GET, PATCH")])
        visit.see("Allow says GET, PATCH: m takes another method, O tells of each", in: .response)
        try visit.type("O").see("asking what can be asked").see("GET / ")
        let asked = try order(visit)
        #expect(asked.draft.method == "OPTIONS" && asked.draft.body == .none)
        answer(
            asked, visit, 204, "",
            [Field("Allow", "GET, PATCH, OPTIONS"), Field("Accept-Patch", "application/merge-patch+json")])
        visit.see("OPTIONS says 204, Allow: GET, PATCH, OPTIONS").see("PATCH application/merge-patch+json")
        try visit.type("<Down><Enter>")
        #expect(visit.takeEffects().isEmpty, "what changes something is put into the request")
        visit.see("PATCH", in: .request)
        try visit.type("<C-s>")
        let patch = try order(visit)
        #expect(patch.draft.method == "PATCH")
        #expect(patch.draft.headers.last == DraftField("Content-Type", "application/merge-patch+json"))
    }

    @Test("what can be asked is narrowed by words; keys of that line leave the bar, a click puts its cursor")
    func narrowed() throws {
        let visit = try visit()
        try visit.type("<Down><Enter><C-s>")
        answer(try order(visit), visit, 405, "", [Field("Allow", "GET")])
        try visit.type("O").see("type to narrow")
        answer(try order(visit), visit, 204, "", [Field("Allow", "GET, PUT, PATCH, DELETE")])
        try visit.see("Esc back").type("DEL").see("DELETE").miss("PATCH ").see("Esc clear")
        try visit.type("x").see("Nothing here has that.").type("<Esc>").see("PATCH ")
        try visit.type("p")
        visit.click(on: "│ p ", plus: 2)
        try visit.type("x").see("xp")
        // Left moves within what is typed alone.
        try visit.type("<Esc>p<Down><Left><Enter>").see("PATCH", in: .request)
    }

    @Test("404 leads to where the API begins; credentials stay with their server")
    func entry() throws {
        let visit = try visit()
        try visit.type("<Enter><C-s>")
        let link = Field("Link", "</openapi.json>; rel=\"service-desc\"")
        answer(try order(visit), visit, 404, "", [link])
        visit.see("Nothing is here: O shows what can be asked, and where the API begins", in: .response)
        try visit.type("O")
        answer(try order(visit), visit, 404)
        visit.see("OPTIONS says 404 without Allow").see("GET /openapi.json").see("service-desc")
        visit.see("GET /.well-known/api-catalog")
        try visit.type("<Enter>")
        #expect(try order(visit).draft.url == "http://h/openapi.json")
    }

    @Test("406 and 415 lead to another Accept, and to another type")
    func refusedForms() throws {
        let visit = try visit()
        try visit.type("<Enter><C-s>")
        answer(
            try order(visit), visit, 406, "",
            [Field("Link", "</tasks/1.xml>; rel=\"alternate\"; type=\"application/xml\"")])
        try visit.type("O")
        answer(try order(visit), visit, 204, "", [Field("Allow", "GET")])
        try visit.see("Accept: application/xml").see("Accept: */*").type("<Enter>")
        #expect(try order(visit).draft.headers.last == DraftField("Accept", "application/xml"))
        try visit.type("<S-Tab><Down><Enter><C-s>")
        answer(try order(visit), visit, 415, "", [Field("Accept-Post", "application/cbor")])
        visit.see("It takes application/cbor, not").see("O takes one of them", in: .response)
        try visit.type("O")
        answer(try order(visit), visit, 204)
        try visit.see("Content-Type: application/cbor").type("<Enter><C-s>")
        #expect(try order(visit).draft.headers.last == DraftField("Content-Type", "application/cbor"))
    }

    @Test("text is compared by line; a DELETE shows what changed and goes on with theirs' tag")
    func otherBodies() throws {
        let visit = try visit(body: .text("one\nTWO\nthree"))
        try visit.type("<Down><Enter><C-r>")
        answer(try order(visit), visit, 200, "one\ntwo\nthree", [Field("ETag", "\"1\"")])
        try visit.type("<C-s>")
        answer(try order(visit), visit, 412)
        try visit.type("M")
        answer(try order(visit), visit, 200, "one\ntwo\nthree\nfour", [Field("ETag", "\"2\"")])
        try visit.see("line 2").see("TWO").see("four").type("<C-s>")
        let put = try order(visit)
        #expect(put.draft.body == .text("one\nTWO\nthree\nfour") && fields(put) == [Field("If-Match", "\"2\"")])
        let gone = try self.visit(body: .none, method: "DELETE")
        try gone.type("<Down><Enter><C-r>")
        answer(try order(gone), gone, 200, #"{"a":1}"#, tag("\"1\""))
        try gone.type("<C-s>")
        answer(try order(gone), gone, 412)
        try gone.type("M")
        answer(try order(gone), gone, 200, #"{"a":2}"#, tag("\"2\""))
        try gone.see("1 by them").type("<C-s>")
        let delete = try order(gone)
        #expect(delete.draft.method == "DELETE" && fields(delete) == [Field("If-Match", "\"2\"")])
    }

    @Test("braces that the server has are text: they call no variable, and none is sent to it")
    func braces() throws {
        let mine = #"{"note": "mine {{base}}", "b": 3, "kept": "{{'{{'}}token}}"}"#
        let visit = try visit(body: .json(mine))
        visit.window.book.captured = [
            .init("token", .literal("hunter2"), origin: "dev"), .init("base", .literal("x"), origin: "dev"),
        ]
        try visit.type("<Down><Enter><C-r>")
        answer(try order(visit), visit, 200, #"{"note":"{{token}}","b":2,"kept":"{{token}}"}"#, tag("\"1\""))
        try visit.type("<C-s>")
        answer(try order(visit), visit, 412)
        try visit.type("M")
        answer(try order(visit), visit, 200, #"{"note":"{{token}}!","b":2,"kept":"{{token}}"}"#, tag("\"2\""))
        // Theirs as it is there, and not as it is written for the draft.
        try visit.see("1 conflict").see("? \"{{token}}!\"").type("t<C-s>")
        let text = try #require(order(visit).draft.body.text)
        #expect(TemplateCall.all(in: text).allSatisfy { $0.name != "token" }, "\(text)")
        let sent = visit.window.composer.expander.expand(text).text
        #expect(
            try JSONValue(reading: Array(sent.utf8))
                == JSONValue(reading: Array(#"{"note":"{{token}}!","b":3,"kept":"{{token}}"}"#.utf8)))
    }

    // MARK: - Caches

    @Test("the tab Cache answers four questions for two caches, each with its field and section; the age ticks")
    func cacheTab() throws {
        let visit = try visit(width: 150, height: 50)
        try visit.type("<Enter><C-s>")
        answer(
            try order(visit), visit, 200, "{}",
            tag("\"a\"") + [
                Field("Date", "Tue, 24 Nov 2026 12:31:05 GMT"), Field("Cache-Control", "private, max-age=60"),
                Field("Vary", "Accept"), Field("Cache-Status", "Edge; hit; ttl=30"),
            ])
        try visit.type("<Tab>z[[")
        visit.see("A private cache").see("yes: it says how long  Cache-Control: max-age=60, RFC 9111 5.2.2.1")
        visit.see("fresh for 60 s").see("0 s: 60 s left").see("If-None-Match").see("nothing: it is served from here")
        visit.see("A shared cache").see("it is for one person  Cache-Control: private, RFC 9111 5.2.2.7")
        visit.see("Edge").see("answered from what it kept, holds 30 s more")
        visit.now += 61_000_000
        visit.see("61 s: holds no more since 1 s").see("a question: a head")
    }

    @Test("a PUT tells what it made untrue, of what is kept here too")
    func untrue() throws {
        let visit = try visit(width: 150, height: 50)
        try visit.type("<Enter><C-s>")
        answer(try order(visit), visit, 200, "{}", tag("\"a\""))
        try visit.type("<S-Tab><Down><Enter><C-s>")
        answer(try order(visit), visit, 204, "", [Field("Location", "/tasks/2")])
        try visit.type("<Tab>z[[")
        visit.see("What this PUT made untrue in every cache").see("http://h/tasks/2").see(
            "of those kept here: 1 answer")
    }

    @Test("t tries the answer: each try says what held")
    func probes() throws {
        let visit = try visit(width: 150, height: 60)
        try visit.type("<Enter><C-s>")
        answer(try order(visit), visit, 200, "{\"a\":1}", tag("\"a\"") + [Field("Accept-Ranges", "bytes")])
        try visit.type("<Tab>zt")
        let orders = visit.takeEffects().compactMap { effect in
            if case .request(.send(let order)) = effect { order } else { nil }
        }
        #expect(
            orders.map(fields) == [
                [Field("If-None-Match", "\"a\"")], [Field("Range", "bytes=0-0")], [Field("Accept", "application/xml")],
            ])
        visit.see("What was tried").see("asking")
        answer(orders[0], visit, 304, "", [Field("ETag", "\"a\"")])
        answer(orders[1], visit, 200, "{\"a\":1}", tag("\"a\""))
        answer(orders[2], visit, 200, "<a/>", [Field("Content-Type", "application/xml")])
        visit.see("304: it holds, a head in place of 7 bytes")
        visit.see("Accept-Ranges promises parts, and all of it came")
        visit.see("Vary does not name Accept: caches mix the two up")
    }
}
