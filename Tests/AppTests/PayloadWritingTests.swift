import Glibc
import Interface
import Model
import Payloads
import Profile
import TestSupport
import Testing
import Topics

@testable import App

@Suite("Payloads written to files") @MainActor struct PayloadWritingTests {
    @Test("A link stays a link, its file is replaced with the mode that it had")
    func link() async throws {
        let folder = try Scratch.newFolder("payload")
        try Scratch.write("old", to: "\(folder)/real")
        chmod("\(folder)/real", 0o664)
        symlink("real", "\(folder)/link")
        let visit = try Visit()
        for (name, bytes) in [("link", "abc"), ("fresh", "d")] {
            visit.effects.files.run(
                .write(path: "\(folder)/\(name)", PayloadBytes(Array(bytes.utf8))), of: visit.workspace)
            try await visit.become("words") {
                $0.workspace.notices.last?.text.hasSuffix("to \(folder)/\(name)") == true
            }
        }
        var status = stat()
        #expect(lstat("\(folder)/link", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        #expect(stat("\(folder)/real", &status) == 0 && status.st_mode & 0o777 == 0o664 && status.st_size == 3)
        // For whomever the person's umask lets, not for the person alone.
        #expect(stat("\(folder)/fresh", &status) == 0 && status.st_mode & 0o400 != 0)
        #expect(try Scratch.names(in: folder) == ["fresh", "link", "real"])
        try await visit.leave()
    }
}
