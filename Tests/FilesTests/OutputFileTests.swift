import Files
import Glibc
import TestSupport
import Testing

@Suite("Files that output goes into") struct OutputFileTests {
    private let folder: String
    private var path: String { "\(folder)/out" }

    init() throws { folder = try Scratch.newFolder("output") }

    private func bytes() throws -> [UInt8] { try WholeFile.read(path, limit: 1 << 10) }

    private func mode() throws -> UInt32? { try FileStamp(of: path).map { $0.mode & 0o777 } }

    @Test("A file is emptied, gone on with, or refused where it is there")
    func manners() throws {
        var file = try OutputFile(path)
        try file.closing { () throws(FileFailure) in try file.write(Array("one".utf8)) }
        file = try OutputFile(path, .behind)
        #expect(file.isRegular && !file.isStandard && file.path == path)
        try file.write(Array("two".utf8))
        try file.cut(to: 4)
        try file.write(Array("!".utf8))
        try file.close()
        #expect(try bytes() == Array("onet!".utf8))
        #expect(throws: FileFailure("Cannot write", path, .system(EEXIST))) { try OutputFile(path, .onlyNew) }
        try OutputFile(path).close()
        #expect(try bytes() == [])
    }

    @Test("One for its owner alone is so, whoever could read it before")
    func audience() throws {
        try OutputFile(path).close()
        chmod(path, 0o644)
        try OutputFile(path).close()
        #expect(try mode() == 0o644)
        try OutputFile(path, for: .owner).close()
        #expect(try mode() == 0o600)
    }

    @Test("What cannot be written is an error with its name, and what failed first counts")
    func failures() throws {
        #expect(throws: FileFailure("Cannot write", "\(folder)/no/out", .system(ENOENT))) {
            try OutputFile("\(folder)/no/out")
        }
        let full = try OutputFile("/dev/full")
        #expect(!full.isRegular)
        #expect(throws: FileFailure("Cannot write", "/dev/full", .system(ENOSPC))) {
            try full.closing { () throws(FileFailure) in try full.write([1]) }
        }
        // It is closed all the same.
        #expect(fcntl(full.descriptor, F_GETFD) == -1)
        let standard = try OutputFile.named("-")
        #expect(standard.isStandard && standard.descriptor == STDOUT_FILENO)
        try standard.close()
        #expect(fcntl(STDOUT_FILENO, F_GETFD) >= 0)
    }

    @Test("Room is taken without a change of the length, and beyond the bound of files it is refused in words")
    func room() throws {
        let file = try OutputFile(path)
        try file.write(Array("old".utf8))
        try file.makeRoom(for: 1 << 20, over: 3)
        var status = stat()
        #expect(fstat(file.descriptor, &status) == 0 && status.st_size == 3)
        // Blocks of 512 bytes (stat(3type)); a file system that has no such thing tells of those that are written alone.
        #expect(status.st_blocks >= 2048 || status.st_blocks <= 8)
        // To this thread the signal is kept back, so that it can be seen whether it came.
        var (signals, mask) = (sigset_t(), sigset_t())
        sigemptyset(&signals)
        sigaddset(&signals, SIGXFSZ)
        pthread_sigmask(SIG_BLOCK, &signals, &mask)
        defer { pthread_sigmask(SIG_SETMASK, &mask, nil) }
        try withFiles(upTo: 64) {
            #expect(throws: FileFailure("Cannot write", path, .system(EFBIG))) { try file.makeRoom(for: 65, over: 3) }
            try file.makeRoom(for: 64, over: 3)
            var pending = sigset_t()
            sigpending(&pending)
            #expect(sigismember(&pending, SIGXFSZ) == 0)
        }
        #expect(fstat(file.descriptor, &status) == 0 && status.st_size == 3)
        try file.close()
    }
}
