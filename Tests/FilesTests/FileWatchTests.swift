import FoundationEssentials
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Files

@Suite("Files that others write")
struct FileWatchTests {
    private final class Count: Sendable {
        let number = Atomic<Int>(0)
    }

    @Test("written in place, replaced, removed, behind a link")
    func changes() async throws {
        let folder = try Scratch.newFolder("watch")
        try Scratch.write("1", to: "\(folder)/file")
        symlink("file", "\(folder)/link")
        let count = Count()
        let watch = try #require(
            FileWatch("\(folder)/link") { _ = count.number.add(1, ordering: .sequentiallyConsistent) })
        var seen = 0
        func changed(_ what: String) async throws {
            _ = try await waiting(for: what) {
                count.number.load(ordering: .sequentiallyConsistent) > seen ? true : nil
            }
            seen = count.number.load(ordering: .sequentiallyConsistent)
        }
        try Scratch.write("2", to: "\(folder)/file")
        try await changed("writing")
        try Scratch.write("3", to: "\(folder)/file2")
        rename("\(folder)/file2", "\(folder)/file")
        try await changed("replacing")
        unlink("\(folder)/file")
        try await changed("removing")
        try Scratch.write("5", to: "\(folder)/file")
        try await changed("making")
        withExtendedLifetime(watch) {}
    }

    @Test("a folder that is missing is waited for, and one that goes is known to be gone")
    func missingFolder() async throws {
        let folder = try Scratch.newFolder("watch")
        let count = Count()
        func watch() throws -> FileWatch {
            try #require(
                FileWatch("\(folder)/a/b/file") { _ = count.number.add(1, ordering: .sequentiallyConsistent) })
        }
        for step in ["a", "a/b"] {
            let waiter = try watch()
            #expect(!waiter.isOver)
            mkdir("\(folder)/\(step)", 0o700)
            _ = try await waiting(for: step) { waiter.isOver ? true : nil }
        }
        let last = try watch()
        let before = count.number.load(ordering: .sequentiallyConsistent)
        try Scratch.write("1", to: "\(folder)/a/b/file")
        _ = try await waiting(for: "the file") {
            count.number.load(ordering: .sequentiallyConsistent) > before ? true : nil
        }
        #expect(!last.isOver)
        rename("\(folder)/a/b", "\(folder)/a/c")
        _ = try await waiting(for: "the folder's end") { last.isOver ? true : nil }
    }

    @Test("a folder that is made while the one above it begins to be watched is not overlooked")
    func madeMeanwhile() async throws {
        let folder = try Scratch.newFolder("watch")
        let count = Count()
        var missing: [String] = []
        let made = FileWatch(
            "\(folder)/a/b/file",
            lacking: { lacking in
                missing.append(lacking)
                if lacking == "\(folder)/a" { mkdir(lacking, 0o700) }
            }, changed: { _ = count.number.add(1, ordering: .sequentiallyConsistent) })
        let watch = try #require(made)
        #expect(missing == ["\(folder)/a/b", "\(folder)/a", "\(folder)/a/b"])
        // What happens above it since is none of its business.
        mkdir("\(folder)/c", 0o700)
        #expect(!watch.isOver && count.number.load(ordering: .sequentiallyConsistent) == 0)
        mkdir("\(folder)/a/b", 0o700)
        _ = try await waiting(for: "the next folder") { watch.isOver ? true : nil }
    }

    /// Twenty changes of a neighbour are seen by who watches that one, and then one change here is one.
    @Test("a neighbour is none of it")
    func neighbour() async throws {
        let folder = try Scratch.newFolder("watch")
        func write(_ name: String) {
            let file = open("\(folder)/\(name)", O_WRONLY | O_CREAT, 0o600)
            close(file)
        }
        write("file")
        write("other")
        let (own, others) = (Count(), Count())
        let watch = try #require(
            FileWatch("\(folder)/file") { _ = own.number.add(1, ordering: .sequentiallyConsistent) })
        let neighbour = try #require(
            FileWatch("\(folder)/other") { _ = others.number.add(1, ordering: .sequentiallyConsistent) })
        for round in 1...20 {
            write("other")
            _ = try await waiting(for: "change \(round)") {
                others.number.load(ordering: .sequentiallyConsistent) >= round ? true : nil
            }
        }
        write("file")
        _ = try await waiting(for: "its own change") {
            own.number.load(ordering: .sequentiallyConsistent) > 0 ? true : nil
        }
        #expect(own.number.load(ordering: .sequentiallyConsistent) == 1)
        withExtendedLifetime((watch, neighbour)) {}
    }
}
