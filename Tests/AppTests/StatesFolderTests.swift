import Files
import Foundation
import Payloads
import Profile
import REST
import TestSupport
import Testing

@testable import App

@Suite("What is known of resources, over restarts") struct StatesFolderTests {
    private func folder() throws -> (StatesFolder, String) {
        let path = FileManager.default.temporaryDirectory.path + "/states-\(UUID().uuidString)"
        return (StatesFolder(path: path, identity: KeyedDigest(key: [1, 2, 3])), path)
    }

    private func answer(
        _ url: String = "http://h/a", _ body: [UInt8] = Array("{\"a\":1}\n".utf8), _ more: [Field] = []
    ) -> KeptAnswer {
        KeptAnswer(
            url: url, at: 1_795_523_465_000_000, selected: [Field("accept", "a: b, c")], holder: "0123",
            fields: [Field("ETag", "\"ä,%&=\""), Field("Vary", "Accept")] + more, body: PayloadBytes(body), wireSize: 5)
    }

    @Test("an answer comes back as it was, for its owner alone, and no file's name tells its URL")
    func roundTrip() throws {
        let (folder, path) = try folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try folder.keep(answer())
        try folder.keep(answer("http://h/b", [0, 255, 10, 13]))
        #expect(try folder.load() == [answer(), answer("http://h/b", [0, 255, 10, 13])])
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        #expect(names.count == 2 && names.allSatisfy { $0.utf8.count == 32 && !$0.contains("h") })
        for name in names {
            let facts = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
            #expect((facts[.posixPermissions] as? Int) == 0o600)
        }
        // Another key names it otherwise: nobody can guess whether it is there.
        let other = StatesFolder(path: path, identity: KeyedDigest(key: [9]))
        try other.keep(answer())
        #expect(try folder.folder.list().count == 3)
    }

    @Test("what is forbidden, untrue, secret or without a validator is not on the disk; cookies never are")
    func unfit() throws {
        let (folder, path) = try folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try folder.keep(answer("http://h/a", [], [Field("Cache-Control", "no-store")]))
        try folder.keep(answer("http://h/a?access_token=abcdef"))
        try folder.keep(answer("http://h/a", Array(#"{"access_token":"abcdef"}"#.utf8)))
        var bare = answer()
        bare.fields = []
        try folder.keep(bare)
        #expect(try folder.load().isEmpty)
        try folder.keep(answer("http://h/a", [], [Field("Set-Cookie", "sid=abcdef")]))
        #expect(try folder.load().first?.fields["Set-Cookie"] == nil)
        var untrue = answer()
        untrue.changedBy = "PUT"
        try folder.keep(untrue)
        #expect(try folder.load().isEmpty, "what was kept is taken away")
        // Of a long body the tag alone.
        try folder.keep(answer("http://h/long", [UInt8](repeating: 0x61, count: 300 << 10)))
        #expect(try folder.load().map(\.body) == [nil])
    }

    @Test("what was written in the form of before is read, and written in that of the history's answers from then on")
    func formOfBefore() throws {
        let (folder, path) = try folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try folder.keep(answer())
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: path).first)
        let before =
            "at=1795523465000000&url=http%3A%2F%2Fh%2Fa&method=GET&status=200&holder=0123&size=5"
            + "&selected=accept%3A+a%3A+b%2C+c&field=ETag%3A+%22%C3%A4%2C%25%26%3D%22&field=Vary%3A+Accept&body=1\n{\"a\":1}\n"
        try before.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
        #expect(try folder.load() == [answer()])
        try folder.keep(answer())
        let bytes = try #require(try folder.folder.get(name))
        #expect(bytes.starts(with: "martlet answer ".utf8))
        #expect(try folder.load() == [answer()])
    }

    @Test("damaged files are passed over; the key is made once")
    func damaged() throws {
        let (folder, path) = try folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try folder.keep(answer())
        for (name, text) in [
            ("a", ""), ("b", "at=1&url"), ("c", "at=x&url=y\n"), ("d", "\u{0}\n"), ("e", "url=http://h\n"),
        ] {
            try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
        }
        #expect(try folder.load() == [answer()])
        let one = try StatesFolder.identity(at: "\(path)/key")
        #expect(try StatesFolder.identity(at: "\(path)/key") == one)
    }
}
