import Interface
import Profile
import REST
import SignIn
import TestSupport
import Testing

@testable import App
@testable import Opener

/// Signing in on the screen, and what a token is good for there.
@Suite("Signing in on the screen", .serialized, .timeLimit(.minutes(1)))
@MainActor struct SignInTests {
    private func draft(_ server: OAuthServer, _ change: (inout OAuthDraft) -> Void) -> RequestDraft {
        var oauth = OAuthDraft()
        oauth.settings.issuer = server.url
        oauth.settings.clientID = "me"
        change(&oauth)
        var draft = RequestDraft()
        (draft.name, draft.method, draft.url) = ("login", "GET", "\(server.url)/resource")
        draft.auth = .oauth2(oauth)
        return draft
    }

    @Test("C-s shows the code of a device and the way to type it; when that was done the answer is there")
    func device() async throws {
        let server = try await OAuthServer.start()
        server.change { $0.errors = ["authorization_pending"] }
        let visit = try Visit()
        visit.window.load(requests: [draft(server) { $0.settings.grant = .deviceCode }])
        try visit.type("2<Down><Enter><C-s>")
        try await visit.see("W D J B - M J H T")
        #expect(visit.screen.contains("\(server.url)/go") && visit.screen.contains(" left"))
        try await visit.become("an answer") { $0.window.exchange?.response?.status == 200 }
        try await visit.become("no code any more") { !$0.screen.contains("W D J B") }
        // The token is dots in what was sent.
        let sent = String(decoding: visit.window.exchange?.hop?.sent.bytes ?? [], as: UTF8.self)
        #expect(sent.contains("Authorization: Bearer ••••••\r\n"))
        try await visit.leave()
    }

    @Test("Esc gives up, and the request says why it was not sent") func givenUp() async throws {
        let server = try await OAuthServer.start()
        server.change { $0.errors = Array(repeating: "authorization_pending", count: 50) }
        let visit = try Visit()
        visit.window.load(requests: [draft(server) { $0.settings.grant = .deviceCode }])
        try visit.type("2<Down><Enter><C-s>")
        try await visit.see("W D J B")
        try visit.type("<Esc>")
        try await visit.see("Not sent: signing in at 127.0.0.1")
        try await visit.leave()
    }

    @Test("What a browser was led to is pasted; what is wrong with it is said") func pasted() async throws {
        let server = try await OAuthServer.start()
        let visit = try Visit()
        visit.window.load(
            requests: [
                draft(server) {
                    $0.settings.grant = .authorizationCode
                    // Of another machine: nothing listens there.
                    $0.settings.redirect = "https://elsewhere.example/back"
                }
            ])
        try visit.type("2<Down><Enter><C-s>")
        try await visit.see("Paste: ")
        try visit.type("code-of-my-own<Enter>")
        try await visit.become("an answer") { $0.window.exchange?.response?.status == 200 }
        #expect(server.script.forms.last?.contains("code=code-of-my-own&redirect_uri=https%3A%2F%2Felsewhere") == true)
        try await visit.leave()
    }

    @Test("The palette tells what a token says, and forgets it") func palette() async throws {
        let server = try await OAuthServer.start()
        let visit = try Visit()
        visit.window.load(requests: [draft(server) { $0.clientSecret = .literal("s") }])
        try visit.type("2<Down><Enter><C-p>sign in: the<Enter>")
        try await visit.see("Not signed in at 127.0.0.1")
        try visit.type("<C-s>")
        try await visit.become("an answer") { $0.window.exchange?.response?.status == 200 }
        try visit.type("<C-p>sign in: the<Enter>")
        try await visit.see("signed in, for 59 min")
        try visit.type("<Esc><C-p>sign out<Enter>")
        try await visit.see("Signed out of 127.0.0.1")
        try visit.type("<C-s>")
        try await visit.become("another token") { _ in server.script.count == 2 }
        try await visit.leave()
    }

    @Test("A token is the password of a connection, which gets the next one before it ends")
    func password() async throws {
        let server = try await OAuthServer.start()
        server.change { $0.lifetime = 2 }
        let broker = try await OddBroker.start { _ in .answer }
        let visit = try Visit()
        visit.book.note { profile in
            profile.takeRequests([draft(server) { $0.clientSecret = .literal("s") }])
        }
        visit.window.load(requests: visit.book.profile.requests.values)
        var connection = ConnectionDraft(name: "cloud", url: "mqtt://127.0.0.1:\(broker.port)")
        connection.version = "3.1.1"
        connection.username = "me"
        connection.password = .token("login")
        visit.application.open(connection)
        try await visit.become("two connections") { _ in broker.connections >= 2 }
        let logins = broker.packets.filter { $0.type == 1 }.prefix(2).map(\.login)
        #expect(logins.map(\.last) == ["T1", "T2"] && Set(logins.map(\.first)).count == 1)
        try await visit.leave()
    }
}
