import NIOCore
import Synchronization

/// The way out of one WebSocket: what is sent before it stands waits, up to a bound.
public final class WebSocketLine: Sendable {
    private enum State {
        /// It does not stand yet; what is to be sent then.
        case waiting([WebSocketMessage], bytes: Int)
        case open(@Sendable (WebSocketMessage) -> Void)
        case closed
    }

    private let state = Mutex(State.waiting([], bytes: 0))
    /// The most bytes that wait for the WebSocket to stand while one more message may come, however long that one is:
    /// whoever holds back beyond as many loses none.
    public static let mostWaiting = 1 << 20

    /// A way that leads nowhere yet.
    public init() {}

    /// Sends a message; false when the WebSocket is closed, or too much waits for it.
    @discardableResult
    public func send(_ message: WebSocketMessage) -> Bool {
        let write = state.withLock { state -> (@Sendable (WebSocketMessage) -> Void)? in
            switch state {
            case .open(let write): return write
            case .closed: return nil
            case .waiting(var messages, let bytes):
                guard bytes <= Self.mostWaiting else { return nil }
                // Out of the state while they change: two owners would mean a copy of all for each that comes.
                state = .closed
                messages.append(message)
                state = .waiting(messages, bytes: bytes + message.size)
                // It waits: for whoever asks it is sent.
                return { _ in }
            }
        }
        write?(message)
        return write != nil
    }

    /// Whether it stands no more: nothing is taken, however long one waits.
    public var isClosed: Bool {
        state.withLock { if case .closed = $0 { true } else { false } }
    }

    /// It stands.
    /// - Parameter write: puts a message on its way, and neither waits nor sends through this line.
    func open(_ write: @escaping @Sendable (WebSocketMessage) -> Void) {
        state.withLock { state in
            // Within the lock: what is sent from now on must not overtake what has waited.
            if case .waiting(let messages, _) = state { for message in messages { write(message) } }
            state = .open(write)
        }
    }

    /// It stands no more.
    func close() { state.withLock { $0 = .closed } }
}

extension WebSocketMessage {
    /// Bytes of what it says, and some for itself.
    public var size: Int {
        switch self {
        case .text(let text): Self.size(of: text.utf8.count)
        case .binary(let bytes), .ping(let bytes): Self.size(of: bytes.count)
        case .close(_, let reason): Self.size(of: reason.utf8.count)
        }
    }

    /// ``size`` of a message that says so many bytes.
    public static func size(of count: Int) -> Int { count + 16 }
}
