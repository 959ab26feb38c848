import Opener
import Profile
import REST
import Synchronization
import TestSupport
import Testing

@Suite("Requests are put together")
struct RequestResolverTests {
    private let variables = Variables([
        .init("base", .literal("http://127.0.0.1:8000"), origin: "dev"),
        .init("token", .environment("TOKEN"), origin: "dev"),
    ])

    private func resolve(_ draft: RequestDraft) -> RequestResolver.Outcome {
        RequestResolver.resolve(draft, with: TemplateExpander(variables: variables))
    }

    private func draft(_ url: String, _ change: (inout RequestDraft) -> Void = { _ in }) -> RequestDraft {
        var draft = RequestDraft()
        draft.url = url
        change(&draft)
        return draft
    }

    @Test(
        "URLs as they are asked for",
        arguments: [
            ("http://h", "http://h/"), ("h:8080/x", "http://h:8080/x"),
            ("HTTPS://H/A b?c d#e", "https://h/A%20b?c%20d"),
            ("http://[FE80::1%25enP2]:80/", "http://[fe80::1%25enP2]:80/"),
            ("http://[fe80::1%lo]/", "http://[fe80::1%lo]/"),
            ("http://[::1]:80/", "http://[::1]:80/"), ("http://h/%41%zz?100%", "http://h/%41%zz?100%"),
            ("http://h?x={y}", "http://h/?x=%7By%7D"), ("http://u:p%40@h/", "http://h/"),
            ("http://h/ü", "http://h/%C3%BC"), ("http:/h/x", "http://h/x"), (" http:///h/x\n", "http://h/x"),
        ])
    func urls(typed: String, asked: String) throws {
        #expect(try RequestURL(typed).text == asked)
    }

    @Test(
        "what is wrong with a URL is said by part",
        arguments: [
            ("", "The URL is missing"), ("ftp://h", "The scheme \"ftp\" is not spoken: http, https, ws or wss"),
            ("http://", "The URL has no host"), ("http://:80/x", "The URL has no host"),
            ("http://h:99999/", "The port \"99999\" is not 1 to 65535"),
            ("http://h:x/", "The port \"x\" is not 1 to 65535"),
            ("http://a b/", "The host has a character that no name holds: \" \""),
            ("http://[fe80::1%25]/", "[fe80::1%25] is no IPv6 address"),
            ("http://[::1/", "The host lacks the ] of an IPv6 address"),
            ("http://::1/", "The host has two colons: an IPv6 address stands in [ ]"),
            ("http://h/\nx", "The URL has a line break at column 10"),
            ("http://me:pa#ss@h/", "The name or password holds a #: in a URL it is written %23"),
            ("http://me:pa/ss@h/", "The name or password holds a /: in a URL it is written %2F"),
        ])
    func badURLs(typed: String, words: String) {
        #expect(resolve(draft(typed)).problems.map(\.description) == [words])
    }

    @Test("path parameters: colons and braces, not the port, not variables, not the query; two colons are one")
    func pathParameters() throws {
        #expect(PathParameters.names(in: "http://h:80/a/:id/{name}.json/::x/{{v}}/:id?q=:no#{no}") == ["id", "name"])
        #expect(PathParameters.names(in: "{{base}}/:id") == ["id"])
        #expect(PathParameters.names(in: "{{base}}/x:y/a{{b}}c/{a-1}") == ["a-1"])
        let outcome = resolve(
            draft("{{base}}/::a/:id/{name}") {
                $0.pathParameters = [DraftField("id", "a/ü?"), DraftField("name", ":id")]
            })
        #expect(outcome.request?.url == "http://127.0.0.1:8000/:a/a%2F%C3%BC%3F/%3Aid")
        #expect(resolve(draft("http://h/:id")).words == "The path parameter id has no value")
    }

    @Test("the table follows the URL while it is typed, and keeps what was typed into it")
    func following() {
        var draft = draft("http://h/")
        var remembered: [String: String] = [:]
        func type(_ url: String) {
            draft.url = url
            draft.followPathParameters(remembering: &remembered)
        }
        type("http://h/:i")
        draft.pathParameters[0].value = "7"
        type("http://h/:id")
        #expect(draft.pathParameters == [DraftField("id", "7")])
        type("http://h/{name}/:id")
        #expect(draft.pathParameters == [DraftField("name", ""), DraftField("id", "7")])
        type("http://h/")
        #expect(draft.pathParameters.isEmpty)
        type("http://h/:id")
        #expect(draft.pathParameters == [DraftField("id", "7")])
    }

    @Test("query rows are added exactly, those switched off are not")
    func query() {
        let outcome = resolve(
            draft("http://h/?a=1") {
                $0.query = [
                    DraftField("b c", "x&y=z+ä%"), DraftField("off", "1", isEnabled: false), DraftField("e", ""),
                ]
            })
        #expect(outcome.request?.url == "http://h/?a=1&b%20c=x%26y%3Dz%2B%C3%A4%25&e=")
    }

    @Test("variables are put in everywhere; what has no value is named before anything is sent")
    func variablesAndUnresolved() {
        let outcome = resolve(
            draft("{{base}}/{{nope}}") {
                $0.headers = [DraftField("X", "{{nope}} {{other}}")]
                $0.body = .json("{{token}}")
            })
        #expect(outcome.unresolved == ["nope", "other"])
        #expect(outcome.words == "No value for nope, other")
        #expect(outcome.request == nil)
        #expect(outcome.words == "No value for nope, other")
        let needs = RequestNeeds(draft("{{base}}") { $0.body = .json("{{token}}") }, variables)
        #expect(needs.secrets == [Expansion.Need(name: "token", secret: .environment("TOKEN"))])
    }

    @Test(
        "header injection is refused with words",
        arguments: [
            (
                DraftField("X", "a\r\nY: b"),
                "The value of X has a carriage return (CR): it would end the header, and is refused"
            ),
            (DraftField("X", "a\nb"), "The value of X has a line break (LF): it would end the header, and is refused"),
            (DraftField("X", "a\0b"), "The value of X has a NUL: it would end the header, and is refused"),
            (DraftField("X Y", "a"), "The header name \"X Y\" has a blank, which no name holds"),
            (DraftField("X\n", "a"), "The header name \"X·\" has a line break (LF), which no name holds"),
            (DraftField("", "a"), "The header with the value \"a\" has no name"),
        ])
    func injection(field: DraftField, words: String) {
        let outcome = resolve(draft("http://h/") { $0.headers = [field] })
        #expect(outcome.problems == [RequestProblem(.header(0), words)])
        #expect(outcome.request == nil)
    }

    @Test("a variable's value cannot inject either")
    func injectionByVariable() {
        let expander = TemplateExpander(variables: Variables([.init("v", .literal("a\r\nEvil: 1"), origin: "")]))
        let outcome = RequestResolver.resolve(
            draft("http://h/") { $0.headers = [DraftField("X", "{{v}}")] }, with: expander)
        #expect(outcome.request == nil)
    }

    @Test(
        "{{etag}} is the tag of the last answer from the URL, with its own quotes",
        arguments: [
            ("\"{{etag}}\"", "\"a1\"", "\"a1\""), ("{{etag}}", "\"a1\"", "\"a1\""),
            ("\"{{ etag }}\"", "W/\"a1\"", "W/\"a1\""), ("W/\"{{etag}}\"", "W/\"a1\"", "W/\"a1\""),
            ("W/\"{{etag}}\"", "\"a1\"", "W/\"a1\""), ("\"{{etag}}\"", "bare", "\"bare\""),
            ("\"x\", \"{{etag}}\", {{etag}}", "\"a1\"", "\"x\", \"a1\", \"a1\""), ("{{etag}}", "bare", "bare"),
        ])
    func tags(typed: String, tag: String, sent: String) {
        let draft = draft("{{base}}/x?q=1#part") { $0.headers = [DraftField("If-Match", typed)] }
        let outcome = RequestResolver.resolve(draft, with: TemplateExpander(variables: variables)) { url in
            url == "http://127.0.0.1:8000/x?q=1" ? .value(tag) : .none("another URL: \(url)")
        }
        #expect(outcome.request?.fields == [Field("If-Match", sent)], "\(outcome.words ?? "")")
    }

    @Test("without an ETag that is known, nothing is sent, and it is said what is missing")
    func unknownTag() {
        let draft = draft("http://h/x?token=abc") { $0.headers = [DraftField("If-Match", "\"{{etag}}\"")] }
        let tags = KeptAnswers()
        let outcome = RequestResolver.resolve(draft, with: TemplateExpander(variables: variables), tag: tags.value)
        #expect(outcome.request == nil)
        #expect(outcome.words == "etag: no ETag is known of http://h/x: send a GET of it first")
        #expect(outcome.problems.map(\.place) == [.header(0)])
        #expect(resolve(draft).words?.contains("give the variable etag") == true)
        #expect(resolve(self.draft("http://h/{{etag}}")).words?.hasPrefix("etag is for requests") == true)
        let own = Variables([.init("etag", .literal("mine"), origin: "")])
        let mine = RequestResolver.resolve(draft, with: TemplateExpander(variables: own), tag: tags.value)
        #expect(mine.request?.fields == [Field("If-Match", "\"mine\"")])
    }

    @Test("bodies are sent as typed, with the Content-Type that belongs to them unless one is written")
    func bodies() {
        func sent(_ body: RequestBody, _ headers: [DraftField] = []) -> (REST.Request.Body?, String?) {
            let outcome = resolve(draft("http://h/") { ($0.body, $0.headers) = (body, headers) })
            return (
                outcome.request?.body, outcome.request?.fields["content-type"]
            )
        }
        let json = "{ \"a\" :1.00, \"a\":2 }"
        #expect(sent(.json(json)) == (.bytes(Array(json.utf8)), "application/json"))
        #expect(sent(.json("1"), [DraftField("content-type", "text/x")]) == (.bytes([0x31]), "text/x"))
        #expect(
            sent(.form([DraftField("a b", "ä~*"), DraftField("c", "d")])) == (
                .bytes(Array("a+b=%C3%A4%7E*&c=d".utf8)), "application/x-www-form-urlencoded"
            ))
        #expect(sent(.file("x.png")) == (.file(path: "x.png"), "image/png"))
        #expect(sent(.none) == (REST.Request.Body.none, nil))
    }

    @Test("an API key goes where it belongs, encoded; user and password before the host are basic")
    func auth() {
        let inQuery = resolve(
            draft("http://h/") { $0.auth = .apiKey(name: "key", value: .literal("a&b"), inQuery: true) })
        #expect(inQuery.request?.url == "http://h/?key=a%26b")
        #expect(inQuery.secrets == ["a&b"])
        let inHeader = resolve(
            draft("http://h/") { $0.auth = .apiKey(name: "X-Key", value: .literal("a\n"), inQuery: false) })
        #expect(inHeader.problems.map(\.place) == [.auth])
        #expect(resolve(draft("http://u:p%40@h/")).request?.authorization == .basic(username: "u", password: "p@"))
    }

    @Test("a history holds no secret, and what it holds can be sent again")
    func withoutSecrets() {
        let draft = draft("http://u:pw@h/?token=abc&x=1") {
            $0.headers = [
                DraftField("Authorization", "Bearer abc"), DraftField("Cookie", "sid=1"),
                DraftField("X-Token", "{{token}}"), DraftField("Accept", "*/*"),
            ]
            $0.auth = .basic(username: "me", password: .literal("hunter2"))
            $0.body = .json("{\"user\": \"me\", \"password\": \"hunter2\", \"pin\": 1, \"secret\": \"{{s}}\"}")
            $0.options.proxy = "http://a:b@proxy:1"
        }
        let kept = draft.withoutSecrets()
        #expect(kept.url == "http://u:{{password}}@h/?token={{token}}&x=1")
        #expect(kept.headers.map(\.value) == ["Bearer {{authorization}}", "{{cookie}}", "{{token}}", "*/*"])
        #expect(kept.auth == .basic(username: "me", password: .prompt))
        #expect(
            kept.body
                == .json(
                    "{\"user\": \"me\", \"password\": \"{{password}}\", \"pin\": \"{{pin}}\", \"secret\": \"{{s}}\"}"))
        #expect(kept.options.proxy == "http://a:{{password}}@proxy:1")
    }

    @Test(
        "secrets in a body of which nobody knows how it is built are kept out of a history too",
        arguments: [
            ("<a><password>hunter2</password><b>x</b></a>", "<a><password>{{password}}</password><b>x</b></a>"),
            ("<n:Token id='1'>x</n:Token>", "<n:Token id='1'>{{token}}</n:Token>"),
            ("<secret><![CDATA[a<b]]></secret><token/>", "<secret><![CDATA[{{secret}}]]></secret><token/>"),
            ("<login password=\"a b\" user='me'/>", "<login password=\"{{password}}\" user='me'/>"),
            ("user=me&password=x%20y&z=1", "user=me&password={{password}}&z=1"),
            ("Authorization: Bearer abc.def\nAccept: */*", "Authorization: Bearer {{authorization}}\nAccept: */*"),
            ("not JSON {\"api_key\": \"a,b\", \"n\": 1}", "not JSON {\"api_key\": \"{{api_key}}\", \"n\": 1}"),
            ("password={{pw}}&token: {{t}} x", "password={{pw}}&token: {{t}} x"),
            ("the token is here", "the token is here"),
            ("password=", "password="), ("token: ", "token: "), ("<password>", "<password>"), ("é", "é"),
        ])
    func withoutSecretsInText(_ text: String, _ kept: String) {
        #expect(draft("http://h/") { $0.body = .text(text) }.withoutSecrets().body == .text(kept))
        #expect(draft("http://h/") { $0.body = .xml(text) }.withoutSecrets().body == .xml(kept))
    }

    @Test("a value with a scheme is a secret whatever its header is called; so are path parameters that say so")
    func withoutSecretsByScheme() {
        let draft = draft("http://h/:token/:id") {
            $0.headers = [DraftField("X-Forwarded", "Bearer abc")]
            $0.pathParameters = [DraftField("token", "abc"), DraftField("id", "7")]
        }
        #expect(draft.withoutSecrets().headers[0].value == "Bearer {{x_forwarded}}")
        #expect(draft.withoutSecrets().pathParameters.map(\.value) == ["{{token}}", "7"])
    }

    @Test("a key in the query is dots in what is shown of the URL")
    func shownURL() {
        for key in [Secret.literal("k y!"), .environment("KEY"), .prompt] {
            var maker = RequestPreview.Maker()
            let draft = draft("http://h/?a=1") { $0.auth = .apiKey(name: "k", value: key, inQuery: true) }
            #expect(maker.preview(of: draft, variables).shownURL == "http://h/?a=1&k=••••••")
        }
    }

    @Test("names and values of headers are found by what is typed, each with a line")
    func catalog() {
        #expect(HeaderCatalog.names(matching: "if-n").map(\.name) == ["If-None-Match"])
        #expect(HeaderCatalog.names(matching: "type").map(\.name) == ["Content-Type"])
        #expect(HeaderCatalog.values(of: "content-type", matching: "json").first?.text == "application/json")
        #expect(HeaderCatalog.all.allSatisfy { !$0.summary.isEmpty && HeaderRules.isToken($0.name) })
        #expect(HeaderCatalog.all.count >= 57)
    }

    @Test("a literal variable whose name says secret is hidden wherever it is put in")
    func literalSecrets() {
        let variables = Variables([.init("api_token", .literal("hunter2"), origin: "dev")])
        var draft = RequestDraft()
        draft.url = "http://h/{{api_token}}?x={{api_token}}"
        draft.headers = [DraftField("X-Any", "{{api_token}}")]
        let outcome = RequestResolver.resolve(draft, with: TemplateExpander(variables: variables))
        #expect(outcome.secrets == ["hunter2"])
        var maker = RequestPreview.Maker()
        #expect(maker.preview(of: draft, variables).shownURL == "http://h/••••••?x=••••••")
    }

    @Test("Keys and tokens of a saved request do not go where a redirect leads away")
    func redirected() async throws {
        let seen = Mutex<[String]>([])
        let away = try await ScriptedServer.start { connection in
            let request = try await connection.request()
            seen.withLock { $0.append(request.lowercased()) }
            try await connection.send("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        }
        let server = try await ScriptedServer.answering(
            "HTTP/1.1 302 Found\r\nLocation: \(away.url)/\r\nContent-Length: 0\r\n\r\n")
        let outcome = RequestResolver.resolve(
            draft("\(server.url)/") {
                $0.auth = .apiKey(name: "X-Machine", value: .literal("0123456789"), inQuery: false)
                $0.headers = [
                    DraftField("X-Auth-Token", "abc"), DraftField("X-Copy", "key 0123456789"),
                    DraftField("Accept", "text/plain"), DraftField("X-Plain", "yes"),
                ]
            }, with: TemplateExpander(variables: variables))
        let request = try #require(outcome.request)
        let client = RESTClient()
        _ = try await client.send(request)
        await client.shutdown()
        let sent = try #require(seen.withLock { $0.first })
        #expect(sent.contains("x-plain: yes") && sent.contains("accept: text/plain"), "\(sent)")
        for name in ["x-machine", "x-auth-token", "x-copy"] { #expect(!sent.contains(name), "\(sent)") }
    }
}
