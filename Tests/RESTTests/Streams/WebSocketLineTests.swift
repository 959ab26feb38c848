import Foundation
import Synchronization
import Testing

@testable import REST

/// The way out of a WebSocket.
@Suite("Lines of WebSockets") struct WebSocketLineTests {
    @Test("What is sent while it comes to stand does not overtake what has waited")
    func order() {
        let line = WebSocketLine()
        line.send(.text("first"))
        line.send(.text("second"))
        let written = Mutex<[WebSocketMessage]>([])
        let (late, isSent) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        Thread.detachNewThread {
            late.wait()
            line.send(.text("late"))
            isSent.signal()
        }
        line.open { message in
            written.withLock { $0.append(message) }
            guard message == .text("first") else { return }
            late.signal()
            // It comes in between at once, or not before all that has waited is written.
            #expect(isSent.wait(timeout: .now() + .milliseconds(100)) == .timedOut)
        }
        isSent.wait()
        #expect(written.withLock { $0 } == [.text("first"), .text("second"), .text("late")])
        line.close()
        #expect(!line.send(.text("too late")))
    }

    @Test("What waits is not gone through for each that comes, and has a bound that a single one may pass")
    func waits() {
        let line = WebSocketLine()
        let start = ContinuousClock.now
        var count = 0
        while count < 100_000, line.send(.ping([])) { count += 1 }
        #expect(ContinuousClock.now - start < .seconds(4))
        // 1 MiB of messages that count 16 bytes each.
        #expect(count == 65_537)
        let written = Mutex(0)
        line.open { _ in written.withLock { $0 += 1 } }
        #expect(written.withLock { $0 } == count)
        #expect(WebSocketLine().send(.binary([UInt8](repeating: 0, count: 2 << 20))))
    }
}
