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
        /// This side, without a word, because it was asked to: see ``MQTTClient/publishAndCut(_:onStep:)``.
        case cut
    }

    /// A read that fills less than this is copied, so that a message of 100 bytes waiting for its reader does not hold
    /// the 128 KiB of a read.
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
    /// The message behind whose PUBLISH the connection is cut.
    var cutsBehind: Token?
    /// See ``ClientConfiguration/awaitsServerClose``.
    var awaitsServerClose = true
    let version: ProtocolVersion
    private var decoder: StreamDecoder
    let encoder: PacketEncoder
    private let credit: ReadCredit
    private(set) weak var delegate: (any ConnectionHandlerDelegate)?

    var context: ChannelHandlerContext?
    var out = ByteBuffer()
    /// QoS 0 publishes that are complete when what is in `out` has been written.
    var awaitingWrite: [Token] = []
    /// Writes that the state waits for before it sends more.
    var pacedWrites = 0
    var isFlushDue = false
    private var isFlushScheduled = false
    private var isReading = false
    /// When the present read began.
    private var readAt = NIODeadline.uptimeNanoseconds(0)
    private var isHeld = false
    /// Set when the connection is to end: from then on bytes are read and thrown away until the peer closes.
    var end: End?
    /// What came first, for words about a peer that is no broker.
    private(set) var firstBytes: [UInt8] = []
    /// Breaches in the present read, by rule and packet: a flood of them is told in a few words.
    var violations: [(violation: ProtocolViolation, count: Int)] = []
    private var timer: (deadline: NIODeadline, task: Scheduled<Void>)?
    /// Whether the last message that the client wants has come.
    var hasTakenLast = false
    /// Whether the closing has begun.
    var isClosing = false

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
        stopTimer()
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Closing: what still comes is read and thrown away (`closeAfterWriting`).
        guard end == nil else { return }
        // What is asked for from here on goes out at the end of the read, in one flush.
        isReading = true
        var read = unwrapInboundIn(data)
        if read.readableBytes < Self.smallRead {
            var compact = context.channel.allocator.buffer(capacity: read.readableBytes)
            compact.writeBuffer(&read)
            read = compact
        }
        // Before CONNACK alone: later nobody asks what the peer is.
        if state.phase == .connecting, firstBytes.isEmpty {
            firstBytes = Array(read.readableBytesView.prefix(Greeting.telling))
        }
        let now = context.eventLoop.now
        readAt = now
        // Any bytes: also half a packet shows that the broker is there.
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
                // A packet before it in the same read was the end.
                guard end == nil else { return }
                switch element {
                case .messages(var batch):
                    messages += batch.entries.count
                    if tap != nil { tapAll(of: batch) }
                    // Before the state sees it, which would acknowledge what is not taken.
                    let isLast = admission != nil && admit(&batch)
                    perform(state.receive(batch: &batch, at: now))
                    if !batch.isEmpty, end == nil {
                        // Counted first: a reader on another thread may give it back before `received` returns.
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
        // Before CONNACK nothing is handed out that could be given back: reading is not held then.
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
        stopTimer()
        // They lie in a buffer that nobody writes any more.
        for token in awaitingWrite { delegate?.finished(token, .failure(.lost("the connection was closed"))) }
        awaitingWrite.removeAll()
        let error: ConnectionError =
            if case .state(let error) = reason { error } else { .lost("the connection was closed") }
        // In this order: the cause is what was unanswered, `judge` may hold one of it, `connectionLost` forgets it.
        let cause = state.cause(reason.closer, reason: reason.reason, at: context.eventLoop.now)
        perform(state.judge(cause))
        perform(state.connectionLost(error))
        delegate?.ended(self, reason: reason, cause: cause)
        // The last word: what the channel says from here on reaches nobody.
        delegate = nil
        context.fireChannelInactive()
    }

    // MARK: From the owner

    /// Does what `body` asks of the state, and writes what it answers soon: with everything else asked for in this turn of
    /// the event loop.
    func request(_ body: (inout ConnectionState, NIODeadline) -> [ConnectionAction]) {
        guard let context else { return }
        // What is asked for within a read is of its moment: SUBSCRIBE, asked for when CONNACK is told and written before what
        // waits in the session, must not seem to come after that (`ConnectionState.suspect`).
        let actions = body(&state, isReading ? readAt : context.eventLoop.now)
        guard end == nil else { return performUnwritten(actions) }
        perform(actions)
        // Many requests of one turn of the loop share a flush.
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
        // The first reason holds.
        if end == nil { end = reason }
        context.close(promise: nil)
    }

    // MARK: Time

    func schedule(context: ChannelHandlerContext) {
        guard let deadline = state.nextDeadline else {
            stopTimer()
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

    func stopTimer() {
        timer?.task.cancel()
        timer = nil
    }

    private func timerFired() {
        timer = nil
        guard let context, end == nil else { return }
        let now = context.eventLoop.now
        // Nothing is read, so silence proves nothing.
        if isHeld { state.receivedBytes(at: now) }
        perform(state.tick(at: now))
        settle(context: context)
    }
}
