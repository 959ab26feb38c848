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

/// Conditional requests, locking and caches, as they are used from the keyboard.
@Suite("Conditions, locking and caches in view REST")
struct ConditionsTests {
    /// A visit to a GET and a PUT of one task.
    func visit(
        width: Int = 120, height: Int = 36, body: RequestBody = .json(#"{"a": 9, "b": 2}"#), method: String = "PUT",
        headers: [DraftField] = []
    ) throws -> Visit {
        let visit = Visit(width: width, height: height)
        var get = RequestDraft()
        (get.name, get.url) = ("one task", "http://h/tasks/1")
        var put = RequestDraft()
        (put.name, put.method, put.url, put.body, put.headers) = (
            "replace it", method, "http://h/tasks/1", body, headers
        )
        visit.window.load(requests: [get, put])
        return try visit.type("2")
    }

    func order(_ visit: Visit, at location: SourceLocation = #_sourceLocation) throws -> RequestOrder {
        try RequestPaneTests.order(visit, at: location)
    }

    /// What goes out of an order, as the fields of a server that is asked.
    func fields(_ order: RequestOrder) -> [Field] {
        order.draft.headers.map { Field($0.name, $0.value) } + (order.condition?.fields ?? [])
    }

    func answer(
        _ order: RequestOrder, _ visit: Visit, _ status: Int, _ body: String = "", _ answered: [Field] = [],
        head: Int = 100
    ) {
        var exchange = order.exchange(at: visit.now)
        var response = Response(status: status, fields: answered)
        response.head = [UInt8](repeating: 0x20, count: head)
        response.bodySize = body.utf8.count
        response.isComplete = true
        exchange.hops = [
            Hop(
                url: order.preview.url,
                sent: Sent(method: order.draft.method, target: "/tasks/1", fields: fields(order)), response: response)
        ]
        exchange.body = PayloadBytes(Array(body.utf8))
        exchange.receivedSize = body.utf8.count
        exchange.state = .finished
        visit.window.model.apply(.exchange(exchange))
    }

    func tag(_ text: String) -> [Field] { [Field("ETag", text), Field("Content-Type", "application/json")] }

    // MARK: - Revalidation

    @Test("C-r asks whether what is kept still holds; a 304 shows it, with both sizes, and caches are told of it")
    func revalidation() throws {
        let visit = try visit()
        try visit.type("<Enter><C-s>")
        let first = try order(visit)
        #expect(fields(first).isEmpty, "by default all of it is asked for")
        let body = #"{"on":true,"pad":""# + String(repeating: "x", count: 400) + "\"}"
        answer(first, visit, 200, body, tag("\"a\"") + [Field("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT")])
        visit.see("\"on\": true", in: .response)
        visit.now += 60_000_000
        try visit.type("<C-r>")
        let again = try order(visit)
        #expect(
            fields(again) == [
                Field("If-None-Match", "\"a\""), Field("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ])
        answer(again, visit, 304, "", [Field("ETag", "\"a\"")])
        visit.see("304", in: .response).see("the body of 12:31:05", in: .response)
        visit.see("Unchanged: 420 bytes not sent again, the 304 has 100", in: .response)
        visit.see("\"on\": true", in: .response)
        // What caches hold is the kept answer, with the fields of the 304.
        let facts = try #require(visit.window.composer.shown.flatMap { CacheFacts($0, renewed: true) })
        #expect(facts.status == 200 && facts.bodySize == 420 && facts.fields["Last-Modified"] != nil)
    }

    @Test("a 304 for a tag that nothing kept has shows itself, and updates nothing")
    func foreignTag() throws {
        let visit = try visit()
        try visit.type("<Enter><C-s>")
        answer(try order(visit), visit, 200, "{}", tag("\"a\""))
        try visit.type("<C-r>")
        answer(try order(visit), visit, 304, "", [Field("ETag", "\"other\"")])
        visit.see("304 for a tag that was not sent: \"other\"", in: .response).miss("Unchanged")
        try visit.type("<C-r>")
        #expect(fields(try order(visit)) == [Field("If-None-Match", "\"a\"")])
    }

    @Test("a 304 that names the strong tag of a form that was compressed shows its body, and renews nothing")
    func strongTagOfAWeakOne() throws {
        let visit = try visit()
        try visit.type("<Enter><C-s>")
        answer(try order(visit), visit, 200, "{\"on\": 1}", tag("W/\"a\"") + [Field("Content-Encoding", "gzip")])
        try visit.type("<C-r>")
        answer(try order(visit), visit, 304, "", [Field("ETag", "\"a\"")])
        visit.see("names \"a\" for W/\"a\"", in: .response).see("\"on\": 1", in: .response)
        #expect(visit.window.exchanges.kept.tag(of: "http://h/tasks/1") == "W/\"a\"")
        try visit.type("<C-r>")
        let third = try order(visit)
        #expect(fields(third) == [Field("If-None-Match", "W/\"a\"")])
        answer(third, visit, 304, "", [Field("ETag", "\"b\"")])
        visit.see("304 for a tag that was not sent: \"b\"", in: .response)
    }

    @Test("without anything kept all of it is asked for, and that is said; POST is never revalidated")
    func nothingKept() throws {
        let visit = try visit(method: "POST")
        try visit.type("<Enter><C-r>").see("all of it is asked for")
        #expect(fields(try order(visit)).isEmpty)
    }

    @Test("an answer to other credentials is not asked about, nor is its tag sent")
    func holders() throws {
        let visit = try visit()
        try visit.type("<Enter><C-s>")
        var exchange = try order(visit).exchange(at: visit.now)
        exchange.holder = "somebody"
        exchange.hops = [
            Hop(
                url: "http://h/tasks/1", sent: Sent(method: "GET", target: "/"),
                response: Response(status: 200, fields: tag("\"theirs\"")))
        ]
        exchange.state = .finished
        visit.window.model.apply(.exchange(exchange))
        try visit.type("<C-r>").see("Nothing with an ETag")
        #expect(fields(try order(visit)).isEmpty)
        try visit.type("<S-Tab><Down><Enter>").miss("If-Match")
    }

    // MARK: - Locking

    @Test("the first PUT succeeds, the second does not: then base, mine and theirs, one conflict, and theirs' tag")
    func locking() throws {
        let visit = try visit()
        // One: the state. Two: PUT. Three: the state before. Four: PUT.
        try visit.type("<Down><Enter><C-r>").see("asking for its state", in: .request)
        let ask = try order(visit)
        #expect(ask.draft.method == "GET" && fields(ask) == [Field("Accept-Encoding", "identity")])
        answer(ask, visit, 200, #"{"a":1,"b":2,"c":3}"#, tag("\"1\""))
        visit.see("If-Match: \"1\"", in: .request).see("only if unchanged since 12:31:05", in: .request)
        visit.see("c takes another", in: .request)
        try visit.type("<C-s>")
        let put = try order(visit)
        #expect(fields(put) == [Field("If-Match", "\"1\"")])
        answer(put, visit, 200, #"{"a":9,"b":2}"#, tag("\"2\"") + [Field("Content-Location", "/tasks/1")])
        visit.see("If-Match: \"2\"", in: .request)
        try visit.type("c").see("If-Match: \"1\"", in: .request).see("before the last change", in: .request)
        try visit.type("<C-s>")
        let second = try order(visit)
        #expect(fields(second) == [Field("If-Match", "\"1\"")])
        answer(second, visit, 412)
        visit.see("Somebody changed it since \"1\": M shows base, mine and theirs", in: .response)
        // Somebody else has changed a as well, and d is new.
        try visit.type("M").see("asking for the state")
        let theirs = try order(visit)
        answer(theirs, visit, 200, #"{"a":5,"b":2,"c":3,"d":4}"#, tag("\"3\""))
        visit.see("/a").see("1 by them").see("1 by me").see("1 conflict")
        // Letters are text while it is narrowed, and mean the row that is listed then.
        try visit.type("/zzz").see("Nothing here has that.").see("Esc clear").type("<Esc>")
        visit.miss("Nothing here has that.").see("Esc back")
        // `t` is about theirs alone, which is the only row that is listed, and not about the first of all.
        try visit.type("//d<Enter>").see("1 found").see("Esc clear").miss("/a ").type("t")
        // The bar is put on what has to be chosen, also from behind a filter.
        try visit.type("<C-s>").see("1 conflict left: m takes mine, t theirs").see("/a ")
        #expect(visit.takeEffects().isEmpty)
        try visit.type("m<C-s>")
        let merged = try order(visit)
        #expect(fields(merged) == [Field("If-Match", "\"3\"")])
        #expect(merged.draft.body.jsonText == "{\n  \"a\": 9,\n  \"b\": 2,\n  \"d\": 4\n}\n")
        answer(merged, visit, 200, "", tag("\"4\""))
        visit.see("If-Match: \"4\"", in: .request)
    }

    @Test("a state that came without an ETag is overwritten, as curl does; that nothing is there yet is not assumed")
    func withoutValidators() throws {
        let visit = try visit()
        try visit.type("<Down><Enter><C-r>")
        answer(try order(visit), visit, 200, #"{"a":1}"#, [Field("Content-Type", "application/json")])
        visit.see("its answer had no ETag", in: .request)
        try visit.type("<C-s>")
        let put = try order(visit)
        #expect(fields(put).isEmpty)
        answer(put, visit, 200)
        visit.see("no answer had an ETag", in: .request)
        try visit.type("c").see("If-None-Match: *", in: .request)
    }

    @Test("base is what was put where the answer to it had a strong tag; of a weak one nobody knows")
    func putAsBase() throws {
        for (made, words) in [("\"2\"", "1 by them"), ("W/\"2\"", "What was there is not kept")] {
            let visit = try visit()
            try visit.type("<Down><Enter><C-s>")
            answer(try order(visit), visit, 200, "done", [Field("ETag", made)])
            try visit.type("<C-s>")
            answer(try order(visit), visit, 412)
            try visit.type("M")
            answer(try order(visit), visit, 200, #"{"a":5,"b":2}"#, tag("\"3\""))
            visit.see(words)
        }
    }

    @Test("the strip in Explore shows the condition that it sends")
    func strip() throws {
        let visit = try visit()
        try visit.type("<Down><Enter><C-r>")
        answer(try order(visit), visit, 200, "{}", tag("\"a\""))
        try visit.type("1").see("If-Match: \"a\"", in: .request)
    }

    @Test("c leaves the condition out, and offers create only; what is typed has the last word")
    func choices() throws {
        let visit = try visit()
        try visit.type("<Enter><C-s>")
        answer(try order(visit), visit, 200, "{}", tag("\"a\""))
        try visit.type("<S-Tab><Down><Enter>").see("If-Match: \"a\"", in: .request)
        try visit.type("c").see("If-None-Match: * only if nothing is there yet", in: .request)
        try visit.type("<C-s>")
        #expect(fields(try order(visit)) == [Field("If-None-Match", "*")])
        // It is there: the same key once more spares it again, until something else is chosen.
        try visit.type("<C-s>")
        let again = try order(visit)
        #expect(fields(again) == [Field("If-None-Match", "*")])
        answer(again, visit, 412)
        try visit.see("If-None-Match: * only if nothing is there yet", in: .request).type("<C-s>")
        #expect(fields(try order(visit)) == [Field("If-None-Match", "*")])
        try visit.type("c").see("whatever was changed meanwhile is overwritten", in: .request).type("<C-s>")
        #expect(fields(try order(visit)).isEmpty)
        visit.see("If-Match: \"a\"", in: .request)
        let broken = try self.visit(headers: [DraftField("X-A", "{{nope}}")])
        try broken.type("<Enter><C-s>")
        answer(try order(broken), broken, 200, "{}", tag("\"a\""))
        try broken.type("<S-Tab><Down><Enter>c").see("If-None-Match: * only if nothing is there yet", in: .request)
        try broken.type("<C-s>").see("If-None-Match: * only if nothing is there yet", in: .request)
        let own = try self.visit(headers: [DraftField("if-match", "\"mine\"")])
        try own.type("<Enter><C-s>")
        answer(try order(own), own, 200, "{}", tag("\"a\""))
        try own.type("<S-Tab><Down><Enter>").miss("If-Match: \"a\"").type("c").see("a condition of its own")
    }

    @Test("a weak tag is not sent, and why is said before; a change without an ETag makes what is known untrue")
    func weak() throws {
        let visit = try visit()
        try visit.type("<Enter><C-s>")
        answer(try order(visit), visit, 200, "{}", tag("W/\"a\"") + [Field("Content-Encoding", "gzip")])
        try visit.type("<S-Tab><Down><Enter>").see("W/\"a\" is weak", in: .request).see(
            "compares strongly", in: .request)
        try visit.type("<C-s>")
        let put = try order(visit)
        #expect(fields(put).isEmpty)
        answer(put, visit, 204)
        visit.see("its ETag is from before the PUT", in: .request)
        // The state without compression has a tag that can be sent.
        try visit.type("<C-r>")
        answer(try order(visit), visit, 200, "{}", tag("\"a\"") + [Field("Vary", "Accept-Encoding")])
        visit.see("If-Match: \"a\"", in: .request)
    }

    @Test("412 to create-only says that it exists; 428 leads to the state; 404 to making it anew")
    func nextSteps() throws {
        let visit = try visit()
        try visit.type("<Down><Enter><C-s>")
        answer(try order(visit), visit, 428)
        visit.see("The server wants If-Match: M shows its state", in: .response)
        try visit.type("M")
        answer(try order(visit), visit, 404)
        visit.see("It is gone meanwhile: GET says 404")
        try visit.type("<C-s>")
        let put = try order(visit)
        #expect(fields(put) == [Field("If-None-Match", "*")])
        answer(put, visit, 412)
        visit.see("It exists already", in: .response)
        try visit.type("<C-s>")
        answer(try order(visit), visit, 405, "", [Field("Allow", "GET"), Field("Allow", "HEAD")])
        visit.see("Allow says GET, HEAD: m takes another method", in: .response)
        try visit.type("<C-s>")
        answer(try order(visit), visit, 415, "", [Field("Accept", "application/cbor")])
        visit.see("It takes Accept: application/cbor", in: .response)
        try visit.type("<C-s>")
        answer(try order(visit), visit, 409)
        visit.see("It clashes with the state it is in: M shows that beside mine", in: .response)
        try visit.type("<C-s>")
        answer(try order(visit), visit, 406)
        visit.see("It has no form that Accept names", in: .response)
    }

    @Test("a merge patch stays one, and is applied to theirs; what is given up goes out of it")
    func patch() throws {
        let visit = try visit(body: .json(#"{"a": 9, "b": null}"#), method: "PATCH")
        try visit.type("<Down><Enter><C-r>")
        answer(try order(visit), visit, 200, #"{"a":1,"b":2}"#, tag("\"1\""))
        try visit.type("<C-s>")
        answer(try order(visit), visit, 412)
        try visit.type("M")
        answer(try order(visit), visit, 200, #"{"a":5,"b":2,"c":3}"#, tag("\"2\""))
        visit.see("/a").see("/b").see("/c").see("1 conflict")
        try visit.type("t<C-s>")
        let patch = try order(visit)
        #expect(patch.draft.method == "PATCH" && fields(patch) == [Field("If-Match", "\"2\"")])
        #expect(patch.draft.body.jsonText == "{\"b\": null}\n" || patch.draft.body.jsonText == "{\n  \"b\": null\n}\n")
    }

    @Test("a JSON Patch is chosen step by step: a test that fails, a place that is gone, one that both changed")
    func steps() throws {
        let steps =
            #"[{"op": "test", "path": "/v", "value": 1}, {"op": "replace", "path": "/a", "value": 9}, "#
            + #"{"op": "replace", "path": "/b", "value": 8}, {"op": "replace", "path": "/deep/x", "value": 7}]"#
        let visit = try visit(
            width: 140, body: .json(steps), method: "PATCH",
            headers: [DraftField("Content-Type", "application/json-patch+json")])
        try visit.type("<Down><Enter><C-r>")
        answer(try order(visit), visit, 200, #"{"v":1,"a":1,"b":2,"deep":{"x":0}}"#, tag("\"1\""))
        try visit.type("<C-s>")
        answer(try order(visit), visit, 412)
        try visit.type("M")
        answer(try order(visit), visit, 200, #"{"v":2,"a":5,"c":3}"#, tag("\"2\""))
        visit.see("1 test /v").see("2 replace /a").see("3 replace /b").see("4 replace /deep/x")
        visit.see("step 1: test /v fails: 2 is there, not 1")
        try visit.type("<C-s>").see("4 conflicts left: m takes mine, t theirs")
        #expect(visit.takeEffects().isEmpty)
        // The test gives way to what is there now, a is mine, b is put there anew, and the last leads nowhere.
        try visit.type("mmmm").see("It cannot be done: step 4: replace /deep/x finds nothing there")
        try visit.type("t<C-s>")
        let patch = try order(visit)
        #expect(patch.draft.method == "PATCH" && fields(patch).contains(Field("If-Match", "\"2\"")))
        let sent = try JSONValue(reading: Array(try #require(patch.draft.body.jsonText).utf8))
        let wanted =
            #"[{"op": "test", "path": "/v", "value": 2}, {"op": "replace", "path": "/a", "value": 9}, "#
            + #"{"op": "add", "path": "/b", "value": 8}]"#
        #expect(try sent == JSONValue(reading: Array(wanted.utf8)))
    }

    @Test("a test that gives way takes with it what it guards; nothing is left to send then")
    func guardedSteps() throws {
        let steps =
            #"[{"op": "test", "path": "/v", "value": 1}, {"op": "replace", "path": "/a", "value": 9}]"#
        let visit = try visit(
            body: .json(steps), method: "PATCH",
            headers: [DraftField("Content-Type", "application/json-patch+json")])
        try visit.type("<Down><Enter><C-r>")
        answer(try order(visit), visit, 200, #"{"v":1,"a":1}"#, tag("\"1\""))
        try visit.type("<C-s>")
        answer(try order(visit), visit, 412)
        try visit.type("M")
        answer(try order(visit), visit, 200, #"{"v":2,"a":1}"#, tag("\"2\""))
        try visit.type("t<C-s>").see("Nothing of it is left to change")
        #expect(visit.takeEffects().isEmpty)
    }
}

extension RequestBody {
    /// The text of a JSON body.
    fileprivate var jsonText: String? { if case .json(let text) = self { text } else { nil } }
}
