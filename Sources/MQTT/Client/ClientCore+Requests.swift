import NIOCore

extension ClientCore {
    func publish(
        _ publish: Publish, token: Token, onStep: (@Sendable (PublishStep) -> Void)?, _ answer: Answer
    ) {
        if case .stopped = phase { return answer.fail(ConnectionError.notConnected) }
        answers[token] = answer
        let isWatched = onStep != nil
        if let onStep { watchers[token] = onStep }
        if case .online(let handler) = phase {
            handler.request { $0.publish(publish, token: token, isWatched: isWatched, at: $1) }
        } else if case .greeting(let handler) = phase {
            // The handler's state has the session since CONNECT went: what `parked` took now would be lost.
            handler.request { $0.publish(publish, token: token, isWatched: isWatched, at: $1) }
        } else {
            settle(parked.publish(publish, token: token, isWatched: isWatched, at: eventLoop.now))
        }
    }

    /// See ``MQTTClient/publishAndCut(_:onStep:)``.
    func publishAndCut(
        _ publish: Publish, token: Token, onStep: @escaping @Sendable (PublishStep) -> Void, _ answer: Answer
    ) {
        if case .stopped = phase { return answer.fail(ConnectionError.notConnected) }
        // One at a time: the cut is to fall behind a message that stands alone.
        guard waitingCut == nil, cutsBehind == nil else {
            return answer.fail(ConnectionError.invalid("the line is about to be cut behind another message"))
        }
        answers[token] = answer
        waitingCut = { [self] in
            // Whoever asked may have given it up meanwhile.
            guard answers[token] != nil else {
                if outliving == token { outliving = nil }
                return
            }
            cutsBehind = token
            currentHandler?.cutsBehind = token
            self.publish(publish, token: token, onStep: onStep, answer)
        }
        // Without a session there would be nothing to send again: the connection is made anew with one.
        let outlives = currentHandler?.state.sessionOutlivesConnection ?? false
        if !outlives, outliving == nil {
            outliving = token
            if currentHandler != nil { reconnectNow() }
        }
        cutWhenSettled()
    }

    /// Publishes what the connection is to be cut behind, once every SUBSCRIBE is answered: the cut is to take the answer to
    /// that one message, and no other.
    func cutWhenSettled() {
        guard let cut = waitingCut, asked.isEmpty, case .online = phase else { return }
        waitingCut = nil
        cut()
    }

    /// A message has come to its end: a session that was kept for it is not needed any more.
    func endOutliving(_ token: Token) {
        if cutsBehind == token {
            cutsBehind = nil
            currentHandler?.cutsBehind = nil
        }
        guard outliving == token else { return }
        outliving = nil
        // Before MQTT 5 a broker keeps such a session for ever: the next CONNECT, with clean session 1, ends it.
        guard attemptVersion < .v5, case .online = phase else { return }
        // Not within the handler's own turn, in which this answer was read.
        eventLoop.assumeIsolated().execute { [self] in
            if case .online = phase { reconnectNow() }
        }
    }

    func subscribe(
        _ subscriptions: [Subscription], _ properties: Properties, token: Token, _ answer: Answer
    ) {
        if case .stopped = phase { return answer.fail(ConnectionError.notConnected) }
        keep(subscriptions)
        var (subscriptions, answer) = (subscriptions, answer)
        // While CONNECT is under way nothing is known of limits: those are looked at when CONNACK is here.
        if case .online(let handler) = phase { leaveOut(&subscriptions, handler.state.limits, &answer) }
        answers[token] = answer
        asked[token] = (subscriptions, false)
        if case .online(let handler) = phase {
            handler.request { $0.subscribe(subscriptions, properties: properties, token: token, at: $1) }
        } else {
            // Also while CONNECT is under way: SUBSCRIBE needs CONNACK.
            deferred.append((token, subscriptions, properties))
        }
    }

    /// Leaves out of several filters those that CONNACK has ruled out, so that the others are asked for. Their answers come
    /// with the broker's, each in its place.
    private func leaveOut(_ subscriptions: inout [Subscription], _ limits: ServerLimits, _ answer: inout Answer) {
        let all = subscriptions
        let ruledOut = all.map { subscription -> ReasonCode? in
            guard let filter = try? TopicFilter(subscription.filter),
                case .limit(let reason, _)? = limits.objection(to: filter)
            else { return nil }
            return reason
        }
        let left = zip(all, ruledOut).filter { $0.1 == nil }.map(\.0)
        guard !left.isEmpty, left.count < all.count else { return }
        subscriptions = left
        for (subscription, reason) in zip(all, ruledOut) {
            guard let reason else { continue }
            onEvent(.subscribed(SubscribeResult(subscription, reason, isRenewal: false)))
        }
        answer = merged(into: answer, ruledOut)
    }

    func unsubscribe(_ filters: [String], _ properties: Properties, token: Token, _ answer: Answer) {
        if case .stopped = phase { return answer.fail(ConnectionError.notConnected) }
        answers[token] = answer
        if case .online(let handler) = phase {
            handler.request { $0.unsubscribe(filters, properties: properties, token: token, at: $1) }
            return
        }
        // Nothing is told to the broker and nothing subscribed again; a session that outlives its connection keeps the filter.
        let gone = Set(filters)
        let isKept =
            parked.sessionOutlivesConnection
            && parked.session.subscriptions.contains { gone.contains($0.filter) }
        // The state of a connection that is not accepted yet has its own copy of the session.
        if case .greeting(let handler) = phase {
            handler.state.session.subscriptions.removeAll { gone.contains($0.filter) }
        }
        // The parked one, too: it is what the next connection begins with.
        parked.session.subscriptions.removeAll { gone.contains($0.filter) }
        for request in deferred where request.subscriptions.contains(where: { gone.contains($0.filter) }) {
            withdraw(gone, from: request)
        }
        // A session that outlives its connection holds what was asked for: only its broker can take that out.
        if isKept { return givenBack.append(GivenBack(token: token, filters: filters, properties: properties)) }
        finished(token, .success(.unsubscribed(filters.map { _ in .success }, Properties())))
    }

    /// Takes filters out of a SUBSCRIBE that was not sent yet. The broker's answer is matched with what is left, and
    /// whoever waits hears for each of the others that nobody asked for it.
    private func withdraw(
        _ gone: Set<String>, from request: (token: Token, subscriptions: [Subscription], properties: Properties)
    ) {
        let (token, all) = (request.token, request.subscriptions)
        let left = all.filter { !gone.contains($0.filter) }
        // A SUBSCRIBE without a filter would be a protocol error (MQTT 5 3.8.3).
        guard !left.isEmpty else {
            deferred.removeAll { $0.token == token }
            asked[token] = nil
            answers.removeValue(forKey: token)?.fail(ConnectionError.invalid("the filter was given back meanwhile"))
            return
        }
        if let index = deferred.firstIndex(where: { $0.token == token }) { deferred[index].subscriptions = left }
        asked[token]?.subscriptions = left
        guard let whole = answers[token] else { return }
        answers[token] = merged(
            into: whole, all.map { gone.contains($0.filter) ? .unspecifiedError : nil })
    }

    /// An answer to some of the filters that makes `whole`, in which the others have theirs already: nil stands for those
    /// that the broker is asked for.
    private func merged(into whole: Answer, _ known: [ReasonCode?]) -> Answer {
        let part = eventLoop.makePromise(of: RequestResult.self)
        whole.completeWith(
            part.futureResult.map { result in
                guard case .subscribed(let reasons, let properties) = result else { return result }
                var rest = reasons[...]
                // Where the broker has answered too little the answers end there, as they do without the others.
                let all = known.map { $0 ?? rest.popFirst() }.prefix { $0 != nil }.compactMap(\.self)
                return .subscribed(all, properties)
            })
        return part
    }

    func settle(_ held: HeldPublish, _ decision: HeldPublish.Decision) {
        if let handler = currentHandler {
            handler.request { $0.settle(held, decision, at: $1) }
        } else {
            settle(parked.settle(held, decision, at: eventLoop.now))
        }
    }

    func reauthenticate(_ data: [UInt8]?, token: Token, _ answer: Answer) {
        guard case .online(let handler) = phase else {
            return answer.fail(ConnectionError.notConnected)
        }
        answers[token] = answer
        handler.request { $0.reauthenticate(data: data, token: token, at: $1) }
    }

    func ping(token: Token, _ answer: Answer) {
        guard case .online(let handler) = phase else { return answer.fail(ConnectionError.notConnected) }
        answers[token] = answer
        handler.request { $0.ping(token, at: $1) }
    }

    /// The caller no longer waits; what was sent stays sent.
    func cancel(_ token: Token) {
        let isUnsent = deferred.contains { $0.token == token }
        deferred.removeAll { $0.token == token }
        // SUBACK to one that was sent still comes, and is told as an event.
        if isUnsent || currentHandler == nil { asked[token] = nil }
        // Steps go to whoever waits; the message itself goes on.
        watchers[token] = nil
        answers.removeValue(forKey: token)?.fail(CancellationError())
        // It may have been the last that a cut waited for.
        cutWhenSettled()
    }

    func setTap(_ tap: (@Sendable (TapEvent) -> Void)?) {
        self.tap = tap
        currentHandler?.tap = tap
    }

    func setRecorder(_ recorder: (@Sendable (Traffic) -> Void)?) {
        self.recorder = recorder
        currentHandler?.recorder = recorder
    }
}

extension ClientConfiguration {
    /// What one attempt says to the broker.
    ///
    /// - Parameter outlives: whether the session is to outlive the connection, whatever is configured.
    func options(
        version: ProtocolVersion, clientID assigned: String?, isRenewal: Bool, outlives: Bool = false
    ) -> ConnectionOptions {
        var connect = Connect(version: version, clientID: assigned ?? clientID)
        connect.keepAlive = keepAlive
        connect.username = username ?? endpoint.username
        connect.password = password ?? endpoint.password.map { Array($0.utf8) }
        connect.will = will
        connect.cleanStart = cleanStart
        if version == .v5 {
            connect.properties = connectProperties
            if outlives, (connect.properties.sessionExpiryInterval ?? 0) == 0 {
                // A minute: the connection that follows must find it, and the broker need not keep it for long.
                connect.properties.sessionExpiryInterval = 60
            }
            // A session that outlives its connection is asked for again; before MQTT 5 one flag says both things.
            if isRenewal, (connect.properties.sessionExpiryInterval ?? 0) > 0 { connect.cleanStart = false }
            if let authentication {
                connect.properties.authenticationMethod = authentication.method
                connect.properties.authenticationData = authentication.start()
            }
        } else {
            connect.will?.properties = Properties()
            // Without an identifier there is no session to come back to (MQTT 3.1.1 3.1.3.1).
            if outlives, !connect.clientID.isEmpty { connect.cleanStart = false }
        }
        var options = ConnectionOptions(connect: connect)
        options.connectTimeout = TimeAmount(connectTimeout)
        options.pingTimeout = TimeAmount(pingTimeout)
        options.maximumInFlight = maximumInFlight
        options.usesTopicAliases = usesTopicAliases
        options.isStrict = isStrict
        return options
    }
}
