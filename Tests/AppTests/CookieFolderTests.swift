import Files
import FoundationEssentials
import Model
import Profile
import REST
import TestSupport
import Testing

@testable import App

@Suite("Cookies over restarts") struct CookieFolderTests {
    private let path: String

    init() throws { path = try Scratch.newFolder("cookies") + "/cookies" }

    private func cookies(_ environment: String = "dev") -> EnvironmentCookies {
        CookieJars().cookies(of: environment)
    }

    @Test("what is set comes back, by environment and profile, for its owner alone")
    func roundTrip() throws {
        let folder = CookieFolder(path: path, profile: "/a/profile.json")
        let first = cookies()
        try folder.synchronize(first)
        #expect(!FileManager.default.fileExists(atPath: path), "nothing to write makes no folder")
        var cookie = Cookie("sid", "s3cret", domain: "h.example")
        (cookie.creation, cookie.sameSite) = (1_790_000_000, .strict)
        first.jar.add(cookie)
        first.jar.add(Cookie("over", "1", domain: "h.example", expiry: 5))
        try folder.synchronize(first)
        #expect(first.jar.changes.isEmpty)
        let again = cookies()
        try folder.synchronize(again)
        #expect(again.jar.cookies == [cookie])
        let facts = try FileManager.default.attributesOfItem(atPath: folder.file(of: "dev"))
        #expect((facts[.posixPermissions] as? Int) == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 1, "and nothing lies beside it")
        for (name, profile) in [("test", "/a/profile.json"), ("", "/a/profile.json"), ("dev", "/b/profile.json")] {
            let other = cookies(name)
            try CookieFolder(path: path, profile: profile).synchronize(other)
            #expect(other.jar.cookies.isEmpty, "\(name) of \(profile)")
        }
        #expect(folder.file(of: "../../x/\u{1B}").split(separator: "/").count == path.split(separator: "/").count + 1)
    }

    @Test("two programs on one jar keep what each has set, and what one took out stays out")
    func together() throws {
        let folder = CookieFolder(path: path, profile: "p")
        let (one, other) = (cookies(), cookies())
        one.jar.noteChanges()
        one.jar.add(Cookie("a", "1", domain: "h"))
        one.jar.add(Cookie("b", "1", domain: "h"))
        try folder.synchronize(one)
        try folder.synchronize(other)
        other.jar.remove { $0.name == "a" }
        one.jar.add(Cookie("c", "1", domain: "h"))
        try folder.synchronize(one)
        try folder.synchronize(other)
        try folder.synchronize(one)
        #expect(one.jar.cookies.map(\.name) == ["b", "c"] && other.jar.cookies == one.jar.cookies)
    }

    @Test("a file that cannot be written is told, and what was set is still to be written")
    func unwritable() throws {
        let file = try Scratch.newFolder("cookies") + "/file"
        try Data("x".utf8).write(to: URL(filePath: file))
        let cookies = cookies()
        cookies.jar.noteChanges()
        cookies.jar.add(Cookie("a", "1", domain: "h"))
        #expect(throws: FileFailure.self) { try CookieFolder(path: file, profile: "p").synchronize(cookies) }
        #expect(!cookies.jar.changes.isEmpty && cookies.jar.cookies.count == 1)
    }

    @Test("files of other programs: what is over, and what is for every host, is left out")
    func transfer() throws {
        let file = try Scratch.newFolder("cookies") + "/cookies.txt"
        let text =
            ".h.example\tTRUE\t/\tFALSE\t0\ta\t1\nh\tFALSE\t/\tFALSE\t5\tover\t1\n\nSet-Cookie: x=1\nno cookie\n"
        try Data(text.utf8).write(to: URL(filePath: file))
        let jar = CookieJar()
        let taken = try CookieTransfer.take(file, into: jar)
        #expect((taken.taken, taken.left, taken.passedOver) == (1, 2, 1))
        #expect(taken.words("f") == "Took 1 cookie of f; 2 left out, over or without a host; 1 line is no cookie")
        let out = try Scratch.newFolder("cookies") + "/out.txt"
        try CookieTransfer.write(jar.cookies, to: out)
        #expect(CookieFile(try String(contentsOfFile: out, encoding: .utf8)).cookies.map(\.pair) == ["a=1"])
        let facts = try FileManager.default.attributesOfItem(atPath: out)
        #expect((facts[.posixPermissions] as? Int) == 0o600)
    }
}
