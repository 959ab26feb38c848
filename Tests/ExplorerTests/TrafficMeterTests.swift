import Explorer
import Testing

@Suite("The traffic meter") struct TrafficMeterTests {
    private func receive(_ count: Int, at time: Int64, in workspace: Workspace) {
        let topic = Array("a".utf8)
        topic.withUnsafeBytes { topic in
            for _ in 0..<count {
                workspace.receive(
                    topic: topic, payload: topic, properties: UnsafeRawBufferPointer(start: nil, count: 0), flags: [],
                    at: time)
            }
        }
    }

    @Test("The last whole second is shown, and silence becomes zero")
    func rates() {
        let workspace = Workspace()
        let start: Int64 = 1_767_323_045_000_000
        receive(7, at: start + 100_000, in: workspace)
        #expect(workspace.traffic.messagesPerSecond(now: start + 200_000) == 0)
        #expect(workspace.traffic.messagesPerSecond(now: start + 1_200_000) == 7)
        receive(3, at: start + 1_300_000, in: workspace)
        #expect(workspace.traffic.messagesPerSecond(now: start + 1_400_000) == 7)
        #expect(workspace.traffic.bytesPerSecond(now: start + 2_100_000) == 6)
        #expect(workspace.traffic.messagesPerSecond(now: start + 3_100_000) == 0)
    }
}
