import Interface
import Model
import Profile
import REST
import SignIn
import TestSupport
import Testing

@testable import App

/// The token in the part Auth of a request, at a server: got, looked at, got again and forgotten by keys.
@Suite("The token of a request, by keys", .serialized, .timeLimit(.minutes(1)))
@MainActor struct SenderTokenTests {
    @Test("Enter on the token signs in and renews, x forgets; the folder's sign-in is the request's") func keys()
        async throws
    {
        let server = try await OAuthServer.start()
        let visit = try Visit()
        var oauth = OAuthDraft()
        (oauth.settings.issuer, oauth.settings.clientID) = (server.url, "me")
        oauth.clientSecret = .literal("s")
        visit.book.note { $0.settings.folders = ["cloud": .oauth2(oauth)] }
        var draft = RequestDraft()
        (draft.folder, draft.name, draft.url) = ("cloud", "asked", "\(server.url)/resource")
        visit.window.load(requests: [draft])
        try visit.type("2<Down><Enter>]]]")
        try await visit.see("none yet; Enter signs in at 127.0.0.1")
        // Kind, Folder, whose, and then the token.
        try visit.type("<Down><Down><Down><Down><Enter>")
        try await visit.see("Got a token: signed in, for 59 min")
        try await visit.see("Enter gets another, x forgets it; got ")
        #expect(server.script.count == 1)
        try visit.type("<Enter>")
        try await visit.become("another token") { _ in server.script.count == 2 }
        try await visit.settle()
        // Sent, it takes the one that is kept.
        try visit.type("<C-s>")
        try await visit.become("an answer") { $0.window.exchange?.response?.status == 200 }
        #expect(server.script.count == 2)
        try visit.type("x")
        try await visit.see("Signed out of 127.0.0.1")
        try await visit.see("none yet; Enter signs in at 127.0.0.1")
        try await visit.leave()
    }
}
