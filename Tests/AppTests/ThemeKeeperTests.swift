import Files
import Interface
import Kit
import Model
import Profile
import Terminal
import TestSupport
import Testing

@testable import App

/// Ground, files and profile decide which looks are on the screen.
@Suite("The theme on the screen") @MainActor struct ThemeKeeperTests {
    /// A program in memory with themes of its own.
    @MainActor private final class House {
        let terminal = MemoryTerminal(size: Size(width: 120, height: 36))
        let inbox: Inbox
        let themes: ThemeKeeper
        let window: Window
        let book = ProfileBook(Profile())
        let application: Application
        private let folder: ThemeFolder

        init(
            _ name: String, isOfProfile: Bool = false, in late: String? = nil, files: [String: String] = [:]
        ) throws {
            inbox = Inbox(doorbell: try Doorbell())
            // A folder that is not there yet is made by the first theme that is saved.
            folder = ThemeFolder(path: try Scratch.newFolder("themes") + (late.map { "/\($0)/themes" } ?? ""))
            if isOfProfile { book.note { $0.settings.theme = name } }
            for (name, text) in files { try Self.save(name, text, in: folder) }
            let followed: String?? = isOfProfile ? .some(name) : nil
            themes = ThemeKeeper(
                ThemeReading(name, in: folder), in: folder, followed: followed, depth: .trueColor, ground: nil)
            window = Window(model: Model(Workspace()), theme: themes.fitted, book: book)
            application = Application(
                terminal: terminal, model: window.model, book: book, window: window, inbox: inbox,
                effects: EffectRunner(inbox: inbox), themes: themes)
        }

        func save(_ name: String, _ text: String) throws { try Self.save(name, text, in: folder) }

        private static func save(_ name: String, _ text: String, in folder: ThemeFolder) throws {
            try WholeFile.replace(folder.file(named: name), with: Array(text.utf8), for: .owner)
        }

        var notices: [String] { window.workspace.notices.map(\.text) }

        func become(_ what: String, _ isSo: () -> Bool) async throws {
            _ = try await waiting(for: what, within: .seconds(20), report: { "\(window.theme.name) \(notices)" }) {
                application.turn()
                return isSo() ? true : nil
            }
        }
    }

    private func martlet(on ground: Ground?) -> Theme { Theme.standard.adapted(to: .trueColor, on: ground) }

    @Test("the half of martlet follows the ground that the terminal tells, whenever it does")
    func ground() throws {
        let house = try House("martlet")
        house.application.turn()
        #expect(house.window.theme == martlet(on: nil))
        let draws = house.terminal.draws
        house.terminal.post(.ground(.rgb(0xFD, 0xF6, 0xE3)))
        house.application.turn()
        #expect(house.window.theme == martlet(on: .light) && house.terminal.draws == draws + 1)
        house.terminal.post(.ground(.rgb(0x00, 0x2B, 0x36)))
        house.application.turn()
        #expect(house.window.theme == martlet(on: .dark) && martlet(on: .dark) != martlet(on: .light))
    }

    @Test("a theme is read again when it or one that it builds on is saved; one that is broken changes nothing")
    func saved() async throws {
        let house = try House(
            "mine", files: ["mine": #"{"inherits": "base"}"#, "base": #"{"roles": {"border": "red"}}"#])
        house.themes.look(house.inbox)
        #expect(house.window.theme[.border].foreground == .indexed(1))
        try house.save("base", #"{"roles": {"border": "green"}}"#)
        try await house.become("a green border") { house.window.theme[.border].foreground == .indexed(2) }
        try house.save("mine", "{\n\"roles\" {}}")
        try await house.become("a warning") { house.notices.contains { $0.contains("theme mine, line 2: a colon") } }
        #expect(house.window.theme[.border].foreground == .indexed(2))
        try house.save("mine", "{\"roles\": {\"border\": \"blue\",\n\"bordr\": \"blue\"}}")
        try await house.become("a blue border") { house.window.theme[.border].foreground == .indexed(4) }
        #expect(house.notices.contains("theme mine, line 2: no role is called \"bordr\""))
    }

    @Test("a theme that is not there is shown as soon as it is, and the profile's name is followed")
    func named() async throws {
        let house = try House("mine", isOfProfile: true)
        house.themes.look(house.inbox)
        #expect(house.window.theme == martlet(on: nil))
        try house.save("mine", #"{"roles": {"border": "green"}}"#)
        try await house.become("a green border") { house.window.theme[.border].foreground == .indexed(2) }
        house.book.note { $0.settings.theme = "nord" }
        try await house.become("nord") { house.window.theme.name == "nord" }
        house.book.note { $0.settings.theme = "nobody" }
        try await house.become("a warning") { house.notices.contains { $0.hasPrefix("no theme is called nobody") } }
        #expect(house.window.theme.name == "nord")
        house.book.note { $0.settings.theme = nil }
        try await house.become("martlet") { house.window.theme.name == "martlet" }
    }

    @Test("a theme that is wanted and broken is shown as soon as it is mended, also when its folder comes late")
    func mended() async throws {
        let house = try House("nord", isOfProfile: true, in: "late")
        house.themes.look(house.inbox)
        house.book.note { $0.settings.theme = "mine" }
        try await house.become("a warning") { house.notices.contains { $0.hasPrefix("no theme is called mine") } }
        try house.save("mine", "{\n\"roles\" {}}")
        try await house.become("a warning") { house.notices.contains { $0.contains("theme mine, line 2: a colon") } }
        #expect(house.window.theme.name == "nord")
        try house.save("mine", String(repeating: " ", count: 1 << 20) + "{}")
        try await house.become("a warning") {
            house.notices.contains { $0.hasSuffix("/mine.json: it has more than 1048576 bytes: the look before stays") }
        }
        try house.save("mine", #"{"roles": {"border": "green"}}"#)
        try await house.become("a green border") { house.window.theme[.border].foreground == .indexed(2) }
    }
}
