import Demo
import MQTT
import Model
import Profile
import REST
import TestSupport
import Testing

@testable import App
@testable import Interface

/// Requests that are repeated, and what is expected of what is sent: the whole program but for ncurses, on the demo.
@Suite("Again and again, and what is expected, on the demo", .serialized)
@MainActor struct ExpectTests {
    private func visiting(
        _ drafts: [RequestDraft], isConnected: Bool = false, _ body: (Visit, Demo) async throws -> Void
    ) async throws {
        let demo = try await Demo.start()
        let visit = try Visit()
        visit.window.book.captured = [
            Variables.Variable("base", .literal("http://127.0.0.1:\(demo.httpPort)"), origin: "the demo")
        ]
        if isConnected {
            visit.connect(port: demo.port)
            try await visit.see("● test")
        }
        visit.window.load(requests: drafts)
        try visit.type("2<Down><Enter>")
        try await body(visit, demo)
        try await visit.leave()
        await demo.stop()
    }

    private func draft(_ method: String, _ path: String, _ body: RequestBody = .none) -> RequestDraft {
        var draft = RequestDraft()
        (draft.name, draft.method, draft.url, draft.body) = ("mine", method, "{{base}}\(path)", body)
        return draft
    }

    @Test("GET again and again: one answer is kept, the others are 304 or the same, and are counted")
    func get() async throws {
        try await visiting([draft("GET", "/sensors")]) { visit, _ in
            try visit.type("<M-e><C-u>20 ms<Tab>5<Enter>")
            try await visit.become("five answers") {
                $0.window.model.requests.repeats.all.first?.run.state == .finished
            }
            let tally = try #require(visit.window.model.requests.repeats.all.first?.run.tally)
            #expect(tally.sent == 5 && tally.changed == 0 && tally.failed == 0)
            #expect(visit.window.exchange?.unchanged == 4)
            try await visit.see("+4 unchanged")
        }
    }

    @Test("The lecture's PUT: a new number in the body each time, asked about once, and its topic speaks each time")
    func put() async throws {
        let body = RequestBody.json("{\"on\": true, \"brightness\": {{randomInt 1 100}}}")
        try await visiting([draft("PUT", "/devices/lamp", body)], isConnected: true) { visit, _ in
            try visit.type("<M-e><C-u>30 ms<Tab>4<Enter>")
            try await visit.see("PUT may change something each time")
            try visit.type("y")
            try await visit.become("four answers") {
                $0.window.model.requests.repeats.all.first?.run.state == .finished
            }
            let answers = visit.window.exchanges.all(of: try #require(visit.window.exchange?.requestID))
            let sent = Set(answers.map { $0.hop?.sent.bytes ?? [] })
            #expect(sent.count > 1, "each body is made anew")
            try visit.type("P")
            try await visit.see("4 of 4 sent")
        }
    }

    @Test("PUT the lamp, expect its topic within 2 s and no alarm: met; the wrong state: not met, with the nearest")
    func lamp() async throws {
        let body = RequestBody.json("{\"on\": true, \"brightness\": 40}")
        try await visiting([draft("PUT", "/devices/lamp", body)], isConnected: true) { visit, _ in
            try visit.type(
                "<M-u><C-u>home/hall/lamp<Tab>$.on == true<Tab><Tab><Tab><Tab><Tab><Tab>home/alarm/#<Tab><C-u>300 ms<Enter>"
            )
            try await visit.become("an end") { $0.window.model.expectation?.isRunning == false }
            let report = try #require(visit.window.model.expectation)
            #expect(report.state == .met, "\(report)")
            #expect(report.notes.contains { $0.contains("home/hall/lamp {\"on\"") && $0.contains("200") }, "\(report)")
            #expect(report.notes.contains("none on home/alarm/# for 300 ms"))
            try await visit.see("met")
            try visit.type("e<Tab><C-u>$.on == false<Tab><C-u>200 ms<Enter>")
            try await visit.become("an end") { $0.window.model.expectation?.state == .missed }
            #expect(visit.window.model.expectation?.words.contains { $0.hasPrefix("nearest: home/hall/lamp") } == true)
        }
    }

    @Test("A publish from the composer, with its acknowledgement; ended by key; without a broker it says so")
    func publish() async throws {
        try await visiting([draft("GET", "/sensors")], isConnected: true) { visit, _ in
            var draft = PublishDraft()
            (draft.topic, draft.payload, draft.qos) = ("test/x", "7", 1)
            visit.window.expect(of: draft)
            try visit.type("<Enter>")
            try await visit.become("an end") { $0.window.model.expectation?.isRunning == false }
            let report = try #require(visit.window.model.expectation)
            #expect(report.state == .met && report.notes.first?.hasPrefix("test/x 7 ") == true, "\(report)")
            #expect(report.notes.first?.hasSuffix("PUBACK") == true)
            try visit.type("e<Tab>payload == 8<Tab><C-u>1 min<Enter>")
            try await visit.see("sent and watching")
            try visit.type("x")
            try await visit.see("stopped")
        }
    }

    @Test("What is sent and expected takes the values of topics that the screen has, as C-s does")
    func topicValues() async throws {
        try await visiting([draft("GET", "/nothing")], isConnected: true) { visit, _ in
            try await visit.become("a value") { $0.workspace.live.topicValue("home/hall/lamp") != nil }
            var publish = PublishDraft()
            (publish.topic, publish.payload, publish.qos) = ("test/x", "v={{topic:home/hall/lamp#$.on}}", 1)
            visit.window.expect(of: publish)
            try visit.type("<Enter>")
            try await visit.become("an end") { $0.window.model.expectation?.isRunning == false }
            let report = try #require(visit.window.model.expectation)
            #expect(report.state == .met && report.notes.first?.hasPrefix("test/x v=") == true, "\(report)")
            try visit.type("<Esc><Esc>")
            var request = RequestDraft()
            (request.name, request.url) = ("r", "{{base}}/devices/{{topic:home/hall/lamp#$.on}}")
            let effects = visit.application.effects
            let values = effects.values(for: request, visit.window.book.variables)
            #expect(values.topics.keys.contains("home/hall/lamp") && values.chain == nil)
        }
    }
}
