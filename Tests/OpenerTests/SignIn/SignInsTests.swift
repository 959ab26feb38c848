import Opener
import Profile
import REST
import SignIn
import Synchronization
import TestSupport
import Testing
import Text

/// Sign-ins at a scripted server, with a clock that is turned by hand.
@Suite("Sign-ins at a server", .timeLimit(.minutes(1))) struct SignInsTests {
    private final class Clock: Sendable {
        let now = Mutex<Moment>(1_700_000_000_000_000)
        func turn(_ seconds: Moment) { now.withLock { $0 += seconds * 1_000_000 } }
    }
    private let clock = Clock()

    private func signIns(
        in folder: String? = nil, ask: (@Sendable (SignInQuestion) -> Void)? = nil
    ) -> SignIns {
        SignIns(store: folder.map { TokenStore(path: $0) }, now: { [clock] in clock.now.withLock { $0 } }, ask: ask)
    }

    private func settings(_ server: OAuthServer) -> OAuthSettings {
        var settings = OAuthSettings()
        settings.tokenURL = "\(server.url)/token"
        settings.clientID = "me"
        settings.clientSecret = "s"
        return settings
    }

    @Test("However many wait for one token, it is got once; it is renewed 30 s before its end")
    func singleFlight() async throws {
        let server = try await OAuthServer.start()
        let (signIns, settings) = (signIns(), settings(server))
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { try await signIns.token(for: settings).access } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(tokens == ["T1"] && server.script.count == 1)
        clock.turn(3569)
        #expect(try await signIns.token(for: settings).access == "T1")
        clock.turn(1)
        #expect(try await signIns.token(for: settings).access == "T2")
        #expect(try await signIns.token(for: settings, refused: "T2").access == "T3")
        // What was refused before is another one by now.
        #expect(try await signIns.token(for: settings, refused: "T2").access == "T3")
    }

    @Test("Who joins a sign-in with a token that was refused does not get that one again")
    func refusedWhileJoined() async throws {
        let server = try await OAuthServer.start()
        let (signIns, settings) = (signIns(), settings(server))
        #expect(try await signIns.token(for: settings).access == "T1")
        for round in 1..<20 {
            let known = "T\(round)"
            // Those that know nothing of the refusal are under way when the one that does comes.
            let tokens = try await withThrowingTaskGroup(of: (isRefused: Bool, token: String).self) { group in
                for number in 0..<20 {
                    let refused = number == 10 ? known : nil
                    group.addTask {
                        (refused != nil, try await signIns.token(for: settings, refused: refused).access)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(tokens.first { $0.isRefused }?.token == "T\(round + 1)")
        }
    }

    @Test("A token is kept for its settings and its environment alone, and forgotten when asked to be")
    func kept() async throws {
        let server = try await OAuthServer.start()
        let folder = try Scratch.newFolder("tokens") + "/tokens"
        var settings = settings(server)
        settings.environment = "dev"
        #expect(try await signIns(in: folder).token(for: settings).access == "T1")
        #expect(try await signIns(in: folder).token(for: settings).access == "T1")
        var other = settings
        other.environment = "prod"
        #expect(try await signIns(in: folder).token(for: other).access == "T2")
        other = settings
        other.clientSecret = "another"
        #expect(try await signIns(in: folder).token(for: other).access == "T1")
        #expect(try await signIns(in: folder).signOut(settings))
        #expect(await signIns(in: folder).kept(for: settings) == nil)
        #expect(try await signIns(in: folder).token(for: settings).access == "T3")
    }

    @Test("What another program has got meanwhile is taken, and its refresh token is not asked with twice")
    func otherProgram() async throws {
        let server = try await OAuthServer.start()
        let folder = try Scratch.newFolder("tokens") + "/tokens"
        let settings = settings(server)
        let (here, there) = (signIns(in: folder), signIns(in: folder))
        #expect(try await here.token(for: settings).access == "T1")
        clock.turn(3600)
        #expect(try await there.token(for: settings).access == "T2")
        let count = server.script.count
        #expect(try await here.token(for: settings).access == "T2" && server.script.count == count)
        // One that was refused is not taken for another.
        #expect(try await here.token(for: settings, refused: "T2").access == "T3")
    }

    @Test("A clock that is set back ends what was got before, as nobody knows when it ends")
    func clockSetBack() async throws {
        let server = try await OAuthServer.start()
        let (signIns, settings) = (signIns(), settings(server))
        #expect(try await signIns.token(for: settings).access == "T1")
        clock.turn(-20)
        #expect(try await signIns.token(for: settings).access == "T1")
        clock.turn(-86_400)
        #expect(try await signIns.token(for: settings).access == "T2")
        #expect(try await signIns.token(for: settings).access == "T2")
    }

    @Test("A server that says back what it was sent does not bring it on the screen")
    func echo() async throws {
        let body = #"{"error": "invalid_client", "error_description": "no such client: me s3cr3t"}"#
        let server = try await ScriptedServer.answering(
            "HTTP/1.1 400 No\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        var settings = OAuthSettings()
        (settings.tokenURL, settings.clientID, settings.clientSecret) = ("\(server.url)/token", "me", "s3cr3t")
        let words = await problem(signIns(), settings)?.description ?? ""
        #expect(words.contains("refused: invalid_client (no such client: me ") && !words.contains("s3cr3t"))
    }

    @Test("Where nobody can be asked, what needs a person ends at once; who gives up is told so")
    func people() async throws {
        let server = try await OAuthServer.start()
        var settings = settings(server)
        settings.grant = .deviceCode
        settings.deviceURL = "\(server.url)/device"
        #expect(await problem(signIns(), settings)?.description.contains("given up") == true)
        let asked = Mutex<[SignInQuestion]>([])
        let box = Box()
        let signIns = signIns { question in
            asked.withLock { $0.append(question) }
            if question.prompt != nil { box.signIns.withLock { $0 }?.answer(question.number, nil) }
        }
        box.signIns.withLock { $0 = signIns }
        #expect(await problem(signIns, settings) != nil)
        let questions = asked.withLock { $0 }
        #expect(questions.count == 2 && questions[0].number == questions[1].number && questions[1].prompt == nil)
    }

    /// Why nobody is signed in.
    private func problem(_ signIns: SignIns, _ settings: OAuthSettings) async -> SignInProblem? {
        do throws(SignInProblem) {
            _ = try await signIns.token(for: settings)
            return nil
        } catch {
            return error
        }
    }

    private final class Box: Sendable {
        let signIns = Mutex<SignIns?>(nil)
    }

    @Test("A request has what its folder says; a token of a request in a folder is had by its name")
    func folders() async throws {
        let server = try await OAuthServer.start()
        var oauth = OAuthDraft()
        oauth.settings.tokenURL = "{{id}}/token"
        oauth.settings.clientID = "me"
        oauth.clientSecret = .literal("s")
        var draft = RequestDraft()
        (draft.name, draft.folder, draft.url) = ("list", "cloud/a", "\(server.url)/resource")
        var profile = Profile()
        profile.settings.folders = ["cloud": .oauth2(oauth)]
        profile.takeRequests([draft])
        let signIns = signIns()
        signIns.take(profile)
        let secrets = SecretResolver(signIns: signIns, reading: { _ in nil })
        let variables = Variables(
            [.init("id", .literal(server.url), origin: "environment dev")], folders: profile.settings.folders)
        let opener = RequestOpener(secrets: secrets)
        let opened = try await opener.open(draft, variables, now: 0)
        guard case .renewable(let token) = opened.request.authorization else {
            Issue.record("\(opened.request.authorization)")
            return
        }
        #expect(token.text == "T1")
        #expect(try await opener.token(named: "list", variables).access == "T1")
        draft.inheritsAuth = false
        #expect(try await opener.open(draft, variables, now: 0).request.authorization == .none)
        (draft.inheritsAuth, draft.folder) = (true, "cloudy")
        #expect(try await opener.open(draft, variables, now: 0).request.authorization == .none)
        draft.folder = "cloud"
        draft.auth = .bearer(.literal("own"))
        #expect(try await opener.open(draft, variables, now: 0).request.authorization == .bearer("own"))
    }

    @Test("A shared access signature stands in the header, and is a token by its request's name") func sas()
        async throws
    {
        var sas = SASDraft()
        (sas.resource, sas.key) = ("hub.azure-devices.net/devices/d1", .literal("c2VjcmV0"))
        var draft = RequestDraft()
        (draft.name, draft.url, draft.auth) = ("hub", "http://127.0.0.1/x", .sas(sas))
        var profile = Profile()
        profile.takeRequests([draft])
        let signIns = signIns()
        signIns.take(profile)
        let opener = RequestOpener(secrets: SecretResolver(signIns: signIns, reading: { _ in nil }))
        let text = try await opener.token(named: "hub", Variables()).access
        #expect(text.hasPrefix("SharedAccessSignature sr=hub.azure-devices.net%2Fdevices%2Fd1&sig="))
        #expect(text.hasSuffix("&se=1700003600"))
        let opened = try await opener.open(draft, Variables(), now: 0)
        #expect(opened.request.fields.values(of: "authorization") == [text])
    }
}
