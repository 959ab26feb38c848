import Kit
import Opener
import Profile
import SignIn
import Terminal
import TestSupport
import Testing

@testable import Interface

/// Who sends a request: what it has of its folder, the token that is kept for it, and the form of a folder.
@Suite("Who sends requests, on the screen") struct SenderTests {
    /// A visit to a request in `cloud/eu`, and one beside it.
    private func visit(
        width: Int = 120, height: Int = 36, _ folders: [String: RequestAuth] = [:]
    ) throws -> Visit {
        let visit = Visit(width: width, height: height)
        visit.window.book.note { $0.settings.folders = folders }
        var list = RequestDraft()
        (list.folder, list.name, list.url) = ("cloud/eu", "list", "http://h.example/list")
        visit.window.load(requests: [list])
        try visit.type("2")
        return visit
    }

    private func oauth(_ change: (inout OAuthDraft) -> Void = { _ in }) -> RequestAuth {
        var draft = OAuthDraft()
        draft.settings.grant = .deviceCode
        (draft.settings.issuer, draft.settings.clientID) = ("https://id.example", "me")
        draft.clientSecret = .environment("SECRET")
        change(&draft)
        return .oauth2(draft)
    }

    private func folders(_ visit: Visit) -> [String: RequestAuth] { visit.window.book.profile.settings.folders }

    /// What is asked of the app about tokens.
    private func looks(_ visit: Visit) -> [TokenSubject] {
        visit.takeEffects().compactMap { if case .signIn(.lookAtToken(_, let subject)) = $0 { subject } else { nil } }
    }

    @Test("what is inherited is seen in Auth, with the folder that says it and where that is changed")
    func inherited() throws {
        let visit = try visit(["cloud": oauth()])
        try visit.type("<Down><Down><Enter>]]]")
        visit.see("as cloud/eu says", in: .request)
        visit.see("From folder     cloud: OAuth 2; e there changes it", in: .request)
        visit.see("Grant           device_code", in: .request).see("Client secret   $SECRET", in: .request)
        visit.window.book.note { $0.settings.folders = [:] }
        visit.see("which says nothing; e on it sets it", in: .request)
        // What is typed of its own takes the place of all that.
        try visit.type("<Down>tbasic<Enter>").miss("says nothing", in: .request).see("User name", in: .request)
    }

    @Test("the token is told: state, age, scope and claims, and the keys that get another and forget it")
    func token() throws {
        let visit = try visit(["cloud": oauth()])
        let subject = try #require(looks(visit).first)
        try visit.type("<Down><Down><Enter>]]]").see("Token           is looked for", in: .request)
        #expect(looks(visit).isEmpty)
        visit.window.take(.missing(host: "id.example"), of: subject)
        visit.see("none yet; Enter signs in at id.example", in: .request)
        // {"alg":"none"}, {"aud":"lab"}
        var token = SignInToken(access: "eyJhbGciOiJub25lIn0.eyJhdWQiOiJsYWIifQ.x", obtainedAt: visit.now)
        (token.expiresAt, token.refresh, token.scope) = (visit.now + 3_600_000_000, "r", "devices")
        visit.window.take(.kept(TokenFacts(token), host: "id.example"), of: subject)
        visit.now += 180_000_000
        visit.see("signed in, for 57 min, then renewed without you", in: .request)
        visit.see("Enter gets another, x forgets it; got 3 min ago at id.example", in: .request)
        visit.see("scope: devices", in: .request).see("claims (signature not checked):", in: .request)
        visit.see("aud: lab", in: .request).miss("eyJ")
        let row = try #require(visit.pane(.request)?.split(separator: "\n").firstIndex { $0.contains("Token  ") })
        try visit.type(String(repeating: "<Down>", count: row - 3) + "<Enter>x")
        let effects = visit.takeEffects().compactMap { effect -> String? in
            switch effect {
            case .signIn(.signIn): "sign in"
            case .signIn(.signOut): "sign out"
            default: nil
            }
        }
        #expect(effects == ["sign in", "sign out"])
        // What is said of it is a part of it.
        try visit.type("<Down><Down>x<Up><Up>")
        #expect(visit.takeEffects().contains { if case .signIn(.signOut) = $0 { true } else { false } })
        // Of another client nothing is known yet.
        visit.window.book.note { [oauth] in $0.settings.folders = ["cloud": oauth { $0.settings.clientID = "you" }] }
        try visit.type("<Up>").see("is looked for", in: .request)
        #expect(looks(visit).count == 1)
    }

    @Test(
        "e on a folder asks who sends its requests: the way, then its fields; secrets are dots", arguments: [80, 120])
    func form(width: Int) throws {
        let visit = try visit(width: width, height: 24)
        try visit.type("<Home>e").see("Who sends the requests in cloud").see("requests say it themselves")
        visit.see("a code is shown, you sign in on any device: for SSH")
        try visit.type("device<Enter>").see("OAuth 2 of cloud").see("Device URL")
        visit.see("its metadata tells the URLs that are empty below")
        try visit.type("https://id.example<Tab><Tab><Tab>me<Tab>").see("as it is, or $NAME")
        try visit.type("hunter2").miss("hunter2").see("•••••••")
        try visit.type("<Tab><Right><Enter>").see("Kept; the client secret stands in clear: M-k on cloud")
        visit.miss("OAuth 2 of cloud")
        let kept = oauth {
            $0.clientSecret = .literal("hunter2")
            $0.settings.proof = .body
        }
        #expect(folders(visit) == ["cloud": kept])
        visit.see("cloud  OAuth 2", in: .requests)
        // The secret becomes a reference with the key that does so everywhere.
        try visit.type("<M-k>").see("Where the client secret of cloud is").see("$CLOUD_CLIENT_SECRET")
        try visit.type("<Enter>").miss("Where the client secret")
        #expect(folders(visit)["cloud"]?.secret == .environment("CLOUD_CLIENT_SECRET"))
        // The form has what holds; a reference is no secret.
        try visit.type("e<Enter>").see("https://id.example").see("$CLOUD_CLIENT_SECRET").see("in the form")
        try visit.type("<Esc>e<Home><Enter>").see("Requests in cloud take nothing of it any more")
        #expect(folders(visit).isEmpty)
    }

    @Test("U takes back who sends the requests of a folder, step by step with what else was done")
    func undone() throws {
        let visit = try visit()
        try visit.type("<Home>ebearer<Enter>$T<Enter>")
        #expect(folders(visit) == ["cloud": .bearer(.environment("T"))])
        try visit.type("ebasic<Enter>me<Tab>$P<Enter>").type("<Home>r<C-u>lab<Enter>")
        #expect(folders(visit) == ["lab": .basic(username: "me", password: .environment("P"))])
        try visit.type("U").see("Brought back the old name of cloud")
        #expect(folders(visit) == ["cloud": .basic(username: "me", password: .environment("P"))])
        try visit.type("U").see("Brought back the sender of cloud")
        #expect(folders(visit) == ["cloud": .bearer(.environment("T"))])
        try visit.type("U")
        #expect(folders(visit).isEmpty)
    }

    @Test("what is wrong in the form is said, with its field, and nothing is kept")
    func wrong() throws {
        let visit = try visit()
        try visit.type("<Home>eAzure<Enter><Tab><Tab><Tab><C-u>soon<Enter>").see("Valid: Minutes are wanted")
        #expect(folders(visit).isEmpty)
        try visit.type("<C-u>5<Enter>")
        guard case .sas(let draft)? = folders(visit)["cloud"] else { return #expect(Bool(false), "\(visit.screen)") }
        #expect(draft.minutes == 5)
    }

    @Test("a folder takes along what it says when it gets another name, and loses it when it goes; undo brings it back")
    func moved() throws {
        let visit = try visit(["cloud": .bearer(.environment("T")), "cloud/eu": .bearer(.environment("EU"))])
        try visit.type("<Home>r<C-u>lab<Enter>")
        #expect(folders(visit) == ["lab": .bearer(.environment("T")), "lab/eu": .bearer(.environment("EU"))])
        try visit.type("U")
        #expect(folders(visit).keys.sorted() == ["cloud", "cloud/eu"])
        try visit.type("<Home>xy")
        #expect(folders(visit).isEmpty)
        try visit.type("U")
        #expect(folders(visit).keys.sorted() == ["cloud", "cloud/eu"])
    }

    @Test("enhanced authentication of a connection is typed in its form")
    func enhanced() throws {
        let visit = Visit()
        visit.window.book.change("x") { $0.connections.insert(ConnectionDraft(name: "lab", url: "mqtt://b")) }
        try visit.type("4")
        try visit.type("G")
        for _ in 0..<20 where visit.pane(.connection)?.contains(" lab ") != true { try visit.type("k") }
        try visit.type("e")
        for _ in 0..<20 where visit.cursor.map({ visit.grid.rows[$0.y].contains("Auth method") }) != true {
            try visit.type("<Tab>")
            visit.look()
        }
        visit.see("Auth data is")
        try visit.type("<Tab><Right>").see("Auth method is missing")
        try visit.type("<S-Tab>K-OAUTH<Tab>s3cret<Enter>").miss("s3cret")
        let draft = try #require(visit.window.book.connection("lab"))
        #expect(draft.authentication?.method == "K-OAUTH" && draft.authentication?.data == .literal("s3cret"))
        try visit.type("K").see("Where the authentication data of lab is")
        try visit.type("<Enter>e<Esc>")
        #expect(visit.window.book.connection("lab")?.authentication?.data?.isLiteral == false)
    }

    @Test("what it looks like", arguments: [(120, 36), (80, 24)]) func picture(width: Int, height: Int) throws {
        let visit = try visit(width: width, height: height, ["cloud": oauth()])
        let subject = try #require(looks(visit).first)
        var token = SignInToken(access: "eyJhbGciOiJub25lIn0.eyJhdWQiOiJsYWIifQ.x", obtainedAt: visit.now)
        token.expiresAt = visit.now + 3_600_000_000
        visit.window.take(.kept(TokenFacts(token), host: "id.example"), of: subject)
        visit.now += 180_000_000
        try visit.type("<Down><Down><Enter>]]]<Down>")
        visit.look()
        try Snapshot.check(visit.grid, named: "sender-\(width)x\(height)", letter: TestTheme.letter)
    }

    @Test("a folder's old name comes back with its own sender, and leaves the others what they have got since")
    func undoOfName() throws {
        let visit = try visit(["cloud": .bearer(.environment("T"))])
        let composer = visit.window.composer
        composer.renameFolder("cloud", to: "lab")
        #expect(folders(visit) == ["lab": .bearer(.environment("T"))])
        visit.window.book.note {
            $0.settings.folders["beside"] = .bearer(.environment("B"))
            $0.settings.folders["lab"] = .bearer(.environment("NEW"))
        }
        #expect(composer.undoInLibrary() != nil)
        #expect(
            folders(visit) == ["cloud": .bearer(.environment("NEW")), "beside": .bearer(.environment("B"))])
        // One that was deleted comes back as it was.
        composer.deleteFolder("cloud")
        visit.window.book.note { $0.settings.folders["beside"] = nil }
        #expect(folders(visit).isEmpty)
        _ = composer.undoInLibrary()
        #expect(folders(visit) == ["cloud": .bearer(.environment("NEW"))])
    }

    @Test("what folders said comes back with the step that took it, and not with a later one of the same words")
    func undoOfTwoAlike() throws {
        let visit = try visit(["cloud": .bearer(.environment("T"))])
        let composer = visit.window.composer
        composer.deleteFolder("cloud")
        // A folder of that name is made anew, says nothing of who sends its requests, and goes, too.
        composer.library.addFolder("cloud")
        composer.deleteFolder("cloud")
        #expect(composer.undoInLibrary() == "the folder cloud" && folders(visit).isEmpty)
        #expect(composer.undoInLibrary() == "the list without folder cloud" && folders(visit).isEmpty)
        #expect(composer.undoInLibrary() == "the folder cloud")
        #expect(folders(visit) == ["cloud": .bearer(.environment("T"))])
        // What is taken from elsewhere ends what could be taken back: so it does for what folders said.
        composer.deleteFolder("cloud")
        var other = RequestDraft()
        other.name = "theirs"
        _ = composer.load([other])
        composer.library.addFolder("cloud")
        composer.deleteFolder("cloud")
        #expect(composer.undoInLibrary() == "the folder cloud" && folders(visit).isEmpty)
    }
}
