import Kit
import Model
import Profile
import Terminal
import Testing
import Topics

@testable import Interface

/// What was found, folded or opened stays where it was.
@Suite("Places that are kept")
struct PlaceKeptTests {
    @Test("Taking the filter away leaves the selected topic in sight and what was open open")
    func filter() throws {
        let visit = Visit()
        House.fill(visit)
        try visit.type("gl").see("kitchen", in: .topics)
        try visit.type("/wind<Enter>").miss("kitchen", in: .topics)
        try visit.type("<Esc>").see("kitchen", in: .topics).see("wind", in: .topics)
        let desk = visit.window.explore.desk
        #expect(desk.topic.map(desk.topics.topic) == "weather/station 1/wind")
    }

    @Test("Folds stay for the next message of the topic, by the fields that they are at")
    func folds() throws {
        let visit = Visit()
        visit.receive("a", #"{"big": {"x": 1, "y": 2}, "list": [1, 2], "last": 1}"#)
        try visit.type("g<Tab><Tab>j<Enter>").miss("\"x\"", in: .message).see("\"last\"", in: .message)
        visit.receive(
            "a", #"{"new": 0, "big": {"x": 3, "y": 4, "z": 5}, "list": [1, 2, 3], "last": 2}"#, after: 1_000_000)
        visit.see("\"new\"", in: .message).miss("\"x\"", in: .message).see("\"last\": 2", in: .message)
        // One of another topic is read from its start.
        visit.receive("b", #"{"big": {"x": 1, "y": 2}}"#, after: 1_000_000)
        visit.window.explore.desk.select(visit.workspace.live.topics.find(topic: "b"))
        visit.see("\"x\"", in: .message)
    }

    @Test("The cursor of Requests is on the request that is open, whoever opened it")
    func requests() throws {
        let visit = Visit()
        let drafts = (1...4).map { number in
            var draft = RequestDraft()
            (draft.name, draft.url, draft.folder) = ("r\(number)", "http://h/\(number)", number > 2 ? "far" : "")
            return draft
        }
        visit.window.load(requests: drafts)
        // The folder stands first.
        try visit.type("2gj").see("http://h/3", in: .request)
        try visit.type("G").see("http://h/2", in: .request)
        let composer = visit.window.composer
        try visit.type("g<Enter>").miss("r3", in: .requests)
        // What hides the open one is opened.
        let far = try #require(composer.library.items.first { $0.draft.name == "r3" })
        composer.open(far.id)
        visit.look()
        try visit.type("r").see("Name: r3").type("<Esc>")
        try visit.type("x").see("Deleted r3")
        #expect(!composer.library.items.contains { $0.id == far.id })
    }

    @Test("A paste of curl leaves no empty draft behind")
    func curl() throws {
        let visit = Visit()
        var draft = RequestDraft()
        (draft.name, draft.url) = ("saved", "http://h/1")
        visit.window.load(requests: [draft])
        try visit.type("2gG<Tab><Tab><Tab>")
        try visit.type("gg")
        visit.look()
        let composer = visit.window.composer
        if let saved = composer.library.items.first(where: { $0.draft.name == "saved" }) { composer.open(saved.id) }
        visit.paste("curl http://h/2 -d x=1")
        visit.see("http://h/2")
        #expect(!composer.library.items.contains { $0.draft == RequestDraft() })
    }
}
