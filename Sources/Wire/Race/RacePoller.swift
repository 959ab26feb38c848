import NIOCore
import Profile
public import REST
import Text

/// Sends the request of a race again and again, each time with what the last answer said of its version (RFC 9110 13.1.2).
public final class RacePoller: Sendable {
    private let client: RESTClient
    private let request: Request
    private let cookies: CookieJar?
    private let every: Duration
    private let tell: @Sendable (RaceTally.Poll) -> Void

    /// Bytes of a body that are compared.
    private static let most = 1 << 20

    /// A poller that sends nothing yet.
    /// - Parameters:
    ///   - cookies: those that go along, and where what the answers set is kept; nil for none.
    ///   - every: from one request to the next.
    ///   - tell: hears of each answer, and of each failure.
    public init(
        _ request: Request, through client: RESTClient, cookies: CookieJar? = nil, every: Duration,
        tell: @escaping @Sendable (RaceTally.Poll) -> Void
    ) {
        self.client = client
        self.request = request
        self.cookies = cookies
        self.every = every
        self.tell = tell
    }

    /// Polls until it is cancelled.
    public func start() -> Task<Void, Never> {
        Task {
            var request = request
            var due = ContinuousClock.now
            while !Task.isCancelled {
                let poll = await once(&request)
                // An answer that comes behind the end of the race is no part of it.
                if Task.isCancelled { return }
                tell(poll)
                // From plan to plan, so that a slow answer does not make polls fewer.
                due = max(due + every, .now)
                try? await Task.sleep(until: due, clock: .continuous)
            }
        }
    }

    private func once(_ request: inout Request) async -> RaceTally.Poll {
        let exchange: Exchange?
        do throws(RequestFailure) {
            exchange = try await client.send(request, cookies: cookies)
        } catch {
            // What was sent before it failed has cost its bytes too.
            exchange = error.exchange
            return Self.poll(exchange, status: 0, problem: SecretMask.named.sentence(error.summary).withoutControls)
        }
        let response = exchange?.response
        if let tag = response?.fields["etag"] {
            request.fields.removeAll { $0.name.lowercased() == "if-none-match" }
            request.fields.append(Field("If-None-Match", tag))
        }
        return Self.poll(exchange, status: response?.status ?? 0)
    }

    private static func poll(_ exchange: Exchange?, status: Int, problem: String = "") -> RaceTally.Poll {
        let hops = exchange?.hops ?? []
        let received = hops.reduce(0) { sum, hop in
            guard let response = hop.response else { return sum }
            // Of HTTP/2 the text stands for the head, which travels packed.
            return sum + (response.head.isEmpty ? response.text.utf8.count : response.head.count) + response.bodySize
        }
        return RaceTally.Poll(
            time: Int64(NIODeadline.now().uptimeNanoseconds), status: status,
            sent: hops.reduce(0) { $0 + $1.sent.size }, received: received,
            body: status == 304 ? nil : exchange.map { $0.body.withBytes { Array($0.prefix(most)) } },
            isFirstOnConnection: hops.contains { $0.connection?.isReused == false }, problem: problem)
    }
}
