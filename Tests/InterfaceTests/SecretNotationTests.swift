import Profile
import Testing

@testable import Interface

@Suite("Secrets and filters in one line")
struct SecretNotationTests {
    @Test("What nobody changed stays what it was, also where it looks like a place, and is dots")
    func unchanged() {
        for text in ["$HUNTER2", "file:x", "token:login", "prompt:", "command:pass x"] {
            let secret = Secret.literal(text)
            #expect(SecretNotation.secret(SecretNotation.text(secret), over: secret) == secret)
            #expect(SecretNotation.shown(secret) == Secret.dots)
            #expect(SecretNotation.secret(text, over: .literal("other")) != secret)
        }
        #expect(SecretNotation.shown(.literal("{{token}}")) == "{{token}}")
        #expect(SecretNotation.shown(.environment("TOKEN")) == "$TOKEN")
    }

    @Test("Nobody sees how long a saved secret is: in a request, in an environment")
    func length() throws {
        let long = "correct horse battery"
        let visit = Visit()
        var draft = RequestDraft()
        (draft.name, draft.url, draft.auth) = ("x", "http://h/", .basic(username: "me", password: .literal(long)))
        visit.window.load(requests: [draft])
        visit.window.book.note {
            $0.environments.insert(Environment(name: "dev", variables: [.init("password", .literal(long))]))
            $0.settings.environment = "dev"
        }
        func dots() -> Int { visit.look().map { $0.filter { $0 == "•" }.count }.max() ?? 0 }
        try visit.type("2<Down><Enter>]]]<Down><Down><Down><Enter>").see("Password", in: .request)
        #expect(dots() == Secret.dots.count, "\(visit.screen)")
        try visit.type("x").see("•", in: .request)
        #expect(dots() == 1, "\(visit.screen)")
        try visit.type("<Esc>4<Tab><Tab>e").see("Variable password")
        #expect(dots() == Secret.dots.count, "\(visit.screen)")
    }

    @Test("The words of a command come back as they were, in both forms")
    func commands() {
        let secret = Secret.command(["sh", "-c", "pass show x | head -1"])
        #expect(SecretNotation.secret(SecretNotation.text(secret), over: nil) == secret)
        #expect(SecretForm.secret("command", SecretForm.text(secret)) == secret)
        #expect(SecretForm.text(.command(["pass", "show", "home"])) == "pass show home")
    }

    @Test("Filters come back, with blanks, with quotes and with both")
    func filters() {
        for filters in [["a/+", "b c"], [#"a "b c"#, #""x"#, #"y"z"#, "\"\"", #" " "#], ["a"]] {
            #expect(FilterList.filters(in: FilterList.text(filters)) == filters, "\(FilterList.text(filters))")
        }
        #expect(FilterList.filters(in: #""a b" c "d e"#) == ["a b", "c", "d e"])
    }
}
