import NIOCore

/// Sees every byte of a connection above TLS: what HTTP/1.1 writes is kept as sent, and first bytes are timed.
final class WireTap: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let record: ConnectionRecord
    /// Whether the bytes are the text of HTTP/1.1, worth keeping; frames of HTTP/2 are not.
    private let keepsBytes: Bool
    private var sentBlocks = FieldBlocks(ofClient: true)
    private var receivedBlocks = FieldBlocks(ofClient: false)

    init(record: ConnectionRecord, keepsBytes: Bool) {
        self.record = record
        self.keepsBytes = keepsBytes
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if keepsBytes, let attempt = record.attempt, case .byteBuffer(let buffer) = unwrapOutboundIn(data) {
            attempt.update { state in
                let room = Sent.bytesLimit - state.hop.sent.bytes.count
                if room > 0 { state.hop.sent.bytes += buffer.readableBytesView.prefix(room) }
                state.hop.sent.size += buffer.readableBytes
                state.lastActivity = Attempt.now()
            }
        }
        if !keepsBytes, case .byteBuffer(let buffer) = unwrapOutboundIn(data) {
            sentBlocks.take(buffer.readableBytesView) { note($1, of: $0, isSent: true) }
        }
        context.write(data, promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if let attempt = record.attempt {
            let now = Attempt.now()
            attempt.update { state in
                state.lastActivity = now
                // HTTP/2 begins with settings, which are no answer: there the head counts (`ExchangeHandler`).
                guard keepsBytes, state.hop.timings.firstByte == nil else { return }
                state.hop.timings.firstByte = now - attempt.base
                state.phase = .lastByte
            }
        }
        if !keepsBytes {
            receivedBlocks.take(unwrapInboundIn(data).readableBytesView) { note($1, of: $0, isSent: false) }
        }
        context.fireChannelRead(data)
    }

    /// Notes how fields were packed: of the stream under way, for there is one at a time.
    private func note(_ block: [UInt8], of stream: Int, isSent: Bool) {
        guard let attempt = record.attempt, let fields = Packing.fields(block) else { return }
        attempt.update { state in
            var packing = state.hop.packing ?? Packing(stream: stream)
            if isSent {
                packing = Packing(stream: stream)
                packing.request = fields
            } else if packing.stream == stream {
                // What counts comes behind early answers, and before what is behind the content.
                if state.hop.response == nil || packing.response.isEmpty { packing.response = fields }
            }
            state.hop.packing = packing
        }
    }
}
