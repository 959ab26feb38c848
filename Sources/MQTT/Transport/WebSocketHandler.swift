import NIOCore

/// Carries the MQTT byte stream in WebSocket frames: below it frames, above it plain bytes (MQTT 5 6).
///
/// Packets and frames need not match: data goes up in the pieces in which it was read, one buffer per read.
final class WebSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let endpoint: Endpoint
    private var reader = WebSocketFrameReader()
    private var controls: [WebSocketFrameReader.Control] = []
    private var isCloseSent = false

    init(endpoint: Endpoint) {
        self.endpoint = endpoint
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let input = unwrapInboundIn(data)
        // In the middle of a large frame: the read goes up as it is, uncopied.
        if reader.isAllData(input.readableBytes) {
            reader.skipData(input.readableBytes)
            context.fireChannelRead(wrapInboundOut(input))
            return
        }
        // The payloads of all frames of this read, joined: mosquitto sends one frame per packet, and a batch of one
        // message each would cost more than this copy.
        var payload = context.channel.allocator.buffer(capacity: input.readableBytes)
        var broken: WebSocketFrameReader.Broken?
        input.withUnsafeReadableBytes { bytes in
            do throws(WebSocketFrameReader.Broken) {
                try reader.read(bytes, data: &payload, controls: &controls)
            } catch {
                broken = error
            }
        }
        // First what came in front of a close or of a breach.
        if payload.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(payload)) }
        answerControls(context: context)
        if let broken { fail(broken, context: context) }
    }

    private func answerControls(context: ChannelHandlerContext) {
        guard !controls.isEmpty else { return }
        let pending = controls
        controls.removeAll(keepingCapacity: true)
        for control in pending {
            switch control {
            case .ping(let payload):
                send(.pong, ByteBuffer(bytes: payload), context: context, promise: nil)
                context.flush()
            case .pong:
                break
            case .close(let code, let reason):
                // 1005 stands for "none was given" and is never sent (RFC 6455 7.4.1).
                sendClose(code: code == 1005 ? 1000 : code, context: context)
                if code != 1000 && code != 1005 {
                    context.fireErrorCaught(
                        ConnectionFailure(
                            .connectionLost,
                            "\(endpoint.spokenAuthority) closed the WebSocket with code \(code)"
                                + (reason.isEmpty ? "" : ": \(ShownText.printable(reason))"),
                            advice: "see the broker's log for the reason", quoting: [ShownText.printable(reason)]))
                }
                context.close(promise: nil)
            }
        }
    }

    private func fail(_ broken: WebSocketFrameReader.Broken, context: ChannelHandlerContext) {
        sendClose(code: broken.code, context: context)
        context.fireErrorCaught(
            ConnectionFailure(
                .webSocketBroken, "\(endpoint.spokenAuthority) sent \(broken.words)",
                advice: "check that the path \(endpoint.spokenPath) is the broker's MQTT over WebSocket"))
        context.close(promise: nil)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        send(.binary, unwrapOutboundIn(data), context: context, promise: promise)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        // A close frame cannot be written to a channel that is gone.
        if context.channel.isActive { sendClose(code: 1000, context: context) }
        context.close(mode: mode, promise: promise)
    }

    private func sendClose(code: UInt16, context: ChannelHandlerContext) {
        // One close frame is all (RFC 6455 5.5.1).
        guard !isCloseSent else { return }
        isCloseSent = true
        send(.close, ByteBuffer(integer: code), context: context, promise: nil)
        context.flush()
    }

    private func send(
        _ opcode: WebSocketFrameWriter.Opcode, _ payload: ByteBuffer, context: ChannelHandlerContext,
        promise: EventLoopPromise<Void>?
    ) {
        let frame = WebSocketFrameWriter.frame(
            // A fresh mask for each frame, so that no page can choose what bytes a proxy sees (RFC 6455 10.3).
            opcode, payload, mask: .random(in: 0...UInt32.max), allocator: context.channel.allocator)
        context.write(wrapOutboundOut(frame), promise: promise)
    }
}
