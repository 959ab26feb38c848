import Files
import Glibc
import TestSupport
import Testing
import Text

@testable import Profile

@Suite("The profile on the disk") struct ProfileFileTests {
    private let folder: String
    private var path: String { "\(folder)/profile.json" }

    init() throws {
        folder = try Scratch.newFolder("profile")
    }

    private func put(_ text: String, mode: mode_t = 0o600) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode)
        try #require(file >= 0)
        #expect(write(file, text, text.utf8.count) == text.utf8.count)
        fchmod(file, mode)
        close(file)
    }

    private func text(_ path: String? = nil) throws -> String {
        String(decoding: try #require(try WholeFile.ifThere(path ?? self.path, limit: 1 << 20)).bytes, as: UTF8.self)
    }

    private func environment(_ name: String, _ value: String = "") -> Environment {
        Environment(name: name, variables: [.init("v", .literal(value))])
    }

    @Test("The first save makes folder and file for their owner alone")
    func modes() throws {
        let path = "\(folder)/a/b/profile.json"
        var file = ProfileFile(path, isOwnFolder: true)
        #expect(file.state == .absent)
        #expect(file.save(Profile()).outcome == .saved(setAside: nil, isMerged: false))
        #expect(try FileStamp(of: path)?.mode == 0o100600)
        #expect(try FileStamp(of: "\(folder)/a/b")?.mode == 0o040700)
        #expect(file.warnings.isEmpty)
        #expect(file.save(Profile()).outcome == .unchanged)
    }

    @Test("Wider modes are warned about, and a save narrows the file's")
    func warnings() throws {
        try put("{}", mode: 0o644)
        chmod(folder, 0o755)
        var file = ProfileFile(path, isOwnFolder: true)
        #expect(file.warnings.count == 2)
        #expect(file.warnings[0].hasPrefix("Others can read \(path): it has mode 0644; chmod 600"))
        #expect(file.warnings[1].hasPrefix("Others can list \(folder): it has mode 0755; chmod 700"))
        _ = file.save(file.base)
        #expect(try FileStamp(of: path)?.mode == 0o100600)
        #expect(file.warnings.count == 1)
    }

    @Test("A damaged file is set aside with its name told, never overwritten")
    func damaged() throws {
        try put("{ broken")
        var file = ProfileFile(path)
        guard case .damaged(let damage) = file.state else { return #expect(Bool(false), "\(file.state)") }
        #expect("\(damage)".hasPrefix("line 1, column 3"))
        #expect(try text() == "{ broken")
        let name = "\(path).damaged"
        #expect(file.save(Profile()).outcome == .saved(setAside: name, isMerged: false))
        #expect(try text(name) == "{ broken")
        try put("broken again")
        #expect(file.save(Profile()).outcome == .saved(setAside: "\(name)-2", isMerged: false))
        #expect(try text(name) == "{ broken")
        #expect(try text("\(name)-2") == "broken again")
        guard case .read = ProfileFile(path).state else { return #expect(Bool(false)) }
    }

    @Test("A newer version is shown and never written")
    func newer() throws {
        let new = #"{"version": 2, "connections": [{"name": "a", "url": "mqtt://x"}]}"#
        try put(new)
        var file = ProfileFile(path)
        #expect(file.state == .newer(version: 2))
        #expect(file.base.connections.values.map(\.name) == ["a"])
        guard case .failed(let words) = file.save(Profile()).outcome else { return #expect(Bool(false)) }
        #expect(words.contains("newer martlet (version 2)") && words.contains("stays in memory"))
        #expect(try text() == new)
    }

    @Test("A folder that cannot be written to is one line, and the change stays")
    func readOnly() throws {
        // A file where the folder should be: nobody, root included, can write below it.
        try put("{}")
        var file = ProfileFile("\(path)/inner/profile.json")
        var profile = Profile()
        profile.environments.insert(environment("e"))
        let (kept, outcome) = file.save(profile)
        guard case .failed(let words) = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(words.contains("Not a directory") && words.hasSuffix("the change stays in memory"), "\(words)")
        #expect(!words.contains("\n"))
        #expect(kept.environments.values.map(\.name) == ["e"])
    }

    @Test("A full disk is one line, the old file stays, and no half file is left")
    func full() throws {
        try put("{}")
        var file = ProfileFile(path)
        var profile = file.base
        for index in 0..<2000 { profile.environments.insert(environment("item \(index)")) }
        // The largest file this process may write: the disk is full for it.
        let outcome = withFiles(upTo: 4096) { file.save(profile).outcome }
        guard case .failed(let words) = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(words.hasPrefix("Cannot write \(path): File too large"), "\(words)")
        #expect(try text() == "{}")
        #expect(access("\(path).new", F_OK) != 0)
        #expect(file.save(profile).outcome == .saved(setAside: nil, isMerged: false))
    }

    @Test("A link is followed: the file it means is replaced")
    func link() throws {
        try put("{}")
        let link = "\(folder)/link.json"
        symlink("profile.json", link)
        var file = ProfileFile(link)
        var profile = file.base
        profile.environments.insert(environment("e"))
        #expect(file.save(profile).outcome == .saved(setAside: nil, isMerged: false))
        #expect(try text().contains("\"e\""))
        var status = stat()
        lstat(link, &status)
        #expect(status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test("Two programs on one file: both changes are there, and a conflict writes nothing until it is answered")
    func two() throws {
        try put(#"{"environments": [{"name": "a", "variables": {"v": "1"}}]}"#)
        var first = ProfileFile(path)
        var second = ProfileFile(path)
        var mine = first.base
        mine.environments.insert(environment("first"))
        #expect(first.save(mine).outcome == .saved(setAside: nil, isMerged: false))
        #expect(second.isChanged && !first.isChanged)
        var theirs = second.base
        theirs.environments.insert(environment("second"))
        let (merged, outcome) = second.save(theirs)
        #expect(outcome == .saved(setAside: nil, isMerged: true))
        #expect(merged.environments.values.map(\.name) == ["a", "second", "first"])

        // The first one sees it without saving.
        let (seen, news) = first.reload(into: mine)
        #expect(news == .merged)
        #expect(Set(seen.environments.values.map(\.name)) == ["a", "first", "second"])
        #expect(first.reload(into: seen).news == .none)

        mine = seen
        mine.environments.update(mine.environments.entries[0].id, to: environment("a", "mine"))
        theirs = merged
        theirs.environments.update(theirs.environments.entries[0].id, to: environment("a", "theirs"))
        #expect(second.save(theirs).outcome == .saved(setAside: nil, isMerged: false))
        let before = try text()
        guard case .conflicts(let conflicts) = first.save(mine).outcome else { return #expect(Bool(false)) }
        #expect(conflicts.map(\.name) == ["a"])
        #expect(try text() == before)
        #expect(first.save(mine, choice: .mine).outcome == .saved(setAside: nil, isMerged: true))
        #expect(try text().contains("\"mine\"") && !text().contains("\"theirs\""))
    }

    @Test("A file that vanished is written again")
    func vanished() throws {
        var file = ProfileFile(path)
        var profile = Profile()
        profile.environments.insert(environment("e"))
        _ = file.save(profile)
        unlink(path)
        #expect(file.save(profile).outcome == .saved(setAside: nil, isMerged: false))
        #expect(try text().contains("\"e\""))
    }

    @Test("A thousand kills while it saves leave a whole old or a whole new file", .timeLimit(.minutes(3)))
    func killed() throws {
        let program = builtProduct("Benchmarks")
        var numbers = SplitMix64(seed: 5)
        var seen: Set<String> = []
        var pipes: [Int32] = [0, 0]
        let pipeStatus = pipe(&pipes)
        try #require(pipeStatus == 0)
        for descriptor in pipes { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        defer { pipes.forEach { close($0) } }
        var waiting = pollfd(fd: pipes[0], events: Int16(POLLIN), revents: 0)
        for round in 0..<1000 {
            let child = try ChildProcess([program, "save-loop", path], outputFile: "/proc/self/fd/\(pipes[1])")
            // It has started to save; some more microseconds, different each time.
            var byte: UInt8 = 0
            for _ in 0...round % 2 { #expect(read(pipes[0], &byte, 1) == 1) }
            usleep(UInt32.random(in: 0..<8000, using: &numbers))
            child.end()
            // What it still said.
            while poll(&waiting, 1, 0) > 0, read(pipes[0], &byte, 1) == 1 {}
            guard let found = try WholeFile.ifThere(path, limit: 1 << 20) else { continue }
            let profile = try Profile.read(found.bytes).get().profile
            let values = Set(profile.environments.values.map { $0.variables[0].value })
            #expect(profile.environments.entries.count == 10 && values.count == 1)
            if let value = values.first { seen.insert("\(value)") }
        }
        // One of two had saved at least once.
        #expect(seen.count >= 500, "\(seen.count) different files")
    }
}
