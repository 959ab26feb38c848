import Interface
import Kit
import Profile
import Terminal
import Testing

/// What is asked while somebody types waits: the keys belong to what they are typed into.
@Suite("Questions that come while something is typed") struct WaitingQuestionTests {
    private static let question = SecretQuestion(number: 7, subject: .value("password of home"))

    private func answers(_ visit: Visit) -> [String] {
        visit.takeEffects().compactMap {
            guard case .connection(.answerSecret(7, let text)) = $0 else { return nil }
            return text ?? "without"
        }
    }

    @Test("A filter is typed to its end; then the secret is asked for")
    func filter() throws {
        let visit = Visit()
        House.fill(visit)
        try visit.type("/kit")
        visit.window.ask(Self.question)
        visit.miss("Password of home").see("Waits to be asked: password of home")
        // The letters go where those before them went, and Enter ends the filter.
        try visit.type("chen").see("kitchen").miss("Password of home")
        try visit.type("<Enter>").see("Password of home").miss("Waits to be asked")
        #expect(answers(visit).isEmpty)
        try visit.type("top<Enter>").miss("Password of home")
        #expect(answers(visit) == ["top"])
    }

    @Test("A form is filled in to its end, over all of its fields")
    func form() throws {
        let visit = Visit(width: 80, height: 24)
        House.fill(visit)
        try visit.type("p<C-u>a")
        visit.window.ask(Self.question)
        try visit.type("/b<Tab><Tab><Tab>x").miss("Password of home").see("a/b").see("Waits to be asked")
        try visit.type("<Esc>y")
        visit.see("Password of home")
    }

    @Test("What an order is waiting for is asked at once, one after the other")
    func orders() throws {
        let visit = Visit()
        House.fill(visit)
        visit.window.ask(Self.question)
        visit.see("Password of home")
        // The second waits for the answer to the first, and its dots are its own.
        visit.window.ask(SecretQuestion(number: 8, subject: .value("token of api")))
        try visit.type("one").see("Waits to be asked: token of api")
        try visit.type("<Enter>").see("Token of api").miss("Password of home")
        #expect(answers(visit) == ["one"])
        try visit.type("<Esc>").miss("Password of home")
    }

    @Test("A key that is pressed before the question is seen goes where the keys before it went")
    func unseen() throws {
        let visit = Visit()
        House.fill(visit)
        visit.see("Topics")
        visit.window.ask(Self.question)
        // In the same turn of the loop: nobody has seen a question yet.
        for key in try KeyPress.script("2") { #expect(visit.window.press(key, now: visit.now).isEmpty) }
        #expect(visit.window.view == .rest)
        visit.see("Password of home")
        try visit.type("x<Enter>")
        #expect(answers(visit) == ["x"])
    }

    @Test("How many wait is said")
    func several() throws {
        let visit = Visit()
        try visit.type("/a")
        visit.window.ask(Self.question)
        visit.window.ask(Self.question)
        visit.see("and 1 question more")
    }
}
