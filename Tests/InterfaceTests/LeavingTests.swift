import Interface
import Kit
import Model
import Profile
import REST
import Testing

@Suite("Leaving with publishes that wait") struct LeavingTests {
    /// Three that were not sent, one that was.
    private func visit() -> (visit: Visit, ids: [Int]) {
        let visit = Visit(width: 80, height: 24)
        var draft = PublishDraft()
        (draft.topic, draft.qos) = ("home/lamp", 1)
        let ids = (0..<4).map { _ in
            visit.workspace.publishing.outbox.begin(draft, topic: draft.topic, size: 1, now: visit.now)
        }
        visit.workspace.publishing.outbox.reached(.queued, ids[0], at: visit.now)
        visit.workspace.publishing.outbox.reached(.written, ids[3], at: visit.now)
        return (visit, ids)
    }

    @Test("q names them and asks; Esc and s stay, d drops them", arguments: ["q", "<C-c>"]) func asks(_ key: String)
        throws
    {
        let (visit, _) = visit()
        #expect(try visit.type(key).takeEffects() == [])
        visit.see("home: 3 to send, 1 sent and not acknowledged")
        #expect(try visit.type("<Esc>").takeEffects() == [])
        #expect(try visit.type(key + "s").takeEffects() == [])
        #expect(try visit.type(key + "d").takeEffects() == [.program(.quit)])
        #expect(try visit.type(key + "<Down><Enter>").takeEffects() == [.program(.quit)])
    }

    @Test("Waiting shows what is left, and leaves when nothing is") func waits() throws {
        let (visit, ids) = visit()
        #expect(try visit.type("qw").takeEffects() == [])
        visit.workspace.connection.state = .waiting(until: visit.now + 5_000_000, attempt: 2, reason: "no route")
        visit.see("Waiting for the broker")
        visit.see("tried again in 5s: no route")
        #expect(visit.window.leaveWhenDelivered() == [])
        for id in ids { visit.workspace.publishing.outbox.end(id, .delivered(nil), at: visit.now) }
        #expect(visit.window.leaveWhenDelivered() == [.program(.quit)])
        #expect(visit.window.leaveWhenDelivered() == [])
    }

    @Test("When nothing waits any more while the question stands, it says so") func settled() throws {
        let (visit, ids) = visit()
        try visit.type("q")
        for id in ids { visit.workspace.publishing.outbox.end(id, .delivered(nil), at: visit.now) }
        // Only what makes sense: there is nothing to wait for, and nothing to drop.
        visit.see("Nothing waits any more.").see("d  Quit").miss("Wait until").miss("Drop them")
        #expect(try visit.type("<Enter>").takeEffects() == [.program(.quit)])
        // Who meant to wait meant to leave.
        let (other, others) = self.visit()
        try other.type("q")
        for id in others { other.workspace.publishing.outbox.end(id, .delivered(nil), at: other.now) }
        #expect(try other.see("Nothing waits any more.").type("w").takeEffects() == [.program(.quit)])
    }

    @Test("What is asked about is counted at each drawing, and who is about to stay stays, whatever ends meanwhile")
    func countedAnew() throws {
        let (visit, sent) = sending(["make", "more"])
        try visit.type("q").see("2 requests that change something").type("<Down><Down>")
        end(sent[0], .finished, status: 201, visit)
        visit.see("A request that changes something").miss("2 requests")
        end(sent[1], .finished, status: 201, visit)
        visit.see("Nothing waits any more.").miss("that change").miss("that changes")
        #expect(try visit.type("<Enter>").takeEffects() == [])
        visit.miss("Nothing waits any more.")
        // Nor does a publish that is begun meanwhile put another answer beneath the key.
        let repeated = Visit(width: 120, height: 36)
        var draft = PublishDraft()
        draft.topic = "clock"
        repeated.workspace.publishing.start(draft, interval: 1_000_000, total: nil, now: repeated.now)
        try repeated.type("q").see("Publishes are repeated").miss("wait until")
        repeated.workspace.publishing.start(draft, interval: 1_000_000, total: 5, now: repeated.now)
        repeated.see("wait until the broker has the rest")
        #expect(try repeated.type("<Enter>").takeEffects() == [])
        repeated.miss("Waiting for the broker")
    }

    @Test("What fails while the question stands is told there, and is a reason to stay") func failedMeanwhile() throws {
        let (visit, sent) = sending(["make"])
        try visit.type("q").see("make: no answer yet").see("Stop it and quit")
        end(sent[0], .failed("no route"), visit)
        visit.see("make failed: no route").miss("no answer yet")
        // Enter by habit ends nothing now; nor does the key that had meant to wait.
        #expect(try visit.type("w").takeEffects() == [])
        #expect(try visit.type("<Enter>").takeEffects() == [])
        let (other, two) = sending(["make", "more"])
        try other.type("q").see("Stop them and quit")
        end(two[0], .finished, status: 503, other)
        #expect(try other.type("w").takeEffects() == [])
        end(two[1], .finished, status: 200, other)
        #expect(other.window.leaveWhenDelivered() == [])
        other.see("make was answered 503")
    }

    @Test("Publishes and requests that wait together are both named; of many requests the first are") func both() throws
    {
        let (visit, _) = sending((0..<30).map { "make \($0)" })
        var draft = PublishDraft()
        draft.topic = "home/lamp"
        _ = visit.workspace.publishing.outbox.begin(draft, topic: draft.topic, size: 1, now: visit.now)
        try visit.type("q").see("Publishes and requests wait").see("home: 1 to send").see("make 5: no answer yet")
        visit.see("and 24 requests more").miss("make 6:").see("and the answers are here, then quit")
        try visit.type("w").see("Waiting for the broker and for answers").see("and 24 requests more").miss("make 6:")
        #expect(visit.window.lostAtEnd.last?.hasSuffix("make 5: no answer yet; and 24 requests more") == true)
    }

    @Test("A request has one name wherever it is spoken of: where it is saved, else its method and URL") func titles() {
        var draft = RequestDraft()
        (draft.method, draft.url) = ("POST", "http://me:hunter2@h/x")
        let sent = SentRequest(id: 1, draft: draft, startedAt: 0)
        #expect(sent.draft.title.hasPrefix("POST http://me:") && !sent.draft.title.contains("hunter2"))
        (draft.folder, draft.name) = ("lamps", "on")
        #expect(draft.title == "lamps/on")
    }

    @Test("What fails meanwhile is a reason to stay; d still drops, Esc stays") func fails() throws {
        let (visit, ids) = visit()
        try visit.type("qw<Esc>")
        visit.miss("Waiting for the broker")
        try visit.type("qw")
        for id in ids { visit.workspace.publishing.outbox.end(id, .failed("refused"), at: visit.now) }
        #expect(visit.window.leaveWhenDelivered() == [])
        visit.see("4 publishes failed: P tells why")
        #expect(try visit.type("q").takeEffects() == [.program(.quit)])
        let (other, _) = self.visit()
        #expect(try other.type("qwd").takeEffects() == [.program(.quit)])
    }

    @Test("What is held is not waited for: it is said who decides") func held() throws {
        let (visit, ids) = visit()
        visit.workspace.publishing.outbox.hold(ids[3], "2 connections ended right behind it")
        try visit.type("q").see("3 to send, 1 held").see("What is held is lost then: stay, and P decides of it")
        visit.see("Wait until the broker has the others, and decide then")
        #expect(try visit.type("w").takeEffects() == [])
        for id in ids.prefix(3) { visit.workspace.publishing.outbox.end(id, .delivered(nil), at: visit.now) }
        #expect(visit.window.leaveWhenDelivered() == [])
        visit.see("1 publish is held: P decides").miss("Waiting for the broker")
        try visit.type("q").see("1 held").miss("Wait until")
    }

    @Test("Runs and sweeps are named; to wait stops the runs that have no end") func runs() throws {
        let visit = Visit(width: 120, height: 36)
        var draft = PublishDraft()
        draft.topic = "clock"
        visit.workspace.publishing.start(draft, interval: 1_000_000, total: nil, now: visit.now)
        visit.workspace.publishing.start(draft, interval: 1_000_000, total: 5, now: visit.now)
        visit.workspace.publishing.sweep = RetainedSweep(clearing: ["a", "b"])
        #expect(
            visit.window.lostAtEnd == [
                "publishes dropped: home: 1 run with 5 more, 1 run that goes on until it is stopped, "
                    + "2 retained messages of a sweep"
            ])
        try visit.type("qw")
        #expect(
            visit.window.lostAtEnd == ["publishes dropped: home: 1 run with 5 more, 2 retained messages of a sweep"])
        #expect(visit.workspace.publishing.activeRuns == 1)
    }

    @Test("a publish that is repeated is asked about in its own words") func openRun() throws {
        let visit = Visit(width: 120, height: 36)
        var draft = PublishDraft()
        draft.topic = "clock"
        visit.workspace.publishing.start(draft, interval: 1_000_000, total: nil, now: visit.now)
        try visit.type("q").see("Publishes are repeated")
        // What never ends is not waited for, and Enter by habit stays.
        visit.see("Drop them and quit").miss("wait until").miss("Publishes wait")
        #expect(try visit.type("w<Enter>").takeEffects() == [])
        visit.workspace.publishing.start(draft, interval: 1_000_000, total: 5, now: visit.now)
        try visit.type("q").see("Stop what goes on, wait until the broker has the rest, then quit")
    }

    @Test("a change that has no answer yet is asked about; what only asks goes without a word") func unanswered() throws
    {
        for (method, isAsked) in [("POST", true), ("GET", false)] {
            let visit = Visit(width: 120, height: 36)
            var draft = RequestDraft()
            (draft.method, draft.url) = (method, "http://h/x")
            let sent = SentRequest(id: 1, requestID: 1, draft: draft, startedAt: visit.now)
            visit.window.model.requests.exchanges.update(sent)
            try visit.type("q")
            if isAsked {
                visit.see("A request that changes something").see("no answer yet").see("Wait for the answer, then quit")
            } else {
                visit.miss("no answer yet")
            }
        }
    }

    /// Requests that change something, under way.
    private func sending(_ names: [String]) -> (visit: Visit, sent: [SentRequest]) {
        let visit = Visit(width: 120, height: 36)
        let sent = names.enumerated().map { index, name in
            var draft = RequestDraft()
            (draft.name, draft.method, draft.url) = (name, "POST", "http://h/\(index)")
            return SentRequest(
                id: UInt64(index + 1), requestID: index + 1, draft: draft, url: draft.url, startedAt: visit.now)
        }
        for exchange in sent { visit.window.model.apply(.exchange(exchange)) }
        return (visit, sent)
    }

    private func end(_ exchange: SentRequest, _ state: SentRequest.State, status: Int = 0, _ visit: Visit) {
        var exchange = exchange
        exchange.state = state
        if status > 0 {
            exchange.hops = [
                Hop(url: exchange.url, sent: Sent(method: "POST", target: "/"), response: Response(status: status))
            ]
        }
        visit.window.model.apply(.exchange(exchange))
    }

    @Test("Waiting for answers says so, stops them by a key, and leaves when all were answered well") func answers()
        throws
    {
        let (visit, sent) = sending(["", "make"])
        try visit.type("q").see("2 requests that change something").see("Wait for the answers, then quit")
        #expect(try visit.type("w").takeEffects() == [])
        visit.see("Waiting for answers").see("POST http://h/0: no answer yet").see("make: no answer yet")
        visit.see("d stop them and quit")
        end(sent[0], .finished, status: 201, visit)
        #expect(visit.window.leaveWhenDelivered() == [])
        #expect(visit.window.lostAtEnd == ["requests stopped: make: no answer yet"])
        end(sent[1], .finished, status: 204, visit)
        #expect(visit.window.leaveWhenDelivered() == [.program(.quit)])
        #expect(visit.window.lostAtEnd == [])
    }

    @Test("An answer that is an error, and none at all, are reasons to stay; of several each is named")
    func badAnswers() throws {
        let (visit, sent) = sending(["make"])
        try visit.type("qw")
        end(sent[0], .finished, status: 503, visit)
        #expect(visit.window.leaveWhenDelivered() == [])
        visit.see("make was answered 503").miss("Waiting for answers")
        #expect(try visit.type("q").takeEffects() == [.program(.quit)])
        let (other, two) = sending(["", "make"])
        try other.type("qw")
        end(two[0], .failed("no route"), other)
        end(two[1], .finished, status: 404, other)
        #expect(other.window.leaveWhenDelivered() == [])
        other.see("2 requests went wrong: POST http://h/0, make")
    }

    @Test("Closing one connection asks likewise, and every open connection is asked about at the end")
    func connections() throws {
        let (visit, _) = visit()
        let other = visit.window.model.open()
        other.connection = ConnectionStatus(name: "garden", state: .connected(since: visit.now))
        try visit.type("q")
        visit.see("home: 3 to send, 1 sent and not acknowledged")
        visit.miss("garden:")
        try visit.type("<Esc>4")
        visit.look()
        // The one on the screen first, which has nothing to lose.
        #expect(try visit.type("c").takeEffects() == [.connection(.close(other.id))])
        try visit.type("<Up>c").see("Drop them and close")
        #expect(try visit.type("d").takeEffects().count == 1)
    }
}
