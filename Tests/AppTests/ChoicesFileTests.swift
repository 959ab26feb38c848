import Glibc
import Interface
import Model
import TestSupport
import Testing
import Topics

@testable import App

/// What was taken from the palette comes first after a restart, too.
@Suite("Choices on disk") @MainActor struct ChoicesFileTests {
    @Test("They are kept for the owner alone, bounded, and come back; what is no choice is passed over")
    func kept() throws {
        let path = try Scratch.newFolder("choices") + "/state/palette"
        let file = ChoicesFile(path: path)
        #expect(try file.load() == [])
        let choices = ["theme nord", "view REST"] + (0..<30).map { "environment \($0)" }
        try file.keep(["two\nlines", String(repeating: "x", count: 600)] + choices)
        #expect(try file.load() == Array(choices.prefix(20)))
        var mode = stat()
        #expect(stat(path, &mode) == 0 && mode.st_mode & 0o777 == 0o600)
        try Scratch.write("\u{0}\u{1}\n\nview Load\n\u{1B}[2J\n", to: path)
        #expect(try file.load() == ["view Load"])
    }

    @Test("What was taken from the palette is the first that it offers at the next start; topics are not kept")
    func restart() async throws {
        let path = try Scratch.newFolder("restart") + "/palette"
        let first = try Visit()
        try first.application.keepChoices(in: ChoicesFile(path: path))
        Array("secret/place".utf8).withUnsafeBytes { topic in
            first.workspace.live.receive(
                topic: topic, payload: topic, properties: UnsafeRawBufferPointer(start: nil, count: 0), flags: [], at: 1
            )
        }
        try first.type("<C-p>view load<Enter>")
        try first.type("<C-p>view rest<Enter>")
        try first.type("<C-p>topic secret/place<Enter>")
        try await first.settle()
        #expect(try Scratch.read(path) == "view REST\nview Load\n")
        let second = try Visit()
        try second.application.keepChoices(in: ChoicesFile(path: path))
        try second.type("<C-p>")
        let rows = second.screen.split(separator: "\n")
        let place = try #require(rows.firstIndex { $0.contains("view REST") })
        #expect(rows[place + 1].contains("view Load"))
        // Nothing was taken: nothing is written.
        #expect(try Scratch.read(path) == "view REST\nview Load\n")
    }
}
