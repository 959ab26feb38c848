import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import Synchronization

/// One exchange from the request to the last byte of the answer that counts.
final class ExchangeRun: Sendable {
    let client: RESTClient
    let request: Request
    private let delivery: RESTClient.Delivery
    private let watch: (@Sendable (Progress) -> Void)?
    /// When it began: on the clock of the system, and on the wall.
    let base = Attempt.now()
    private let startedAt: Int64
    private let shared = Mutex(Shared())

    private struct Shared {
        var hops: [Hop] = []
        var attempt: Attempt?
        /// Why it was ended from outside: a time-out.
        var ending: RequestFailure?
    }

    init(
        client: RESTClient, request: Request, delivery: RESTClient.Delivery, watch: (@Sendable (Progress) -> Void)?
    ) {
        self.client = client
        self.request = request
        self.delivery = delivery
        self.watch = watch
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        startedAt = Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }

    func perform() async throws(RequestFailure) -> Exchange {
        let work = Task { await self.run() }
        let clock = Watchdog(run: self, work: work)
        clock.start()
        let result = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }
        clock.stop()
        return try result.get()
    }

    /// How far it is, for the watchdog.
    var attempt: Attempt? { shared.withLock { $0.attempt } }

    /// Ends it from outside.
    func end(_ failure: RequestFailure) { shared.withLock { if $0.ending == nil { $0.ending = failure } } }

    private func run() async -> Result<Exchange, RequestFailure> {
        var store = BodyStore(budget: request.options.limits.memory, directory: request.options.limits.directory)
        do {
            try await follow(into: &store)
            return .success(exchange(store.finish()))
        } catch {
            var failure = error
            let (hops, ending) = shared.withLock { ($0.hops, $0.ending) }
            if let ending { failure = ending }
            if Task.isCancelled, ending == nil {
                failure = RequestFailure(.cancelled, "the request was cancelled", phase: error.phase)
            }
            if !hops.isEmpty { failure.exchange = exchange(store.finish()) }
            return .failure(failure)
        }
    }

    private func exchange(_ body: consuming Body) -> Exchange {
        Exchange(request: request, startedAt: startedAt, hops: shared.withLock { $0.hops }, body: body)
    }

    private func follow(into store: inout BodyStore) async throws(RequestFailure) {
        let target = try Target(request.url)
        let message = try Message(request, target: target, userAgent: client.userAgent)
        try await send(message, cause: .asked, into: &store)
    }

    private func send(_ message: Message, cause: Hop.Cause, into store: inout BodyStore) async throws(RequestFailure) {
        let target = message.target
        let hop = Hop(
            cause: cause, url: target.url,
            sent: Sent(
                method: message.method.rawValue, target: target.path, fields: message.fields, bytes: [], size: 0,
                bodySize: 0),
            timings: Timings(start: Attempt.now() - base))
        let attempt = Attempt(
            number: client.attemptNumbers.next(), head: message.head, hop: hop, base: base,
            bodyToSend: message.body.length
        ) { [weak self] attempt in self?.tell(attempt) }
        shared.withLock { $0.attempt = attempt }
        do {
            try await travel(attempt, message, into: &store)
            await settle(attempt)
            keep(attempt)
        } catch {
            await settle(attempt)
            let state = attempt.current
            keep(attempt)
            throw RequestFailure(error, state: state, target: target, options: request.options)
        }
    }

    /// Waits until the connection's thread has looked at all of the bytes it read last.
    private func settle(_ attempt: Attempt) async {
        guard let eventLoop = attempt.current.eventLoop else { return }
        _ = try? await eventLoop.submit {}.get()
    }

    private func keep(_ attempt: Attempt) {
        var hop = attempt.current.hop
        hop.sent.readHead()
        shared.withLock { shared in
            shared.hops.append(hop)
            shared.attempt = nil
        }
    }

    private func tell(_ attempt: Attempt) {
        guard let watch else { return }
        watch(attempt.progress(after: shared.withLock { $0.hops }))
    }

    private func travel(_ attempt: Attempt, _ message: Message, into store: inout BodyStore) async throws {
        let target = message.target
        let lane = try await lane(for: target, attempt)
        lane.table.add(attempt)
        defer { lane.table.remove(attempt) }
        attempt.update { $0.hop.timings.connect = .init(attempt.elapsed()) }
        var marked = HTTPClientRequest(url: "http://\(lane.key.place)/")
        marked.method = HTTPMethod(rawValue: message.method.rawValue)
        marked.headers = [Attempt.mark: "\(attempt.number)"]
        marked.body = message.body.forClient
        let answer = try await lane.http.execute(marked, deadline: .distantFuture)
        for try await chunk in answer.body {
            var failure: RequestFailure?
            chunk.withUnsafeReadableBytes { bytes in
                do { try store.append(bytes) } catch { failure = error as? RequestFailure }
            }
            if let failure { throw failure }
        }
        guard attempt.current.isEnded else { throw CancellationError() }
    }

    private func lane(for target: Target, _ attempt: Attempt) async throws -> Lane {
        let start = attempt.elapsed()
        if !target.isAddress {
            attempt.update { $0.hop.timings.nameLookup = .init(start) }
            tell(attempt)
        }
        let addresses = try await Resolver.addresses(of: target.host, port: target.port)
        attempt.update { state in
            state.hop.timings.nameLookup?.end = attempt.elapsed()
            state.phase = .connect
        }
        return client.lane(
            Lane.Key(
                origin: (target.isSecure ? "https://" : "http://") + target.place,
                place: ConnectionSetup.text(addresses[0]), proxy: nil, tls: nil, onlyHTTP1: true))
    }
}
