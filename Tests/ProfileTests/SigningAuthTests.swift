import Payloads
import SignIn
import Testing

@testable import Profile

/// What signs in or signs, in the profile and wherever requests are written down.
@Suite("Signing in, as it is kept") struct SigningAuthTests {
    private static var all: [RequestAuth] {
        var oauth = OAuthDraft()
        oauth.settings.grant = .deviceCode
        oauth.settings.issuer = "https://id.example"
        oauth.settings.clientID = "{{client}}"
        oauth.settings.scope = "a b"
        oauth.settings.proof = .body
        oauth.clientSecret = .environment("S")
        var aws = AWSDraft()
        (aws.accessKey, aws.secretKey, aws.region, aws.service) = ("A", .prompt, "r", "s")
        aws.sessionToken = .file("t")
        var sas = SASDraft()
        (sas.resource, sas.keyName, sas.key, sas.minutes) = ("h/devices/d", "k", .command(["pass", "x"]), 5)
        return [.oauth2(oauth), .aws(aws), .sas(sas), .bearer(.token("login"))]
    }

    private func draft(_ auth: RequestAuth) -> RequestDraft {
        var draft = RequestDraft()
        (draft.name, draft.folder, draft.url, draft.auth) = ("n", "f", "http://h/", auth)
        return draft
    }

    @Test("It comes back as it was written, of requests and of folders") func profile() throws {
        var profile = Profile()
        profile.requests.replace(
            with: Self.all.enumerated().map { number, auth in
                var draft = draft(auth)
                (draft.name, draft.inheritsAuth) = ("n\(number)", number != 2)
                return draft
            })
        profile.settings.folders = ["a": Self.all[0], "a/b": Self.all[1]]
        let (back, problems) = try Profile.read(profile.bytes).get()
        #expect(problems.isEmpty, "\(problems)")
        #expect(back.requests.values == profile.requests.values)
        #expect(back.settings == profile.settings)
    }

    @Test("A history keeps it without its secrets; a copied command names them") func written() throws {
        for auth in Self.all {
            let entry = RequestHistory.Entry(
                at: 1, draft: draft(auth), url: "http://h/", status: 200, failure: nil, duration: 0, size: 0)
            #expect(RequestHistory.Entry(line: entry.line)?.draft.auth == auth)
        }
        var aws = AWSDraft()
        (aws.accessKey, aws.secretKey, aws.sessionToken) = ("A", .literal("s3cr3t"), .literal("t0k3n"))
        let kept = draft(.aws(aws)).withoutSecrets()
        guard case .aws(let without) = kept.auth else {
            Issue.record("\(kept.auth)")
            return
        }
        #expect(without.secretKey == .prompt && without.sessionToken == .prompt && without.accessKey == "A")
        let named = draft(.aws(aws)).namingSecrets().auth
        #expect(named.secret == .environment("AWS_SECRET_ACCESS_KEY"))
        #expect(draft(.aws(aws)).clearSecrets.map(\.value) == ["s3cr3t"])
    }

    @Test("A password in a URL that tokens come from is neither kept nor told") func passwordInURL() throws {
        for path in OAuthSettings.urls {
            var oauth = OAuthDraft()
            oauth.settings[keyPath: path] = "http://me:s3cretpw@127.0.0.1:1/token"
            #expect(!oauth.settings.host.contains("s3cretpw"))
            let entry = RequestHistory.Entry(
                at: 1, draft: draft(.oauth2(oauth)).withoutSecrets(), url: "http://h/", status: nil, failure: nil,
                duration: 0, size: 0)
            #expect(!entry.line.contains("s3cretpw"))
            #expect(entry.line.contains("127.0.0.1"))
        }
        var settings = OAuthSettings()
        settings.tokenURL = "http://me:s3cretpw@127.0.0.1:1/token"
        #expect(settings.host == "127.0.0.1:1")
    }

    @Test("Shown to others it has dots for what is secret, and its URLs") func masked() throws {
        let text = """
            {"version": 1, "connections": [
              {"name": "c", "url": "mqtt://h", "authentication": {"method": "TOKEN", "data": "hunter-1"},
               "aws": {"accessKey": "A", "secretKey": "hunter-2", "sessionToken": "hunter-3"}}],
             "requests": [
              {"name": "a", "url": "u", "auth": {"oauth2": {"tokenURL": "https://id/t", "clientSecret": "hunter-4"}}},
              {"name": "b", "url": "u", "auth": {"azureSAS": {"resource": "r", "key": "hunter-5"}}}],
             "settings": {"folders": {"f": {"auth": {"bearer": "hunter-6"}}}}}
            """
        let shown = String(decoding: try Profile.read(Array(text.utf8)).get().profile.masked, as: UTF8.self)
        #expect(!shown.contains("hunter") && shown.contains("https://id/t") && shown.contains("TOKEN"), "\(shown)")
    }

    @Test("What is wrong is told at its place") func problems() throws {
        let text = """
            {"version": 1, "requests": [
              {"name": "a", "url": "u", "auth": {"oauth2": {"grant": "implicit", "clientId": "x"}}},
              {"name": "b", "url": "u", "auth": {"azureSAS": {"minutes": 0}}},
              {"name": "c", "url": "u", "auth": {"kerberos": {}}}],
             "settings": {"folders": {"f": {"auth": 5}}}}
            """
        let lines = try Profile.read(Array(text.utf8)).get().problems.map(\.description)
        for words in [
            "$.requests[0].auth.oauth2.grant: one of \"client_credentials\"", "oauth2.clientId: is not known",
            "$.requests[1].auth.azureSAS.minutes", "$.requests[2].auth: one of basic, bearer, digest, apiKey, oauth2",
            "$.settings.folders.f.auth: an object is expected",
        ] { #expect(lines.contains { $0.contains(words) }, "\(words): \(lines)") }
    }
}
