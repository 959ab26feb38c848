import NIOCore
import NIOHTTP1

/// Sends the upgrade request, and turns every answer that is not an upgrade into words.
final class WebSocketAnswerHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let endpoint: Endpoint
    private let userAgent: String?
    private let ready: EventLoopPromise<any Channel>
    private var context: ChannelHandlerContext?
    /// Set once frames flow: from then on nothing here matters.
    var isUpgraded = false

    init(endpoint: Endpoint, userAgent: String?, ready: EventLoopPromise<any Channel>) {
        self.endpoint = endpoint
        self.userAgent = userAgent
        self.ready = ready
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func sendRequest() {
        guard let context else { return }
        var headers = HTTPHeaders()
        // A port that the scheme implies is left out of Host (RFC 9110 7.2).
        let isDefaultPort = endpoint.port == endpoint.transport.defaultPort
        let host = endpoint.host.utf8.contains(UInt8(ascii: ":")) ? "[\(endpoint.host)]" : endpoint.host
        headers.add(name: "Host", value: isDefaultPort ? host : endpoint.authority)
        if let userAgent { headers.add(name: "User-Agent", value: userAgent) }
        // Somebody's own Host or User-Agent wins; of several with one name, as two cookies, each is sent.
        for header in endpoint.headers { headers.remove(name: header.name) }
        for header in endpoint.headers { headers.add(name: header.name, value: header.value) }
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: endpoint.path.isEmpty ? "/" : endpoint.path, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        // No body: an upgrade is a GET (RFC 6455 4.1).
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Only what the upgrade did not take arrives here.
        guard !isUpgraded, case .head(let head) = unwrapInboundIn(data) else { return }
        fail(refusal(head), context: context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isUpgraded else { return context.fireErrorCaught(error) }
        switch error {
        case is NIOHTTPClientUpgradeError:
            // The head follows as a read when it was not 101; with 101 this is all there is.
            if "\(error)".contains("Ordering") { break }
            fail(notWebSocket(detail: "\(error)"), context: context)
        case is HTTPParserError:
            fail(notWebSocket(detail: "\(error)"), context: context)
        case is IOError:
            // What a broker that closes with the request unread looks like from here.
            fail(closed(detail: "\(error)"), context: context)
        default:
            fail(.connecting(to: endpoint, error), context: context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(closed(detail: ""), context: context)
        context.fireChannelInactive()
    }

    private func fail(_ failure: ConnectionFailure, context: ChannelHandlerContext) {
        ready.fail(failure)
        context.close(promise: nil)
    }

    private func closed(detail: String) -> ConnectionFailure {
        let scheme = endpoint.transport.isSecure ? "mqtts" : "mqtt"
        let orTLS = endpoint.transport.isSecure ? "" : ", or mqtts:// and wss:// if it speaks TLS"
        return ConnectionFailure(
            .webSocketBroken, "\(endpoint.spokenAuthority) closed the connection instead of opening a WebSocket",
            advice:
                "brokers do so on a port for MQTT without WebSocket: try \(scheme)://\(endpoint.spokenAuthority)\(orTLS)",
            detail: detail)
    }

    private func notWebSocket(detail: String) -> ConnectionFailure {
        ConnectionFailure(
            .webSocketBroken, "\(endpoint.spokenAuthority) did not answer as a WebSocket server does",
            advice: "check the port, and the path \(endpoint.spokenPath)", detail: detail)
    }

    private func refusal(_ head: HTTPResponseHead) -> ConnectionFailure {
        let status = Int(head.status.code)
        let phrase = ShownText.printable(head.status.reasonPhrase)
        let place = ShownText.printable(head.headers.first(name: "Location") ?? "another place")
        let summary = "\(endpoint.spokenAuthority) answered HTTP \(status) \(phrase) instead of opening a WebSocket"
        let advice =
            switch status {
            case 401, 403, 407: "give what the server asks for, as a header such as Authorization"
            case 404: "check the path \(endpoint.spokenPath); common ones are /mqtt, /ws and /"
            case 300..<400: "it points to \(place)"
            case 426: "the server wants another protocol version; check the port"
            case 500...: "see the server's log"
            default: "check the port, and the path \(endpoint.spokenPath)"
            }
        return ConnectionFailure(.webSocketRefused(status: status), summary, advice: advice, quoting: [place, phrase])
    }
}
