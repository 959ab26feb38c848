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
            let report = PublishReport(
                purpose: .sweep(visit.workspace.publishing.sweep?.id ?? 0, topic: item.topic, isClearing: true),
                event: .ended(.delivered(nil)), began: visit.now,
                retained: PublishReport.Retained(topic: item.topic, isKept: false))
            visit.window.model.apply(.publish(report, of: visit.workspace.id, at: visit.now))
        }
    }

    /// Pane Retained, where the message of `own` was cleared.
    private func cleared() throws -> Visit {
        let visit = Visit()
        visit.receive("own", "1", retain: true)
        try visit.type("Gr/<Esc><Del>y")
        clear(visit)
        return visit
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

    @Test("What cannot be put back is said before, meanwhile and after") func losses() throws {
        let visit = Visit(maximumPayload: 4)
        visit.receive("a/one", "1", retain: true)
        visit.receive("a/part", "longer than is kept", retain: true)
        try visit.type("Gr/<Esc>").see("2 messages")
        try visit.type("C").see("1 of them could not be put back: 1 kept").type("y")
        clear(visit)
        visit.see("1 cannot be put back: 1 kept only in part")
        try visit.type("U").see("Put the retained message of a/one back?").type("y")
        _ = visit.workspace.publishing.sweep?.takeNext()
        visit.workspace.publishing.sweepEnded("a/one", failure: nil)
        try visit.type("U").see("1 was put back, 1 was not: 1 kept only in part").miss("All of it")
        try visit.type("<Esc><Esc>")
        visit.receive("b", "longer than is kept", retain: true)
        try visit.type("Gr/<Esc>/b<Enter><Del>").see("It could not be put back: it is kept here only in part.").type(
            "y")
        clear(visit)
        try visit.type("U").see("What was cleared cannot be put back: 1 kept only in part")
    }

    @Test("From pane Topics the end is told, with the way back from there; U says the way while there is one")
    func fromTopics() throws {
        let visit = Visit()
        visit.receive("own", "1", retain: true)
        visit.receive("own/below", "2")
        try visit.type("gU").see("Nothing to take back: no subscription was given up from here")
        try visit.type("<Del>").see("Clear the broker's retained message of own?").type("y")
        let sweep = try #require(visit.workspace.publishing.sweep?.id)
        _ = visit.workspace.publishing.sweep?.takeNext()
        visit.workspace.keepRetained("own")
        let report = PublishReport(
            purpose: .sweep(sweep, topic: "own", isClearing: true), event: .ended(.delivered(nil)), began: visit.now,
            retained: PublishReport.Retained(topic: "own", isKept: false))
        visit.window.model.apply(.publish(report, of: visit.workspace.id, at: visit.now))
        visit.see("Cleared the retained message; r, then U puts it back: own")
        try visit.type("U").see("r, then U puts back what was cleared; no subscription was given up")
        // The way is one.
        try visit.type("rU").see("Put the retained message of own back?")
    }

    @Test("What was published to from here since is asked about") func published() throws {
        let visit = try cleared()
        visit.workspace.willRetain(Array("2".utf8), on: "own", isSweep: false)
        try visit.type("U").see("was published to from here with RETAIN since")
    }

    @Test("The question before a connection is closed names what can be put back no longer") func closing() throws {
        let visit = try cleared()
        try visit.type("<Esc>")
        var draft = PublishDraft()
        (draft.topic, draft.qos) = ("home/lamp", 1)
        _ = visit.workspace.publishing.outbox.begin(draft, topic: draft.topic, size: 1, now: visit.now)
        try visit.type("q").see("home: 1 to send").see("home: 1 cleared retained message can be put back no longer")
    }
}
