import NIOCore
import NIOHTTP1
import NIOHTTP2

/// Stands between AsyncHTTPClient's handler and the codec: puts the real request in place of the marked one, and takes
/// down the answer's parts with their times.
final class ExchangeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    let record: ConnectionRecord
    private let table: AttemptTable

    init(record: ConnectionRecord, table: AttemptTable) {
        self.record = record
        self.table = table
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let marked):
            guard let attempt = marked.headers.first(name: Attempt.mark).flatMap({ Int($0) }).flatMap({ table[$0] })
            else {
                // Given up a moment ago: its task is gone and so is the request.
                promise?.fail(ChannelError.ioOnClosedChannel)
                return context.close(promise: nil)
            }
            begin(attempt, context: context)
            context.write(wrapOutboundOut(.head(attempt.head)), promise: promise)
        case .body(let bytes):
            let written = writing(promise, context)
            let isHTTP2 = record.version == "HTTP/2"
            let count = bytes.readableBytes
            if let attempt = record.attempt {
                // When the system has taken it, not when it is written: progress, and the room for more, go by that.
                written.futureResult.whenSuccess {
                    attempt.update { state in
                        state.bodySent += count
                        state.hop.sent.bodySize += count
                        // Of HTTP/1.1 `WireTap` counts every byte; of HTTP/2 it does not, as those are frames.
                        if isHTTP2 { state.hop.sent.size += count }
                        state.lastActivity = Attempt.now()
                    }
                    attempt.took(count)
                    attempt.tell()
                }
            }
            context.write(data, promise: written)
        case .end:
            let written = writing(promise, context)
            if let attempt = record.attempt {
                written.futureResult.whenSuccess {
                    attempt.update { state in
                        state.hop.timings.send?.end = attempt.elapsed()
                        state.lastActivity = Attempt.now()
                        // The answer may begin before the request is out.
                        if state.phase == .send { state.phase = .firstByte }
                    }
                    attempt.tell()
                }
            }
            context.write(data, promise: written)
        }
    }

    /// A promise that passes its end on to AsyncHTTPClient's, but for one: a server of HTTP/2 that has answered in full may
    /// refuse the rest of the request (RFC 9113 8.1), and that is no failure.
    private func writing(_ promise: EventLoopPromise<Void>?, _ context: ChannelHandlerContext) -> EventLoopPromise<Void>
    {
        let written = context.eventLoop.makePromise(of: Void.self)
        if let promise {
            written.futureResult.whenComplete { result in
                if case .failure(let error) = result, !((error as? NIOHTTP2Errors.StreamClosed)?.errorCode == .noError)
                {
                    promise.fail(error)
                } else {
                    promise.succeed(())
                }
            }
        }
        return written
    }

    private func begin(_ attempt: Attempt, context: ChannelHandlerContext) {
        record.attempt = attempt
        // Heads of an answer that broke off have not come out of the codec: they are nobody's.
        record.heads = []
        let facts = record.facts
        let times = record.uses > 0 ? nil : (connected: record.connectedAt, tls: record.tlsSpan)
        let eventLoop = context.eventLoop
        // Over HTTP/2 the number of the stream follows from this (`HeaderTranscoder`).
        record.uses += 1
        attempt.update { state in
            let base = attempt.base
            state.hop.connection = facts
            if let times, let started = state.hop.timings.connect?.start {
                // One that was opened for another request may have stood before this one began.
                state.hop.timings.connect?.end = max(started, times.connected - base)
                state.hop.timings.tls = times.tls.map { .init(max(started, $0.start - base), $0.end - base) }
            } else {
                // It stood already: neither took any time.
                state.hop.timings.connect = nil
                state.hop.timings.nameLookup = nil
            }
            state.hop.timings.send = .init(attempt.elapsed())
            state.isConnected = true
            state.phase = .send
            state.lastActivity = Attempt.now()
            state.eventLoop = eventLoop
        }
        attempt.tell()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Nobody asked: AsyncHTTPClient has no place for it.
        guard let attempt = record.attempt else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            // As our own readers have it: the codecs leave things out, and put things in.
            let early = record.heads.isEmpty ? nil : record.heads.removeFirst()
            let response = record.head.take() ?? early ?? Self.response(head, version: record.version)
            // 101 announces no other answer: HTTP ends with it.
            let isInformational = (100..<200).contains(response.status) && response.status != 101
            keep(response, isInformational, attempt)
            attempt.tell()
            // Who waits is told of the answer that counts.
            if isInformational { return }
        case .body(let bytes):
            if record.version == "HTTP/2" { bytes.withUnsafeReadableBytes { attempt.raw.append($0) } }
            attempt.arrived(bytes)
            attempt.update { state in
                state.received += bytes.readableBytes
                state.hop.response?.bodySize += bytes.readableBytes
            }
            attempt.tell()
        case .end(let trailers):
            let fields = (trailers ?? [:]).map { Field($0.name, $0.value) }
            let finished = record.finished.take()
            attempt.update { state in
                state.hop.timings.lastByte = attempt.elapsed()
                state.hop.response?.trailers = fields
                if let finished { state.hop.response?.take(endOf: finished) }
                state.hop.response?.isComplete = true
                state.isEnded = true
            }
            // Bytes that come now, unasked, are put down to it.
            record.last = attempt
            record.attempt = nil
        }
        context.fireChannelRead(data)
    }

    private func keep(_ response: Response, _ isInformational: Bool, _ attempt: Attempt) {
        if record.version == "HTTP/2" { response.bytes.withUnsafeBytes { attempt.raw.append($0) } }
        attempt.update { state in
            if state.hop.timings.firstByte == nil { state.hop.timings.firstByte = attempt.elapsed() }
            state.phase = .lastByte
            var response = response
            if response.informational.isEmpty, let before = state.hop.response {
                response.informational = before.informational
                response.furtherInformational = before.furtherInformational
            }
            if isInformational {
                // Kept in a response without a status until the real one comes.
                if record.version == "HTTP/2" {
                    response.add(.init(status: response.status, fields: response.fields))
                }
                (response.status, response.fields, response.head) = (0, [], [])
                // The first byte is that of the answer that counts: a 100 may come seconds before it.
                state.hop.timings.firstByte = nil
            }
            state.hop.response = response
        }
    }

    /// A head that no reader of ours has seen.
    private static func response(_ head: HTTPResponseHead, version: String) -> Response {
        let fields = head.headers.map { Field($0.name, $0.value) }
        var response = Response(version: version, status: Int(head.status.code), fields: fields)
        response.announcedSize = response.fields["content-length"].flatMap { Int($0) }
        return response
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The first one: those behind it are what came of it.
        record.attempt?.update { if $0.error == nil { $0.error = error } }
        context.fireErrorCaught(error)
    }
}
