import FoundationEssentials
import Glibc
import Interface
import Model
import Profile
import Terminal
import TestSupport
import Testing
import Topics

@testable import App

/// Of the suite that sets `EDITOR`, so that it is not set by two at a time.
extension TerminalProgramTests {
    /// Opens the composer, and an editor on what it sends that ends when there is a file `go` in the folder.
    @MainActor private func editing(beneath folder: String, then keys: String = "") async throws -> Visit {
        unsetenv("VISUAL")
        let script = "echo edited > \"$0\"; while [ ! -e \(folder)/go ]; do sleep 0.02; done"
        setenv("EDITOR", "sh -c '\(script)'", 1)
        let visit = try Visit()
        try visit.type("p")
        try visit.type("a/b<Tab><Tab><Tab><Tab><M-e>\(keys)")
        #expect(visit.terminal.isAway)
        return visit
    }

    @Test("Beneath an editor the loop turns: arrivals are applied, keys wait for the screen, nothing is drawn")
    @MainActor func turnBeneathAnEditor() async throws {
        let folder = try Scratch.newFolder("turn")
        defer { unsetenv("EDITOR") }
        let visit = try await editing(beneath: folder, then: "z")
        let draws = visit.terminal.draws
        visit.effects.inbox.deliver(.notice(Notice(at: 0, kind: .info, text: "arrived")))
        visit.terminal.post(.key(KeyPress(.character("y"))))
        for _ in 0..<3 { visit.application.turn() }
        #expect(visit.workspace.notices.last?.text == "arrived")
        #expect(visit.terminal.draws == draws && visit.terminal.isAway && !visit.application.isSettled)
        try Data().write(to: URL(filePath: "\(folder)/go"))
        try await visit.see("edited")
        #expect(!visit.terminal.isAway)
        // Keys that came with the one that began it, and keys of no editor's, come after what the editor wrote.
        try await visit.see("zy")
        try await visit.leave()
    }

    @Test("TERM beneath an editor ends the editor, and then the loop") @MainActor func termBeneathAnEditor()
        async throws
    {
        let folder = try Scratch.newFolder("term")
        defer { unsetenv("EDITOR") }
        let visit = try await editing(beneath: folder)
        visit.terminal.post(.terminate)
        try await visit.become("the screen back") { !$0.terminal.isAway }
        #expect(visit.application.ended == .terminated)
        try await visit.leave()
    }

    @Test("A repeat goes on beneath an editor") @MainActor func repeatBeneathAnEditor() async throws {
        let folder = try Scratch.newFolder("repeat")
        defer { unsetenv("EDITOR") }
        let visit = try await editing(beneath: folder)
        let broker = try await Mosquitto.start()
        visit.broker = broker
        visit.connect(port: broker.port())
        var draft = PublishDraft()
        draft.topic = "again"
        visit.workspace.publishing.start(draft, interval: 20_000, total: nil, now: 0)
        try await visit.become("repeats, sent and received") { $0.workspace.live.topics.total(now: 0).messages > 5 }
        #expect(visit.terminal.isAway)
        try Data().write(to: URL(filePath: "\(folder)/go"))
        try await visit.become("the screen back") { !$0.terminal.isAway }
        try await visit.leave()
    }
}
