import Kit
import Model
import Profile
import Testing

@testable import Interface

/// Where somebody new was misled once.
@Suite("First steps") struct FirstStepsTests {
    @Test(
        "In an empty view REST the key that the screen names types a URL at once, and pressed twice it still does",
        arguments: ["<Enter>", "<Enter><Enter>"])
    func firstCall(keys: String) throws {
        let visit = Visit(width: 80, height: 24)
        visit.window.load(requests: [])
        try visit.type("2").see("Enter types a URL", in: .request)
        try visit.type("\(keys)http://127.0.0.1/things<Enter>").see("GET http://127.0.0.1/things", in: .request)
        try visit.type("<C-s>")
        let isSent = visit.takeEffects().contains { if case .request(.send) = $0 { true } else { false } }
        #expect(isSent)
    }

    @Test("Esc leaves an empty URL as it was, and a request that has one is opened, not typed into")
    func opened() throws {
        let visit = Visit(width: 80, height: 24)
        visit.window.load(requests: [])
        try visit.type("2<Enter><Esc>").see("Enter types a URL", in: .request)
        #expect(!visit.window.focused.isTyping)
        let other = try RequestPaneTests.visit()
        try other.type("jj<Enter>")
        #expect(other.window.focused.id == .request && !other.window.focused.isTyping)
    }

    @Test("At 80 columns a level with ten topics or more says what the number counts")
    func counts() throws {
        let visit = Visit(width: 80, height: 24)
        for number in 0..<17 { visit.receive("home/room\(number)/sensor/availability", "on") }
        try visit.type("o").see("17 topics", in: .topics)
    }

    @Test("The open demo is not said to be started by Enter, and the race that it is good for stays in sight")
    func demo() throws {
        let visit = Visit(width: 80, height: 24)
        visit.workspace.connection.name = "demo"
        try visit.type("4g")
        visit.see("M-r races polling", in: .connection).miss("starts a small broker", in: .connection)
        try visit.type("e").see("The demo has no settings to copy or to change").miss("Enter starts it")
    }

    @Test("A race without a topic says that one is missing")
    func race() throws {
        let visit = try RequestPaneTests.visit()
        try visit.type("j<M-r><C-u><Enter>").see("A topic is missing")
    }

    @Test(
        "A filter over requests opens what it is on when it is kept, and leaves the cursor there when it is taken away")
    func filterOfRequests() throws {
        let visit = try RequestPaneTests.visit()
        try visit.type("/add").see("{{base}}/sensors", in: .request)
        try visit.type("<Enter>").see("POST {{base}}/sensors/:name", in: .request)
        try visit.type("<Esc>r").see("Name: add a sensor", in: .requests).type("<Esc>")
        try visit.type("/list<Esc>r").see("Name: add a sensor", in: .requests)
    }

    @Test("A broker that was opened by its address is saved by e, with the address in the form")
    func saving() throws {
        let visit = Visit(width: 80, height: 24)
        try visit.type("4").see("e saves it", in: .connection)
        try visit.type("e").see("New connection").see("mqtts://broker:8883").type("<Enter>")
        let saved = try #require(visit.window.book.profile.connections.values.first)
        #expect(saved.name == "home" && saved.url == "mqtts://broker:8883")
        visit.miss("open, not saved").see("home", in: .connections)
    }

    @Test("After a request is deleted the next one is open, and the cursor is on it")
    func deleting() throws {
        let visit = Visit(width: 100, height: 30)
        visit.window.load(
            requests: (0..<5).map { number in
                var draft = RequestDraft()
                (draft.name, draft.url) = ("number \(number)", "http://h/\(number)")
                return draft
            })
        try visit.type("2gjjx").see("http://h/3", in: .request).miss("number 2", in: .requests)
        try visit.type("r").see("Name: number 3").type("<Esc>Gx").see("http://h/3", in: .request)
    }
}
