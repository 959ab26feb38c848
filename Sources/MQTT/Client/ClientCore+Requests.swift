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

    func subscribe(
        _ subscriptions: [Subscription], _ properties: Properties, token: Token, _ answer: Answer
    ) {
        if case .stopped = phase { return answer.fail(ConnectionError.notConnected) }
        answers[token] = answer
        asked[token] = (subscriptions, false)
        if case .online(let handler) = phase {
            handler.request { $0.subscribe(subscriptions, properties: properties, token: token, at: $1) }
        } else {
            // Also while CONNECT is under way: SUBSCRIBE needs CONNACK.
            deferred.append((token, subscriptions, properties))
        }
    }

    func unsubscribe(_ filters: [String], _ properties: Properties, token: Token, _ answer: Answer) {
        if case .stopped = phase { return answer.fail(ConnectionError.notConnected) }
        answers[token] = answer
        if case .online(let handler) = phase {
            handler.request { $0.unsubscribe(filters, properties: properties, token: token, at: $1) }
            return
        }
        // Never sent, or gone with the connection: nothing to tell the broker, and nothing to subscribe again.
        let gone = Set(filters)
        // The state of a connection that is not accepted yet has its own copy of the session.
        if case .greeting(let handler) = phase {
            handler.state.session.subscriptions.removeAll { gone.contains($0.filter) }
        }
        parked.session.subscriptions.removeAll { gone.contains($0.filter) }
        for index in deferred.indices { deferred[index].subscriptions.removeAll { gone.contains($0.filter) } }
        finished(token, .success(.unsubscribed(filters.map { _ in .success }, Properties())))
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
        deferred.removeAll { $0.token == token }
        // SUBACK to one that was sent still comes, and is told as an event.
        if deferred.isEmpty, currentHandler == nil { asked[token] = nil }
        watchers[token] = nil
        answers.removeValue(forKey: token)?.fail(CancellationError())
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
    func options(version: ProtocolVersion, clientID assigned: String?, isRenewal: Bool) -> ConnectionOptions {
        var connect = Connect(version: version, clientID: assigned ?? clientID)
        connect.keepAlive = keepAlive
        connect.username = username ?? endpoint.username
        connect.password = password ?? endpoint.password.map { Array($0.utf8) }
        connect.will = will
        connect.cleanStart = cleanStart
        if version == .v5 {
            connect.properties = connectProperties
            // A session that outlives its connection is asked for again; before MQTT 5 one flag says both things.
            if isRenewal, (connectProperties.sessionExpiryInterval ?? 0) > 0 { connect.cleanStart = false }
            if let authentication {
                connect.properties.authenticationMethod = authentication.method
                connect.properties.authenticationData = authentication.start()
            }
        } else {
            connect.will?.properties = Properties()
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
