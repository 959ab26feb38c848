import Profile
import Testing
import Topics

@testable import Model

@Suite("What is cleared of retained messages, and put back") struct RetainedClearingTests {
    private let workspace = Workspace()

    private func receive(_ topic: String, _ payload: String, retain: Bool = false, expiry: String = "") {
        Array(topic.utf8).withUnsafeBytes { topic in
            Array(payload.utf8).withUnsafeBytes { payload in
                Array(expiry.utf8).withUnsafeBytes { properties in
                    workspace.live.receive(
                        topic: topic, payload: payload, properties: properties,
                        flags: MessageFlags(qos: 1, retain: retain), at: 1)
                }
            }
        }
    }

    /// Publishes with RETAIN from here, which the broker takes.
    private func publish(_ topic: String, _ payload: String?, isSweep: Bool = false) {
        let own = workspace.willRetain(payload.map { Array($0.utf8) }, on: topic, isSweep: isSweep)
        take(topic, own, isKept: true)
    }

    private func take(_ topic: String, _ own: PublishReport.Own, isKept: Bool) {
        let retained = PublishReport.Retained(topic: topic, isKept: isKept)
        workspace.apply(
            PublishReport(purpose: .run(0), event: .ended(.delivered(nil)), began: 1, retained: retained, own: own),
            at: 1)
    }

    private func clear(_ topic: String) {
        workspace.clearRetained([topic])
        workspace.keepRetained(topic)
        take(topic, workspace.willRetain([], on: topic, isSweep: true), isKept: false)
    }

    private var sure: [String] { workspace.restorable(now: 1).sure.map { String(decoding: $0.payload, as: UTF8.self) } }

    @Test("What was put back from here is known to be retained, though it came back without RETAIN")
    func putBack() {
        receive("a", "1", retain: true)
        clear("a")
        receive("a", "")
        publish("a", "1", isSweep: true)
        receive("a", "1")
        #expect(!workspace.isUnsureRetained("a"))
        clear("a")
        receive("a", "")
        #expect(sure == ["1"])
    }

    @Test("What was published over a retained message is what is cleared: the one before is not put back for it")
    func publishedOver() {
        receive("a", "1", retain: true)
        publish("a", "2")
        // Nothing came of it: nobody is subscribed any more.
        #expect(workspace.lossesOfClearing(["a"]).notKept == 1)
        clear("a")
        #expect(workspace.publishing.undo.isEmpty && workspace.publishing.undo.losses.notKept == 1)
        receive("b", "1", retain: true)
        publish("b", "2")
        receive("b", "2")
        receive("b", "3")
        clear("b")
        // What has been said since is not what was to be kept.
        #expect(workspace.restorable(now: 1).unsure.map { String(decoding: $0.payload, as: UTF8.self) } == ["2"])
        #expect(workspace.restorable(now: 1).unsure.first?.doubts == .spoken)
    }

    @Test("What was refused, or never sent, has taken no place: what was kept before is what is cleared")
    func refusedOver() {
        receive("a", "1", retain: true)
        for payload in ["2", ""] {
            let own = workspace.willRetain(Array(payload.utf8), on: "a", isSweep: payload.isEmpty)
            workspace.apply(
                PublishReport(
                    purpose: .run(0), event: .ended(.failed("too large")), began: 1, retained: nil, own: own,
                    isUndone: true), at: 1)
        }
        #expect(workspace.lossesOfClearing(["a"]).count == 0)
        clear("a")
        #expect(sure == ["1"])
    }

    @Test("What is still on its way may be kept by the time, and may not")
    func onItsWay() {
        receive("a", "1", retain: true)
        workspace.willRetain(Array("2".utf8), on: "a", isSweep: false)
        receive("a", "2")
        clear("a")
        let unsure = workspace.restorable(now: 1).unsure
        #expect(unsure.map { String(decoding: $0.payload, as: UTF8.self) } == ["2"])
        #expect(unsure.first?.doubts == .unseen)
    }

    @Test("What was published from here on a topic since it was cleared is not gone over unasked")
    func overtaken() {
        for topic in ["a", "b", "c"] {
            receive(topic, "1", retain: true)
            clear(topic)
        }
        // Whether it was taken or not, of QoS 0 or more.
        workspace.willRetain(Array("2".utf8), on: "a", isSweep: false)
        // A file's bytes are not known.
        workspace.willRetain(nil, on: "b", isSweep: false)
        // One that is empty leaves nothing there.
        workspace.willRetain([], on: "c", isSweep: false)
        let (sure, unsure) = workspace.restorable(now: 1)
        #expect(sure.map(\.topic) == ["c"] && unsure.map(\.topic) == ["a", "b"])
        #expect(unsure.allSatisfy { $0.doubts == .published })
    }

    @Test("A message whose time is over is in doubt; one whose time runs is put back for what is left of it")
    func expiry() {
        workspace.publishLimits.hasProperties = true
        workspace.draftProperties = { bytes in
            var properties = PublishDraftProperties()
            properties.expiry = UInt32(String(decoding: bytes, as: UTF8.self))
            return properties
        }
        receive("a", "1", retain: true, expiry: "60")
        clear("a")
        let soon = workspace.restorable(now: 20_000_001)
        #expect(soon.sure.map(\.properties.expiry) == [40] && soon.unsure.isEmpty)
        let late = workspace.restorable(now: 60_000_001)
        #expect(late.sure.isEmpty && late.unsure.map(\.doubts) == [.expired])
    }

    @Test("A value that comes again is not lost by being put back")
    func same() {
        receive("a", "1", retain: true)
        clear("a")
        receive("a", "1")
        #expect(sure == ["1"])
        receive("a", "2")
        receive("a", "1")
        #expect(sure.isEmpty)
    }

    @Test("More topics than are noted make what was seen before doubtful, and no list without an end")
    func manyTopics() {
        receive("a", "1", retain: true)
        for number in 0...OwnRetained.maximumTopics {
            workspace.willRetain([1], on: "\(number)", isSweep: false)
        }
        clear("a")
        #expect(workspace.restorable(now: 1).unsure.map(\.doubts) == [.unseen])
    }

    @Test("A topic that is cleared once more, where nothing has come since, still has what was there put back")
    func clearedTwice() {
        receive("a", "1", retain: true)
        clear("a")
        receive("a", "")
        #expect(workspace.lossesOfClearing(["a"]).count == 0)
        clear("a")
        #expect(sure == ["1"] && workspace.publishing.undo.losses.count == 0)
        // What came since and went again is another one.
        receive("a", "2", retain: true)
        receive("a", "")
        #expect(workspace.lossesOfClearing(["a"]).notKept == 1)
    }

    @Test("What was cleared on another broker is not put back here unasked")
    func elsewhere() {
        workspace.connection = ConnectionStatus(name: "home", address: "mqtt://one:1883")
        receive("a", "1", retain: true)
        clear("a")
        #expect(sure == ["1"])
        workspace.connection = ConnectionStatus(name: "home", address: "mqtt://other:1883")
        #expect(sure.isEmpty && workspace.restorable(now: 1).unsure.map(\.topic) == ["a"])
    }

    @Test("What is being cleared is told with its sweep, and only then among what can be put back")
    func underWay() {
        receive("a", "1", retain: true)
        workspace.clearRetained(["a"])
        let sweep = workspace.publishing.sweep?.id ?? 0
        _ = workspace.publishing.sweep?.takeNext()
        workspace.keepRetained("a")
        #expect(workspace.publishing.undo.count == 1 && workspace.wordsOfUndo == nil)
        workspace.apply(
            PublishReport(
                purpose: .sweep(sweep, topic: "a", isClearing: true), event: .ended(.delivered(nil)), began: 1,
                retained: nil), at: 1)
        #expect(workspace.wordsOfUndo?.hasSuffix("1 cleared retained message can be put back no longer") == true)
    }

    @Test("The notice of a clearing has no secret of the settings in it")
    func secrets() {
        var plan = PlanInForce(address: "mqtt://one", access: BrokerAccess(host: "one", port: 1883))
        plan.told.note(secret: "s3cr3t", as: "{{token}}")
        workspace.plan = plan
        receive("dev/s3cr3t", "1", retain: true)
        workspace.clearRetained(["dev/s3cr3t"], undo: "U")
        let sweep = workspace.publishing.sweep?.id ?? 0
        _ = workspace.publishing.sweep?.takeNext()
        workspace.keepRetained("dev/s3cr3t")
        workspace.apply(
            PublishReport(
                purpose: .sweep(sweep, topic: "dev/s3cr3t", isClearing: true),
                event: .ended(.failed("dev/s3cr3t is not yours")), began: 1, retained: nil), at: 1)
        let words = workspace.notices.last?.text ?? ""
        #expect(words == "The retained message was not cleared: dev/{{token}} is not yours (dev/{{token}})")
    }
}
