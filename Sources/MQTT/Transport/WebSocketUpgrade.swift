import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The HTTP/1.1 upgrade that opens a WebSocket (RFC 6455 4.1), with the sub-protocol `mqtt`.
///
/// NIO's upgrader knows the key and its answer; this one leaves NIO's frame decoder out, because that gathers a whole
/// frame before it hands it on and a frame may be 256 MB.
final class WebSocketUpgrade: NIOHTTPClientProtocolUpgrader, Sendable {
    let supportedProtocol = "websocket"
    let requiredUpgradeHeaders: [String] = []

    private let endpoint: Endpoint
    private let key: NIOWebSocketClientUpgrader
    private let ready: EventLoopPromise<any Channel>

    init(
        endpoint: Endpoint, ready: EventLoopPromise<any Channel>,
        key: String = NIOWebSocketClientUpgrader.randomRequestKey()
    ) {
        self.endpoint = endpoint
        self.ready = ready
        self.key = NIOWebSocketClientUpgrader(requestKey: key) { channel, _ in
            channel.eventLoop.makeSucceededVoidFuture()
        }
    }

    /// Puts the HTTP handlers and the request on `channel`; `ready` is completed when frames can flow.
    static func start(
        on channel: any Channel, endpoint: Endpoint, userAgent: String?, ready: EventLoopPromise<any Channel>
    ) throws {
        let upgrade = WebSocketUpgrade(endpoint: endpoint, ready: ready)
        try channel.pipeline.syncOperations.addHTTPClientHandlers(
            // What came right behind the 101 are frames.
            leftOverBytesStrategy: .forwardBytes,
            withClientUpgrade: (upgraders: [upgrade], completionHandler: { _ in }))
        let answer = WebSocketAnswerHandler(endpoint: endpoint, userAgent: userAgent, ready: ready)
        try channel.pipeline.syncOperations.addHandler(answer)
        answer.sendRequest()
    }

    func addCustom(upgradeRequestHeaders headers: inout HTTPHeaders) {
        headers.replaceOrAdd(name: "Sec-WebSocket-Protocol", value: "mqtt")
        key.addCustom(upgradeRequestHeaders: &headers)
    }

    func shouldAllowUpgrade(upgradeResponse: HTTPResponseHead) -> Bool {
        // A server that names no sub-protocol is tolerated: mosquitto 2.0 accepts any.
        let chosen = upgradeResponse.headers["Sec-WebSocket-Protocol"]
        return key.shouldAllowUpgrade(upgradeResponse: upgradeResponse)
            // `mqttv3.1` is the name that older brokers give.
            && chosen.allSatisfy { $0.lowercased().hasPrefix("mqtt") }
    }

    func upgrade(context: ChannelHandlerContext, upgradeResponse: HTTPResponseHead) -> EventLoopFuture<Void> {
        let channel = context.channel
        do {
            let operations = channel.pipeline.syncOperations
            let answer = try operations.handler(type: WebSocketAnswerHandler.self)
            // From here on its errors are the handler's behind it.
            answer.isUpgraded = true
            try operations.addHandler(WebSocketHandler(endpoint: endpoint), position: .after(answer))
            operations.removeHandler(answer, promise: nil)
            ready.succeed(channel)
            return channel.eventLoop.makeSucceededVoidFuture()
        } catch {
            ready.fail(error)
            return channel.eventLoop.makeFailedFuture(error)
        }
    }
}
