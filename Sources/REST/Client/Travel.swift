import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization
import Text

/// One request on its way to the server and its answer back: one hop.
struct Travel: Sendable {
    let run: ExchangeRun
    let message: Message
    let cause: Hop.Cause
    let options: Request.Options

    /// Bytes of an answer that leads on that are read so that its connection can be used again.
    private static let drainLimit = 256 << 10
    /// Bytes that are kept as they came of an answer that has no end.
    private static let rawWithoutEnd = 4 << 20

    /// Sends it and reads the answer.
    ///
    /// - Parameters:
    ///   - conversation: the WebSocket that it is to open; nil for none.
    ///   - sink: called with the answer's head; gives who takes its body, nil to drop it.
    func perform(
        _ conversation: Conversation? = nil, _ sink: (Response) throws(RequestFailure) -> BodyCollector?
    ) async throws(RequestFailure) -> Response {
        let target = message.target
        let proxy =
            options.route.unixSocket == nil
            ? try ProxyAddress.choose(options.proxy, for: target, exempt: options.withoutProxy) : nil
        // A proxy for http gets the request itself; for https, and for a WebSocket, it is asked to connect on.
        let isForwarded = conversation == nil && !target.isSecure
        let forwarder = proxy.flatMap { $0.kind == .http && isForwarded ? $0 : nil }
        let head = message.head(through: forwarder, options)
        let hop = Hop(
            cause: cause, url: target.url,
            sent: Sent(
                method: message.method.rawValue, target: head.uri,
                fields: head.headers.map { Field($0.name, $0.value) }, bytes: [], size: 0, bodySize: 0),
            timings: Timings(start: Attempt.now() - run.base))
        let attempt = Attempt(
            number: run.client.attemptNumbers.next(), head: head, hop: hop, base: run.base,
            bodyToSend: message.body.length,
            raw: RawLog(
                keepsAll: options.keepsRawAnswer, limit: options.limits.raw, directory: options.limits.directory),
            takesHTTP09: options.takesHTTP09
        ) { [weak run] attempt in run?.tell(attempt) }
        run.began(attempt)
        var failure: (any Error)?
        do {
            if let conversation {
                let key = message.fields.first { $0.name == "Sec-WebSocket-Key" }?.value ?? ""
                try await converse(conversation, attempt, proxy, key: key, sink)
            } else {
                let answer = try await connect(attempt, proxy)
                try await receive(answer, attempt, sink)
            }
        } catch {
            failure = error
        }
        // Who waits to send more of the body goes on, and finds the connection gone.
        attempt.isOver()
        await settle(attempt)
        // Not before here: the connection's thread may have been in the middle of its last read.
        let state = attempt.current
        var ended = state.hop
        ended.sent.readHead()
        (ended.raw, ended.rawProblem) = await attempt.raw.take()
        // Of a proxy that did not connect on it is the proxy's answer.
        if !state.isConnected, options.keepsRawAnswer, let tunnel = ended.connection?.tunnel {
            ended.raw = Body(tunnel.raw)
        }
        run.ended(ended)
        if let failure {
            throw RequestFailure(failure, state: state, target: target, proxy: proxy, options: options)
        }
        guard let response = ended.response else {
            throw RequestFailure(.noAnswer, "\(target.place) did not answer", phase: state.phase)
        }
        return response
    }

    /// Waits until the connection's thread has looked at all of the bytes it read last.
    private func settle(_ attempt: Attempt) async {
        guard let eventLoop = attempt.current.eventLoop else { return }
        _ = try? await eventLoop.submit {}.get()
    }

    private func receive(
        _ answer: HTTPClientResponse, _ attempt: Attempt, _ sink: (Response) throws(RequestFailure) -> BodyCollector?
    ) async throws {
        // Execute has returned, so a head has come, and `ExchangeHandler` has kept it before handing it on.
        guard let response = attempt.current.hop.response else { throw CancellationError() }
        guard let collector = try sink(response) else { return try await drain(answer, attempt) }
        if collector.hasNoEnd {
            attempt.update { $0.hasNoEnd = true }
            attempt.raw.bound(to: Self.rawWithoutEnd)
        }
        var pace = Pace(options.bytesPerSecond)
        do {
            for try await chunk in answer.body {
                attempt.tookBody(chunk.readableBytes)
                try chunk.withUnsafeReadableBytes { bytes in try collector.take(bytes) }
                // The connection's thread told of it before it was decoded.
                attempt.tell()
                try await pace?.wait(after: chunk.readableBytes)
            }
        } catch let failure as RequestFailure {
            throw failure
        } catch {
            // AsyncHTTPClient drops at an error what it had not handed on.
            if !Task.isCancelled {
                for piece in attempt.takeRest() { try piece.withUnsafeReadableBytes { try collector.take($0) } }
            }
            throw error
        }
        // A cancelled sequence ends without an error.
        guard attempt.current.isEnded else {
            throw attempt.current.error ?? (Task.isCancelled ? CancellationError() : ChannelError.eof)
        }
        try collector.end()
    }

    /// Reads the body of an answer that leads on; where it leads stands in the head, so its end does not matter.
    private func drain(_ answer: HTTPClientResponse, _ attempt: Attempt) async throws {
        do {
            // Leaving the loop drops the body, and its connection with it: cheaper than reading the rest.
            for try await _ in answer.body where attempt.current.received > Self.drainLimit { return }
        } catch {
            if Task.isCancelled { throw error }
        }
        if Task.isCancelled { throw CancellationError() }
    }

    /// Tries the addresses of the server, or of its proxy, until one has a connection and an answer comes.
    private func connect(_ attempt: Attempt, _ proxy: ProxyAddress?) async throws -> HTTPClientResponse {
        let target = message.target
        let (host, port) =
            proxy.map { ($0.host, $0.port) } ?? options.route.place(of: target.host, target.port)
        if options.route.unixSocket == nil, IPAddress.bytes(host) == nil {
            attempt.update { $0.hop.timings.nameLookup = .init(attempt.elapsed()) }
            attempt.tell()
        }
        let addresses = try await addresses(of: host, port: port, proxy)
        let security = try security(for: target)
        attempt.update { state in
            state.hop.timings.nameLookup?.end = attempt.elapsed()
            // Once: addresses that do not answer are part of the wait.
            state.hop.timings.connect = .init(attempt.elapsed())
            state.phase = .connect
        }
        attempt.tell()
        return try await first(of: addresses, attempt) { address, source, patience in
            try await send(
                attempt, on: lane(to: address, from: source, proxy, security, for: attempt), within: patience)
        }
    }

    func security(for target: Target) throws(RequestFailure) -> Security? {
        guard target.isSecure else { return nil }
        let name = options.tls.serverName ?? target.host
        let stamp = Security.stamp(options.tls)
        return Security(
            context: try run.client.context(
                options.tls, stamp: stamp, onlyHTTP1: options.onlyHTTP1 || options.speaksHTTP10),
            serverName: IPAddress.bytes(name) == nil ? name : nil, checkedName: name, options: options.tls)
    }

    private func lane(
        to address: SocketAddress, from source: String?, _ proxy: ProxyAddress?, _ security: Security?,
        for attempt: Attempt
    ) -> Lane {
        let target = message.target
        var key = Lane.Key(
            origin: (target.isSecure ? "https://" : "http://") + target.place,
            place: ConnectionSetup.text(
                address, zone: zone(of: proxy?.host ?? options.route.place(of: target.host, target.port).host)),
            proxy: proxy?.description)
        key.socket = options.route.unixSocket
        key.source = source
        if let proxy, proxy.kind == .socks5 || target.isSecure {
            var tunnel = proxy
            tunnel.host = address.ipAddress ?? proxy.host
            key.tunnel = tunnel
            // They went into CONNECT: a tunnel that was asked for with other fields is another one.
            if proxy.kind == .http { key.proxyFields = options.proxyFields }
            if proxy.kind == .socks5 { key.place = target.place }
        }
        if target.isSecure {
            key.tls = options.tls
            key.stamp = Security.stamp(options.tls)
            key.onlyHTTP1 = options.onlyHTTP1 || options.speaksHTTP10
        }
        return run.client.lane(key, security: security, for: attempt)
    }

    /// The zone of a literal address, percent sign included; empty for none.
    private func zone(of host: String) -> Substring {
        IPAddress.bytes(host)?.count == 16 ? host.drop { $0 != "%" } : ""
    }

    /// Sends on a lane in whose table the attempt is, and takes it out.
    /// - Parameter patience: how long the address may say nothing; nil for ever.
    private func send(
        _ attempt: Attempt, on lane: Lane, within patience: TimeAmount?
    ) async throws -> HTTPClientResponse {
        // However it ends: connections that are then being made for nobody are closed there.
        defer { lane.table.remove(attempt) }
        var marked = HTTPClientRequest(url: lane.key.url)
        marked.method = HTTPMethod(rawValue: message.method.rawValue)
        marked.headers = [Attempt.mark: "\(attempt.number)"]
        marked.body = message.body.forClient(attempt, bytesPerSecond: options.bytesPerSecond)
        let asked = marked
        guard let patience else { return try await lane.http.execute(asked, deadline: .distantFuture) }
        let work = Task { try await lane.http.execute(asked, deadline: .distantFuture) }
        let impatience = run.client.group.any().scheduleTask(in: patience) {
            let state = attempt.current
            // Whoever answers TCP is alive, however slow its proxy or its handshake.
            if !state.isConnected, !state.isReached { work.cancel() }
        }
        defer { impatience.cancel() }
        do {
            return try await withTaskCancellationHandler {
                try await work.value
            } onCancel: {
                work.cancel()
            }
        } catch {
            guard work.isCancelled, !Task.isCancelled else { throw error }
            throw Silence()
        }
    }
}
