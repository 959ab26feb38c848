import Interface
import Model
import REST
import Synchronization

extension RequestRunner {
    /// The first bytes of an answer without an end that stand in tab Body.
    private static let beginning = 256 << 10

    /// Sends a request; of an answer without an end, and of a WebSocket, each event is told as it comes, until it ends or
    /// is cancelled.
    func follow(
        _ request: REST.Request, _ id: UInt64, _ reporter: ExchangeReporter, cookies: CookieJar?
    ) async throws(RequestFailure) -> REST.Exchange {
        let backlog = StreamBacklog()
        backlogs.withLock { $0[id] = backlog }
        defer {
            _ = backlogs.withLock { $0.removeValue(forKey: id) }
            backlog.open()
        }
        let (client, inbox, clock) = (client, inbox, clock)
        @Sendable func tell(_ news: StreamNews) {
            inbox.deliver(.stream(StreamReport(of: id, news, at: clock.now())))
            backlog.add(news.size)
        }
        var line: WebSocketLine?
        if RESTClient.isWebSocket(request.url) { line = WebSocketLine() }
        // Before the request goes: a message may be typed as soon as the line stands.
        lines.withLock { $0[id] = line }
        defer { _ = lines.withLock { $0.removeValue(forKey: id) } }
        let socket = line
        var plan = StreamPlan()
        plan.keeping = Self.beginning
        let wanted = plan
        typealias Outcome = Result<(exchange: REST.Exchange, words: String?), RequestFailure>
        // At its end nobody may wait for a loop that takes no more news.
        let outcome = await withTaskCancellationHandler { () -> Outcome in
            do throws(RequestFailure) {
                if let socket {
                    let (answer, end) = try await client.converse(
                        request, cookies: cookies, line: socket, watch: { reporter.tell($0) }, tell: tell)
                    return .success((answer, end?.words))
                }
                return .success(
                    try await client.follow(request, cookies: cookies, wanted, watch: { reporter.tell($0) }, tell: tell)
                )
            } catch {
                return .failure(error)
            }
        } onCancel: {
            backlog.open()
        }
        var (answer, words) = try outcome.get()
        // Any other answer than a 101 opens none, however good it is (RFC 6455 4.1).
        if socket != nil, let last = answer.hops.indices.last, !answer.hops[last].isSwitched {
            answer.hops[last].response?.remarks.append("No WebSocket was opened: the server did not answer 101")
        }
        if let words, let last = answer.hops.indices.last {
            answer.hops[last].response?.remarks.append("It is over: \(words)")
        }
        return answer
    }

    /// So many bytes of news are taken in: the server may go on.
    func took(_ size: Int, of id: UInt64) { backlogs.withLock { $0[id] }?.took(size) }

    /// Sends a message over the WebSocket that a request has opened.
    func say(_ message: WebSocketMessage, in id: UInt64) {
        let line = lines.withLock { $0[id] }
        guard line?.send(message) == true else {
            let reason =
                line.map { !$0.isClosed } == true
                ? "too much waits already for the WebSocket to stand" : "the WebSocket is closed"
            return answers.say((.warning, "Not sent: \(reason)"))
        }
    }
}
