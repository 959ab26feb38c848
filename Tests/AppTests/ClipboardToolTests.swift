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

    @Test("A copy is its input, whole; what fails is said and does not wait for ever") @MainActor
    func copied() async throws {
        let folder = try Scratch.newFolder("clipboard")
        let tool = ClipboardTool(words: ["/bin/sh", "-c", "cat > '\(folder)/copy'"])
        let bytes = [UInt8](repeating: 0x61, count: 300_000) + [0, 255, 10]
        #expect(tool.copy(bytes) == nil)
        #expect(try Scratch.read("\(folder)/copy").utf8.count > 300_000)
        #expect(ClipboardTool(words: ["/bin/sh", "-c", "exit 3"]).copy([1]) == "/bin/sh ended with status 3")
        #expect(ClipboardTool(words: ["\(folder)/none"]).copy([1])?.contains("Cannot start") == true)
        let visit = try Visit()
        visit.application.clipboard = ClipboardTool(words: ["/bin/sh", "-c", "exit 4"])
        visit.application.copy(Array("x".utf8))
        try await visit.become("a warning") {
            $0.workspace.notices.last?.text == "Not in the desktop's clipboard: /bin/sh ended with status 4"
        }
        #expect(visit.terminal.copies.last == Array("x".utf8))
        try await visit.leave()
    }
}
