import Glibc
import TestSupport
import Testing

@testable import Files

@Suite("Files read and replaced whole") struct WholeFileTests {
    private let folder: String

    init() throws { folder = try Scratch.newFolder("files") }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode : 0
    }

    private func put(_ text: String, _ name: String, mode: mode_t) throws -> String {
        let path = "\(folder)/\(name)"
        try WholeFile.create(path, with: Array(text.utf8))
        chmod(path, mode)
        return path
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try WholeFile.read(path, limit: 1 << 20), as: UTF8.self)
    }

    private func names() -> [String] {
        guard let list = opendir(folder) else { return [] }
        defer { closedir(list) }
        var names: [String] = []
        while let entry = readdir(list) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    @Test("a link stays a link, and what it means is replaced with its mode kept")
    func link() throws {
        let path = try put("old", "real", mode: 0o640)
        let (first, second) = ("\(folder)/first", "\(folder)/second")
        symlink("second", first)
        symlink(path, second)
        try WholeFile.replace(first, with: Array("new".utf8), for: .everybody)
        #expect(try text(path) == "new")
        #expect(mode(path) == S_IFREG | 0o640)
        #expect(mode(first) & S_IFMT == S_IFLNK && mode(second) & S_IFMT == S_IFLNK)
        #expect(names() == ["first", "real", "second"])
    }

    @Test("every name of a file with several has the new bytes; a profile of several names is replaced whole")
    func hardLinks() throws {
        let path = try put("older", "one", mode: 0o640)
        let other = "\(folder)/other"
        Glibc.link(path, other)
        try WholeFile.replace(path, with: Array("new".utf8), for: .everybody)
        #expect(try text(path) == "new" && text(other) == "new")
        #expect(mode(path) == S_IFREG | 0o640 && names() == ["one", "other"])
        try WholeFile.replace(path, with: Array("longer than it was".utf8), for: .everybody)
        #expect(try text(path) == "longer than it was" && text(other) == "longer than it was")
        try WholeFile.replace(path, with: Array("new".utf8), for: .everybody)
        #expect(try text(path) == "new" && text(other) == "new")
        try WholeFile.replace(path, with: Array("newer".utf8), for: .owner)
        #expect(try text(path) == "newer" && text(other) == "new")
    }

    @Test("a file of several names that cannot grow keeps its old bytes")
    func fullDisk() throws {
        let path = try put("older", "one", mode: 0o640)
        Glibc.link(path, "\(folder)/other")
        // As a full disk: what is beyond the bound is refused, before anything is written.
        withFiles(upTo: 64) {
            _ = #expect(throws: FileFailure.self) {
                try WholeFile.replace(path, with: [UInt8](repeating: 0x61, count: 100), for: .everybody)
            }
        }
        #expect(try text(path) == "older")
    }

    @Test("a file that is read-only stays as it is, and so does one that a link means")
    func readOnly() throws {
        let path = try put("old", "kept", mode: 0o444)
        symlink(path, "\(folder)/link")
        for name in ["kept", "link"] {
            let failure = FileFailure("Cannot write", "\(folder)/\(name)", .readOnly)
            #expect(throws: failure) { try WholeFile.replace("\(folder)/\(name)", with: [1], for: .everybody) }
        }
        #expect(try text(path) == "old" && names() == ["kept", "link"])
    }

    @Test("a link to nothing yet makes what it means")
    func danglingLink() throws {
        symlink("there", "\(folder)/link")
        try WholeFile.replace("\(folder)/link", with: [1], for: .everybody)
        #expect(try WholeFile.read("\(folder)/there", limit: 1) == [1])
        #expect(mode("\(folder)/link") & S_IFMT == S_IFLNK)
    }

    @Test("a new file is as the umask has it, or its owner's alone; a private one is made private again")
    func modes() throws {
        // umask(2) has no reading without setting, and other tests make files meanwhile.
        let words = try text("/proc/self/status").split(whereSeparator: \.isWhitespace)
        let place = try #require(words.firstIndex(of: "Umask:"))
        let mask = try #require(mode_t(words[place + 1], radix: 8))
        try WholeFile.replace("\(folder)/shared", with: [], for: .everybody)
        try WholeFile.replace("\(folder)/a/b/private", with: [], for: .owner)
        #expect(mode("\(folder)/shared") == S_IFREG | 0o644 & ~mask)
        #expect(mode("\(folder)/a/b/private") == S_IFREG | 0o600)
        #expect(mode("\(folder)/a/b") == S_IFDIR | 0o700)
        let open = try put("x", "open", mode: 0o644)
        try WholeFile.replace(open, with: [], for: .owner)
        #expect(mode(open) == S_IFREG | 0o600)
    }

    @Test("a device is written to and stays; a pipe that nobody reads and a folder are refused")
    func others() throws {
        let pipe = "\(folder)/pipe"
        mkfifo(pipe, 0o600)
        symlink("/dev/null", "\(folder)/null")
        try WholeFile.replace("\(folder)/null", with: [1, 2], for: .everybody)
        #expect(mode("/dev/null") & S_IFMT == S_IFCHR)
        #expect(throws: FileFailure("Cannot write", pipe, .system(ENXIO))) {
            try WholeFile.replace(pipe, with: [1], for: .everybody)
        }
        #expect(throws: FileFailure("Cannot write", pipe, .system(EINVAL))) {
            try WholeFile.replace(pipe, with: [1], for: .owner)
        }
        #expect(throws: FileFailure.self) { try WholeFile.replace(folder, with: [1], for: .everybody) }
        #expect(names() == ["null", "pipe"])
    }

    @Test("what cannot be written leaves the old file and nothing beside it")
    func failure() throws {
        let path = "\(folder)/not/a"
        try WholeFile.create("\(folder)/not", with: [])
        do {
            try WholeFile.replace(path, with: [1], for: .everybody)
            Issue.record("written")
        } catch {
            #expect(error.description.hasPrefix("Cannot"))
        }
        #expect(throws: FileFailure("Cannot write", "\(folder)/not", .system(EEXIST))) {
            try WholeFile.create("\(folder)/not", with: [1])
        }
        #expect(names() == ["not"])
    }

    @Test("reading is bounded, and says what is wrong")
    func reading() throws {
        let path = try put("12345", "five", mode: 0o600)
        #expect(try WholeFile.read(path, limit: 5).count == 5)
        #expect(throws: FileFailure("Cannot read", path, .tooLarge(limit: 4))) { try WholeFile.read(path, limit: 4) }
        #expect(throws: FileFailure("Cannot read", folder, .system(EISDIR))) { try WholeFile.read(folder, limit: 4) }
        #expect(throws: FileFailure("Cannot read", "/dev/zero", .tooLarge(limit: 99))) {
            try WholeFile.read("/dev/zero", limit: 99)
        }
        mkfifo("\(folder)/pipe", 0o600)
        #expect(throws: FileFailure("Cannot read", "\(folder)/pipe", .system(EINVAL))) {
            try WholeFile.read("\(folder)/pipe", .regular, limit: 4)
        }
        let pipe = try FileInput("\(folder)/pipe")
        #expect(throws: FileFailure("Cannot read", "\(folder)/pipe", .system(ETIMEDOUT))) {
            try WholeFile.read(pipe, limit: 4, until: .now + .milliseconds(20))
        }
        #expect(try WholeFile.ifThere("\(folder)/none", limit: 4) == nil)
        #expect(try FileInput.named("-").descriptor == STDIN_FILENO)
        #expect(try WholeFile.ifThere(path, limit: 5)?.stamp == FileStamp(of: path))
    }

    @Test("the last bytes are read of what is too long")
    func last() throws {
        let file = try FileInput(try put("0123456789", "ten", mode: 0o600))
        #expect(file.skip(toLast: 4) == 6)
        #expect(try WholeFile.read(file, limit: 8) == Array("6789".utf8))
    }

    @Test("lines are added to a file of the owner's, each on a line of its own after half a line of a crash")
    func lines() throws {
        let path = "\(folder)/state/log"
        try WholeFile.append(line: "one", to: path)
        #expect(mode(path) == S_IFREG | 0o600)
        try WholeFile.replace(path, with: Array("one\nhal".utf8), for: .owner)
        symlink("state/log", "\(folder)/link")
        try WholeFile.append(line: "two", to: "\(folder)/link")
        #expect(try text(path) == "one\nhal\ntwo\n")
        #expect(try WholeFile.lines(of: path, limit: 99) == ["one", "hal", "two"])
    }

    @Test("a file without a name is for this process alone")
    func unnamed() throws {
        let file = try TemporaryFile.unnamed(in: folder)
        defer { close(file) }
        var status = stat()
        #expect(fstat(file, &status) == 0 && status.st_nlink == 0 && status.st_mode & 0o777 == 0o600)
        #expect(names().isEmpty)
    }
}

extension WholeFileTests {
    @Test("a folder is locked by one at a time")
    func locked() throws {
        var first = FolderLock(folder)
        let isHeld = first != nil
        #expect(isHeld)
        let other = open(folder, O_RDONLY | O_CLOEXEC)
        defer { close(other) }
        #expect(flock(other, LOCK_EX | LOCK_NB) == -1)
        first = nil
        #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
    }
}
