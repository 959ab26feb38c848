import Files
import Glibc
import Model
import Terminal
import TestSupport
import Testing

@testable import App

@Suite("The clipboard of a desktop") struct ClipboardToolTests {
    @Test("The program of the desktop that there is; none without one") func choice() {
        func words(_ variables: [String], _ programs: Set<String>) -> String? {
            ClipboardTool.ofDesktop(
                environment: { variables.contains($0) ? "1" : nil }, isThere: programs.contains)?.words[0]
        }
        let all: Set = ["wl-copy", "xclip", "xsel"]
        #expect(words(["WAYLAND_DISPLAY", "DISPLAY"], all) == "wl-copy" && words(["DISPLAY"], all) == "xclip")
        #expect(words(["DISPLAY"], ["xsel"]) == "xsel" && words([], all) == nil && words([], ["pbcopy"]) == "pbcopy")
    }

    private func copies(_ script: String, patience: Duration = .seconds(5)) -> ClipboardTool {
        ClipboardTool(words: ["/bin/sh", "-c", script], patience: patience)
    }

    @Test("A copy is the input of the program, byte for byte; of what waits the last counts") @MainActor
    func copied() async throws {
        let folder = try Scratch.newFolder("clipboard")
        let visit = try Visit()
        let bytes = [UInt8](repeating: 0x61, count: 300_000) + [0, 255, 10]
        // The first is held until all are there.
        visit.application.clipboard = copies(
            "cd '\(folder)'; cat > next; cat next >> copy; : > begun; until [ -e go ]; do sleep 0.01; done")
        visit.application.copy(bytes)
        try await visit.become("a program at work") { _ in access("\(folder)/begun", F_OK) == 0 }
        for text in ["passed over", "this too"] { visit.application.copy(Array(text.utf8)) }
        visit.application.copy([0xC3])
        try WholeFile.create("\(folder)/go", with: [])
        try await visit.settle()
        #expect(try WholeFile.read("\(folder)/copy", limit: 1 << 20) == bytes + [0xC3])
        #expect(visit.terminal.copies.last == [0xC3] && visit.workspace.notices.isEmpty)
        try await visit.leave()
    }

    @Test(
        "What goes wrong is said, and nobody waits for a program for ever",
        arguments: [
            ("exit 4", "/bin/sh ended with status 4"), ("kill -9 $$", "/bin/sh was ended by signal 9"),
            ("sleep 600 & wait", "/bin/sh took over 50 ms"),
        ]) @MainActor
    func failed(script: String, words: String) async throws {
        let visit = try Visit()
        visit.application.clipboard = copies(script, patience: .milliseconds(script.hasPrefix("sleep") ? 50 : 5000))
        visit.application.copy(Array("x".utf8))
        try await visit.become("a warning") {
            $0.workspace.notices.last?.text == "Not in the desktop's clipboard: \(words)"
        }
        #expect(visit.terminal.copies.last == Array("x".utf8))
        try await visit.leave()
    }

    @Test("A program that is not there is said") @MainActor
    func missing() async throws {
        let visit = try Visit()
        visit.application.clipboard = ClipboardTool(words: ["/nowhere/xclip"])
        visit.application.copy([1])
        try await visit.become("a warning") {
            $0.workspace.notices.last?.text.hasPrefix("Not in the desktop's clipboard: cannot start /nowhere/xclip: ")
                == true
        }
        try await visit.leave()
    }
}
