import NIOWebSocket
import Synchronization

extension RESTClient {
    /// Whether a URL is one of a WebSocket.
    public static func isWebSocket(_ url: String) -> Bool {
        let scheme = url.prefix { $0 != ":" }.lowercased()
        return scheme == "ws" || scheme == "wss"
    }

    /// Opens a WebSocket (RFC 6455) with a request and tells its events until it is closed: its fields, its cookies and
    /// whoever asks go along as with `send`; `Sec-WebSocket-Protocol` among the fields offers sub-protocols. Its body, where
    /// it has one of bytes, is the first message. An answer other than 101 comes back whole.
    ///
    /// - Parameters:
    ///   - line: where what is to be sent comes from.
    ///   - tell: gets the news in their order, on any thread, and may block: the server waits meanwhile.
    /// - Returns: the exchange that opened it, and how it was closed; nil for another answer than 101.
    /// - Throws: ``RequestFailure`` when it cannot be opened, is cancelled or breaks off.
    public func converse(
        _ request: Request, cookies: CookieJar? = nil, line: WebSocketLine,
        watch: (@Sendable (Progress) -> Void)? = nil, tell: @escaping @Sendable (StreamNews) throws -> Void
    ) async throws(RequestFailure) -> (exchange: Exchange, end: WebSocketEnd?) {
        let end = Mutex<WebSocketEnd?>(nil)
        // It waits on the line until the WebSocket stands.
        if case .bytes(let bytes) = request.body, !bytes.isEmpty {
            line.send(String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .binary(bytes))
        }
        let conversation = Conversation(line: line, tell: tell) { how in end.withLock { $0 = how } }
        let run = ExchangeRun(
            client: self, request: Self.opening(request), cookies: cookies, delivery: .keep, watch: watch,
            conversation: conversation)
        let exchange = try await run.perform()
        return (exchange, end.withLock { $0 })
    }

    /// The request as HTTP has it, with the fields that ask for a WebSocket.
    private static func opening(_ request: Request) -> Request {
        var opening = request
        opening.url = httpURL(request.url)
        opening.method = .get
        opening.body = .none
        // HTTP/2 has another way (RFC 8441), which is not spoken here.
        opening.options.onlyHTTP1 = true
        // No client has to follow one (RFC 6455 4.1): it comes back as the answer.
        opening.options.maximumRedirects = 0
        opening.fields.removeAll { WebSocketHandshake.names.contains($0.name.lowercased()) }
        opening.fields += [
            Field("Connection", "Upgrade"), Field("Upgrade", "websocket"), Field("Sec-WebSocket-Version", "13"),
            Field("Sec-WebSocket-Key", NIOWebSocketClientUpgrader.randomRequestKey()),
        ]
        return opening
    }

    /// `ws` is `http` and `wss` is `https` (RFC 6455 3).
    private static func httpURL(_ url: String) -> String {
        guard isWebSocket(url), let colon = url.firstIndex(of: ":") else { return url }
        return (url[..<colon].lowercased() == "wss" ? "https" : "http") + url[colon...]
    }
}
