import Expectations
import Opener
import Payloads
import Profile
import Testing
import Text

/// What a request takes of answers and topics, as it is seen before it is sent.
@Suite("What a request takes, before it is sent") struct TakenValuesTests {
    private static func draft(_ name: String, _ url: String) -> RequestDraft {
        var draft = RequestDraft()
        (draft.name, draft.url) = (name, url)
        return draft
    }

    /// Three minutes after the answer, twelve seconds after the message.
    private static let now: Moment = 1_000_000_000
    private static func answer(_ body: String, status: Int = 200) -> ResponseChain.Answer {
        ResponseChain.Answer(
            Subject(
                status: status, fields: [.init("Location", "/7")], body: PayloadBytes(Array(body.utf8)), duration: 0),
            time: now - 180_000_000)
    }
    private static let topics = [
        "home/temp": TopicValue(#"{"Value": 21.50, "token": "t0psecret"}"#, time: now - 12_000_000, isRetained: true)
    ]

    private static func sources(
        _ others: [RequestDraft], _ last: [String: ResponseChain.Answer]
    ) -> TakenValues.Sources {
        TakenValues.Sources(
            request: { (name) throws(RequestOpener.Failure) in
                guard let found = others.first(where: { $0.name == name }) else {
                    throw RequestOpener.Failure(description: "no request is called \(name)")
                }
                return found
            }, answer: { last[$0.name] }, lastValue: { topics[$0] })
    }

    @Test("what is taken for a place whose name says secret is one, in requests and in publishes")
    func secretPlaces() {
        let call = "{{response:login#$.v}}"
        func isSecret(_ change: (inout RequestDraft) -> Void) -> Bool? {
            var draft = RequestDraft()
            draft.url = "http://h/"
            change(&draft)
            return RequestNeeds(draft, Variables()).taken.first?.isSecret
        }
        #expect(isSecret { $0.body = .json(#"{"a": "\#(call)"}"#) } == false)
        #expect(isSecret { $0.body = .json(#"{"password": "\#(call)"}"#) } == true)
        #expect(isSecret { $0.body = .json(#"{"tokens": [1, \#(call)]}"#) } == true)
        #expect(isSecret { $0.body = .xml("<token>\(call)</token>") } == true)
        #expect(isSecret { $0.body = .graphQL("{a}\n\n{\"password\": \"\(call)\"}") } == true)
        #expect(isSecret { $0.body = .multipart([.init("password", .text(call))]) } == true)
        #expect(isSecret { $0.url = "http://h/?token=\(call)" } == true)
        #expect(isSecret { $0.url = "http://h/?room=\(call)" } == false)
        var publish = PublishDraft()
        (publish.topic, publish.format, publish.payload) = ("a", .json, #"{"password": "\#(call)"}"#)
        #expect(publish.needs(with: Variables()).taken.first?.isSecret == true)
        (publish.format, publish.payload) = (.text, "x")
        publish.properties.userProperties = [DraftField("token", call)]
        #expect(publish.needs(with: Variables()).taken.first?.isSecret == true)
    }

    private func taken(
        _ draft: RequestDraft, _ others: [RequestDraft], _ last: [String: ResponseChain.Answer],
        _ variables: Variables = Variables()
    ) -> TakenValues {
        TakenValues(
            of: RequestNeeds(draft, variables).taken, variables, path: [draft.savedPath], now: Self.now,
            Self.sources(others, last))
    }

    private let login = Self.draft("login", "http://h/login")

    @Test("Value, source and age of each; digits are kept, secrets are dots by name and by place")
    func told() {
        var asked = Self.draft(
            "asked",
            "http://h/{{response:login#$.id}}?v={{topic:home/temp#$.Value}}&l={{response 'login' 'header location'}}")
        asked.headers = [DraftField("X-Api-Key", "{{response:login#$.k}}")]
        asked.auth = .bearer(.literal("{{response:login#$.id2}}"))
        asked.body = .json("{{topic:home/temp#$.token}} {{secret}}")
        let variables = Variables([.init("secret", .literal("{{response:login#$.v}}"), origin: "")])
        let last = ["login": Self.answer(#"{"id": 12345678901234567890, "k": "kkk", "id2": 2, "v": "vvv"}"#)]
        let taken = taken(asked, [login], last, variables)
        #expect(taken.problem == nil)
        #expect(
            taken.entries.map { "\($0.value ?? "-")  \($0.source)" } == [
                "12345678901234567890  $.id of login, 3 min ago, 200",
                "21.50  $.Value of home/temp, retained, 12 s ago",
                "/7  header location of login, 3 min ago, 200",
                "\(Secret.dots)  $.k of login, 3 min ago, 200",
                "\(Secret.dots)  $.id2 of login, 3 min ago, 200",
                "\(Secret.dots)  $.token of home/temp, retained, 12 s ago",
                "\(Secret.dots)  $.v of login, 3 min ago, 200",
            ])
    }

    @Test("The URL has the values that are known, the calls of others whole, and dots")
    func url() {
        var maker = RequestPreview.Maker()
        let asked = Self.draft("asked", "http://h/{{response:login#$.id}}?t={{response:login#$.token}}#x")
        let none = maker.preview(of: asked, Variables(), taken: taken(asked, [login], [:]))
        #expect(none.shownURL == "http://h/{{response:login#$.id}}?t={{response:login#$.token}}")
        let last = ["login": Self.answer(#"{"id": 1.0, "token": "abcdefgh"}"#)]
        let known = maker.preview(of: asked, Variables(), taken: taken(asked, [login], last))
        #expect(known.shownURL == "http://h/1.0?t=\(Secret.dots)" && known.words == nil)
    }

    @Test("What is in the way has the words that sending has")
    func problems() async {
        let middle = Self.draft("middle", "http://h/{{response:asked#$.a}}")
        let broken = Self.draft("broken", "http://h/{{nothing}}")
        let cases: [(url: String, last: [String: ResponseChain.Answer], words: String)] = [
            (
                "{{response:login#$.a}}", ["login": Self.answer("{}", status: 401)],
                "login answered 401: nothing is taken of that ($.a)"
            ),
            (
                "{{response:login#$.a}}", ["login": Self.answer("{}")],
                "login: there is no $.a in its answer (200, 3 min ago)"
            ),
            (
                "{{response 'login' '$.a' never}}", [:],
                "login has no answer yet, and it is not to be sent for it (never)"
            ),
            ("{{response:middle#$.a}}", [:], "asked needs an answer to itself: asked -> middle -> asked"),
            ("{{response:nobody#$.a}}", [:], "no request is called nobody"),
            ("{{response:broken#$.a}}", [:], "broken: No value for nothing"),
            ("{{topic:home/none#$.a}}", [:], "home/none has no value yet that is text"),
            ("{{topic:home/temp#$.a}}", [:], "home/temp: there is no $.a"),
            (
                "{{topic:home/temp#$.Value 10s}}", [:],
                "home/temp: its value is 12 s old, and 10 s is the most that is asked for"
            ),
        ]
        for (url, last, words) in cases {
            let asked = Self.draft("asked", "http://h/\(url)")
            let others = [login, middle, broken, asked]
            let taken = taken(asked, others, last)
            #expect(taken.problem == words, "\(url)")
            var maker = RequestPreview.Maker()
            #expect(maker.preview(of: asked, Variables(), taken: taken).words == words, "\(url)")
            // Sending says the same.
            let sources = Self.sources(others, last)
            let opener = RequestOpener(secrets: SecretResolver(reading: { _ in nil }))
            let known = last
            let chain = ResponseChain(
                opener,
                ResponseChain.Sources(
                    request: { (name) throws(RequestOpener.Failure) in
                        guard let found = others.first(where: { $0.name == name }) else {
                            throw RequestOpener.Failure(description: "no request is called \(name)")
                        }
                        return found
                    }, answer: { known[$0.name] },
                    send: { (_, _) in Self.answer("{}") }), Variables(), now: { Self.now })
            var generators = Generators()
            do throws(RequestOpener.Failure) {
                _ = try await opener.open(
                    asked, Variables(), now: Self.now, with: &generators, chain: chain, path: ["asked"],
                    lastValue: sources.lastValue)
                Issue.record("\(url) is sent")
            } catch {
                #expect(error.description == words, "\(url)")
            }
        }
    }

    @Test("When a request is sent for it: each word, in each way of writing and in each place")
    func freshness() {
        func source(_ asked: RequestDraft, _ last: [String: ResponseChain.Answer], _ variables: Variables) -> String {
            taken(asked, [login], last, variables).entries.first.map { "\($0.value ?? "-") \($0.source)" } ?? "nothing"
        }
        let last = ["login": Self.answer(#"{"id": 7}"#)]
        let words: [(word: String, kept: String, none: String)] = [
            ("", "7 $.id of login, 3 min ago, 200", "- $.id of login, sent first: no answer yet"),
            ("missing", "7 $.id of login, 3 min ago, 200", "- $.id of login, sent first: no answer yet"),
            ("never", "7 $.id of login, 3 min ago, 200", "- $.id of login"),
            ("4min", "7 $.id of login, 3 min ago, 200", "- $.id of login, sent first: no answer yet"),
            (
                "1min", "- $.id of login, sent first: the answer is 3 min old",
                "- $.id of login, sent first: no answer yet"
            ),
            ("always", "- $.id of login, sent first: each time", "- $.id of login, sent first: each time"),
        ]
        for (word, kept, none) in words {
            for call in [
                "{{response:login#$.id \(word)}}", "{{response login $.id \(word)}}",
                "{{response 'login' '$.id' \(word)}}",
            ] {
                let variables = Variables([.init("v", .literal(call), origin: "")])
                var places = [RequestDraft](repeating: Self.draft("asked", "http://h/:x"), count: 8)
                places[0].url = "http://h/\(call)"
                places[1].pathParameters = [DraftField("x", call)]
                places[2].query = [DraftField("q", call)]
                places[3].headers = [DraftField("h", call)]
                places[4].auth = .basic(username: call, password: .literal(""))
                places[5].body = .text(call)
                places[6].body = .form([DraftField("f", call)])
                places[7].url = "http://h/{{v}}"
                for place in places {
                    #expect(source(place, last, variables) == kept, "\(call)")
                    #expect(source(place, [:], variables) == none, "\(call)")
                }
            }
        }
    }
}
