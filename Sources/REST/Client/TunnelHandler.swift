import NIOCore
import Text

/// Asks an HTTP proxy to connect on (RFC 9110 9.3.6), waits for its answer, and leaves.
final class TunnelHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var reader = ResponseReader(isConnect: true)
    private let record: ConnectionRecord
    private let table: AttemptTable
    /// Host and port of the server.
    private let place: String
    private let authorization: String?
    private let done: EventLoopPromise<Void>
    private var tunnel: Connection.Tunnel
    /// The bytes of the answer.
    private var raw: [UInt8] = []
    private var isOver = false

    /// The most bytes of a refusal that are kept: its words are in the first ones.
    private static let limit = 64 << 10

    /// - Parameters:
    ///   - authorization: the value of a `Proxy-Authorization` field; nil for none.
    ///   - further: other fields, which take the place of those of the same name.
    init(
        record: ConnectionRecord, table: AttemptTable, place: String, authorization: String?, further: [Field],
        done: EventLoopPromise<Void>
    ) {
        (self.record, self.table, self.place, self.authorization) = (record, table, place, authorization)
        self.done = done
        tunnel = Connection.Tunnel(target: place, fields: [Field("Host", place)])
        if let authorization { tunnel.fields.append(Field("Proxy-Authorization", authorization)) }
        let names = Set(further.map { $0.name.lowercased() })
        tunnel.fields = tunnel.fields.filter { !names.contains($0.name.lowercased()) } + further
    }

    /// Asks; called once it is in its place.
    func ask(_ context: ChannelHandlerContext) {
        let fields = tunnel.fields.map { "\($0.name): \($0.value)\r\n" }.joined()
        context.writeAndFlush(
            wrapOutboundOut(ByteBuffer(string: "CONNECT \(place) HTTP/1.1\r\n\(fields)\r\n")), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        guard !isOver else { return context.fireChannelRead(data) }
        var used = 0
        var problem: ResponseProblem?
        bytes.withUnsafeReadableBytes { bytes in
            do throws(ResponseProblem) { used = try reader.read(bytes) { _ in } } catch {
                (problem, used) = (error, bytes.count)
            }
        }
        raw += bytes.readableBytesView.prefix(max(0, min(used, Self.limit - raw.count)))
        if let problem { return fail(problem, context) }
        if reader.isDone { return finish(rest: bytes.dropping(used), context) }
        guard raw.count >= Self.limit else { return }
        // Of a refusal that goes on and on enough is known; a head that does is none.
        if reader.hasHead { return finish(rest: nil, context) }
        let kept = Self.limit >> 10
        fail(
            ResponseProblem(kind: .malformed, line: reader.lineNumber, what: "its header has no end (\(kept) KiB)"),
            context)
    }

    private func finish(rest: ByteBuffer?, _ context: ChannelHandlerContext) {
        keep()
        // Any 2xx, and not 200 alone, means that the tunnel stands (RFC 9110 9.3.6).
        guard (200..<300).contains(reader.response.status) else { return end(refusal, context) }
        isOver = true
        // First TLS must stand in front of this: it is put there before this returns.
        done.succeed(())
        // From the network's end, so that TLS reads them: behind it stands who takes bytes for the server's answer in clear.
        if let rest, context.channel.isActive { context.pipeline.syncOperations.fireChannelRead(NIOAny(rest)) }
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    private func keep() {
        tunnel.response = reader.response.status == 0 ? nil : reader.response
        tunnel.raw = raw
        record.tunnel = tunnel
        let facts = record.facts
        table.waiting { attempt in
            attempt.update { $0.hop.connection = facts }
            attempt.tell()
        }
    }

    private var refusal: RequestFailure {
        let response = reader.response
        if response.status == 407 {
            return RequestFailure(
                .proxy,
                authorization == nil
                    ? "the proxy \(proxy) wants a user name and password"
                    : "the proxy \(proxy) does not accept the user name and password",
                advice: "write them into the proxy's URL: http://user:password@\(proxy)", phase: .connect)
        }
        let reason = response.reason.isEmpty ? "" : " \(response.reason.clipped)"
        return RequestFailure(
            .proxy, "the proxy \(proxy) did not connect on to \(place): it answered \(response.status)\(reason)",
            advice: "check that it may, and that the server runs", phase: .connect)
    }

    /// Host and port of the proxy, as they were given.
    private var proxy: String { record.proxy.map { String($0.dropFirst("http://".count)) } ?? record.remoteAddress }

    private func fail(_ problem: ResponseProblem, _ context: ChannelHandlerContext) {
        keep()
        let words =
            switch problem.kind {
            case .notHTTP: "its answer begins with '\(ResponseReader.shown(raw[...]))'"
            case .malformed: "its answer \(problem.place): \(problem.what)"
            case .noAnswer, .incomplete: "it closed the connection without an answer"
            }
        end(
            RequestFailure(
                .proxy, "the proxy \(proxy) did not connect on to \(place): \(words)",
                advice: "check that it is an HTTP proxy", phase: .connect), context)
    }

    private func end(_ failure: RequestFailure, _ context: ChannelHandlerContext) {
        isOver = true
        done.fail(failure)
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isOver else { return context.fireErrorCaught(error) }
        fail(ResponseProblem(kind: .incomplete, line: reader.lineNumber, what: ""), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !isOver {
            do throws(ResponseProblem) {
                try reader.close { _ in }
                finish(rest: nil, context)
            } catch {
                fail(error, context)
            }
        }
        context.fireChannelInactive()
    }
}

extension ByteBuffer {
    /// What is left after some bytes; nil for nothing.
    fileprivate func dropping(_ count: Int) -> ByteBuffer? {
        let rest = readableBytes - count
        return rest > 0 ? getSlice(at: readerIndex + count, length: rest) : nil
    }
}
