import TestSupport
import Testing
import Topics

@Suite("The traffic meter") struct TrafficMeterTests {
    private func receive(_ count: Int, at time: Int64, in live: LiveData) {
        let topic = Array("a".utf8)
        topic.withUnsafeBytes { topic in
            for _ in 0..<count {
                live.receive(
                    topic: topic, payload: topic, properties: UnsafeRawBufferPointer(start: nil, count: 0), flags: [],
                    at: time)
            }
        }
    }

    @Test("Bytes of a message on its way are counted as they come, and not again at its end")
    func begun() {
        let live = LiveData()
        let start: Int64 = 1_767_323_045_000_000
        live.receiving(bytes: 300, at: start + 100_000)
        live.receiving(bytes: 1000, at: start + 200_000)
        #expect(live.traffic.bytesPerSecond(now: start + 1_000_000) == 1000)
        #expect(live.traffic.messagesPerSecond(now: start + 1_000_000) == 0)
        live.receiving(bytes: 1500, at: start + 1_100_000)
        let payload = [UInt8](repeating: 0, count: 1999)
        "a".utf8.withContiguousStorageIfAvailable { topic in
            payload.withUnsafeBytes {
                live.receive(
                    topic: UnsafeRawBufferPointer(topic), payload: $0,
                    properties: UnsafeRawBufferPointer(start: nil, count: 0), flags: [], at: start + 1_200_000)
            }
        }
        receive(1, at: start + 1_300_000, in: live)
        #expect(live.traffic.totalBytes == 2002 && live.traffic.totalMessages == 2)
        #expect(live.traffic.bytesPerSecond(now: start + 2_000_000) == 1002)
        // A message that was lost on its way is no part of the next.
        live.receiving(bytes: 50, at: start + 3_000_000)
        live.markGap(at: start + 3_100_000)
        receive(1, at: start + 3_200_000, in: live)
        #expect(live.traffic.bytesPerSecond(now: start + 4_000_000) == 52)
    }

    @Test("The last whole second is shown, and silence becomes zero")
    func rates() {
        let live = LiveData()
        let start: Int64 = 1_767_323_045_000_000
        receive(7, at: start + 100_000, in: live)
        #expect(live.traffic.messagesPerSecond(now: start + 200_000) == 0)
        #expect(live.traffic.messagesPerSecond(now: start + 1_200_000) == 7)
        receive(3, at: start + 1_300_000, in: live)
        #expect(live.traffic.messagesPerSecond(now: start + 1_400_000) == 7)
        #expect(live.traffic.bytesPerSecond(now: start + 2_100_000) == 6)
        #expect(live.traffic.messagesPerSecond(now: start + 3_100_000) == 0)
    }
}
