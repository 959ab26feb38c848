import Foundation
import REST
import Synchronization
import TestSupport
import Testing

@testable import Scripts

/// Lines on their way over a WebSocket.
@Suite("Lines that go out over a WebSocket", .timeLimit(.minutes(1))) struct OutgoingMessagesTests {
    @Test("however many are there before it answers, none is lost and memory is bounded")
    func waits() async throws {
        let server = try await ScriptedServer.start { connection in
            // Not before the client holds back: `waits` lets it go on.
            try await connection.openWebSocket()
            while true { _ = try await connection.webSocketFrame() }
        }
        let line = WebSocketLine()
        let sent = Mutex(0)
        let lost = Mutex(0)
        let outgoing = OutgoingMessages(line)
        let count = 70_000
        Thread.detachNewThread {
            for number in 0..<count {
                let isSent = outgoing.send(.text("\(number)"))
                if isSent { sent.withLock { $0 += 1 } } else { lost.withLock { $0 += 1 } }
            }
        }
        // 1 MiB of them, each of some five digits and the 16 bytes that it counts for itself.
        _ = try await waiting(for: "the bound") { sent.withLock { $0 } > 49_000 ? true : nil }
        let client = RESTClient()
        let request = Request(.get, server.url.replacing("http:", with: "ws:"))
        let written = Mutex(0)
        let talking = Task {
            _ = try? await client.converse(request, line: line) { news in
                guard case .events(let events) = news else { return }
                for event in events where event.isSent {
                    outgoing.took(event.data.count)
                    written.withLock { $0 += 1 }
                }
            }
        }
        _ = try await waiting(for: "the last", within: .seconds(40), report: { "\(written.withLock { $0 })" }) {
            written.withLock { $0 } == count ? true : nil
        }
        #expect(lost.withLock { $0 } == 0 && sent.withLock { $0 } == count)
        talking.cancel()
        _ = await talking.value
        await client.shutdown()
    }

    @Test("one that is longer than all the room goes out")
    func long() {
        let outgoing = OutgoingMessages(WebSocketLine())
        let isSent = Mutex(false)
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            let went = outgoing.send(.text(String(repeating: "x", count: 2 << 20)))
            isSent.withLock { $0 = went }
            done.signal()
        }
        // It waits for room for the next, and not to be sent itself.
        outgoing.took(2 << 20)
        done.wait()
        #expect(isSent.withLock { $0 })
    }
}
