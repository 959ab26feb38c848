import NIOCore
import NIOHTTP1
import NIOHTTP2

/// Lets AsyncHTTPClient's handler for HTTP/1.1 send over HTTP/2 (RFC 9113): each request becomes a stream of its own, one
/// at a time. It stands where the codec of HTTP/1.1 stood.
final class HTTP2Bridge: ChannelDuplexHandler {
    typealias InboundIn = HTTP2Frame
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTP2Frame

    private let multiplexer: NIOHTTP2Handler.StreamMultiplexer
    private let record: ConnectionRecord
    private var context: ChannelHandlerContext?
    private var stream: (any Channel)?
    private var pending: [(HTTPClientRequestPart, EventLoopPromise<Void>?)] = []
    private var isUnderWay = false
    private var isGoingAway = false

    init(multiplexer: NIOHTTP2Handler.StreamMultiplexer, record: ConnectionRecord) {
        self.multiplexer = multiplexer
        self.record = record
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part = unwrapOutboundIn(data)
        // The parts behind the head wait in `pending` until the multiplexer has made the stream.
        if case .head = part { open(context) }
        guard let stream else { return pending.append((part, promise)) }
        stream.write(part, promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        stream?.flush()
        context.flush()
    }

    private func open(_ context: ChannelHandlerContext) {
        isUnderWay = true
        stream = nil
        let opened = context.eventLoop.makePromise(of: (any Channel).self)
        let relay = NIOLoopBound(self, eventLoop: context.eventLoop)
        multiplexer.createStreamChannel(promise: opened) { channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                try pipeline.addHandler(StreamTap(record: relay.value.record))
                // It writes `:scheme` by this; without TLS no HTTP/2 is spoken here.
                try pipeline.addHandler(HTTP2FramePayloadToHTTP1ClientCodec(httpProtocol: .https))
                try pipeline.addHandler(StreamRelay(bridge: relay.value))
            }
        }
        opened.futureResult.assumeIsolated().whenComplete { result in
            switch result {
            case .success(let stream):
                self.stream = stream
                for (part, promise) in self.pending { stream.write(part, promise: promise) }
                self.pending = []
                stream.flush()
            case .failure(let error):
                for (_, promise) in self.pending { promise?.fail(error) }
                self.pending = []
                self.fail(error)
            }
        }
    }

    /// A part of the answer, from the stream.
    func receive(_ part: HTTPClientResponsePart) {
        // What a stream says after its end belongs to no request any more.
        guard isUnderWay, let context else { return }
        switch part {
        case .head(var head):
            // AsyncHTTPClient keeps only connections that it takes for HTTP/1.1.
            head.version = .http1_1
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body:
            context.fireChannelRead(wrapInboundOut(part))
        case .end:
            // Before the part goes on: who takes the end may write the next request at once, which sets it again.
            isUnderWay = false
            context.fireChannelRead(wrapInboundOut(part))
            // GOAWAY lets the streams it names end, and takes no new one (RFC 9113 6.8).
            if isGoingAway { context.close(promise: nil) }
        }
    }

    func receiveComplete() { context?.fireChannelReadComplete() }

    /// The stream ended before its time.
    func fail(_ error: any Error) {
        guard isUnderWay, let context else { return }
        isUnderWay = false
        // What had come of the body goes to who waits for it: an error drops what is not handed on.
        context.fireChannelReadComplete()
        context.fireErrorCaught(error)
        // A stream that broke leaves it open whether the connection is sound: the next request dials.
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .goAway = unwrapInboundIn(data).payload {
            isGoingAway = true
            // Idle: no end of a stream will close it, and AsyncHTTPClient would hand it out again.
            if !isUnderWay { context.close(promise: nil) }
        }
    }
}

/// The end of a stream's pipeline: hands the answer to the bridge.
private final class StreamRelay: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let bridge: HTTP2Bridge
    private var isEnded = false
    private var announced: Int?
    private var received = 0

    init(bridge: HTTP2Bridge) { self.bridge = bridge }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        switch part {
        case .head(let head): announced = head.headers.first(name: "content-length").flatMap { Int($0) }
        case .body(let bytes): received += bytes.readableBytes
        case .end: isEnded = true
        }
        bridge.receive(part)
    }

    func channelReadComplete(context: ChannelHandlerContext) { bridge.receiveComplete() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        defer { context.close(promise: nil) }
        guard !isEnded else { return }
        isEnded = true
        // A server that has answered in full may so refuse the rest of the request (RFC 9113 8.1); the error overtakes
        // the frame that says the answer is over.
        if let closed = error as? NIOHTTP2Errors.StreamClosed, closed.errorCode == .noError, received == announced {
            bridge.receive(.end(nil))
            bridge.receiveComplete()
        } else {
            bridge.fail(error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !isEnded { bridge.fail(ChannelError.eof) }
        isEnded = true
    }
}

/// Sees the header list of a request as it goes out, pseudo-header fields first.
private final class StreamTap: ChannelOutboundHandler {
    typealias OutboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    private let record: ConnectionRecord
    private var isFirst = true

    init(record: ConnectionRecord) { self.record = record }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // Trailers of the request would come as headers, too.
        if isFirst, case .headers(let block) = unwrapOutboundIn(data) {
            isFirst = false
            let fields = block.headers.map { Field($0.name, $0.value) }
            record.attempt?.update { $0.hop.sent.fields = fields }
        }
        context.write(data, promise: promise)
    }
}
