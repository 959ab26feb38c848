import Kit
import Model
import Payloads
import Profile
import REST
import Terminal
import Testing

@testable import Interface

/// Values from one answer, or from a topic, into the next request; and checks, by keys.
@Suite("Values of answers and topics, and checks, on the screen") struct ChainingTests {
    /// A visit to two saved requests, the second of which takes of the first.
    private func visit(width: Int = 120, height: Int = 36) throws -> Visit {
        let visit = Visit(width: width, height: height)
        var login = RequestDraft()
        (login.name, login.url) = ("login", "http://h/login")
        var whoami = RequestDraft()
        (whoami.name, whoami.url) = ("whoami", "http://h/me/{{response:login#$.id}}")
        whoami.auth = .bearer(.literal("{{response:login#$.token}}"))
        whoami.headers = [DraftField("X-Temp", "{{topic:home/temp#$.Value}}")]
        visit.window.load(requests: [login, whoami])
        try visit.type("2")
        return visit
    }

    /// Answers what was sent last.
    private func answer(_ visit: Visit, _ body: String, status: Int = 200) throws {
        var exchange = try RequestPaneTests.order(visit).exchange(at: visit.now)
        exchange.hops = [
            Hop(
                url: "http://h/", sent: Sent(method: "GET", target: "/"),
                response: Response(
                    status: status, reason: "OK",
                    fields: [Field("Content-Type", "application/json"), Field("X-Kind", "lamp \"a\"")]))
        ]
        exchange.body = PayloadBytes(Array(body.utf8))
        exchange.state = .finished
        visit.window.model.apply(.exchange(exchange))
    }

    @Test("a publish that takes of answers is copied with what they are now, and a comment says what that was")
    func copied() throws {
        let visit = try visit()
        visit.workspace.plan = PlanInForce(
            address: "mqtt://broker:1883", access: BrokerAccess(host: "broker", port: 1883))
        visit.receive("home/temp", #"{"Value": 21.50}"#, retain: true)
        func copy(_ script: String) throws -> String {
            try visit.type(script)
            visit.paste(#"{"id":"{{response:login#$.id}}","t":{{topic:home/temp#$.Value}}}"#)
            try visit.type("y<M-y>")
            let copies = visit.takeEffects().compactMap { effect in
                if case .program(.copy(let bytes)) = effect { String(decoding: bytes, as: UTF8.self) } else { nil }
            }
            return try #require(copies.last, "\(visit.screen)")
        }
        let early = try copy("1o/temp<Enter>p<M-a>")
        #expect(early.contains("# To be put in by hand: $.id of login, sent first: no answer yet\n"), "\(early)")
        #expect(early.contains(#"{"id":"($.id of login)","t":21.50}"#), "\(early)")
        try visit.type("<Esc>y2<Home><Enter><C-s>")
        try answer(visit, #"{"id": 12345678901234567890}"#)
        visit.now += 185_000_000
        let command = try copy("1p<M-a>")
        #expect(command.contains("# As it was when this was copied: $.id of login, 3 min ago, 200\n"), "\(command)")
        #expect(command.contains(#"{"id":"12345678901234567890","t":21.50}"#), "\(command)")
    }

    @Test(
        "a request that takes of answers is copied with what they are now; what is not known has a variable of its own")
    func copiedRequest() throws {
        let visit = try visit()
        visit.receive("home/temp", #"{"Value": 21.50}"#, retain: true)
        var two = RequestDraft()
        (two.name, two.method) = ("two", "POST")
        two.url = "http://h/{{response 'login' '$.id'}}/{{response 'login' '$.token'}}"
        two.body = .json(
            #"{"t": {{topic:home/temp#$.Value}}, "n": {{response 'login' '$.id'}}, "o": {{response:login#$.o}}}"#)
        visit.window.load(requests: visit.window.composer.library.saved + [two])
        func copy() throws -> String {
            try visit.type("y")
            let copies = visit.takeEffects().compactMap { effect in
                if case .program(.copy(let bytes)) = effect { String(decoding: bytes, as: UTF8.self) } else { nil }
            }
            return try #require(copies.last, "\(visit.screen)")
        }
        try visit.type("<End>")
        let early = try copy()
        #expect(early.contains("# Set ID_OF_LOGIN first: $.id of login, sent first: no answer yet\n"), "\(early)")
        #expect(
            early.contains(#"curl http://h/"${ID_OF_LOGIN:?set it first}"/"${TOKEN_OF_LOGIN:?set it first}""#),
            "\(early)")
        #expect(early.contains(#"{"t": 21.50, "n": '"${ID_OF_LOGIN:?set it first}"', "o": '"${O_OF_LOGIN"#), "\(early)")
        #expect(
            early.contains("# As it was when this was copied: $.Value of home/temp, retained, just now\n"), "\(early)")
        try visit.type("<Home><C-s>")
        try answer(visit, #"{"id": 12345678901234567890, "token": "t0k", "o": {"x": 1}}"#)
        try visit.type("<End>")
        let command = try copy()
        #expect(command.contains("# As it was when this was copied: $.id of login, just now, 200\n"), "\(command)")
        #expect(command.contains(#" http://h/12345678901234567890/"${TOKEN_OF_LOGIN:?set it first}""#), "\(command)")
        #expect(command.contains("$.token of login, just now, 200; secrets are not copied\n"), "\(command)")
        #expect(command.contains(#""n": 12345678901234567890, "o": {"x": 1}}"#), "\(command)")
    }

    @Test(
        "what is taken is seen before it is sent: value, source and age, dots for a secret",
        arguments: [(120, 36), (80, 24)])
    func preview(width: Int, height: Int) throws {
        let visit = try visit(width: width, height: height)
        visit.receive("home/temp", #"{"Value": 21.50}"#, retain: true)
        try visit.type("<Down><Enter>")
        visit.see("$.id of login, sent first: no answer yet", in: .request)
        visit.see("= 21.50", in: .request).see("$.Value of home/temp, retained, just now", in: .request)
        try visit.type("<S-Tab><Up><C-s>")
        try answer(visit, #"{"id": 12345678901234567890, "token": "s3cret-token"}"#)
        visit.now += 185_000_000
        try visit.type("<Down><Enter>")
        visit.see("= 123456789012345678", in: .request).see("$.id of login, 3 min ago, 200", in: .request)
        visit.see("= ••••••", in: .request).see("$.token of login, 3 min ago, 200", in: .request)
        visit.see("home/temp, retained, 3 min ago", in: .request)
        visit.see("= http://h/me/12345678901234567890", in: .request).miss("s3cret")
        // Sent, it takes these.
        try visit.type("<C-s>")
        let earlier = try RequestPaneTests.order(visit).earlier
        #expect(earlier.entries["login"]?.count == 1)
    }

    @Test("an answer that refuses, a value that is missing, and another environment: told, and nothing is sent")
    func refused() throws {
        let visit = try visit()
        visit.receive("home/temp", #"{"Value": 21.50}"#)
        try visit.type("<C-s>")
        try answer(visit, #"{"message": "no"}"#, status: 401)
        try visit.type("<Down><Enter>").see("login answered 401: nothing is taken of that ($.id)", in: .request)
        visit.see("no value", in: .request)
        try visit.type("<C-s>").see("Not sent: login answered 401: nothing is taken of that ($.id)")
        #expect(visit.takeEffects().isEmpty)
        try visit.type("<S-Tab><Up><C-s>")
        try answer(visit, #"{"id": 1}"#)
        try visit.type("<Down><Enter>").see("login: there is no $.token in its answer (200, 0 s ago)", in: .request)
        // What one environment answered is not sent in another.
        visit.window.book.change("x") { $0.environments.insert(Environment(name: "prod")) }
        visit.window.book.use(environment: "prod")
        visit.see("$.id of login, sent first: no answer yet", in: .request)
    }

    @Test("a value of a message becomes a variable: what it is now, or a call that takes the present one")
    func message() throws {
        let visit = Visit()
        visit.receive("home/temp", #"{"Value": 21.50, "in": {"a b": "x"}}"#)
        try visit.type("<Tab><Enter>").see("21.50", in: .message)
        try visit.type("<Down><Enter>").see("A variable of $.Value").see("{{Value}} holds 21.50").see("dev")
        try visit.type("<Enter>").miss("A variable of").see("Kept {{Value}} in environment dev")
        #expect(visit.window.book.environment?.variables == [.init("Value", .literal("21.50"))])
        try visit.type("Vtemp<Tab><Right>").see("{{temp}} holds {{topic:home/temp#$.Value}}")
        try visit.type("<Enter>")
        #expect(visit.window.book.variables["temp"]?.value == .literal("{{topic:home/temp#$.Value}}"))
        // On a line that folds, Enter folds; the key of its own takes the whole object.
        try visit.type("<Down><Enter>").miss("A variable of")
        try visit.type("<Enter>V").see("A variable of $.in").see(#"holds {"a b": "x"}"#)
        try visit.type("<Esc><Down>V<Tab><Right>").see(#"{{topic 'home/temp' "$.in['a b']"}}"#)
    }

    @Test("a value of an answer becomes a variable; one that nobody should read is taken live at first")
    func answered() throws {
        let visit = try visit()
        try visit.type("<C-s>")
        try answer(visit, #"{"id": 7, "token": "s3cret-token"}"#)
        try visit.type("<Tab><Tab><Down><Down><Enter>").see("A variable of $.token")
        visit.see("{{token}} holds {{response:login#$.token}}")
        try visit.type("<Tab><Left>").see("{{token}} holds ••••••")
        try visit.type("<Right><Enter>")
        #expect(visit.window.book.variables["token"]?.value == .literal("{{response:login#$.token}}"))
        // A header field, too.
        try visit.type("]<Down><Down>V").see("A variable of header x-kind").see(#"holds lamp "a""#)
    }

    @Test("a check is made of the value under the cursor, once")
    func made() throws {
        let visit = try visit()
        try visit.type("<C-s>")
        try answer(visit, #"{"id": 7.0, "list": [1, 2], "name": "a \"b\"", "no": null, "token": "s3cret-token"}"#)
        try visit.type("<Tab><Tab><Down>C").see("New check: $.id == 7.0 (1 of 1 met)")
        try visit.type("<Down>C<Down><Down>C<Down><Down>C<Down>C<Down>C<Home><Down>C")
        visit.see("That check is there already: $.id == 7.0 (")
        try visit.type("]<Down><Down>C")
        let checks = try #require(visit.window.model.requests.library.items.first { $0.draft.name == "login" }).draft
            .checks
        #expect(
            checks == [
                "$.id == 7.0", "$.list count == 2", "$.list[1] == 2", #"$.name == "a \"b\"""#, "$.no isNull",
                "$.token isString", #"header x-kind == "lamp \"a\"""#,
            ])
        visit.see("Checks 7/7", in: .response)
    }

    @Test("checks are typed with what could follow, judged as they are typed, moved, switched off and saved")
    func typed() throws {
        let visit = try visit()
        try visit.type("<C-s>")
        try answer(visit, #"{"temp": 21.5, "name": "x"}"#)
        try visit.type("<Tab>[").see("a adds a check, t offers what there is to check", in: .request)
        try visit.type("ast").see("the status code", in: .request)
        try visit.type("<Tab>== ").see("what it is now", in: .request)
        try visit.type("2").see("NOT MET", in: .request).see("got 200", in: .request)
        try visit.type("00").see("ok       status == 200", in: .request)
        try visit.type("<Enter>a$.te<Tab>").see("is at most", in: .request)
        try visit.type("> <Enter>").see("col 10", in: .request).see("column 10: a value is missing", in: .request)
        try visit.type("<Enter>22<Enter>").see("got 21.5", in: .request).see("Checks 1/2", in: .request)
        // Switched off it is no check, and stays.
        try visit.type("<Space>").see("[ ] off      $.temp > 22", in: .request).see("Checks 1/1", in: .request)
        try visit.type("<M-Up>").see("[ ] off      $.temp > 22", in: .request)
        try visit.type("a   <Enter>").miss("column 1", in: .request)
        try visit.type("t").see("New check").see("$.temp == 21.5").see("sha256 == ").see("header content-type == ")
        try visit.type("name<Enter>").see("ok       $.name == \"x\"", in: .request)
        try visit.type("S")
        let saved = visit.takeEffects().compactMap { effect in
            if case .profile(.saveRequests(let all)) = effect { all.first } else { nil }
        }
        #expect(
            saved.last?.checkRows == [
                RequestCheck("$.temp > 22", isEnabled: false), RequestCheck("status == 200"),
                RequestCheck("$.name == \"x\""),
            ])
        try visit.type("x").miss("$.name ==", in: .request)
    }

    @Test("every tab of Request and Response can be read at 80x24")
    func tabs() throws {
        let visit = try visit(width: 80, height: 24)
        try visit.type("<C-s>")
        try answer(visit, #"{"a": 1, "self": "http://h/x"}"#)
        try visit.type("<Tab><Tab><Down>C")
        for name in ["Body", "Head", "Sent", "Time", "Conn", "Redir", "Raw", "Cache", "Link", "Checks"] {
            visit.see(name, in: .response)
        }
        for name in ["Params", "Head", "Body", "Auth", "Opt", "Checks 1/1"] { visit.see(name, in: .request) }
        #expect(visit.pane(.response)?.contains("…") == false)
    }

    @Test("a value of a large body is not looked for with a key: the check is typed")
    func largeBody() throws {
        let body = PayloadBytes(Array((#"{"a": 1, "pad": ""# + String(repeating: "x", count: 5 << 20) + #""}"#).utf8))
        #expect(CheckForms.value(at: "$.a", in: body) == nil)
        #expect(CheckForms.value(at: "$.a", in: PayloadBytes(Array(#"{"a": 1}"#.utf8))) == "$.a == 1")
    }

    @Test("the values of a body are offered as checks, each as it stands; of what is secret only its kind")
    func offeredValues() {
        let text = #"{"a": 1.50, "b": "x{{y}}", "token": "t0k", "n": null, "f": [false], "e": "", "d": {}, "a": 2}"#
        let values = CheckForms.values(of: PayloadBytes(Array(text.utf8)))
        let one = CheckForms.value(at: "$.b", in: PayloadBytes(Array(text.utf8)))
        #expect(one == "$.b == \(CheckForms.literal("x{{y}}"))")
        #expect(values.count == 5 && !values.contains { $0.contains("t0k") || $0.hasPrefix("$.a") }, "\(values)")
        for value in ["isNull", "== false", "== \"\"", "isString", "== \(CheckForms.literal("x{{y}}"))"] {
            #expect(values.contains { $0.hasSuffix(value) }, "\(value): \(values)")
        }
    }

    @Test("A variable has a name that a call can have", arguments: ["2fa", "", "a b", "a{", "a|json", "\"a", "a'"])
    func namesOfVariables(name: String) {
        #expect(Environment.Variable.problem(ofName: name) != nil)
        #expect(["token", "_a", "a-1", "größe", "a.b"].allSatisfy { Environment.Variable.problem(ofName: $0) == nil })
    }
}
