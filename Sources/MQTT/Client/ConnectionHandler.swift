import NIOCore
import NIOSSL
import Text

/// What a connection tells its owner, on the event loop.
protocol ConnectionHandlerDelegate: AnyObject {
    func accepted(_ acknowledgement: ConnectAck, restoring subscriptions: [Subscription])
    func challenged(_ auth: Auth)
    func progressed(_ token: Token, _ step: PublishStep)
    func finished(_ token: Token, _ result: Result<RequestResult, ConnectionError>)
    func received(_ batch: MessageBatch)
    func messagesEnded()
    /// A packet is on its way, of which so many bytes have come.
    func receiving(_ bytes: Int, isRetained: Bool)
    /// The broker broke a rule so many times in what was just read.
    func violated(_ violation: ProtocolViolation, count: Int)
    /// The last word of a connection.
    func ended(_ handler: ConnectionHandler, reason: ConnectionHandler.End, cause: ConnectionCause)
}

/// The bridge between a channel's bytes and the pure ``ConnectionState``: it reads, writes, keeps the one timer, and does
/// what the state says; it decides nothing.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Why a connection ended.
    enum End {
        /// The state said so.
        case state(ConnectionError)
        /// An error of the channel: socket, TLS, WebSocket.
        case channel(any Error)
        /// The peer closed.
        case closedByPeer
    }

    /// Payloads above this are written as they are, after their header; smaller ones are cheaper to copy.
    private static let largePayload = 16 * 1024
    /// A read that fills less than this is copied, so that a message of 100 bytes waiting for its reader does not hold
    /// 256 KiB.
    private static let smallRead = Connector.readSize / 4

    /// Shortest time between two words about a packet on its way.
    private static let tellingInterval = TimeAmount.milliseconds(100)

    private var nextTelling = NIODeadline.uptimeNanoseconds(0)
    var state: ConnectionState
    var tap: (@Sendable (TapEvent) -> Void)?
    /// Keeps what goes by; see ``MQTTClient/setRecorder(_:)``.
    var recorder: (@Sendable (Traffic) -> Void)?
    /// Messages in the present stretch of the stream, and whether there is anything else in it.
    private var (messages, hasOthers) = (0, false)
    /// Decides about each message before it is acknowledged; see ``ClientConfiguration/admission``.
    var admission: (@Sendable (MessageView) -> Admission)?
    /// See ``ClientConfiguration/awaitsServerClose``.
    var awaitsServerClose = true
    let version: ProtocolVersion
    private var decoder: StreamDecoder
    private let encoder: PacketEncoder
    private let credit: ReadCredit
    private(set) weak var delegate: (any ConnectionHandlerDelegate)?

    private var context: ChannelHandlerContext?
    private var out = ByteBuffer()
    /// QoS 0 publishes that are complete when what is in `out` has been written.
    private var awaitingWrite: [Token] = []
    /// Writes that the state waits for before it sends more.
    private var pacedWrites = 0
    private var isFlushDue = false
    private var isFlushScheduled = false
    private var isReading = false
    private var isHeld = false
    /// Set when the connection is to end: from then on bytes are read and thrown away until the peer closes.
    private var end: End?
    /// What came first, for words about a peer that is no broker.
    private(set) var firstBytes: [UInt8] = []
    /// Breaches in the present read, by rule and packet: a flood of them is told in a few words.
    var violations: [(violation: ProtocolViolation, count: Int)] = []
    private var timer: (deadline: NIODeadline, task: Scheduled<Void>)?

    init(
        state: ConnectionState, version: ProtocolVersion, maximumPacketSize: Int?, topicAliasMaximum: UInt16,
        credit: ReadCredit, delegate: any ConnectionHandlerDelegate
    ) {
        self.state = state
        self.version = version
        self.credit = credit
        self.delegate = delegate
        self.encoder = PacketEncoder(version: version)
        if let maximumPacketSize {
            decoder = StreamDecoder(
                version: version, maximumPacketSize: maximumPacketSize, topicAliasMaximum: topicAliasMaximum)
        } else {
            decoder = StreamDecoder(version: version, topicAliasMaximum: topicAliasMaximum)
        }
        decoder.toleratesBreaches = !state.options.isStrict
    }

    // MARK: From the channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        // From here on each read is asked for, so that reading can stop.
        try? context.channel.syncOptions?.setOption(.autoRead, value: false)
        perform(state.start(at: context.eventLoop.now))
        settle(context: context)
        context.read()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.task.cancel()
        timer = nil
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard end == nil else { return }
        isReading = true
        var read = unwrapInboundIn(data)
        if read.readableBytes < Self.smallRead {
            var compact = context.channel.allocator.buffer(capacity: read.readableBytes)
            compact.writeBuffer(&read)
            read = compact
        }
        if state.phase == .connecting, firstBytes.isEmpty {
            firstBytes = Array(read.readableBytesView.prefix(Greeting.telling))
        }
        let now = context.eventLoop.now
        state.receivedBytes(at: now)
        // A tap shows packets in their order; without one an acknowledgement may overtake messages of its read.
        decoder.keepsOrder = tap != nil
        do throws(ProtocolViolation) {
            try decoder.receive(
                read,
                record: recorder == nil
                    ? nil : { [self, time = Self.wallClock()] in record($0, isSingle: $1, at: time, now) }
            ) {
                element in
                guard end == nil else { return }
                switch element {
                case .messages(var batch):
                    messages += batch.entries.count
                    if tap != nil { tapAll(of: batch) }
                    let isLast = admission != nil && admit(&batch)
                    perform(state.receive(batch: &batch, at: now))
                    if !batch.isEmpty, end == nil {
                        credit.handOut(batch.byteCount)
                        delegate?.received(batch)
                    }
                    if isLast { delegate?.messagesEnded() }
                case .packet(let packet, let bytes):
                    hasOthers = true
                    tap?(tapEvent(.received, packet.type, bytes))
                    perform(state.receive(packet: packet, at: now))
                case .violation(let violation, let bytes):
                    hasOthers = true
                    if let bytes, let type = violation.packet { tap?(tapEvent(.received, type, bytes)) }
                    note(violation, count: 1)
                }
            }
        } catch {
            if end == nil { perform(state.received(violation: error, at: now)) }
        }
        if !violations.isEmpty { tellViolations() }
    }

    /// Hands whole packets that came to the recorder.
    private func record(_ packets: ByteBuffer, isSingle: Bool, at time: Int64, _ now: NIODeadline) {
        let isOthers = hasOthers || messages == 0
        recordReceived(packets, messages: isOthers ? nil : messages, isSingle: isSingle, at: time, now)
        (messages, hasOthers) = (0, false)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        tellPending(at: context.eventLoop.now)
        settle(context: context)
        isHeld = end == nil && state.phase == .connected && credit.holdIfBehind()
        if !isHeld { context.read() }
    }

    /// Tells of a packet whose end has not come, so that a large one is seen on its way; now and then, for a flood of small
    /// ones leaves the beginning of one at the end of nearly every read.
    private func tellPending(at now: NIODeadline) {
        guard decoder.pendingBytes > 0, end == nil, state.phase == .connected, now >= nextTelling else { return }
        nextTelling = now + Self.tellingInterval
        delegate?.receiving(decoder.pendingBytes, isRetained: decoder.isRetainedPending)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A peer that closes without TLS's good-bye has just closed; MQTT brokers do.
        if case NIOSSLError.uncleanShutdown = error { return }
        if end == nil { end = .channel(error) }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let reason = end ?? .closedByPeer
        end = reason
        timer?.task.cancel()
        timer = nil
        for token in awaitingWrite { delegate?.finished(token, .failure(.lost("the connection was closed"))) }
        awaitingWrite.removeAll()
        let error: ConnectionError =
            if case .state(let error) = reason { error } else { .lost("the connection was closed") }
        let cause = state.cause(reason.closer, reason: reason.reason, at: context.eventLoop.now)
        perform(state.judge(cause))
        perform(state.connectionLost(error))
        delegate?.ended(self, reason: reason, cause: cause)
        delegate = nil
        context.fireChannelInactive()
    }

    // MARK: From the owner

    /// Does what `body` asks of the state, and writes what it answers soon: with everything else asked for in this turn of
    /// the event loop.
    func request(_ body: (inout ConnectionState, NIODeadline) -> [ConnectionAction]) {
        guard let context, end == nil else { return }
        perform(body(&state, context.eventLoop.now))
        guard !isReading, !isFlushScheduled else { return }
        isFlushScheduled = true
        context.eventLoop.assumeIsolated().execute { [self] in
            isFlushScheduled = false
            if let context = self.context { settle(context: context) }
        }
    }

    /// Reads on after the consumer has caught up.
    func resumeReading() {
        guard isHeld, let context else { return }
        isHeld = false
        // What the broker sent meanwhile has not been read: its silence proves nothing.
        state.receivedBytes(at: context.eventLoop.now)
        context.read()
    }

    /// Tells the owner nothing more, but for the end of what it asked to be written so far.
    func detach() {
        if let context { writeOut(context: context) }
        delegate = nil
    }

    /// Closes now, without a word to the broker.
    func abandon(_ reason: End) {
        guard let context else { return }
        if end == nil { end = reason }
        context.close(promise: nil)
    }

    // MARK: Doing what the state says

    private func perform(_ actions: [ConnectionAction]) {
        for action in actions {
            switch action {
            case .send(let packet):
                send(packet)
            case .publish(let publish, let token):
                send(publish, completing: token)
            case .acknowledge(var bytes):
                if tap != nil { tapAcknowledgements(bytes) }
                out.writeBuffer(&bytes)
            case .connected(let acknowledgement, let subscriptions):
                delegate?.accepted(acknowledgement, restoring: subscriptions)
            case .challenge(let auth):
                delegate?.challenged(auth)
            case .violated(let violation, let count):
                note(violation, count: count)
            case .progress(let token, let step):
                delegate?.progressed(token, step)
            case .complete(let token, let result):
                // What is wrong with an answer is told before whoever waits for it goes on, and perhaps away.
                if !violations.isEmpty { tellViolations() }
                delegate?.finished(token, .success(result))
            case .fail(let token, let error):
                delegate?.finished(token, .failure(error))
            case .close(let error):
                if end == nil { end = .state(error) }
            }
        }
    }

    private func send(_ packet: Packet) {
        let start = out.writerIndex
        do throws(ProtocolViolation) {
            try encoder.encode(packet, into: &out)
            tapSent(packet.type, in: out, from: start)
        } catch {
            out.moveWriterIndex(to: start)
            if end == nil { end = .state(.violation(error)) }
        }
    }

    private func send(_ publish: Publish, completing token: Token?) {
        let start = out.writerIndex
        do throws(ProtocolViolation) {
            try encoder.encodeHead(of: publish, into: &out)
        } catch {
            out.moveWriterIndex(to: start)
            if let token { delegate?.finished(token, .failure(.violation(error))) }
            return
        }
        if let token { awaitingWrite.append(token) }
        var payload = publish.payload
        guard payload.readableBytes > Self.largePayload, let context else {
            out.writeBuffer(&payload)
            tapSent(.publish, in: out, from: start)
            return
        }
        if let tap, let head = out.getSlice(at: start, length: out.writerIndex - start) {
            var bytes = head
            bytes.writeImmutableBuffer(payload)
            tap(tapEvent(.sent, .publish, bytes))
        }
        writeOut(context: context, then: payload)
    }

    /// Hands `out`, and `payload` after it, to the channel.
    private func writeOut(context: ChannelHandlerContext, then payload: ByteBuffer? = nil) {
        guard out.readableBytes > 0 else { return }
        var promise: EventLoopPromise<Void>?
        if !awaitingWrite.isEmpty || state.isPaced {
            let tokens = awaitingWrite
            awaitingWrite.removeAll()
            let isPaced = state.isPaced
            if isPaced { pacedWrites += 1 }
            let written = context.eventLoop.makePromise(of: Void.self)
            written.futureResult.assumeIsolated().whenComplete { [weak self, weak delegate = self.delegate] result in
                for token in tokens {
                    delegate?.finished(
                        token, result.map { .sent }.mapError { .lost("not written: \($0)") })
                }
                if isPaced { self?.pacedWriteEnded() }
            }
            promise = written
        }
        isFlushDue = true
        recordSent(out, payload)
        context.write(wrapOutboundOut(out), promise: payload == nil ? promise : nil)
        if let payload { context.write(wrapOutboundOut(payload), promise: promise) }
        out.clear()
    }

    /// When the socket has taken all that the state sent, the state may send more.
    private func pacedWriteEnded() {
        pacedWrites -= 1
        guard pacedWrites == 0, let context else { return }
        // Not at once: this may be called within a flush.
        context.eventLoop.assumeIsolated().execute { [self] in
            guard let context = self.context, end == nil else { return }
            perform(state.written(at: context.eventLoop.now))
            settle(context: context)
        }
    }

    /// Ends a turn: one flush for everything gathered, the close if one is due, the timer.
    private func settle(context: ChannelHandlerContext) {
        writeOut(context: context)
        if isFlushDue {
            isFlushDue = false
            context.flush()
        }
        if let end {
            closeAfterWriting(end, context: context)
        } else {
            schedule(context: context)
        }
    }

    /// Whether the last message that the client wants has come.
    private var hasTakenLast = false

    /// Cuts off what the client does not take; true when it takes no more from here on.
    private func admit(_ batch: inout MessageBatch) -> Bool {
        guard let admission else { return false }
        if hasTakenLast {
            batch.keep(0)
            return false
        }
        let received = state.session.received
        var taken = 0
        batch.forEach { message in
            guard !hasTakenLast else { return }
            // Sent again, and hidden when it is acknowledged: nobody will see it.
            let isRepeated = message.qos == .exactlyOnce && received.contains(message.packetID)
            switch isRepeated ? .take : admission(message) {
            case .take: taken += 1
            case .takeAsLast:
                taken += 1
                hasTakenLast = true
            case .end: hasTakenLast = true
            }
        }
        if hasTakenLast { batch.keep(taken) }
        return hasTakenLast
    }

    /// Whether the closing has begun.
    private var isClosing = false

    /// Closing a socket with unread bytes resets the connection, and the peer may lose the DISCONNECT just sent (and then
    /// publishes our will). So everything is written, and then read and thrown away until the peer closes; in bounds.
    private func closeAfterWriting(_ end: End, context: ChannelHandlerContext) {
        guard !isClosing else { return }
        isClosing = true
        timer?.task.cancel()
        timer = nil
        let channel = context.channel
        let loop = context.eventLoop.assumeIsolated()
        loop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).assumeIsolated().whenComplete { [self] _ in
            guard let context = self.context else { return }
            // A broker that was told good-bye closes at once; one that broke the protocol or is gone is not waited for.
            guard awaitsServerClose, case .state(.closed) = end else { return context.close(promise: nil) }
            loop.scheduleTask(in: .milliseconds(500)) { channel.close(promise: nil) }
            context.read()
        }
    }

    // MARK: Time

    private func schedule(context: ChannelHandlerContext) {
        guard let deadline = state.nextDeadline else {
            timer?.task.cancel()
            timer = nil
            return
        }
        // A timer that fires early just looks again: moving it for every packet would cost more.
        if let timer, timer.deadline <= deadline { return }
        timer?.task.cancel()
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [weak self] () -> Void in
            self?.timerFired()
        }
        timer = (deadline, task)
    }

    private func timerFired() {
        timer = nil
        guard let context, end == nil else { return }
        let now = context.eventLoop.now
        if isHeld { state.receivedBytes(at: now) }
        perform(state.tick(at: now))
        settle(context: context)
    }
}
