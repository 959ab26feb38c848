import Glibc
import TestSupport
import Testing

@testable import Files

@Suite("A folder of entries within bounds") struct BoundedFolderTests {
    private let path: String

    init() throws { path = "\(try Scratch.newFolder("bounded"))/entries" }

    private func folder(budget: Int = 100, count: Int = 1000) -> BoundedFolder {
        BoundedFolder(path: path, budget: budget, maximumCount: count)
    }

    private func bytes(_ count: Int, _ byte: UInt8 = 0x61) -> [UInt8] { Array(repeating: byte, count: count) }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test("what is put is found again, for its owner alone; what was not is nil")
    func found() throws {
        let folder = folder()
        #expect(try folder.get("a") == nil)
        #expect(try folder.list() == [])
        #expect(try folder.put("a", bytes(3)) == [])
        #expect(try folder.get("a") == bytes(3))
        #expect(try folder.list() == [.init(key: "a", size: 3)])
        #expect(mode(path) == 0o700)
        #expect(mode("\(path)/a") == 0o600)
    }

    @Test("the oldest go for a new one, and are told; one put again is young again")
    func bound() throws {
        let folder = folder()
        for key in ["a", "b", "c"] { try folder.put(key, bytes(30)) }
        #expect(try folder.put("a", bytes(31)) == [])
        #expect(try folder.put("d", bytes(30)) == [.init(key: "b", size: 30)])
        #expect(try folder.list().map(\.key) == ["c", "a", "d"])
        #expect(try folder.put("e", bytes(100)).map(\.key) == ["c", "a", "d"])
        #expect(try folder.list().map(\.key) == ["e"])
    }

    @Test("the number of entries has a bound, too")
    func count() throws {
        let folder = folder(count: 2)
        try folder.put("a", [])
        try folder.put("b", [])
        #expect(try folder.put("c", []).map(\.key) == ["a"])
    }

    @Test("what alone is too large is refused, and nothing goes for it")
    func tooLarge() throws {
        let folder = folder()
        try folder.put("a", bytes(50))
        #expect(throws: FileFailure("Cannot write", "\(path)/b", .tooLarge(limit: 100))) {
            try folder.put("b", bytes(101))
        }
        #expect(try folder.list().map(\.key) == ["a"])
    }

    @Test(
        "a key is no path", arguments: ["", ".", "..", "a/b", "../a", "a.new", "é", String(repeating: "a", count: 101)])
    func keys(key: String) throws {
        let folder = folder()
        #expect(!BoundedFolder.isKey(key))
        #expect(throws: FileFailure.self) { try folder.put(key, [1]) }
        #expect(throws: FileFailure.self) { try folder.get(key) }
        #expect(throws: FileFailure.self) { try folder.remove(key) }
    }

    @Test("entries are taken away one by one, and all of them")
    func remove() throws {
        let folder = folder()
        for key in ["a", "b", "c"] { try folder.put(key, [1]) }
        try folder.remove("b")
        try folder.remove("b")
        #expect(try folder.list().map(\.key) == ["a", "c"])
        #expect(try folder.removeAll() == 2)
        #expect(try folder.list() == [])
    }

    @Test("half an entry of a writer that was killed is none, and goes with the next")
    func stray() throws {
        let folder = folder()
        try folder.put("a", [1])
        try WholeFile.create("\(path)/b.new", with: [1])
        try WholeFile.create("\(path)/notes.txt", with: [1])
        #expect(try folder.list().map(\.key) == ["a"])
        try folder.put("c", [1])
        #expect(try Scratch.names(in: path) == ["a", "c", "notes.txt"])
    }

    @Test("a folder that cannot be made is told, and one that is a file too")
    func notAFolder() throws {
        try WholeFile.create(path, with: [1])
        #expect(throws: FileFailure.self) { try folder().put("a", [1]) }
        #expect(try folder().get("a") == nil)
    }

    @Test("many writers at once leave every entry whole and the bounds kept")
    func together() async throws {
        let folder = folder(budget: 1000, count: 20)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask { try folder.put("k\(number)", Array(repeating: UInt8(number), count: 10)) }
            }
            try await group.waitForAll()
        }
        let kept = try folder.list()
        #expect(kept.count == 20)
        for entry in kept { #expect(try Set(folder.get(entry.key) ?? []) == [UInt8(entry.key.dropFirst()) ?? 255]) }
    }
}
