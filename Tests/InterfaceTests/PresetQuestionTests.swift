import Interface
import Profile
import Testing

@Suite("Presets on the screen") struct PresetQuestionTests {
    private func visit() throws -> Visit {
        let visit = Visit()
        var draft = RequestDraft()
        (draft.name, draft.url) = ("list", "http://h.example/a")
        visit.window.load(requests: [draft])
        try visit.type("2")
        return visit
    }

    @Test("the palette adds a preset: what it needs is said before, then a folder and an environment that holds")
    func preset() throws {
        let visit = try visit()
        try visit.type("<C-p>preset rabbit<Enter>")
        visit.see("RabbitMQ management")
        visit.see("Add 11 requests in the folder")
        try visit.type("y")
        visit.see("Added 11 requests", in: nil)
        #expect(visit.window.book.environment?.name == "RabbitMQ management")
        let saved = visit.takeEffects().compactMap { effect in
            if case .profile(.saveRequests(let drafts)) = effect { drafts } else { nil }
        }
        #expect(saved.last?.count == 12 && saved.last?.last?.folder == "RabbitMQ management")
        // Once more: nothing is there twice.
        try visit.type("<C-p>preset rabbit<Enter>y")
        #expect(visit.window.book.profile.environments.values.count == 1)
        visit.see("Added 0 requests", in: nil)
        try visit.type("4<Tab><Tab>u").see("Back: as it was before the environment RabbitMQ management")
    }

    @Test("where nothing is saved yet one key offers them", arguments: [(80, 24), (120, 36)])
    func offered(width: Int, height: Int) throws {
        let visit = Visit(width: width, height: height)
        try visit.type("2").see("p adds the requests", in: .requests)
        try visit.type("p").see("Requests of").see("AWS IoT").see("EMQX")
        try visit.type("aws<Enter>").see("10 requests in the folder AWS IoT")
        try visit.type("y").see("Added 10 requests").miss("p adds the requests", in: .requests)
    }
}
