import NIOCore
import NIOHTTP1
import Synchronization

/// One request on its way: what the handlers of its connection see of it, gathered where the task that waits can read it.
///
/// AsyncHTTPClient is given an empty head with a mark in it; ``ExchangeHandler`` puts the real one in its place. So what
/// goes out is what was asked for, and the connection that a request travels on is known.
final class Attempt: Sendable {
    /// The name of the field that carries the mark; it never leaves this process.
    static let mark = "martlet-attempt"

    /// What is known so far.
    struct State: Sendable {
        var hop: Hop
        var phase = RequestFailure.Phase.nameLookup
        var bodySent = 0
        var received = 0
        /// When a byte last moved, on the clock of the system.
        var lastActivity: Int64
        /// Whether the address that is tried has answered: what is to be done before the connection stands may take its time.
        var isReached = false
        /// Whether a connection stands and this request has it.
        var isConnected = false
        /// Whether the answer is one that nobody waits for the end of: no time-out holds for its body.
        var hasNoEnd = false
        /// Whether the answer's end came.
        var isEnded = false
        /// The first error that the connection reported.
        var error: (any Error)?
        /// HTTP/2: how the server said that no more comes.
        var farewell: Farewell?
        /// Where the connection lives: to wait until all of a read has been looked at.
        var eventLoop: (any EventLoop)?
        /// The first bytes of an answer that cannot be read.
        var beginning: [UInt8] = []
    }

    /// Its mark.
    let number: Int
    /// The request line and fields to write.
    let head: HTTPRequestHead
    /// The bytes of the body, when they are known before.
    let bodyToSend: Int?
    /// When the exchange began, on the clock of the system.
    let base: Int64
    /// The bytes of the answer as they came.
    let raw: RawLog
    /// See ``Request/Options/takesHTTP09``.
    let takesHTTP09: Bool
    private let state: Mutex<State>
    private let changed: (@Sendable (Attempt) -> Void)?

    init(
        number: Int, head: HTTPRequestHead, hop: Hop, base: Int64, bodyToSend: Int?, raw: RawLog,
        takesHTTP09: Bool = false, changed: (@Sendable (Attempt) -> Void)?
    ) {
        self.number = number
        self.head = head
        self.base = base
        self.bodyToSend = bodyToSend
        self.raw = raw
        self.takesHTTP09 = takesHTTP09
        self.changed = changed
        state = Mutex(State(hop: hop, lastActivity: Self.now()))
    }

    /// Nanoseconds of a clock that only goes forward.
    static func now() -> Int64 { Timings.now() }

    /// Nanoseconds since the exchange began.
    func elapsed() -> Int64 { Self.now() - base }

    /// What is known so far.
    var current: State { state.withLock { $0 } }

    /// Changes what is known.
    func update<R: Sendable>(_ change: (inout State) -> sending R) -> R { state.withLock(change) }

    // Sending keeps ahead of the network by so much and no more: a stream of HTTP/2 takes whatever it is given.
    private static let roomLimit = 1 << 20
    private let room = Mutex(Room())

    private struct Room {
        var given = 0
        var taken = 0
        var isOver = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    /// Waits until the network has taken enough of the body for `count` more bytes.
    func waitForRoom(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let mayGo = room.withLock { room in
                if room.isOver || room.given - room.taken < Self.roomLimit { return true }
                // One at most: a body has one who reads it.
                room.waiting = continuation
                return false
            }
            if mayGo { continuation.resume() }
        }
        room.withLock { $0.given += count }
    }

    /// Whether somebody waits for the network to take some of the body.
    var isWaitingForRoom: Bool { room.withLock { $0.waiting != nil } }

    /// The network took bytes of the body.
    func took(_ count: Int) {
        resume { room in
            room.taken += count
            return room.given - room.taken < Self.roomLimit
        }
    }

    /// Pieces of the body that came and that nobody has taken yet.
    private let untaken = Mutex<CircularBuffer<ByteBuffer>>([])

    /// A piece of the body came.
    func arrived(_ piece: ByteBuffer) { untaken.withLock { $0.append(piece) } }

    /// So many bytes of the body were taken, from its beginning.
    func tookBody(_ count: Int) {
        untaken.withLock { pieces in
            var left = count
            while left > 0, var first = pieces.popFirst() {
                let taken = min(left, first.readableBytes)
                left -= taken
                first.moveReaderIndex(forwardBy: taken)
                if first.readableBytes > 0 { pieces.prepend(first) }
            }
        }
    }

    /// What came of the body and was not taken: AsyncHTTPClient drops that when the connection breaks.
    func takeRest() -> [ByteBuffer] {
        untaken.withLock { pieces in
            defer { pieces.removeAll() }
            return Array(pieces)
        }
    }

    /// Nobody will take any more.
    func isOver() {
        resume { room in
            // Who waits for room would wait for ever where no connection takes anything.
            room.isOver = true
            return true
        }
    }

    private func resume(_ change: (inout Room) -> Bool) {
        let waiting = room.withLock { room -> CheckedContinuation<Void, Never>? in
            guard change(&room) else { return nil }
            defer { room.waiting = nil }
            return room.waiting
        }
        // Outside the lock: who waited goes on at once.
        waiting?.resume()
    }

    /// Tells whoever watches.
    func tell() { changed?(self) }

    /// How far it has come.
    func progress(after hops: [Hop], _ body: GrowingBody) -> Progress {
        let state = current
        return Progress(
            hops: hops + [state.hop], phase: state.phase, bodySent: state.bodySent, bodyToSend: bodyToSend,
            received: state.received, announced: state.hop.response?.announcedSize, growing: body, log: raw)
    }
}

/// The attempts that wait for a connection or travel on one, by their marks, and the connections that are being made.
final class AttemptTable: Sendable {
    private struct State {
        var attempts: [Int: Attempt] = [:]
        var opening: [ObjectIdentifier: any Channel] = [:]
        /// Whether a request was given up before its connection stood: AsyncHTTPClient goes on with that for a while.
        var hasAbandoned = false

        var isAwaited: Bool { attempts.values.contains { !$0.current.isConnected } }
    }
    private let state = Mutex(State())

    func add(_ attempt: Attempt) { state.withLock { $0.attempts[attempt.number] = attempt } }

    /// Takes one out. A connection that is being made for nobody any more is closed: a handshake may have no end.
    func remove(_ attempt: Attempt) {
        let orphans = state.withLock { state -> [any Channel] in
            guard state.attempts.removeValue(forKey: attempt.number) != nil else { return [] }
            if !attempt.current.isConnected { state.hasAbandoned = true }
            return state.isAwaited ? [] : Array(state.opening.values)
        }
        for channel in orphans { channel.close(promise: nil) }
    }

    subscript(number: Int) -> Attempt? { state.withLock { $0.attempts[number] } }

    /// Takes note of a connection that is being made; false when nobody waits for it any more.
    func begin(_ channel: any Channel) -> Bool {
        state.withLock { state in
            guard state.isAwaited else { return false }
            state.opening[ObjectIdentifier(channel)] = channel
            return true
        }
    }

    /// It is made, or will never be.
    func end(_ channel: any Channel) {
        state.withLock { _ = $0.opening.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    /// Those that have no connection yet.
    func waiting(_ use: (Attempt) -> Void) {
        let all = state.withLock { Array($0.attempts.values) }
        // Outside the lock: who is told may look into the table.
        for attempt in all where !attempt.current.isConnected { use(attempt) }
    }

    /// How many there are.
    var count: Int { state.withLock { $0.attempts.count } }

    /// Whether a connection may still be on its way that nobody waits for.
    var hasAbandoned: Bool { state.withLock { $0.hasAbandoned } }
}
