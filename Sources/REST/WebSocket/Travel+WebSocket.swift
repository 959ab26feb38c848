import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

extension Travel {
    /// Opens a WebSocket and tells its events until it is closed.
    /// - Throws: also for an end without a good-bye.
    func converse(
        _ conversation: Conversation, _ attempt: Attempt, _ proxy: ProxyAddress?, key: String,
        _ sink: (Response) throws(RequestFailure) -> BodyCollector?
    ) async throws {
        // Without a bound, and yet bounded: nothing is read while a batch waits to be dealt with.
        let (news, told) = AsyncStream<[StreamEvent]>.makeStream()
        let (channel, outcome) = try await shakeHands(attempt, proxy, key: key) { told.yield($0) }
        let loop = channel.eventLoop
        // Nobody else has it: what is thrown on the way would leave it open for ever.
        defer { channel.close(promise: nil) }
        guard let response = attempt.current.hop.response else { throw CancellationError() }
        let collector = try sink(response)
        let frames: NIOLoopBound<WebSocketFrames>
        switch outcome {
        case .refused(let body, let isCut):
            if isCut {
                attempt.update { state in
                    state.hop.timings.lastByte = attempt.elapsed()
                    state.hop.response?.remarks.append("Its body is not whole: more of it was not waited for")
                }
            }
            try body.withUnsafeBytes { (bytes) throws(RequestFailure) in try collector?.take(bytes) }
            try collector?.end()
            return
        case .open(let opened): frames = opened
        }
        attempt.update { ($0.hasNoEnd, $0.hop.isSwitched) = (true, true) }
        attempt.tell()
        try conversation.tell(.opened(response, .messages))
        // The line is used from any thread, frames on their loop only.
        conversation.line.open { message in loop.execute { frames.value.send(message) } }
        defer { conversation.line.close() }
        channel.closeFuture.whenComplete { _ in told.finish() }
        await withTaskCancellationHandler {
            for await events in news {
                do {
                    try conversation.tell(.events(events))
                } catch {
                    channel.close(promise: nil)
                }
                // Once for each batch: the next read waits for it.
                loop.execute { frames.value.goOn() }
            }
        } onCancel: {
            loop.execute { frames.value.leave(code: 1000, reason: "") }
        }
        if Task.isCancelled {
            // Until theirs is here: `leave` bounds it.
            try? await channel.closeFuture.get()
            throw CancellationError()
        }
        guard let end = try await loop.submit({ frames.value.end }).get() else {
            throw RequestFailure(
                .incomplete, "\(message.target.place) closed the connection without a good-bye (1006, RFC 6455 7.1.5)",
                advice: "see the server's log", phase: .lastByte)
        }
        conversation.ended(end)
    }

    private func shakeHands(
        _ attempt: Attempt, _ proxy: ProxyAddress?, key: String, _ tell: @escaping @Sendable ([StreamEvent]) -> Void
    ) async throws -> (any Channel, WebSocketHandshake.Outcome) {
        let channel = try await connectForFrames(attempt, proxy)
        return try await withTaskCancellationHandler {
            let outcome = try await channel.eventLoop.flatSubmit {
                let done = channel.eventLoop.makePromise(of: WebSocketHandshake.Outcome.self)
                do {
                    let pipeline = channel.pipeline.syncOperations
                    let record = try pipeline.handler(type: ExchangeHandler.self).record
                    let handshake = WebSocketHandshake(attempt, record, key: key, done: done, tell: tell)
                    try pipeline.addHandler(handshake)
                    handshake.ask(try pipeline.context(handler: handshake))
                } catch {
                    channel.close(promise: nil)
                    done.fail(error)
                }
                return done.futureResult
            }.get()
            return (channel, outcome)
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    /// A connection that is set up as every other one, for this request alone.
    private func connectForFrames(_ attempt: Attempt, _ proxy: ProxyAddress?) async throws -> any Channel {
        let target = message.target
        // Also without TLS the proxy is asked to connect on (RFC 6455 4.1).
        if let proxy, proxy.kind == .socks5 {
            throw RequestFailure(
                .proxy, "a WebSocket goes through an HTTP proxy only, and \(proxy) is in between",
                advice: "name an HTTP proxy, or leave it out for this host", phase: .nameLookup)
        }
        let (host, port) = proxy.map { ($0.host, $0.port) } ?? options.route.place(of: target.host, target.port)
        attempt.update { $0.hop.timings.nameLookup = .init(attempt.elapsed()) }
        attempt.tell()
        let addresses = try await addresses(of: host, port: port, proxy)
        let setup = ConnectionSetup(
            // A table of its own: nobody else may be given this connection.
            table: AttemptTable(), numbers: run.client.connectionNumbers, proxy: proxy?.description,
            place: target.place, tunnel: proxy, proxyFields: options.proxyFields, security: try security(for: target))
        setup.table.add(attempt)
        attempt.update { state in
            state.hop.timings.nameLookup?.end = attempt.elapsed()
            state.hop.timings.connect = .init(attempt.elapsed())
            state.phase = .connect
        }
        attempt.tell()
        return try await first(of: addresses, attempt) { address, source, patience in
            let channel = try await dial(address, from: source, within: patience)
            try await withTaskCancellationHandler {
                try await channel.eventLoop.flatSubmit { setup.prepare(channel) }.get()
            } onCancel: {
                channel.close(promise: nil)
            }
            return channel
        }
    }

    /// Connects with what ``ConnectionSetup`` finds in a connection of AsyncHTTPClient.
    /// - Parameter patience: how long the address may say nothing; nil for as long as the system tries.
    private func dial(
        _ address: SocketAddress, from source: String?, within patience: TimeAmount?
    ) async throws -> any Channel {
        let dialling = Dialling()
        var bootstrap = ClientBootstrap(group: run.client.group).connectTimeout(patience ?? .minutes(10))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard dialling.begin(channel) else { throw CancellationError() }
                    try channel.pipeline.syncOperations.addHandlers([
                        HTTPRequestEncoder(), ByteToMessageHandler(HTTPResponseDecoder()),
                    ])
                }
            }
        if let source { bootstrap = bootstrap.bind(to: try SocketAddress(ipAddress: source, port: 0)) }
        let connecting = bootstrap.connect(to: address)
        do {
            return try await withTaskCancellationHandler {
                try await connecting.get()
            } onCancel: {
                dialling.end()
            }
        } catch ChannelError.connectTimeout where patience != nil {
            throw Silence()
        }
    }
}
