import TestSupport
import Testing

@testable import Model
@testable import Profile
@testable import Topics

@Suite("What is published, and what became of it")
struct PublishingTests {
    // MARK: - Payloads as typed

    @Test(
        arguments: [
            ("", []), ("00 ff", [0, 255]), ("0xDEADbeef", [0xDE, 0xAD, 0xBE, 0xEF]),
            ("de:ad-be\nef", [0xDE, 0xAD, 0xBE, 0xEF]),
        ] as [(String, [UInt8])])
    func hexadecimal(_ text: String, _ bytes: [UInt8]) throws {
        #expect(try PayloadText.hex(text) == bytes)
    }

    @Test(arguments: [("0", 1), ("0 1", 1), ("zz", 0), ("00 0x01", 4), ("ü", 0)])
    func badHexadecimal(_ text: String, _ offset: Int) {
        let problem = #expect(throws: PayloadText.Problem.self) { try PayloadText.hex(text) }
        #expect(problem?.offset == offset)
    }

    // RFC 4648 10.
    @Test(arguments: [
        ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zm9vYmE=", "fooba"),
        ("Zm9v\nYmFy", "foobar"), ("Zg", "f"), ("Zm8", "fo"),
    ])
    func base64(_ text: String, _ clear: String) throws {
        #expect(try PayloadText.base64(text) == Array(clear.utf8))
    }

    @Test func base64OfBothAlphabets() throws {
        #expect(try PayloadText.base64("-_+/") == [0xFB, 0xFF, 0xBF])
        for bad in ["Z", "Zg==Zg==", "Zh==", "=", "Zm9v!", "Zg=a"] {
            #expect(throws: PayloadText.Problem.self, "\(bad)") { try PayloadText.base64(bad) }
        }
    }

    // MARK: - Checks

    private func draft(_ topic: String, _ change: (inout PublishDraft) -> Void = { _ in }) -> PublishDraft {
        var draft = PublishDraft()
        draft.topic = topic
        change(&draft)
        return draft
    }

    @Test func whatTheStandardForbids() {
        let limits = PublishCheck.Limits()
        #expect(PublishCheck(draft("home/lamp"), payloadSize: 1, limits: limits).problem == nil)
        for bad in ["", "a/+", "a/#", "a\0b", String(repeating: "a", count: 65_536)] {
            #expect(PublishCheck(draft(bad), payloadSize: 1, limits: limits).problem != nil, "\(bad.prefix(10))")
        }
        #expect(PublishCheck(draft("a"), payloadSize: 268_435_455, limits: limits).problem != nil)
    }

    @Test func whatTheBrokerForbids() throws {
        let limits = PublishCheck.Limits(
            maximumPacketSize: 100, maximumQoS: 1, isRetainAvailable: false, topicAliasMaximum: 3)
        let problem = { (draft: PublishDraft, size: Int) in
            PublishCheck(draft, payloadSize: size, limits: limits).problem
        }
        #expect(problem(draft("a"), 10) == nil)
        #expect(try #require(problem(draft("a"), 200)).contains("100 bytes"))
        #expect(try #require(problem(draft("a") { $0.qos = 2 }, 1)).contains("QoS 1"))
        #expect(try #require(problem(draft("a") { $0.retain = true }, 1)).contains("retain"))
        #expect(try #require(problem(draft("a") { $0.properties.topicAlias = 4 }, 1)).contains("up to 3"))
        #expect(problem(draft("a") { $0.properties.topicAlias = 3 }, 1) == nil)
        // 2 bytes of head, 3 of the topic, 1 of no properties; at QoS 1 the identifier.
        #expect(problem(draft("a"), 94) == nil && problem(draft("a"), 95) != nil)
        #expect(problem(draft("a") { $0.qos = 1 }, 92) == nil && problem(draft("a") { $0.qos = 1 }, 93) != nil)
    }

    @Test func theLongestThereIs() {
        let old = PublishCheck.Limits(hasProperties: false)
        #expect(PublishCheck(draft("a"), payloadSize: 268_435_452, limits: old).problem == nil)
        #expect(PublishCheck(draft("a"), payloadSize: 268_435_453, limits: old).problem != nil)
        #expect(PublishCheck(draft("a"), payloadSize: 268_435_452, limits: PublishCheck.Limits()).problem != nil)
    }

    @Test func hintsAreGentle() {
        let check = PublishCheck(draft("/küche/my lamp"), payloadSize: 1, limits: PublishCheck.Limits())
        #expect(check.problem == nil)
        #expect(check.topicHints == [.leadingSlash, .spaces, .nonASCII])
        let old = PublishCheck(
            draft("a") { $0.properties.contentType = "text/plain" }, payloadSize: 1,
            limits: PublishCheck.Limits(hasProperties: false))
        #expect(old.hints.count == 1)
    }

    // MARK: - Deliveries

    @Test func aHandshakeIsSeenStepByStep() {
        var box = Outbox()
        let id = box.begin(draft("a") { $0.qos = 2 }, topic: "a", size: 3, now: 100)
        box.reached(.queued, id, at: 100)
        box.reached(.written, id, at: 110)
        box.reached(.received, id, at: 120)
        #expect(box.waiting == 1)
        // The connection was lost: the message goes its way again.
        box.reached(.written, id, at: 500)
        #expect(box[id]?.steps.map(\.step) == [.queued, .written])
        box.reached(.received, id, at: 520)
        box.reached(.released, id, at: 521)
        box.reached(.completed, id, at: 540)
        box.end(id, .delivered(nil), at: 540)
        #expect(box[id]?.roundTrip == 40)
        #expect(box.waiting == 0)
        box.end(id, .failed("late"), at: 600)
        #expect(box[id]?.outcome == .delivered(nil))
    }

    @Test func theBoxIsBounded() {
        var box = Outbox()
        let open = box.begin(draft("open"), topic: "open", size: 1, now: 0)
        for _ in 0..<2 * Outbox.maximumEnded {
            box.end(box.begin(draft("a"), topic: "a", size: 1, now: 0), .delivered(nil), at: 1)
        }
        #expect(box.deliveries.count == Outbox.maximumEnded + 1)
        #expect(box[open]?.outcome == nil)
    }

    // MARK: - Replies

    @Test func repliesArePaired() throws {
        let live = LiveData()
        var book = AwaitedReplies()
        book.begin(
            id: 1, responseTopic: "reply", correlationData: [1], now: 0, timeout: 1000,
            endSequence: live.messages.endSequence)
        book.begin(
            id: 2, responseTopic: "reply", correlationData: [2], now: 0, timeout: 1000,
            endSequence: live.messages.endSequence)
        live.take("reply", properties: [9], at: 100)
        live.take("reply", properties: [2], at: 200)
        let ended = book.look(in: live.topics, live.messages, now: 300) { $0 }
        #expect(ended.map(\.id) == [2])
        #expect(ended.first?.state == .answered(sequence: 1, after: 200))
        #expect(book.nextDeadline == 1000)
        #expect(book.look(in: live.topics, live.messages, now: 1000) { $0 }.first?.state == .timedOut)
        #expect(book.nextDeadline == nil)
    }

    @Test func withoutCorrelationTheFirstMessageAfterwardsAnswers() {
        let live = LiveData()
        live.take("reply", properties: [], at: 10)
        var book = AwaitedReplies()
        book.begin(
            id: 1, responseTopic: "reply", correlationData: nil, now: 20, timeout: 1000,
            endSequence: live.messages.endSequence)
        #expect(book.look(in: live.topics, live.messages, now: 30) { $0 }.isEmpty)
        live.take("reply", properties: [], at: 40)
        live.take("reply", properties: [], at: 50)
        let ended = book.look(in: live.topics, live.messages, now: 60) { $0 }
        #expect(ended.first?.state == .answered(sequence: 1, after: 20))
    }

    // MARK: - Retained messages

    @Test func aSweepIsPacedAndListsFailures() {
        var sweep = RetainedSweep(clearing: (0..<50).map { "t/\($0)" })
        var taken: [String] = []
        while let item = sweep.takeNext() { taken.append(item.topic) }
        #expect(taken.count == RetainedSweep.window)
        for topic in taken { sweep.ended(topic, failure: topic == "t/3" ? "not authorized" : nil) }
        #expect(sweep.failures.map(\.topic) == ["t/3"])
        while let item = sweep.takeNext() { sweep.ended(item.topic, failure: nil) }
        #expect(sweep.state == .finished)
        #expect(sweep.done == 49)
        #expect(RetainedSweep(clearing: []).state == .finished)
    }

    @Test func theEndsOfASweepBeforeAreNotOfThisOne() {
        var publishing = Publishing()
        publishing.begin(RetainedSweep(clearing: ["a", "b"]))
        let first = publishing.sweep?.id
        publishing.sweep?.cancel()
        publishing.begin(RetainedSweep(clearing: ["c"]))
        #expect(first != publishing.sweep?.id)
    }

    @Test func aReplyThatIsWaitedForIsNotForgottenForOnesThatCame() {
        let live = LiveData()
        var book = AwaitedReplies()
        for id in 0...AwaitedReplies.maximumRequests {
            // All but the first are over time.
            book.begin(
                id: id, responseTopic: "r\(id)", correlationData: [1], isOwnTopic: true, now: 0,
                timeout: id == 0 ? 1000 : 1, endSequence: 0)
            if id == AwaitedReplies.maximumRequests - 1 {
                #expect(book.look(in: live.topics, live.messages, now: 10) { $0 }.count == id)
            }
        }
        #expect(book.requests.count == AwaitedReplies.maximumRequests)
        #expect(book.requests.first?.id == 0)
    }

    @Test func beyondTheBoundTheOldestIsGivenUpAndTold() {
        let live = LiveData()
        var book = AwaitedReplies()
        for id in 0...AwaitedReplies.maximumRequests {
            book.begin(
                id: id, responseTopic: "r\(id)", correlationData: [1], isOwnTopic: true, now: 5, timeout: 1000,
                endSequence: 0)
        }
        #expect(book.look(in: live.topics, live.messages, now: 6) { $0 }.map(\.id) == [0])
    }

    @Test func aSweepCanBeCancelled() {
        var sweep = RetainedSweep(restoring: [
            RetainedSweep.Item(topic: "a", payload: [1]), .init(topic: "b", payload: [2]),
        ])
        #expect(sweep.takeNext()?.payload == [1])
        sweep.cancel()
        #expect(sweep.takeNext() == nil)
        sweep.ended("a", failure: nil)
        #expect(sweep.state == .cancelled)
        #expect(sweep.done == 1)
    }

    @Test func retainedTopicsAreListedUnderAFilter() {
        let live = LiveData()
        for (topic, retain) in [("a/1", true), ("a/2", false), ("b/1", true), ("a/3", true)] {
            live.take(topic, [UInt8](repeating: 7, count: 5), flags: MessageFlags(qos: 0, retain: retain))
        }
        let list = RetainedList(live, filter: "a/+")
        #expect(!list.advance(until: .now.advanced(by: .seconds(5))))
        #expect(list.clearable == ["a/1", "a/3"] && list.clearableCount == 2)
        #expect(list.bytes == 10)
        #expect(RetainedList(live, filter: "re:(").problem != nil)
        // What no client can name is listed, and counted apart.
        let flags = MessageFlags(qos: 0, retain: true)
        let name: [UInt8] = [0x61, 0xFF]
        name.withUnsafeBytes {
            live.receive(topic: $0, payload: $0, properties: .init(rebasing: $0[..<0]), flags: flags, at: 1)
        }
        let all = RetainedList(live, filter: "")
        #expect(!all.advance(until: .now.advanced(by: .seconds(5))))
        #expect(
            all.count == 4 && all.unnamed == 1 && all.clearable.count == 3 && all.clearableCount == 3
                && all.clearableBytes == 15)
    }

    @Test("a message that is published again has its properties, without the alias of its own connection")
    func propertiesAreTaken() throws {
        let workspace = Workspace()
        workspace.draftProperties = { bytes in
            var properties = PublishDraftProperties()
            (properties.contentType, properties.topicAlias) = (String(decoding: bytes, as: UTF8.self), 7)
            return properties
        }
        for bytes in [Array("a/b".utf8)] {
            bytes.withUnsafeBytes { bytes in
                workspace.live.receive(
                    topic: bytes, payload: bytes, properties: bytes, flags: MessageFlags(qos: 1, retain: true), at: 1)
            }
        }
        let id = try #require(workspace.live.topics.find(topic: "a/b"))
        let draft = PublishDraft(lastOf: id, in: workspace)
        #expect(draft.payload == "a/b" && draft.properties.contentType == "a/b")
        #expect(draft.properties.topicAlias == nil)
        // A broker of MQTT 3.1.1 takes none.
        workspace.publishLimits.hasProperties = false
        #expect(PublishDraft(lastOf: id, in: workspace).properties == PublishDraftProperties())
    }

    @Test("what was put back whole is not put back again over what came since")
    func undoIsUsedUp() {
        var publishing = Publishing()
        for topic in ["a", "b"] { publishing.undo.keep(RetainedSweep.Item(topic: topic, payload: [1])) }
        publishing.begin(RetainedSweep(clearing: ["a", "b"]))
        for _ in 0..<2 { _ = publishing.sweep?.takeNext() }
        for topic in ["a", "b"] { publishing.sweepEnded(topic, failure: nil) }
        #expect(publishing.undo.items.count == 2)
        publishing.begin(RetainedSweep(restoring: publishing.undo.items))
        for _ in 0..<2 { _ = publishing.sweep?.takeNext() }
        // Not before the broker has it: it may be cancelled, or fail.
        #expect(publishing.undo.items.count == 2)
        publishing.sweepEnded("a", failure: nil)
        publishing.sweepEnded("b", failure: "no")
        #expect(publishing.undo.items.map(\.topic) == ["b"] && publishing.undo.restored == 1)
    }

    @Test("what is put back has its properties; topics that spoke since are left; two clearings are one")
    func restoring() throws {
        let workspace = Workspace()
        workspace.draftProperties = { bytes in
            var properties = PublishDraftProperties()
            properties.contentType = String(decoding: bytes, as: UTF8.self)
            return properties
        }
        func receive(_ topic: String, _ payload: String, retain: Bool = false) {
            let (topic, payload) = (Array(topic.utf8), Array(payload.utf8))
            topic.withUnsafeBytes { topic in
                payload.withUnsafeBytes { payload in
                    workspace.live.receive(
                        topic: topic, payload: payload, properties: topic, flags: MessageFlags(qos: 2, retain: retain),
                        at: 1)
                }
            }
        }
        for topic in ["a", "b", "c"] { receive(topic, "old", retain: true) }
        workspace.clearRetained(["a"])
        workspace.keepRetained("a")
        // The clearing as a subscriber sees it.
        receive("a", "")
        workspace.clearRetained(["b", "c"])
        for topic in ["b", "c"] { workspace.keepRetained(topic) }
        receive("c", "new")
        let (sure, unsure) = workspace.restorable(now: 1)
        #expect(sure.map(\.topic) == ["a", "b"] && unsure.map(\.topic) == ["c"])
        #expect(sure.first?.properties.contentType == "a" && sure.first?.qos == 2)
    }

    @Test("what is kept to be put back is what came as retained, and not what a topic has said since")
    func lastRetained() throws {
        let workspace = Workspace()
        func receive(_ topic: String, _ payload: String, retain: Bool = false) {
            Array(topic.utf8).withUnsafeBytes { topic in
                Array(payload.utf8).withUnsafeBytes { payload in
                    workspace.live.receive(
                        topic: topic, payload: payload, properties: UnsafeRawBufferPointer(start: nil, count: 0),
                        flags: MessageFlags(qos: 1, retain: retain), at: 1)
                }
            }
        }
        receive("spoken", "kept", retain: true)
        receive("spoken", "live")
        receive("own", "from here")
        receive("again", "before", retain: true)
        receive("again", "")
        receive("again", "after")
        #expect(workspace.isUnsureRetained("spoken") && !workspace.isUnsureRetained("own"))
        let topics = ["spoken", "own", "again"]
        workspace.clearRetained(topics)
        for topic in topics { workspace.keepRetained(topic) }
        // The clearing as a subscriber sees it.
        for topic in topics { receive(topic, "") }
        let (sure, unsure) = workspace.restorable(now: 1)
        #expect(sure.isEmpty)
        #expect(unsure.map { String(decoding: $0.payload, as: UTF8.self) } == ["kept", "from here", "after"])
        #expect(unsure.map(\.wasSeenRetained) == [true, false, false])
    }

    @Test func undoKeepsWhatItCan() {
        var undo = RetainedUndo()
        undo.keep(RetainedSweep.Item(topic: "a", payload: [1, 2]))
        undo.lose("b", .notKept)
        let large = RetainedSweep.Item(topic: "c", payload: [UInt8](repeating: 0, count: RetainedUndo.budget - 2))
        undo.keep(large)
        #expect(undo.items.map(\.topic) == ["a"])
        #expect(undo.losses.notKept == 1 && undo.losses.noRoom == 1)
        // What was kept of a topic before is not what is cleared now; with it goes what it took.
        undo.keep(RetainedSweep.Item(topic: "a", payload: [3]), propertyBytes: RetainedUndo.budget - 2)
        #expect(undo.items.first?.payload == [3])
        undo.lose("a", .keptInPart)
        #expect(undo.isEmpty && undo.losses.count == 3)
        undo.keep(large)
        #expect(undo.items.map(\.topic) == ["c"])
    }
}
