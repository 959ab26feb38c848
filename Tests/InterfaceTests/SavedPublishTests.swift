import Kit
import Model
import Profile
import Testing

@testable import Interface

@Suite("Publishes that are saved") struct SavedPublishTests {
    private func visit() throws -> Visit { try ConnectionsViewTests.visit(width: 120, height: 36) }

    @Test("A publish is saved from its composer, then renamed, copied, deleted and brought back")
    func publishes() throws {
        let visit = try visit()
        try visit.type("1p<C-u>home/lamp<C-t>lamp on<Tab>lights<Enter><Esc>P<Tab><Tab>")
        let names = { visit.window.book.profile.publishes.values.map { "\($0.folder)/\($0.name) \($0.topic)" } }
        #expect(names() == ["lights/lamp on home/lamp"], "\(visit.screen)")
        visit.see("lights/lamp on")
        try visit.type("d")
        #expect(names() == ["lights/lamp on home/lamp", "lights/lamp on 2 home/lamp"])
        try visit.type("x")
        #expect(names() == ["lights/lamp on home/lamp"])
        try visit.type("u")
        #expect(names().count == 2)
        try visit.type("r<C-u>lamp off<Enter>")
        #expect(names().contains("lights/lamp off home/lamp"))
    }

    @Test("What is changed in a saved publish is marked and asked about")
    func changedPublish() throws {
        let visit = try visit()
        try visit.type("1p<C-u>home/lamp<C-t>lamp on<Tab>lights<Enter>").see("lights/lamp on").miss("lamp on *")
        let topics = { visit.window.book.profile.publishes.values.map(\.topic) }
        try visit.type("<S-Tab><S-Tab><S-Tab><S-Tab>").type("<Right>").see("lights/lamp on *")
        try visit.type("<Esc>").see("Save the changes to lamp on?").type("n")
        #expect(topics() == ["home/lamp"])
        try visit.type("P<Tab><Tab><Enter>").miss("lamp on *")
        try visit.type("<S-Tab><S-Tab><S-Tab><S-Tab>").type("<End>3").type("<Esc>y")
        #expect(topics() == ["home/lamp3"], "\(visit.screen)")
        // Nothing to ask about.
        try visit.type("<Esc>P<Tab><Tab><Enter>").see("lights/lamp on").type("<Esc>").miss("Save the changes")
    }
}
