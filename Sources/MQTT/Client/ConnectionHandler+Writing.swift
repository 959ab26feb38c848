import NIOCore

extension ConnectionHandler {
    /// Payloads above this are written as they are, after their header; smaller ones are cheaper to copy.
    private static let largePayload = 16 * 1024

    // MARK: Doing what the state says

    func perform(_ actions: [ConnectionAction]) {
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
                // PUBLISH is in `out`, and written at the end of this turn; what comes from now on is not read.
                if token == cutsBehind, step == .written, end == nil { end = .cut }
            case .complete(let token, let result):
                // What is wrong with an answer is told before whoever waits for it goes on, and perhaps away.
                if !violations.isEmpty { tellViolations() }
                delegate?.finished(token, .success(result))
            case .fail(let token, let error):
                delegate?.finished(token, .failure(error))
            case .close(let error):
                // Not closed here: what precedes it is written first (`settle`).
                if end == nil { end = .state(error) }
            }
        }
    }

    /// Does what the state says to what is asked for between the cause of an end and the channel's: nothing is written any
    /// more, and whoever asked hears of it. A message of QoS 1 or 2 lies in the session and goes with the next connection;
    /// SUBSCRIBE and the like are failed with all else that has no answer when the channel is closed.
    func performUnwritten(_ actions: [ConnectionAction]) {
        for action in actions {
            switch action {
            case .publish(_, let token?):
                delegate?.finished(token, .failure(.lost("the connection is about to be closed")))
            case .publish, .send, .acknowledge, .progress(_, .written): break
            default: perform([action])
            }
        }
    }

    private func send(_ packet: Packet) {
        let start = out.writerIndex
        do throws(ProtocolViolation) {
            try encoder.encode(packet, into: &out)
            tapSent(packet.type, in: out, from: start)
        } catch {
            // Half a packet must not go out with what follows.
            out.moveWriterIndex(to: start)
            // The state has reckoned with it as sent: from here on the two sides would mean different things.
            if end == nil { end = .state(.violation(error)) }
        }
    }

    private func send(_ publish: Publish, completing token: Token?) {
        let start = out.writerIndex
        do throws(ProtocolViolation) {
            try encoder.encodeHead(of: publish, into: &out)
        } catch {
            out.moveWriterIndex(to: start)
            // QoS 1 and 2 were measured before they were queued (`ServerLimits.objection`): they do not fail here.
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
        // Tapped as one packet, though it is written in two pieces.
        if let tap, let head = out.getSlice(at: start, length: out.writerIndex - start) {
            var bytes = head
            bytes.writeImmutableBuffer(payload)
            tap(tapEvent(.sent, .publish, bytes))
        }
        writeOut(context: context, then: payload)
    }

    /// Hands `out`, and `payload` after it, to the channel.
    func writeOut(context: ChannelHandlerContext, then payload: ByteBuffer? = nil) {
        guard out.readableBytes > 0 else { return }
        var promise: EventLoopPromise<Void>?
        // Only where somebody waits: a promise for each write would cost a flood dearly.
        if !awaitingWrite.isEmpty || state.isPaced {
            let tokens = awaitingWrite
            awaitingWrite.removeAll()
            let isPaced = state.isPaced
            if isPaced { pacedWrites += 1 }
            let written = context.eventLoop.makePromise(of: Void.self)
            // The owner of now: one that detaches later still hears how these ended.
            written.futureResult.assumeIsolated().whenComplete { [weak self, weak delegate = self.delegate] result in
                for token in tokens {
                    delegate?.finished(
                        token, result.map { .sent }.mapError { .lost("not written: \($0)") })
                }
                if isPaced { self?.pacedWriteEnded() }
            }
            promise = written
        }
        // Flushed by `settle`, with all else of this turn.
        isFlushDue = true
        recordSent(out, payload)
        // The promise is that of the last piece.
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
    func settle(context: ChannelHandlerContext) {
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
}
