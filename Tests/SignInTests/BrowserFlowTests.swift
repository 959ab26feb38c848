import Testing
import Text

@testable import SignIn

/// Signing in with a browser, and finding the endpoints.
@Suite("Sign-ins with a browser") struct BrowserFlowTests {
    private static let random = (0..<48).map { UInt8($0) }

    private func begun(_ change: (inout OAuthSettings) -> Void = { _ in }) -> (SignInFlow, url: String) {
        var settings = OAuthSettings()
        settings.grant = .authorizationCode
        settings.tokenURL = "https://id.example/token"
        settings.authorizationURL = "https://id.example/authorize?tenant=1"
        settings.clientID = "me"
        settings.scope = "openid a"
        settings.user = "ada@example.org"
        change(&settings)
        var flow = SignInFlow(settings, random: Self.random)
        guard case .listen = flow.advance(.begin, at: 0),
            case .wait(let prompt, until: 600_000_000) = flow.advance(.listening("http://127.0.0.1:4000/"), at: 0)
        else { return (flow, "") }
        return (flow, prompt.url)
    }

    private func words(_ step: SignInFlow.Step) -> String {
        if case .failed(let problem) = step { problem.description } else { "\(step)" }
    }

    @Test("The browser is sent with PKCE, state and the redirect, and what it brings back is redeemed")
    func code() throws {
        let (first, url) = begun()
        var flow = first
        #expect(
            url.hasPrefix("https://id.example/authorize?tenant=1&response_type=code&client_id=me&redirect_uri=http%3A"))
        #expect(url.contains("&code_challenge_method=S256") && url.contains("&login_hint=ada%40example.org"))
        let state = flow.nonce
        #expect(url.contains("&state=\(state)&"))
        guard case .send(let request) = flow.advance(.redirect("/?code=a%2Bb&state=\(state)"), at: 1) else {
            Issue.record("no request")
            return
        }
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "grant_type=authorization_code&code=a%2Bb&redirect_uri=http%3A%2F%2F127.0.0.1%3A4000%2F"
                + "&code_verifier=\(flow.pkce.verifier)&client_id=me")
        #expect(request.authorization == nil)
    }

    @Test("Another state, another issuer, an error and a missing code are refused; a pasted code is taken")
    func refusals() {
        let (flow, _) = begun { $0.issuer = "https://id.example" }
        let state = flow.nonce
        func step(_ text: String) -> String {
            var flow = flow
            return words(flow.advance(.redirect(text), at: 0))
        }
        #expect(step("/?code=x&state=\(state)&iss=https%3A%2F%2Fevil.example").contains("another issuer"))
        #expect(step("/?error=access_denied&error_description=no&state=\(state)").contains("access_denied (no)"))
        #expect(step("/?state=\(state)").contains("without a code"))
        #expect(step("  http://127.0.0.1:4000/?code=x&state=\(state) \n").hasPrefix("send("))
        #expect(step(" abc\n").hasPrefix("send("))
        var late = flow
        #expect(words(late.advance(.time, at: 600_000_000)).contains("within 10 minutes"))
    }

    @Test("What is of another sign-in, or has no code in it, is refused, and the right one still waited for")
    func refused() {
        var (flow, _) = begun()
        let state = flow.nonce
        for (text, words) in [
            ("/?code=x&state=other", "another state"), ("/?code=x", "another state"),
            // The first of two, whichever a server would take.
            ("/?state=other&state=\(state)&code=x", "another state"), ("https://x.example/", "no code in it"),
        ] {
            guard case .wait(let prompt, until: 600_000_000) = flow.advance(.redirect(text), at: 5) else {
                Issue.record("\(text) ended it")
                continue
            }
            #expect(prompt.refusal.contains(words), "\(prompt.refusal)")
            #expect(flow.isOwn(text) == false)
        }
        #expect(flow.isOwn("/?code=x&state=\(state)"))
        #expect(words(flow.advance(.redirect("/?code=x&state=\(state)"), at: 6)).hasPrefix("send("))
    }

    @Test("Metadata: OpenID's place, then RFC 8414's; another issuer is refused, a missing endpoint named")
    func discovery() throws {
        var settings = OAuthSettings()
        settings.grant = .deviceCode
        settings.issuer = "https://id.example/realm/"
        settings.clientID = "me"
        var flow = SignInFlow(settings, random: Self.random)
        func url(_ step: SignInFlow.Step) -> String {
            if case .send(let request) = step { request.url } else { "\(step)" }
        }
        #expect(url(flow.advance(.begin, at: 0)) == "https://id.example/realm/.well-known/openid-configuration")
        #expect(
            url(flow.advance(.answer(status: 404, body: []), at: 0))
                == "https://id.example/.well-known/oauth-authorization-server/realm")
        let before = flow
        let metadata = """
            {"issuer":"https://id.example/realm","token_endpoint":"https://id.example/t",
             "device_authorization_endpoint":"https://id.example/d"}
            """
        #expect(url(flow.advance(.answer(status: 200, body: Array(metadata.utf8)), at: 0)) == "https://id.example/d")
        flow = before
        let other = metadata.replacing("https://id.example/realm", with: "https://evil.example")
        #expect(words(flow.advance(.answer(status: 200, body: Array(other.utf8)), at: 0)).contains("another issuer"))
        flow = before
        let less = metadata.replacing("device_authorization_endpoint", with: "x")
        #expect(words(flow.advance(.answer(status: 200, body: Array(less.utf8)), at: 0)).contains("no endpoint for"))
    }

    @Test("Claims are read without a check, and on one line each") func claims() throws {
        // {"sub":"ada","exp":1700000000,"scope":"a b","x":"a\u001b[2J","list":[1,2]}
        let payload = PKCE.urlText(
            Array(#"{"sub":"ada","exp":1700000000,"scope":"a b","x":"a\u001b[2J","list":[1,2]}"#.utf8))
        let claims = try #require(JWTClaims("e30.\(payload).c2ln"))
        #expect(claims.lines.map(\.name) == ["sub", "exp", "scope", "x", "list"])
        #expect(claims.lines[1].value == "1700000000 (Tue, 14 Nov 2023 22:13:20 GMT)")
        #expect(claims.lines[3].value == "a?[2J" && claims.lines[4].value.filter { $0 != " " } == "[1,2]")
        #expect(JWTClaims("opaque") == nil && JWTClaims("a.b.c") == nil)
    }

    @Test("A shared access signature is what openssl makes of it, and ends when it says") func sharedAccess() throws {
        var signature = SharedAccessSignature(
            resource: "myhub.azure-devices.net/devices/d1", keyName: "", key: "c2VjcmV0", minutes: 60)
        let token = try signature.made(at: 1_700_000_000_000_000)
        #expect(
            token.access
                == "SharedAccessSignature sr=myhub.azure-devices.net%2Fdevices%2Fd1&sig=bSNM56ZmnwA6FD%2F%2FtYv%2BfGSAizVLWhoc7GPuDT096OU%3D&se=1700003600"
        )
        #expect(token.expiresAt == 1_700_003_600_000_000)
        signature.keyName = "device"
        #expect(try signature.made(at: 0).access.hasSuffix("&se=3600&skn=device"))
        signature.key = ""
        #expect(throws: SignInProblem.self) { try signature.made(at: 0) }
    }
}
