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
}
