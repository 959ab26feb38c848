import FoundationEssentials
import Interface
import Model
import Profile
import REST
import TestSupport
import Testing

@testable import App

/// Cookies go along with the name of their environment, and go with it.
@Suite("Cookies of environments that are renamed or deleted", .serialized) @MainActor struct CookieNamesTests {
    private func visit(_ folder: CookieFolder) async throws -> Visit {
        let visit = try Visit()
        visit.book.note { profile in
            profile.environments.insert(Environment(name: "dev"))
            profile.settings.environment = "dev"
        }
        visit.effects.keepCookies(in: folder, of: visit.window.model.requests.cookies, environments: ["", "dev"])
        try await visit.settle()
        let server = try await ScriptedServer.answering(
            "HTTP/1.1 200 OK\r\nSet-Cookie: sid=1; Path=/; Max-Age=1000\r\nContent-Length: 2\r\n\r\nok")
        var asked = RequestDraft()
        (asked.name, asked.url) = ("asked", "\(server.url)/")
        visit.window.load(requests: [asked])
        try visit.type("2<Enter><C-s>")
        try await visit.become("an answer") { $0.window.exchange?.state == .finished }
        try await visit.see("Cookie: sid")
        try await visit.settle()
        return visit
    }

    private func folder() throws -> CookieFolder {
        CookieFolder(path: try Scratch.newFolder("cookies") + "/cookies", profile: "p")
    }

    /// The environments that have a file.
    private func kept(_ folder: CookieFolder, _ names: String...) -> [String] {
        names.filter { FileManager.default.fileExists(atPath: folder.file(of: $0)) }
    }

    @Test("a new name takes the jar along, in memory and on the disk, and undo takes it back") func renamed()
        async throws
    {
        let folder = try folder()
        let visit = try await visit(folder)
        #expect(kept(folder, "dev", "lab") == ["dev"])
        try visit.type("4<Tab><Tab>r<C-u>lab<Enter>")
        try await visit.settle()
        #expect(kept(folder, "dev", "lab") == ["lab"])
        try visit.type("2")
        try await visit.see("Cookie: sid")
        try visit.type("4u")
        try await visit.settle()
        #expect(visit.book.environment?.name == "dev")
        #expect(kept(folder, "dev", "lab") == ["dev"])
        try await visit.leave()
        #expect(kept(folder, "dev", "lab") == ["dev"])
    }

    @Test("deleted it stays until the end, for undo; another one of that name has none of it") func deleted()
        async throws
    {
        let folder = try folder()
        let visit = try await visit(folder)
        try visit.type("4<Tab><Tab>x")
        try await visit.settle()
        #expect(kept(folder, "dev") == ["dev"])
        try visit.type("uE2")
        try await visit.see("Cookie: sid")
        try visit.type("4x")
        try visit.type("adev<Enter>")
        try await visit.settle()
        #expect(visit.book.environment?.name == "dev" && kept(folder, "dev").isEmpty)
        try visit.type("2")
        try await visit.settle()
        #expect(!visit.screen.contains("Cookie: sid"))
        try await visit.leave()
    }

    @Test("what is deleted at the end of the program has no file any more") func gone() async throws {
        let folder = try folder()
        let visit = try await visit(folder)
        try visit.type("4<Tab><Tab>x")
        try await visit.leave()
        #expect(kept(folder, "dev").isEmpty)
    }
}
