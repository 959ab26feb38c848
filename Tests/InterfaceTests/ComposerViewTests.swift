import MQTT
import Model
import Profile
import Terminal
import Testing

@testable import Interface

/// What of a publish is in sight while it is composed, and of those that were.
@Suite("The composer and the lists of publishes on small screens") struct ComposerViewTests {
    private func rows(_ visit: Visit, with text: String) -> [String] { visit.look().filter { $0.contains(text) } }

    @Test("What is offered for a topic hides the rows of the form behind it")
    func offers() throws {
        let visit = Visit()
        for topic in ["home/bath/lamp", "home/energy", "home/heating"] { visit.receive(topic, "1") }
        try visit.type("p<C-u>home/").see("│ home/bath")
        for name in ["home/bath", "home/energy"] {
            let row = try #require(rows(visit, with: "│ \(name)").first { $0.contains("QoS") || $0.contains("Retain") })
            #expect(!row.contains("yes") && !row.contains(" 0 "), "\(row)")
        }
    }

    @Test("A payload that does not fit opens at its beginning, and the frame counts what is not seen")
    func long() throws {
        let visit = Visit(width: 80, height: 24)
        let text = "first " + String(repeating: "one long line of plain text ", count: 60)
        visit.receive("plant/text", text)
        try visit.type("oGp").see("first one long").see("↓ ")
        visit.miss("↑ ")
        try visit.type("<C-End>").miss("first one long").see("↑ ")
        // What is offered is sent whole, and what is typed over all of it takes its place.
        for (keys, payload) in [("", text), ("x", "x")] {
            try visit.type("<Esc><Esc>p").see("first one long").type("\(keys)<C-s>")
            guard case .publish(.send(let draft, _))? = visit.takeEffects().last else {
                Issue.record("nothing was sent:\n\(visit.screen)")
                return
            }
            #expect(draft.payload == payload)
        }
    }

    @Test("Hex is never broken within a byte")
    func hex() throws {
        for width in 70...80 {
            let visit = Visit(width: width, height: 24)
            visit.receive("raw", bytes: (0..<100).map { UInt8($0) | 0x80 })
            try visit.type("oGp")
            let lines = visit.look().filter { $0.contains("80 81 82") || $0.contains("a0 a1") }
            let words = lines.flatMap { $0.split(separator: " ") }.filter { $0.first == "8" || $0.first == "a" }
            #expect(!words.isEmpty && words.allSatisfy { $0.count == 2 }, "\(width): \(visit.screen)")
        }
    }

    @Test("At 60x16 the payload is in sight below the fields, at 40x10 it is counted")
    func small() throws {
        let visit = Visit(width: 60, height: 16)
        visit.receive("a", "the payload")
        try visit.type("oGp<C-o><C-o><C-o>").see("Topic").see("Format").see("Payload").see("the payload")
        let low = Visit(width: 40, height: 10)
        try low.type("p<C-u>a/b<Tab>").see("Topic").miss("Payload").see("↓ ")
    }

    @Test("The page of the properties says that MQTT 3.1.1 has none")
    func properties() throws {
        let visit = Visit()
        visit.workspace.connection.version = .v311
        visit.workspace.publishLimits = PublishCheck.Limits(hasProperties: false)
        try visit.type("p<C-o>").see("MQTT 3.1.1 carries none of these").type("<C-o>").miss("carries none")
    }

    @Test("The words of a run stand behind the longest topic, and no figure of them is cut")
    func running() throws {
        let visit = Visit(width: 80, height: 24)
        var draft = PublishDraft()
        (draft.topic, draft.qos) = ("lamp", 1)
        visit.workspace.publishing.start(draft, interval: 1_000_000, total: nil, now: visit.now)
        try visit.type("P").see("lamp  every 1 s  running, 0 sent")
    }

    @Test("A filter that is kept is taken away first, and the keys of the list say so")
    func filter() throws {
        let visit = Visit(width: 80, height: 24)
        var draft = PublishDraft()
        draft.topic = "lamp"
        _ = visit.workspace.publishing.outbox.begin(draft, topic: draft.topic, size: 1, now: visit.now)
        try visit.type("P").see("Esc back").type("/lamp<Enter>").see("Esc clear").type("<Esc>").see("Esc back")
        try visit.type("/zzz<Enter>").see("Nothing here has that.").see("/ filter").see("Esc clear")
    }

    @Test("What was delivered with a lower QoS is sent again with that one")
    func lowered() throws {
        let visit = Visit()
        var draft = PublishDraft()
        (draft.topic, draft.qos) = ("plant/b", 2)
        let id = visit.workspace.publishing.outbox.begin(draft, topic: draft.topic, size: 1, now: visit.now)
        visit.workspace.publishing.outbox.hold(id, "the broker closes")
        visit.workspace.publishing.outbox.lower(id, to: 1)
        visit.workspace.publishing.outbox.end(id, .delivered(nil), at: visit.now)
        try visit.type("P").see("QoS 1").type("s")
        guard case .publish(.send(let again, _))? = visit.takeEffects().last else {
            Issue.record("nothing was sent:\n\(visit.screen)")
            return
        }
        #expect(again.qos == 1)
    }
}
