import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// One client's HTTP/1.1 connection: gathers a request, has it answered at once, keeps the clock.
///
///     socket ─ encoder, decoder ─ RESTConnection ─ compressor
///
/// The compressor stands behind and is a tool: an answer that is to be compressed is written through it from the end of
/// the pipeline, with a request head that accepts gzip and nothing else; every other answer passes it by.
final class RESTConnection: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        /// Between two requests.
        case idle
        /// A head came, and its content so far.
        case reading(HTTPRequestHead, ByteBuffer)
        /// The answer has no end; what still comes is not read.
        case streaming
        /// The last answer is written; what still comes is not read.
        case closing
    }

    /// How long a refused client may take to read why.
    private static let farewell = TimeAmount.seconds(2)

    let server: RESTServer
    private var state = State.idle
    private var deadline: Scheduled<Void>?
    private(set) var context: ChannelHandlerContext?
    /// The answer to HEAD: its content is made, for the size and the tag, and not sent.
    private var isContentHeld = false
    private var isReadHeld = false

    init(server: RESTServer) { self.server = server }

    /// Adds what a connection needs. On the channel's event loop.
    static func configure(_ channel: any Channel, server: RESTServer) throws {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = server.limits.fieldBytes
        limits.maxHeaderListSize = server.limits.fieldBytes
        limits.maxHeaderFieldCount = server.limits.fields
        let pipeline = channel.pipeline.syncOperations
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false, withEncoderConfiguration: .init(),
            withDecoderLimitConfiguration: limits)
        try pipeline.addHandler(RESTConnection(server: server))
        try pipeline.addHandler(HTTPResponseCompressor())
    }

    // MARK: From the socket

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        if server.opened(self) {
            wait()
        } else {
            refuse(.serviceUnavailable, "too many connections: close one, or try again")
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        server.closed(self)
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (unwrapInboundIn(data), state) {
        case (_, .closing), (_, .streaming): break
        case (.head(let head), _): begin(head, context)
        case (.body(var part), .reading(let head, var body)):
            // Before it is kept: the bound holds whatever Content-Length says.
            if body.readableBytes + part.readableBytes > server.limits.bodyBytes { return refuseContent() }
            // Not copied by the appending.
            state = .idle
            body.writeBuffer(&part)
            state = .reading(head, body)
        case (.end, .reading(let head, let body)):
            state = .idle
            answer(head, body)
        case (.body, .idle), (.end, .idle): break
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        state = .reading(head, ByteBuffer())
        let headers = head.headers
        if head.version == .http1_1, headers["Host"].count != 1 {
            return refuse(.badRequest, "a request of HTTP/1.1 has one Host field (RFC 9112 3.2)")
        }
        // Said beforehand: nothing of it needs to be read.
        if let length = headers.first(name: "Content-Length").flatMap({ Int($0) }), length > server.limits.bodyBytes {
            return refuseContent()
        }
        if let expectation = headers.first(name: "Expect"), head.version == .http1_1 {
            guard expectation.lowercased() == "100-continue" else {
                return refuse(.expectationFailed, "Expect can be 100-continue only")
            }
            // The client waits for this before it sends the content (RFC 9110 10.1.1).
            context.writeAndFlush(
                wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
        }
    }

    private func refuseContent() {
        refuse(.payloadTooLarge, "the content has more than \(server.limits.bodyBytes) bytes: 1 MiB is the most")
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else {
            context.close(promise: nil)
            return
        }
        if error == .headerOverflow {
            refuse(.requestHeaderFieldsTooLarge, "the header fields have more than \(server.limits.fieldBytes) bytes")
        } else {
            refuse(.badRequest, "this is no request of HTTP/1.1: \(error)")
        }
    }

    // MARK: The clock

    /// From now on there is so much time for the next request to be there as a whole.
    private func wait() {
        deadline?.cancel()
        guard let context else { return }
        let me = NIOLoopBound(self, eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: .seconds(server.limits.seconds)) { me.value.isLate() }
    }

    private func isLate() {
        if case .reading = state {
            refuse(.requestTimeout, "the request was not there within \(server.limits.seconds) seconds")
        } else {
            // Between two requests nothing is owed an answer.
            context?.close(promise: nil)
        }
    }

    // MARK: To the socket

    private func answer(_ head: HTTPRequestHead, _ body: ByteBuffer) {
        guard let request = ServiceRequest(method: head.method, target: head.uri, headers: head.headers, body: body)
        else {
            return refuse(
                .badRequest, "the request target has a % without two hexadecimal digits behind it",
                method: head.method)
        }
        if stream(request, version: head.version) {
            state = .streaming
            deadline?.cancel()
            return
        }
        // HEAD is answered as GET is, and its content dropped on the way out.
        isContentHeld = head.method == .HEAD
        write(server.respond(to: request), version: head.version, isLast: !head.isKeepAlive)
        isContentHeld = false
        // After the last answer there is no next request, and the farewell has a clock of its own.
        if case .closing = state { return }
        // The clock begins anew for the next request.
        wait()
    }

    /// Says what is wrong and closes.
    private func refuse(_ status: HTTPResponseStatus, _ words: String, method: HTTPMethod? = nil) {
        var method = method
        switch state {
        // The answer has begun, or is the last one: another would be taken for a part of it.
        case .closing, .streaming: return
        case .idle: break
        case .reading(let head, _): method = head.method
        }
        // A refusal of HEAD has no content either (RFC 9110 9.3.2).
        isContentHeld = method == .HEAD
        defer { isContentHeld = false }
        write(.problem(status, words), version: .http1_1, isLast: true)
    }

    private func write(_ response: ServiceResponse, version: HTTPVersion, isLast: Bool) {
        guard let context else { return }
        var head = HTTPResponseHead(version: version, status: response.status, headers: response.headers)
        head.headers.add(name: "Date", value: DeviceRunner.now().httpDate)
        head.headers.add(name: "Server", value: "martlet-demo")
        // 204 and 304 have no content, and say no length (RFC 9110 8.6).
        let hasContent = response.status.mayHaveResponseBody
        if hasContent {
            head.headers.add(name: "Content-Length", value: "\(response.body.readableBytes)")
        }
        if isLast {
            head.headers.add(name: "Connection", value: "close")
        } else if version == .http1_0 {
            // 1.0 closes unless this is said (RFC 9112 9.3).
            head.headers.add(name: "Connection", value: "keep-alive")
        }
        if response.isCompressed, hasContent {
            let accepting = HTTPRequestHead(
                version: .http1_1, method: .GET, uri: "/", headers: ["Accept-Encoding": "gzip"])
            context.fireChannelRead(wrapInboundOut(.head(accepting)))
            let pipeline = context.pipeline.syncOperations
            pipeline.write(wrapOutboundOut(.head(head)), promise: nil)
            pipeline.write(wrapOutboundOut(.body(.byteBuffer(response.body))), promise: nil)
            pipeline.write(wrapOutboundOut(.end(nil)), promise: nil)
        } else {
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            if hasContent, !isContentHeld {
                context.write(wrapOutboundOut(.body(.byteBuffer(response.body))), promise: nil)
            }
            context.write(wrapOutboundOut(.end(nil)), promise: nil)
        }
        context.flush()
        if isLast { end() }
    }

    /// From the compressor.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isContentHeld, case .body = unwrapOutboundIn(data) {
            promise?.succeed()
        } else {
            context.write(data, promise: promise)
        }
    }

    /// Closes our half, and waits a moment for the client to read it: closing with unread bytes would reset the
    /// connection, and the client would never see why.
    func end() {
        guard let context else { return }
        state = .closing
        deadline?.cancel()
        let channel = context.channel
        channel.close(mode: .output, promise: nil)
        deadline = context.eventLoop.scheduleTask(in: Self.farewell) { channel.close(promise: nil) }
    }

    // MARK: Back-pressure

    /// A client that asks without end and reads nothing is not read either.
    func read(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            context.read()
        } else {
            isReadHeld = true
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if isReadHeld, context.channel.isWritable {
            isReadHeld = false
            context.read()
        }
    }
}
