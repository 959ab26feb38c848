import NIOHTTP1
import NIOPosix
import Testing

@testable import REST

@Suite("Kept connections: when there are many, only those of nobody go")
struct LaneTests {
    private func attempt(_ number: Int) -> Attempt {
        let sent = Sent(method: "GET", target: "/", fields: [], bytes: [], size: 0, bodySize: 0)
        return Attempt(
            number: number, head: HTTPRequestHead(version: .http1_1, method: .GET, uri: "/"),
            hop: Hop(cause: .asked, url: "http://127.0.0.1/", sent: sent, timings: Timings(start: 0)), base: 0,
            bodyToSend: nil, raw: RawLog(keepsAll: false, directory: nil), changed: nil)
    }

    private func key(_ number: Int) -> Lane.Key {
        Lane.Key(origin: "http://127.0.0.1:\(number)", place: "127.0.0.1:\(number)")
    }

    @Test("A lane that was handed out is not idle, whatever is asked for next") func handedOut() async {
        let client = RESTClient()
        let attempts = (0...RESTClient.laneLimit).map(attempt)
        let lanes = attempts.map { client.lane(key($0.number), security: nil, for: $0) }
        // All are in use: none has gone, though there is one more than is kept.
        #expect(client.keptLanes.count == RESTClient.laneLimit + 1)
        #expect(lanes.allSatisfy { $0.isBusy })

        lanes[7].table.remove(attempts[7])
        let next = client.lane(key(1000), security: nil, for: attempt(1000))
        #expect(next.isBusy)
        #expect(!client.keptLanes.contains(key(7)) && client.keptLanes.contains(key(1000)))
        #expect(client.keptLanes.count == RESTClient.laneLimit + 1)

        // The same key gives the same lane, and two attempts in it keep it until both have gone.
        let second = attempt(1001)
        #expect(client.lane(key(0), security: nil, for: second) === lanes[0])
        lanes[0].table.remove(attempts[0])
        #expect(lanes[0].isBusy)
        lanes[0].table.remove(second)
        #expect(!lanes[0].isBusy)
        await client.shutdown()
    }
}
