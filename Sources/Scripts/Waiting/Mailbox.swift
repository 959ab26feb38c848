import CMemory
import Glibc
import MQTT
import REST
import Synchronization

/// What arrives for a verb that runs, from the connection's event loop and from signals: one queue, one bell.
///
/// The thread that prints waits here, so that a slow reader of standard output stops neither the pings nor the event loop.
final class Mailbox: Sendable {
    /// What arrives.
    enum Item: Sendable {
        /// The client told something.
        case client(ClientEvent, WallTime)
        /// The broker answered SUBSCRIBE, or it failed.
        case subscribed(Result<[SubscribeResult], any Error>)
        /// The broker answered UNSUBSCRIBE, or it failed.
        case unsubscribed(Result<[UnsubscribeResult], any Error>)
        /// A PUBLISH is done with, and how.
        case published(Result<PublishResult, any Error>)
        /// The broker answered a ping, or it failed.
        case ponged(Result<Duration, any Error>)
        /// There is room for more lines.
        case room
        /// The client has said good-bye.
        case disconnected
        /// SIGINT or SIGTERM.
        case signal(Int32)
        /// Something went over a wire.
        case wire(WireNews)
        /// A request that was sent has its answer, or failed.
        case answered(Result<REST.Exchange, RequestFailure>)
        /// Something came of an answer without an end, at that time.
        case stream(StreamNews, WallTime)
        /// Such an answer has ended.
        case streamed(StreamOutcome)
    }

    /// Why a wait ended.
    enum Wake {
        /// Something arrived.
        case items
        /// The time is over.
        case timeOut
        /// Nobody reads standard output any more.
        case readerGone
    }

    private let items = Mutex<[Item]>([])
    /// How many signals have come.
    private let signals = Atomic<Int>(0)
    /// A pipe: one end is polled, the other rung.
    private let bell: Int32
    private let clapper: Int32

    /// - Throws: ``ScriptError`` when the system has no descriptor to give.
    init() throws(ScriptError) {
        var ends: [Int32] = [-1, -1]
        guard cm_pipe(&ends, O_CLOEXEC) == 0 else {
            throw ScriptError("cannot make a pipe: \(String(cString: strerror(errno)))")
        }
        for end in ends {
            // Both ends: a full pipe has rung already, and an empty one is read until it says so.
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
        }
        (bell, clapper) = (ends[0], ends[1])
    }

    deinit {
        close(bell)
        close(clapper)
    }

    /// Puts something in; from any thread.
    func post(_ item: Item) {
        let wasEmpty = items.withLock { items in
            items.append(item)
            // One ring for many: who was told takes everything.
            return items.count == 1
        }
        if case .signal = item {
            // Whoever waits for the reader of the output does not take what is in here, and has to hear of it.
            signals.add(1, ordering: .sequentiallyConsistent)
            ring()
        } else if wasEmpty {
            ring()
        }
    }

    /// Takes everything out.
    func take() -> [Item] {
        SignalWatch.progress.add(1, ordering: .relaxed)
        return items.withLock { items in
            let taken = items
            items.removeAll(keepingCapacity: true)
            return taken
        }
    }

    /// Waits until there is something to take.
    ///
    /// - Parameters:
    ///   - deadline: how long at most.
    ///   - output: a descriptor whose reader may go away.
    func wait(until deadline: ContinuousClock.Instant? = nil, watching output: Int32? = nil) -> Wake {
        while true {
            if !items.withLock({ $0.isEmpty }) {
                hush()
                return .items
            }
            let milliseconds = deadline.map { Self.milliseconds(until: $0) } ?? -1
            if milliseconds == 0 { return .timeOut }
            var watched = [pollfd(fd: bell, events: Int16(POLLIN), revents: 0)]
            // Nothing is asked for: an error and a hang-up are told all the same (poll(2)).
            if let output { watched.append(pollfd(fd: output, events: 0, revents: 0)) }
            let count = poll(&watched, nfds_t(watched.count), milliseconds)
            if count > 0, watched[0].revents != 0 { hush() }
            // A pipe whose reader has gone says error; a terminal that was closed hangs up.
            if watched.count > 1, Int32(watched[1].revents) & (POLLERR | POLLHUP) != 0 { return .readerGone }
        }
    }

    /// Waits for mail or for something to read; true when there is something to read, or its end.
    func wait(reading input: Int32) -> Bool {
        while items.withLock({ $0.isEmpty }) {
            var watched = [
                pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
                pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&watched, 2, -1) > 0 else { continue }
            if watched[0].revents != 0 { hush() }
            if watched[1].revents != 0 { return true }
        }
        hush()
        return false
    }

    /// Waits until the reader of an output takes more. Before the end as long as it likes; from the end on, which is the
    /// first signal or `end`, as long as it takes something at all within `patience`. A second signal waits for nobody.
    ///
    /// - Throws: ``ScriptError`` when it is waited for no longer.
    func waitForReader(
        of output: Int32, end: ContinuousClock.Instant? = nil, patience: Duration = Mailbox.patience
    ) throws(ScriptError) {
        var limit: ContinuousClock.Instant?
        while true {
            let count = signals.load(ordering: .sequentiallyConsistent)
            let now = ContinuousClock.now
            if limit == nil, count > 0 || end.map({ now >= $0 }) == true { limit = now + patience }
            let isOver = count > 1 || limit.map { now >= $0 } == true
            var watched = [
                pollfd(fd: output, events: Int16(POLLOUT), revents: 0),
                pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
            ]
            // Once more without waiting when it is over: there may be room just now.
            _ = poll(&watched, 2, isOver ? 0 : (limit ?? end).map { Self.milliseconds(until: $0) } ?? -1)
            if watched[0].revents != 0, count < 2 { return }
            if isOver { throw ScriptError("standard output is not read") }
            // What rang lies in the queue, where `wait` finds it.
            if watched[1].revents != 0 { hush() }
        }
    }

    /// How long a reader that takes nothing is waited for at the end.
    static let patience = Duration.seconds(5)

    private func ring() {
        var one: UInt8 = 1
        _ = write(clapper, &one, 1)
    }

    private func hush() {
        var rings = (UInt64(0), UInt64(0))
        // Less than was asked for: nothing more is in the pipe.
        while read(bell, &rings, 16) == 16 {}
    }

    private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        let left = deadline - ContinuousClock.now
        if left <= .zero { return 0 }
        let whole = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
        // Rounded up, else the last millisecond would be waited for in a circle.
        return Int32(clamping: whole + 1)
    }
}
