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
}
