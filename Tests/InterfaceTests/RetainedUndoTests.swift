import Model
import Profile
import Terminal
import Testing
import Topics

@testable import Interface

@Suite("Retained messages of topics that have spoken since") @MainActor struct RetainedUndoTests {
    /// Clears what the sweep is about, as the driver does.
    private func clear(_ visit: Visit) {
        while let item = visit.workspace.publishing.sweep?.takeNext() {
            visit.workspace.keepRetained(item.topic)
            visit.workspace.live.topics.noteRetained(topic: item.topic, false)
            visit.workspace.publishing.sweepEnded(item.topic, failure: nil)
        }
    }

    @Test("The question names them, U puts the others back first, and then asks about them")
    func spoken() throws {
        let visit = Visit()
        visit.receive("a/one", "1", retain: true)
        visit.receive("a/two", "2", retain: true)
        visit.receive("a/one", "live")
        try visit.type("Gr/<Esc>").see("2 messages")
        try visit.type("C").see("Clear the 2 retained messages listed").see("What came last on a/one").type("y")
        clear(visit)
        try visit.type("U").see("Put the retained message of a/two back?").see("Not yet 1 topic that spoke since")
        try visit.type("y").see("Putting back: 0 of 1")
        #expect(visit.workspace.publishing.sweep?.takeNext()?.payload == Array("2".utf8))
        visit.workspace.publishing.sweepEnded("a/two", failure: nil)
        try visit.type("U").see("Put the retained message of a/one back?").see("The topic has spoken since")
        try visit.type("y")
        // What was kept, and not what was said since.
        #expect(visit.workspace.publishing.sweep?.takeNext()?.payload == Array("1".utf8))
        visit.workspace.publishing.sweepEnded("a/one", failure: nil)
        try visit.type("U").see("All of it was put back")
    }

    @Test("One that was never seen retained is put back only after its own question")
    func unseen() throws {
        let visit = Visit()
        visit.receive("own", "from here")
        visit.workspace.live.topics.noteRetained(topic: "own", true)
        try visit.type("Gr/<Esc>").see("1 message")
        try visit.type("<Del>").see("not sent as retained").type("y")
        clear(visit)
        try visit.type("U").see("It was never seen retained: it is the last that came.").type("y")
        #expect(visit.workspace.publishing.sweep?.takeNext()?.payload == Array("from here".utf8))
    }
}
