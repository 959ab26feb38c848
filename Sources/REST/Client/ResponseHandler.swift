import NIOCore
import NIOHTTP1

/// Reads the answers of a connection of HTTP/1.1 with ``ResponseReader``, in the place where the codec of AsyncHTTPClient
/// stood: its own codec takes only what is clean.
final class ResponseHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private let record: ConnectionRecord
    /// The answer being read; nil between answers.
    private var reader: ResponseReader?
    /// What came before anything was asked, as a banner does.
    private var early: ByteBuffer?
    /// Whether the connection broke or what came could not be read: its end is no answer's then.
    private var isBroken = false
    /// Whether this side has closed the connection, as at a time-out: then its end is no fault of the server's.
    private var isClosedHere = false

    private static let earlyLimit = 64 << 10

    init(record: ConnectionRecord) { self.record = record }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // `early` is asked first: behind a 101 frames are written here, which are no parts of a request.
        if early != nil, case .head = unwrapOutboundIn(data) {
            // After the write, which must not be answered while it is under way.
            let place = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.execute {
                let (handler, context) = place.value
                guard let bytes = handler.early.take(), !handler.isBroken else { return }
                handler.receive(bytes, context)
                context.fireChannelReadComplete()
            }
        }
        context.write(data, promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // After the 101 bytes go on as they are, to the frames' decoder behind.
        if record.isSwitched { return context.fireChannelRead(data) }
        let bytes = unwrapInboundIn(data)
        guard !isBroken else { return }
        // Kept until there is a request whose answer it breaks, so that it can be shown there.
        if record.attempt == nil, record.last == nil {
            // A banner is short: what comes unasked beyond this is let go.
            guard (early?.readableBytes ?? 0) < Self.earlyLimit else { return }
            early.setOrWriteImmutableBuffer(bytes)
            return
        }
        receive(bytes, context)
    }

    private func receive(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        // Between two answers: what comes is more than was asked for.
        guard let attempt = record.attempt else { return takeSurplus(bytes, context) }
        bytes.withUnsafeReadableBytes { attempt.raw.append($0) }
        var reader =
            reader
            ?? ResponseReader(
                isHead: attempt.head.method == .HEAD, isUpgrade: record.asksToSwitch,
                takesHTTP09: attempt.takesHTTP09)
        // Out of its place while it reads: with two owners its line would be copied.
        self.reader = nil
        var events: [ResponseReader.Event] = []
        var used = bytes.readableBytes
        do throws(ResponseProblem) {
            var problem: ResponseProblem?
            used = bytes.withUnsafeReadableBytes { bytes in
                do throws(ResponseProblem) { return try reader.read(bytes) { events.append($0) } } catch {
                    problem = error
                    return bytes.count
                }
            }
            if let problem { throw problem }
        } catch {
            var problem = error
            problem.isOfHead = !reader.hasHead
            // The part that could be read is handed on before the fault is told.
            pass(events, of: bytes, reader, context)
            return fail(problem, reader, context)
        }
        if !reader.isDone { self.reader = reader }
        // Before `pass`: the end of the answer lets AsyncHTTPClient write the next request.
        let hasSurplus = reader.isDone && used < bytes.readableBytes
        pass(events, of: bytes, reader, context)
        guard hasSurplus else { return }
        if record.isSwitched {
            // What came right behind the 101 belongs to the other protocol.
            if let rest = bytes.getSlice(at: bytes.readerIndex + used, length: bytes.readableBytes - used) {
                context.fireChannelRead(NIOAny(rest))
            }
            return
        }
        attempt.update { $0.hop.response?.hasSurplus = true }
        // What nobody asked for would be taken for the answer to the next request.
        close(context)
    }

    /// Hands on what was read, in the form that AsyncHTTPClient takes.
    private func pass(
        _ events: [ResponseReader.Event], of bytes: ByteBuffer, _ reader: ResponseReader,
        _ context: ChannelHandlerContext
    ) {
        for event in events {
            switch event {
            case .head(let response):
                record.head = response
                // It is told only what it has to know: whether the connection can be used again. What is below 200 it takes
                // for an announcement, and it ends the process at a body behind one: HTTP/0.9 has no status.
                let status = response.status == 0 ? 200 : response.status
                let head = HTTPResponseHead(
                    version: .http1_1, status: HTTPResponseStatus(statusCode: status),
                    headers: ["Connection": reader.keepsConnection ? "keep-alive" : "close"])
                context.fireChannelRead(wrapInboundOut(.head(head)))
            case .body(let range):
                guard let piece = bytes.getSlice(at: bytes.readerIndex + range.lowerBound, length: range.count) else {
                    continue
                }
                context.fireChannelRead(wrapInboundOut(.body(piece)))
            case .held(let bytes):
                context.fireChannelRead(wrapInboundOut(.body(ByteBuffer(bytes: bytes))))
            case .end:
                record.finished = reader.response
                context.fireChannelRead(wrapInboundOut(.end(nil)))
            }
        }
    }

    private func takeSurplus(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        if let last = record.last {
            bytes.withUnsafeReadableBytes { last.raw.append($0) }
            last.update { $0.hop.response?.hasSurplus = true }
        }
        close(context)
    }

    private func close(_ context: ChannelHandlerContext) {
        isBroken = true
        context.close(promise: nil)
    }

    private func fail(_ problem: ResponseProblem, _ reader: ResponseReader, _ context: ChannelHandlerContext) {
        isBroken = true
        record.broken(reader.response)
        // What had come of the body goes to who waits for it: an error drops what is not handed on.
        context.fireChannelReadComplete()
        context.fireErrorCaught(problem)
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let reader { record.broken(reader.response) }
        isBroken = true
        context.fireErrorCaught(error)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        // With its output alone the server may answer on.
        if mode != .output { isClosedHere = true }
        context.close(mode: mode, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if isClosedHere, var reader {
            self.reader = nil
            // The line of the last field had ended: only one that goes on below it could have followed.
            if !reader.hasHead { try? reader.endField(isTrailer: false) }
            if !reader.hasHead, reader.response.status != 0 {
                reader.response.remarks.append("Its header is not whole: more of it was not waited for")
            }
            record.broken(reader.response)
        } else if !isBroken, record.attempt != nil {
            // Nothing of an answer yet: the reader says so in its own words.
            var reader = reader ?? ResponseReader()
            self.reader = nil
            var events: [ResponseReader.Event] = []
            do throws(ResponseProblem) {
                try reader.close { events.append($0) }
                pass(events, of: ByteBuffer(), reader, context)
            } catch {
                pass(events, of: ByteBuffer(), reader, context)
                fail(error, reader, context)
            }
        }
        context.fireChannelInactive()
    }
}
