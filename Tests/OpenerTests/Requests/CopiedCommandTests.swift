import Opener
import Profile
import Testing

@Suite("Requests as curl commands")
struct CopiedCommandTests {
    @Test("copied: quoted for sh, one option a line, secrets by name")
    func command() throws {
        var draft = RequestDraft()
        draft.method = "PUT"
        draft.url = "{{base}}/it's/:id?a=b c"
        draft.pathParameters = [DraftField("id", "x/y")]
        draft.query = [DraftField("q", "a&b")]
        draft.headers = [
            DraftField("X-Empty", ""), DraftField("X-Token", "t {{token}}"), DraftField("Off", "1", isEnabled: false),
        ]
        draft.body = .json("{\"a\": \"it's\"}")
        draft.auth = .basic(username: "me", password: .literal("hunter2"))
        let variables = Variables([
            .init("base", .literal("http://127.0.0.1:8000"), origin: "dev"),
            .init("token", .environment("TOKEN"), origin: "dev"),
        ])
        let command = try #require(CurlCommand.text(of: draft, variables: variables))
        #expect(
            command == #"""
                curl 'http://127.0.0.1:8000/it'\''s/x%2Fy?a=b%20c&q=a%26b' \
                  -X PUT \
                  -H 'X-Empty;' \
                  -H 'X-Token: t '"$TOKEN" \
                  -H 'Content-Type: application/json' \
                  -u me:"$PASSWORD" \
                  --data-raw '{"a": "it'\''s"}' \
                  -L --max-redirs 20
                """#)
        #expect(!command.contains("hunter2"))
    }

    @Test("what is copied comes back when it is pasted")
    func roundTrip() throws {
        var draft = RequestDraft()
        draft.method = "PATCH"
        draft.url = "http://127.0.0.1:1/a?x=1"
        draft.headers = [DraftField("Content-Type", "application/json"), DraftField("A", "it's \"$HOME\" `id` \\")]
        draft.body = .json("{\n  \"ä\": \"$(id)\"\n}")
        draft.options.maximumRedirects = 5
        draft.options.connectTimeout = 1.5
        let command = try #require(CurlCommand.text(of: draft, variables: Variables()))
        #expect(try #require(CurlImport(command)).draft == draft)
    }

    @Test("no control character is pasted into a terminal: each travels as an escape, and comes back as it was")
    func controls() throws {
        var draft = RequestDraft()
        draft.method = "POST"
        draft.url = "http://127.0.0.1:1/a"
        draft.headers = [DraftField("Content-Type", "text/plain"), DraftField("X", "{{token}} a\tb")]
        draft.body = .text("one\r\ntwo\u{1B}[2J\u{3}\u{7F}{{token}}\u{9B}\n")
        let variables = Variables([.init("token", .environment("TOKEN"), origin: "dev")])
        let command = try #require(CurlCommand.text(of: draft, variables: variables))
        let raw = command.unicodeScalars.filter { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
        #expect(raw.allSatisfy { $0 == "\n" })
        let body = #"--data-raw "$(printf 'one\015\012two\033[2J\003\177')""$TOKEN""$(printf '\302\233')"'"#
        #expect(command.contains(body), "\(command)")
        draft.headers[1].value = "{{TOKEN}} a\tb"
        draft.body = .text("one\r\ntwo\u{1B}[2J\u{3}\u{7F}{{TOKEN}}\u{9B}\n")
        let pasted = try #require(CurlImport(command, takesBraces: true))
        #expect(pasted.draft.body == draft.body && pasted.draft.headers == draft.headers, "\(pasted.draft)")
    }

    @Test("a text that looks like a mark stays a text, and the secret behind it a name")
    func falseMark() throws {
        var draft = RequestDraft()
        draft.method = "POST"
        draft.url = "http://127.0.0.1:1/a"
        draft.body = .text("qMartletSecretZ qMartletSecretZ9Z {{token}}.")
        let variables = Variables([.init("token", .environment("TOKEN"), origin: "dev")])
        let command = try #require(CurlCommand.text(of: draft, variables: variables))
        #expect(command.contains(#"'qMartletSecretZ qMartletSecretZ9Z '"$TOKEN"."#), "\(command)")
    }
}
