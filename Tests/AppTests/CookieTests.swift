import FoundationEssentials
import Interface
import Model
import Profile
import REST
import Synchronization
import TestSupport
import Testing

@testable import App

/// Cookies of the whole program but for ncurses: set, sent, kept, refused, and never told.
@Suite("Cookies of an environment", .serialized) @MainActor struct CookieTests {
    private final class Seen: Sendable {
        let cookies = Mutex<[String]>([])
    }

    private func server(_ seen: Seen) async throws -> ScriptedServer {
        try await ScriptedServer.start { connection in
            while true {
                let request = try await connection.request()
                let cookie = request.split(separator: "\r\n").first { $0.hasPrefix("Cookie: ") }?.dropFirst(8) ?? "-"
                seen.cookies.withLock { $0.append(String(cookie)) }
                let fields =
                    request.contains("/login")
                    ? "Set-Cookie: sid=hunter2hunter2; Path=/; HttpOnly\r\nSet-Cookie: e=1; Domain=evil.example\r\n"
                    : ""
                try await connection.send(
                    "HTTP/1.1 200 OK\r\n\(fields)ETag: \"v1\"\r\nContent-Length: 2\r\n\r\nok")
            }
        }
    }

    private func visit(_ url: String, folder: CookieFolder) async throws -> Visit {
        let visit = try Visit()
        visit.effects.keepCookies(in: folder, of: visit.window.model.requests.cookies, environments: [""])
        try await visit.settle()
        var login = RequestDraft()
        (login.name, login.url) = ("login", "\(url)/login")
        var asked = RequestDraft()
        (asked.name, asked.url) = ("asked", "\(url)/asked")
        visit.window.load(requests: [login, asked])
        try visit.type("2<Enter>")
        return visit
    }

    private func send(_ visit: Visit, by key: String = "<C-s>") async throws {
        try visit.type(key)
        try await visit.become("an answer") { $0.window.exchange?.isUnderWay == false }
        try await visit.settle()
    }

    @Test("what an answer sets goes along from then on, also after a restart, and is dots wherever it is told")
    func kept() async throws {
        let seen = Seen()
        let server = try await server(seen)
        let path = try Scratch.newFolder("cookies") + "/cookies"
        let folder = CookieFolder(path: path, profile: "p")
        let visit = try await visit(server.url, folder: folder)
        try await send(visit)
        try await visit.see("Cookie: sid=••••••")
        #expect(visit.window.exchange?.response?.remarks.contains { $0.contains("Set-Cookie e: not kept") } == true)
        try await send(visit, by: "<C-r>")
        #expect(seen.cookies.withLock { $0 } == ["-", "sid=hunter2hunter2"])
        // Another one asks now than when the tag came: the server must not be told of it.
        #expect(visit.window.exchange?.hop?.sent.fields["If-None-Match"] == nil)
        try await send(visit, by: "<C-r>")
        #expect(visit.window.exchange?.hop?.sent.fields["If-None-Match"] == "\"v1\"")
        let sent = String(decoding: visit.window.exchange?.hop?.sent.bytes ?? [], as: UTF8.self)
        #expect(sent.contains("Cookie: ") && !sent.contains("hunter2"), "\(sent)")
        #expect(!visit.screen.contains("hunter2"))
        try visit.type("C")
        try await visit.see("Set-Cookie e: not kept")
        try await visit.leave()
        let text = try String(contentsOfFile: folder.file(of: ""), encoding: .utf8)
        #expect(text.contains("sid\thunter2hunter2"))
        let again = try await self.visit(server.url, folder: folder)
        try await send(again)
        #expect(seen.cookies.withLock { $0 }.last == "sid=hunter2hunter2")
        try await again.leave()
    }

    @Test("a request that wants no cookies sends none and keeps none")
    func off() async throws {
        let seen = Seen()
        let server = try await server(seen)
        let path = try Scratch.newFolder("cookies") + "/cookies"
        let visit = try await visit(server.url, folder: CookieFolder(path: path, profile: "p"))
        var draft = RequestDraft()
        (draft.name, draft.url) = ("login", "\(server.url)/login")
        draft.options.usesCookies = false
        visit.window.load(requests: [draft])
        try visit.type("2<Down><Enter>")
        try await send(visit)
        try await send(visit)
        #expect(seen.cookies.withLock { $0 } == ["-", "-"])
        #expect(!FileManager.default.fileExists(atPath: path))
        try await visit.leave()
    }
}
