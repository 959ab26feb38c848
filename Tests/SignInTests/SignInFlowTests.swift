import Testing
import Text

@testable import SignIn

/// Sign-ins with a clock that is turned by hand.
@Suite("Sign-ins") struct SignInFlowTests {
    private static let second: Moment = 1_000_000
    private static let random = (0..<48).map { UInt8($0) }

    private func settings(_ grant: OAuthGrant) -> OAuthSettings {
        var settings = OAuthSettings()
        settings.grant = grant
        settings.tokenURL = "https://id.example/token"
        settings.deviceURL = "https://id.example/device"
        settings.authorizationURL = "https://id.example/authorize"
        settings.clientID = "me:1"
        settings.clientSecret = "p&ss"
        return settings
    }

    private func answer(_ json: String, status: Int = 200) -> SignInFlow.Event {
        .answer(status: status, body: Array(json.utf8))
    }

    private func sent(_ step: SignInFlow.Step) throws -> TokenRequest {
        guard case .send(let request) = step else { throw Unexpected(step) }
        return request
    }

    private func token(_ step: SignInFlow.Step) throws -> SignInToken {
        guard case .done(let token) = step else { throw Unexpected(step) }
        return token
    }

    private func words(_ step: SignInFlow.Step) throws -> String {
        guard case .failed(let problem) = step else { throw Unexpected(step) }
        return problem.description
    }

    private struct Unexpected: Error, CustomStringConvertible {
        let description: String
        init(_ step: SignInFlow.Step) { description = "\(step)" }
    }

    @Test("Client credentials: name and secret are form-encoded before Base64, or stand in the form")
    func clientCredentials() throws {
        var settings = settings(.clientCredentials)
        settings.scope = "a b"
        var flow = SignInFlow(settings, random: Self.random)
        let request = try sent(flow.advance(.begin, at: 0))
        #expect(request.url == "https://id.example/token")
        // me%3A1:p%26ss
        #expect(request.authorization == "Basic bWUlM0ExOnAlMjZzcw==")
        #expect(String(decoding: request.body, as: UTF8.self) == "grant_type=client_credentials&scope=a+b")
        let json = #"{"access_token":"T","token_type":"BEARER","expires_in":"3600"}"#
        let token = try token(flow.advance(answer(json), at: 5))
        #expect(token.access == "T" && token.refresh == nil && token.scope == "a b")
        #expect(token.expiresAt == 5 + 3600 * Self.second)

        settings.proof = .body
        flow = SignInFlow(settings, random: Self.random)
        let other = try sent(flow.advance(.begin, at: 0))
        #expect(other.authorization == nil)
        #expect(
            String(decoding: other.body, as: UTF8.self)
                == "grant_type=client_credentials&scope=a+b&client_id=me%3A1&client_secret=p%26ss")
    }

    @Test("A token without an end has none; one of another type, without a text, or with a line end is refused")
    func tokens() throws {
        func result(_ json: String, status: Int = 200) -> SignInFlow.Step {
            var flow = SignInFlow(settings(.clientCredentials), random: Self.random)
            _ = flow.advance(.begin, at: 0)
            return flow.advance(answer(json, status: status), at: 0)
        }
        #expect(try token(result(#"{"access_token":"T"}"#)).expiresAt == nil)
        #expect(try token(result(#"{"access_token":"T","expires_in":60.5}"#)).expiresAt == 60 * Self.second)
        #expect(try words(result(#"{"access_token":"T","token_type":"DPoP"}"#)).contains("type DPoP"))
        #expect(try words(result(#"{"token_type":"bearer"}"#)).contains("no access_token"))
        #expect(try words(result(#"{"access_token":"a\r\nX: y"}"#)).contains("no header can hold"))
        let refused = #"{"error":"invalid_client","error_description":"who?\u001b[2J"}"#
        #expect(
            try words(result(refused, status: 401))
                == "the token endpoint of id.example refused: invalid_client (who??[2J)")
        #expect(try words(result("<html>", status: 502)).contains("answered 502"))
        #expect(try words(result("hello")).contains("no JSON object"))
    }

    @Test("A token is renewed 30 s before its end, a short one at half of its time") func freshness() {
        var token = SignInToken(access: "T", obtainedAt: 100 * Self.second)
        #expect(token.isFresh(at: .max))
        token.expiresAt = 200 * Self.second
        #expect(token.isFresh(at: 170 * Self.second - 1) && !token.isFresh(at: 170 * Self.second))
        token.expiresAt = 110 * Self.second
        #expect(token.isFresh(at: 105 * Self.second - 1) && !token.isFresh(at: 105 * Self.second))
        token.refresh = "R&="
        token.scope = "a b"
        #expect(SignInToken(written: token.written) == token)
        #expect(SignInToken(written: Array("access=T".utf8)) == nil)
    }

    @Test("A refresh token is tried first; one that was rotated is kept, one that is over leads to the start")
    func refreshing() throws {
        var flow = SignInFlow(settings(.clientCredentials), refresh: "R1", random: Self.random)
        let request = try sent(flow.advance(.begin, at: 0))
        #expect(String(decoding: request.body, as: UTF8.self) == "grant_type=refresh_token&refresh_token=R1")
        let kept = flow
        #expect(try token(flow.advance(answer(#"{"access_token":"A"}"#), at: 0)).refresh == "R1")
        flow = kept
        let rotated = #"{"access_token":"A","refresh_token":"R2"}"#
        #expect(try token(flow.advance(answer(rotated), at: 0)).refresh == "R2")
        flow = kept
        let again = try sent(flow.advance(answer(#"{"error":"invalid_grant"}"#, status: 400), at: 0))
        #expect(String(decoding: again.body, as: UTF8.self) == "grant_type=client_credentials")
        flow = kept
        #expect(try words(flow.advance(.unreachable("nobody listens"), at: 0)).contains("nobody listens"))
    }

    @Test("Device code: the interval is kept, slow_down adds 5 s for good, lost answers double it, the end ends it")
    func device() throws {
        var flow = SignInFlow(settings(.deviceCode), random: Self.random)
        let first = try sent(flow.advance(.begin, at: 0))
        #expect(first.url == "https://id.example/device")
        let json = """
            {"device_code":"D","user_code":"WDJB-MJHT","verification_uri":"https://id.example/go","expires_in":60,
             "verification_uri_complete":"https://id.example/go?c=1"}
            """
        let step = flow.advance(answer(json), at: 0)
        let prompt = SignInPrompt(
            way: .device(code: "WDJB-MJHT", completeURL: "https://id.example/go?c=1"), url: "https://id.example/go",
            end: 60 * Self.second)
        #expect(step == .wait(prompt, until: 5 * Self.second))
        let question = try sent(flow.advance(.time, at: 5 * Self.second))
        #expect(
            String(decoding: question.body, as: UTF8.self)
                == "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=D")
        func polled(_ event: SignInFlow.Event, at time: Moment) -> SignInFlow.Step {
            let step = flow.advance(event, at: time * Self.second)
            return step
        }
        #expect(
            polled(answer(#"{"error":"authorization_pending"}"#, status: 400), at: 5)
                == .wait(prompt, until: 10 * Self.second))
        _ = polled(.time, at: 10)
        #expect(
            polled(answer(#"{"error":"slow_down"}"#, status: 400), at: 10) == .wait(prompt, until: 20 * Self.second))
        _ = polled(.time, at: 20)
        #expect(polled(.unreachable("time-out"), at: 20) == .wait(prompt, until: 40 * Self.second))
        _ = polled(.time, at: 40)
        let before = flow
        #expect(try token(polled(answer(#"{"access_token":"T","refresh_token":"R"}"#), at: 40)).refresh == "R")
        flow = before
        #expect(try words(polled(answer(#"{"error":"access_denied"}"#, status: 400), at: 40)).contains("was refused"))
        flow = before
        #expect(
            try words(polled(answer(#"{"error":"expired_token"}"#, status: 400), at: 40)).contains("no longer valid"))
        flow = before
        // Not beyond the end of the code.
        #expect(polled(answer("busy", status: 503), at: 40) == .wait(prompt, until: 60 * Self.second))
        #expect(try words(polled(.time, at: 60)).contains("no longer valid"))
    }

    @Test("A code or an address that would drive the terminal is not shown") func hostileDevice() throws {
        func begun(_ json: String) -> SignInFlow.Step {
            var flow = SignInFlow(settings(.deviceCode), random: Self.random)
            _ = flow.advance(.begin, at: 0)
            return flow.advance(answer(json), at: 0)
        }
        let code = #"{"device_code":"D","user_code":"A\u001b[2J","verification_uri":"https://x/"}"#
        guard case .wait(let prompt, _) = begun(code), case .device("A?[2J", nil) = prompt.way else {
            Issue.record("\(begun(code))")
            return
        }
        let url = #"{"device_code":"D","user_code":"A","verification_uri":"https://x/\u001b[2J"}"#
        #expect(try words(begun(url)).contains("no URL"))
        let other = #"{"device_code":"D","user_code":"A","verification_uri":"javascript:alert(1)"}"#
        #expect(try words(begun(other)).contains("no URL"))
    }

    @Test("PKCE: the vector of RFC 7636 appendix B") func proofKey() {
        let pkce = PKCE(verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(pkce.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        let random: [UInt8] = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191,
            240, 91, 88, 5, 88, 83, 132, 141, 121,
        ]
        #expect(PKCE(random: random).verifier == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    }
}
