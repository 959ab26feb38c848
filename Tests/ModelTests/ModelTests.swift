import MQTT
import Model
import Profile
import TestSupport
import Testing
import Topics

@Suite("The model")
struct ModelTests {
    private func begin(_ connection: Workspace, _ name: String, in model: Model) {
        let plan = PlanInForce(address: "mqtt://\(name)", access: BrokerAccess(host: name, port: 1883))
        model.apply(.opening(.begun(name: name, plan), of: connection.id, at: 0))
    }

    @Test("What a feed that was left still says, or one of a closed connection, changes nothing")
    func late() {
        let model = Model()
        let first = model.shown
        begin(first, "one", in: model)
        model.apply(.event(.state(.connecting(attempt: 1)), of: first.id, at: 1))
        #expect(first.connection.state == .connecting)
        model.left(first.id)
        model.apply(.event(.state(.stopped(nil)), of: first.id, at: 2))
        #expect(first.connection.state == .connecting, "it was left, and is being opened anew")
        begin(first, "one", in: model)
        model.apply(.event(.state(.stopped(nil)), of: first.id, at: 3))
        #expect(first.connection.state == .closed("disconnected"))
        model.apply(.pong(microseconds: 5, of: ConnectionID(77), at: 4))
        model.apply(.notice(Notice(at: 5, kind: .info, text: "told")))
        #expect(first.notices.last?.text == "told")
    }

    @Test("A connection that was never used makes room; further ones stand beside it, and the new one is shown")
    func opening() {
        let model = Model()
        let first = model.shown
        let second = model.open()
        #expect(model.connections.count == 1 && model.shown === second && model[first.id] == nil)
        begin(second, "b", in: model)
        let third = model.open()
        #expect(model.connections.map(\.id) == [second.id, third.id] && model.shown === third)
        model.showNeighbour(1)
        #expect(model.shown === second)
        model.showNeighbour(-1)
        #expect(model.shown === third)
        model.show(second.id)
        model.apply(.notice(Notice(at: 0, kind: .info, text: "here")))
        #expect(second.notices.count == 1 && third.notices.isEmpty)
    }

    @Test("Closing shows a neighbour; the last one leaves an empty connection behind, without what was received")
    func closing() {
        let model = Model()
        begin(model.shown, "a", in: model)
        let first = model.shown
        first.live.take("t", [1])
        let second = model.open()
        model.close(first.id)
        #expect(model.connections.map(\.id) == [second.id] && model.shown === second)
        model.apply(.notice(Notice(at: 0, kind: .info, text: "told")))
        model.close(second.id)
        #expect(model.connections.count == 1 && model.shown.connection.state == .idle)
        #expect(model.shown.live.topics.count == 0)
        #expect(model.shown.notices.map(\.text) == ["told"] && model.shown.noticeCount == 0)
        model.close(ConnectionID(99))
        #expect(model.connections.count == 1)
    }

    @Test("Only the test that is looked at is told of: one that was left behind says nothing any more")
    func probes() {
        let model = Model()
        model.apply(.probe(ProbeReport(name: "a")))
        #expect(model.probe == nil)
        model.probe = ProbeReport(name: "b")
        var report = ProbeReport(name: "a")
        report.isRunning = false
        model.apply(.probe(report))
        #expect(model.probe?.name == "b")
        report.name = "b"
        model.apply(.probe(report))
        #expect(model.probe?.isRunning == false)
    }

    @Test("Lines that were read begin a run; lines that were not are an error in words")
    func lines() {
        let model = Model()
        let id = model.shown.id
        var draft = PublishDraft()
        draft.topic = "a"
        let failure = LinesReport(
            draft: draft, interval: 1, total: nil, lines: .failure(LinesReport.Failure(words: "Cannot read x: gone")))
        model.apply(.lines(failure, of: id, at: 1))
        #expect(model.shown.notices.last?.text == "Cannot read x: gone" && model.shown.publishing.activeRuns == 0)
        let report = LinesReport(draft: draft, interval: 1_000_000, total: nil, lines: .success(["1", "2"]))
        model.apply(.lines(report, of: id, at: 2))
        #expect(model.shown.publishing.activeRuns == 1 && model.shown.notices.last?.text == "Sending 2 lines")
    }
}
