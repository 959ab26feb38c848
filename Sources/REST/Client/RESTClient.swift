import AsyncHTTPClient
public import NIOCore
public import NIOPosix
import NIOSSL
import Synchronization

/// An HTTP client that shows its work: each send gives an ``Exchange`` that says what went out byte for byte, what came,
/// when, and over which connection. Connections are kept for the next send.
///
/// It is AsyncHTTPClient with its connections tapped; its own redirects, decompression and time-outs are off and are done
/// here, where each step can be shown.
public final class RESTClient: Sendable {
    /// The content codings that are asked for and taken off answers (RFC 9110 8.4), as Accept-Encoding lists them.
    public static let contentCodings = ContentCoding.accepted

    /// Where a body goes.
    public enum Delivery: Sendable {
        /// Into ``Exchange/body``.
        case keep
        /// To this function, decoded, as it comes: first with no bytes when the head is here, then with some. Nothing of
        /// it is kept. It is called for the answer that counts only, and may block: the server waits meanwhile. An error
        /// it throws ends the request as ``RequestFailure`` of kind `file`.
        case stream(@Sendable (Response, UnsafeRawBufferPointer) throws -> Void)
        /// As `choose` says of the head: nil keeps the body; a function gets the body of an answer without an end, decoded,
        /// as it comes, first with no bytes. Such a one has no limit of size or time, and its first `keeping` bytes are kept as well. The
        /// function may block, and an error that it throws ends the request as with `stream`.
        case follow(
            keeping: Int, choose: @Sendable (Response) -> (@Sendable (UnsafeRawBufferPointer) throws -> Void)?)
    }

    /// What `User-Agent` says when a request does not; nil sends none.
    public let userAgent: String?
    let group: any EventLoopGroup
    private let lanes = Mutex<[Lane.Key: Lane]>([:])
    private let contexts = Mutex<[ContextKey: NIOSSLContext]>([:])
    let connectionNumbers = Counter()
    let attemptNumbers = Counter()

    /// A client. End it with ``shutdown()``.
    public init(userAgent: String? = nil, group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton) {
        self.userAgent = userAgent
        self.group = group
    }

    deinit {
        let left = lanes.withLock { $0.values.map(\.http) }
        guard !left.isEmpty else { return }
        // An AsyncHTTPClient that goes without this ends a debug build.
        Task { for http in left { try? await http.shutdown() } }
    }

    /// Sends a request, follows its redirects, and waits for the last byte of the answer.
    ///
    /// Ends at once when the task is cancelled, whatever is going on.
    ///
    /// - Parameters:
    ///   - cookies: what goes along to each server of the way, and takes what each sets; nil for no cookies but those of
    ///     the request's own fields.
    ///   - delivery: where the body goes.
    ///   - watch: called on any thread whenever something has moved; it must be quick.
    /// - Throws: ``RequestFailure`` with what came until then in its `exchange`.
    public func send(
        _ request: Request, cookies: CookieJar? = nil, delivery: Delivery = .keep,
        watch: (@Sendable (Progress) -> Void)? = nil
    ) async throws(RequestFailure) -> Exchange {
        let run = ExchangeRun(client: self, request: request, cookies: cookies, delivery: delivery, watch: watch)
        return try await run.perform()
    }

    /// Closes every connection; requests under way fail.
    public func shutdown() async {
        let all = lanes.withLock { lanes in
            defer { lanes = [:] }
            return Array(lanes.values)
        }
        for lane in all {
            if lane.table.hasAbandoned {
                // The system may try to connect for minutes yet; nobody has to wait for that.
                Task { try? await lane.http.shutdown() }
            } else {
                try? await lane.http.shutdown()
            }
        }
    }

    // Each is an AsyncHTTPClient with a pool of its own; those that are busy are never ended, however many.
    /// The most lanes that are kept while one of them is idle.
    static let laneLimit = 64

    /// The lane for a key, with the attempt in its table; one that is idle goes when there are many.
    func lane(_ key: Lane.Key, security: Security?, for attempt: Attempt) -> Lane {
        let (lane, surplus) = lanes.withLock { lanes -> (Lane, Lane?) in
            // Added beneath the lock: a lane that is handed out must not look idle to whoever asks for another one next.
            if let lane = lanes[key] {
                lane.table.add(attempt)
                return (lane, nil)
            }
            let lane = Lane(key: key, security: security, group: group, numbers: connectionNumbers)
            var surplus: Lane?
            lane.table.add(attempt)
            if lanes.count >= Self.laneLimit, let idle = lanes.first(where: { !$0.value.isBusy }) {
                surplus = lanes.removeValue(forKey: idle.key)
            }
            lanes[key] = lane
            return (lane, surplus)
        }
        if let surplus { Task { try? await surplus.http.shutdown() } }
        return lane
    }

    /// The lanes that are kept.
    var keptLanes: Set<Lane.Key> { lanes.withLock { Set($0.keys) } }

    private struct ContextKey: Hashable {
        var tls: Request.TLS
        var stamp: [Int]
        var onlyHTTP1: Bool
    }

    /// The TLS settings for a lane, loaded once: reading the system's authorities takes milliseconds.
    func context(_ tls: Request.TLS, stamp: [Int], onlyHTTP1: Bool) throws(RequestFailure) -> NIOSSLContext {
        let key = ContextKey(tls: tls, stamp: stamp, onlyHTTP1: onlyHTTP1)
        if let context = contexts.withLock({ $0[key] }) { return context }
        // Outside the lock, as it reads files: two who need it at once load it twice.
        let context = try Security.context(tls, onlyHTTP1: onlyHTTP1)
        contexts.withLock { contexts in
            // Emptied and not aged: what piles up are settings whose files have changed, which nobody asks for again.
            if contexts.count >= 64 { contexts = [:] }
            contexts[key] = context
        }
        return context
    }
}
