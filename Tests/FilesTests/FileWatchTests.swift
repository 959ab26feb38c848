import Files
import FoundationEssentials
import Glibc
import Synchronization
import TestSupport
import Testing

@Suite("Files that others write")
struct FileWatchTests {
    private final class Count: Sendable {
        let number = Atomic<Int>(0)
    }

    @Test("written in place, replaced, removed, behind a link; a neighbour is none of it")
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
        try Scratch.write("4", to: "\(folder)/other")
        try Scratch.write("5", to: "\(folder)/file")
        try await changed("making")
        withExtendedLifetime(watch) {}
        #expect(FileWatch("\(folder)/nowhere/file") {} == nil)
    }
}
