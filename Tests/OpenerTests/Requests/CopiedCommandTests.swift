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
                # Set PASSWORD first: secrets are not copied
                curl 'http://127.0.0.1:8000/it'\''s/x%2Fy?a=b%20c&q=a%26b' \
                  -X PUT \
                  -H 'X-Empty;' \
                  -H 'X-Token: t '"$TOKEN" \
                  -H 'Content-Type: application/json' \
                  -u me:"${PASSWORD:?set it first}" \
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
}
