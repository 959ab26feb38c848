import Opener
import Profile
import TestSupport
import Testing

/// A variable whose name says that it is secret is one for each copy, though its value is written out in an environment.
@Suite("Secrets of an environment in copied requests")
struct CopiedSecretsTests {
    private static let variables = Variables([
        .init("base", .literal("http://127.0.0.1:9"), origin: "dev"), .init("room", .literal("hall"), origin: "dev"),
        .init("token", .literal("tok-hunter2"), origin: "dev"),
        .init("password", .literal("pw-hunter2"), origin: "dev"),
        .init("credentials", .literal("{{room}}:{{token}}"), origin: "dev"),
        .init("header", .literal("Bearer {{token}}"), origin: "dev"),
        .init("plain", .literal("x-hunter2"), origin: "dev"),
        .init("fileToken", .file("/run/a key"), origin: "dev"),
        .init("viaToken", .literal("{{fileToken}}"), origin: "dev"),
        .init("commandToken", .command(["pass", "show", "it's"]), origin: "dev"),
        .init("askedToken", .prompt, origin: "dev"),
        .init("emptyToken", .literal(""), origin: "dev"),
    ])

    private static let places: [(String, String, @Sendable (inout RequestDraft) -> Void)] = [
        ("bearer", #"'Authorization: Bearer '"${TOKEN:?set it first}""#, { $0.auth = .bearer(.literal("{{token}}")) }),
        (
            "basic", #"-u me:"${PASSWORD:?set it first}""#,
            { $0.auth = .basic(username: "me", password: .literal("{{password}}")) }
        ),
        ("query", #"api_key='"${TOKEN:?set it first}""#, { $0.url += "?api_key={{token}}" }),
        ("row", #"a='"${TOKEN:?set it first}""#, { $0.query = [DraftField("a", "{{token}}")] }),
        (
            "body", #"'{"token":"'"${TOKEN:?set it first}"'"}'"#,
            { ($0.method, $0.body) = ("POST", .json(#"{"token":"{{token}}"}"#)) }
        ),
        ("form", #"a="${TOKEN:?"#, { ($0.method, $0.body) = ("POST", .form([DraftField("a", "{{token}}")])) }),
        ("header", #"'X-Any: '"${TOKEN:?"#, { $0.headers = [DraftField("X-Any", "{{token}}")] }),
        (
            "user name", #""${TOKEN:?set it first}":"#,
            { $0.auth = .basic(username: "{{token}}", password: .literal("")) }
        ),
        ("nested", #"Bearer '"${TOKEN:?"#, { $0.headers = [DraftField("X-Any", "{{header}}")] }),
        ("all of a value", #""${CREDENTIALS:?"#, { $0.headers = [DraftField("X-Any", "{{credentials}}")] }),
        ("JSON", #"'{"a":"'"${TOKEN:?"#, { $0.body = .json(#"{"a":"{{token|json}}"}"#) }),
        // A harmless name where a secret stands.
        ("any name in auth", #"Bearer '"${PLAIN:?"#, { $0.auth = .bearer(.literal("{{plain}}")) }),
        ("any name in a URL", #"api_key='"${PLAIN:?"#, { $0.url += "?api_key={{plain}}" }),
        (
            "any name in JSON", #"'{"a":[{"token":"'"${PLAIN:?set it first}"'"}]}'"#,
            { $0.body = .json(#"{"a":[{"token":"{{plain}}"}]}"#) }
        ),
        (
            "any name in a list", #""tokens":["'"${PLAIN:?set it first}"'",["'"${PLAIN:?set it first}"'"]"#,
            { $0.body = .json(#"{"tokens":["{{plain}}",["{{plain}}"]]}"#) }
        ),
        (
            "calls without quotes in a list", #""tokens":['"${PLAIN:?set it first}","${PLAIN:?"#,
            { $0.body = .json(#"{"tokens":[{{plain}},{{plain}}]}"#) }
        ),
        ("any name in XML", #"'<token>'"${PLAIN:?"#, { $0.body = .xml("<token>{{plain}}</token>") }),
        ("any name in text", #"password="${PLAIN:?"#, { $0.body = .text("password={{plain}}") }),
        ("any name in a part", #"token="${PLAIN:?"#, { $0.body = .multipart([.init("token", .text("{{plain}}"))]) }),
        ("any name in a field", #"'X-API-Key: '"${PLAIN:?"#, { $0.headers = [DraftField("X-API-Key", "{{plain}}")] }),
    ]

    @Test("In every place it is a variable of the shell, which is asked for", arguments: places.indices)
    func hidden(_ index: Int) async throws {
        let (name, expected, change) = Self.places[index]
        var draft = RequestDraft()
        draft.url = "{{base}}/{{room}}"
        change(&draft)
        for program in ["curl", "martlet request"] {
            let command = try #require(CurlCommand.text(of: draft, variables: Self.variables, by: program), "\(name)")
            #expect(!command.contains("hunter2"), "\(name): \(command)")
            #expect(command.contains(expected), "\(name): \(command)")
            #expect(command.hasPrefix("# Set ") && command.contains(" first: secrets are not copied\n\(program) "))
            // What is no secret is there as it is.
            #expect(command.contains("http://127.0.0.1:9/hall"), "\(command)")
            #expect(CurlImport(command.replacing("martlet request ", with: "curl "))?.draft.url.isEmpty == false)
        }
        let command = try #require(CurlCommand.text(of: draft, variables: Self.variables))
        let run = try await Command.attempt(Requirement(program: "sh", package: "dash"), ["-c", command])
        // The shell ends it before curl is called, which would say that it cannot connect.
        #expect(run.status != .code(0) && run.output.contains("set it first"), "\(command)\n\(run.output)")
    }

    @Test("Where a secret is found the shell finds it, and one that would be coded is not copied")
    func found() throws {
        func command(_ value: String) -> String? {
            var draft = RequestDraft()
            (draft.url, draft.headers) = ("http://h/", [DraftField("X-Any", value)])
            return CurlCommand.text(of: draft, variables: Self.variables)
        }
        let file = try #require(command("{{fileToken}}"))
        #expect(file.hasPrefix("curl ") && file.contains(#"-H 'X-Any: '"$(head -n 1 '/run/a key')""#), "\(file)")
        #expect(command("{{viaToken}}") == file)
        #expect(command("{{commandToken}}")?.contains(#""$(pass show 'it'\''s' | head -n 1)""#) == true)
        #expect(command("{{askedToken}}")?.contains(#""${ASKEDTOKEN:?set it first}""#) == true)
        #expect(command("{{emptyToken}}")?.contains("'X-Any;'") == true)
        #expect(command("{{token|base64}}") == nil && command("{{token|unbase64}}") == nil)
        #expect(command("{{room|base64}}")?.contains("aGFsbA==") == true)
        #expect(
            command("{{nobody}}")?.hasPrefix("# Set NOBODY first: nobody has no value here\n") == true,
            "\(command("{{nobody}}") ?? "")")
    }
}
