import Testing
import Topics

@testable import Model
@testable import Opener
@testable import Profile

/// Every door by which text leaves the model, times every place in which a secret stands: it does not get out.
@Suite("Doors that no secret passes")
struct SecretDoorTests {
    private static let secret = "hunter2hunter2"

    /// Where people write secrets in a request.
    static let places: [(words: String, draft: RequestDraft)] = {
        func draft(_ url: String = "http://h/x", _ change: (inout RequestDraft) -> Void = { _ in }) -> RequestDraft {
            var draft = RequestDraft()
            (draft.name, draft.method, draft.url) = ("r", "POST", url)
            change(&draft)
            return draft
        }
        var all: [(String, RequestDraft)] = [
            ("password of the URL", draft("http://me:\(secret)@h/x")),
            ("proxy", draft { $0.options.proxy = "http://me:\(secret)@proxy:3128" }),
            ("basic", draft { $0.auth = .basic(username: "me", password: .literal(secret)) }),
            ("digest", draft { $0.auth = .digest(username: "me", password: .literal(secret)) }),
            ("bearer", draft { $0.auth = .bearer(.literal(secret)) }),
            ("API key", draft { $0.auth = .apiKey(name: "K", value: .literal(secret), inQuery: false) }),
            ("API key in the query", draft { $0.auth = .apiKey(name: "K", value: .literal(secret), inQuery: true) }),
            ("cookies", draft { $0.headers = [DraftField("Cookie", "a=b; sid=\(secret)")] }),
            ("scheme in any header", draft { $0.headers = [DraftField("X-Any", "Bearer \(secret)")] }),
            ("key password", draft { $0.options.tls.keyPassword = .literal(secret) }),
            (
                "JSON in depth",
                draft { $0.body = .json(#"{"a":[{"password": "\#(secret)"}],"tokens":["\#(secret)"]}"#) }
            ),
            ("XML", draft { $0.body = .xml("<a><n:password>\(secret)</n:password></a>") }),
            ("text", draft { $0.body = .text("user=me\npassword=\(secret)\nAuthorization: Basic \(secret)\n") }),
        ]
        for name in ["Authorization", "Proxy-Authorization", "X-API-Key", "Ocp-Apim-Subscription-Key", "X-Auth-Token"] {
            all.append(("header \(name)", draft { $0.headers = [DraftField(name, secret)] }))
        }
        for name in ["api_key", "access_token", "sig", "code", "jwt", "otp", "pin", "session", "X-Amz-Signature"] {
            all.append(("query \(name)", draft("http://h/x?a=1&\(name)=\(secret)&b=2")))
            all.append(("row \(name)", draft { $0.query = [DraftField(name, secret)] }))
            all.append(("form \(name)", draft { $0.body = .form([DraftField(name, secret)]) }))
            all.append(("part \(name)", draft { $0.body = .multipart([.init(name, .text(secret))]) }))
            all.append(("path \(name)", draft("http://h/{\(name)}") { $0.pathParameters = [DraftField(name, secret)] }))
        }
        return all
    }()

    @Test("copied as curl, kept in the history, shown of the profile, listed, told as a URL", arguments: places)
    func doors(place: (words: String, draft: RequestDraft)) throws {
        let (words, draft) = place
        let command = try #require(CurlCommand.text(of: draft, variables: Variables()), "\(words)")
        #expect(!command.contains(Self.secret), "\(words): \(command)")

        var maker = RequestPreview.Maker()
        let url = maker.preview(of: draft, Variables()).shownURL ?? draft.url
        var exchange = SentRequest(id: 1, draft: draft, shownURL: url, startedAt: 0)
        exchange.state = .failed("no answer from \(draft.url)")
        let entry = RequestHistory.Entry(exchange)
        #expect(!entry.line.contains(Self.secret), "\(words): \(entry.line)")

        var profile = Profile()
        profile.requests.insert(draft)
        let shown = String(decoding: profile.masked, as: UTF8.self)
        #expect(!shown.contains(Self.secret), "\(words): \(shown)")

        #expect(!NamedSecrets.told.url(draft.url).contains(Self.secret), "\(words)")
        let workspace = Workspace(LiveData(memory: 1 << 20))
        workspace.notify(Notice(at: 0, kind: .error, text: "Cannot reach \(draft.url)"))
        #expect(workspace.notices.last?.text.contains(Self.secret) == false, "\(words)")
    }

    @Test("what a copied command says in place of a secret is a variable of the shell, never one of the profile")
    func copiedByName() throws {
        var draft = RequestDraft()
        draft.url = "http://h/?token=\(Self.secret)"
        draft.headers = [
            DraftField("Authorization", "Bearer \(Self.secret)"), DraftField("Cookie", "a=\(Self.secret)"),
        ]
        draft.body = .json(#"{"password": "\#(Self.secret)", "code": 7}"#)
        let variables = Variables([
            .init("token", .literal("another"), origin: ""), .init("authorization", .literal("another"), origin: ""),
        ])
        let command = try #require(CurlCommand.text(of: draft, variables: variables))
        #expect(!command.contains("another") && !command.contains(Self.secret), "\(command)")
        for part in [
            #"token='"${TOKEN:?set it first}""#, #"Bearer '"${AUTHORIZATION:?set it first}""#, #""${COOKIE:?"#,
            #""${PASSWORD:?"#, #""code": 7"#, "# Set TOKEN first: secrets are not copied\n",
        ] {
            #expect(command.contains(part), "\(part) in \(command)")
        }
    }

    @Test("connections and publishes are told without theirs")
    func profile() throws {
        let text = """
            {"connections": [
               {"name": "a", "url": "mqtt://me:hun#hunter2hunter2@h"}, {"name": "b", "url": "wss://h/mqtt?token=hunter2hunter2"},
               {"name": "c", "url": "mqtt://h", "will": {"topic": "t", "payload": "{\\"password\\":\\"hunter2hunter2\\"}"},
                "userProperties": [{"name": "session", "value": "hunter2hunter2"}]}],
             "environments": [{"name": "e", "variables": {"key": "hunter2hunter2", "pin": "hunter2hunter2"}}],
             "publishes": [{"name": "p", "topic": "token: x", "payload": "token=hunter2hunter2"}],
             "settings": {"proxyUrl": "http://me:hunter2hunter2@p"}}
            """
        let profile = try Profile.read(Array(text.utf8)).get().profile
        let shown = String(decoding: profile.masked, as: UTF8.self)
        #expect(!shown.contains("hunter2"), "\(shown)")
        #expect(shown.contains("token: x"))
    }
}
