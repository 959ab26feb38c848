import Glibc
import NIOCore
import TLSNames

extension ClientCore: ConnectionHandlerDelegate {
    func accepted(_ acknowledgement: ConnectAck, restoring subscriptions: [Subscription]) {
        guard case .greeting(let handler) = phase else { return }
        // greeting -> online. `failures` stays: only a connection that has stood for a while clears it (`failed`).
        phase = .online(handler)
        // From here on `auto` tries no other version, whatever happens to this connection.
        provenVersion = attemptVersion
        acceptedAt = eventLoop.now
        hasBeenAccepted = true
        redirectsInARow = 0
        // Kept over reconnects: the session is the broker's under that identifier.
        if let assigned = acknowledgement.properties.assignedClientIdentifier { assignedClientID = assigned }
        onEvent(
            .state(
                .connected(
                    ConnectionInfo(
                        endpoint: attemptEndpoint, version: attemptVersion,
                        clientID: assignedClientID ?? configuration.clientID,
                        sessionPresent: acknowledgement.sessionPresent, acknowledgement: acknowledgement,
                        limits: handler.state.limits,
                        keepAlive: acknowledgement.properties.serverKeepAlive ?? configuration.keepAlive))))
        awaitRenewal()
        // First what was granted before, then what was asked for meanwhile.
        let allowed = leaveOutRefused(subscriptions, of: handler)
        if !allowed.isEmpty {
            let token = makeToken()
            asked[token] = (allowed, true)
            // Nobody waits for this token: the answers are told as events.
            handler.request { $0.subscribe(allowed, token: token, at: $1) }
        }
        giveBack(to: handler, hasSession: acknowledgement.sessionPresent)
        // Emptied first: what a listener asks for meanwhile goes straight to the handler.
        let waiting = deferred
        deferred.removeAll()
        for (token, subscriptions, properties) in waiting {
            handler.request { $0.subscribe(subscriptions, properties: properties, token: token, at: $1) }
        }
        cutWhenSettled()
    }

    /// What this CONNACK refuses is not asked for again: one filter of the kind would take the others with it.
    private func leaveOutRefused(_ subscriptions: [Subscription], of handler: ConnectionHandler) -> [Subscription] {
        subscriptions.filter { subscription in
            guard let filter = try? TopicFilter(subscription.filter),
                case .limit(let reason, _)? = handler.state.limits.objection(to: filter)
            else { return true }
            // Else each reconnect would ask, and be told, again.
            handler.state.session.forget(subscription.filter)
            onEvent(.subscribed(SubscribeResult(subscription, reason, isRenewal: true)))
            return false
        }
    }

    func challenged(_ auth: Auth) {
        guard let authentication = configuration.authentication, let handler = currentHandler else { return }
        let data = auth.properties.authenticationData ?? []
        let loop = eventLoop
        let core = NIOLoopBound(self, eventLoop: loop)
        let connection = NIOLoopBound(handler, eventLoop: loop)
        Task {
            let answer: Result<[UInt8]?, any Error>
            do { answer = .success(try await authentication.respond(data)) } catch { answer = .failure(error) }
            loop.execute {
                // The answer may come when another connection stands.
                guard core.value.currentHandler === connection.value else { return }
                switch answer {
                case .success(let data): connection.value.request { $0.authenticate(data: data, at: $1) }
                case .failure(let error):
                    connection.value.abandon(.state(.authentication(String(describing: error))))
                }
            }
        }
    }

    func received(_ batch: MessageBatch) {
        onEvent(.messages(batch))
    }

    func receiving(_ bytes: Int, isRetained: Bool) { onEvent(.receiving(bytes: bytes, isRetained: isRetained)) }

    func violated(_ violation: ProtocolViolation, count: Int) {
        onEvent(.violated(violation, count: count))
    }

    func messagesEnded() {
        onEvent(.messagesEnded)
    }

    func finished(_ token: Token, _ result: Result<RequestResult, ConnectionError>) {
        if isGivenBackAgain(token, result) { return }
        // The event first: whoever awaits the answer finds the picture changed.
        if let (subscriptions, isRenewal) = asked.removeValue(forKey: token) {
            switch result {
            case .success(.subscribed(let reasons, _)):
                for answer in SubscribeResult.all(subscriptions, reasons, isRenewal: isRenewal) {
                    onEvent(.subscribed(answer))
                }
            case .failure(.limit(let reason, _)):
                // CONNACK has answered already: the broker has no such subscriptions.
                for subscription in subscriptions {
                    onEvent(.subscribed(SubscribeResult(subscription, reason, isRenewal: isRenewal)))
                }
            default: break
            }
        }
        watchers[token] = nil
        if token == cutsBehind || token == outliving { endOutliving(token) }
        answers.removeValue(forKey: token)?.completeWith(result.mapError { $0 })
        cutWhenSettled()
    }

    func progressed(_ token: Token, _ step: PublishStep) {
        watchers[token]?(step)
    }

    func ended(_ handler: ConnectionHandler, reason: ConnectionHandler.End, cause: ConnectionCause) {
        guard handler === currentHandler else { return }
        // The session comes back: requests go to `parked` until the next CONNECT.
        parked = handler.state
        let wasAccepted = if case .online = phase { true } else { false }
        // This end was asked for: no failure, and no further attempt.
        if !closeWaiters.isEmpty { return finish(nil) }
        // The cut has done what it was for: the next connection sends the message as any other.
        if case .cut = reason { cutsBehind = nil }
        let said = cause.saying(configuration.spoken)
        failed(failure(reason, wasAccepted: wasAccepted, handler.firstBytes, said).ended(by: said))
    }

    /// The connection in use.
    var currentHandler: ConnectionHandler? {
        switch phase {
        case .greeting(let handler), .online(let handler): handler
        case .idle, .connecting, .waiting, .stopped: nil
        }
    }

    private func failure(
        _ reason: ConnectionHandler.End, wasAccepted: Bool, _ firstBytes: [UInt8], _ cause: ConnectionCause
    ) -> ConnectionFailure {
        switch reason {
        case .state(let error):
            return .mqtt(
                error, endpoint: attemptEndpoint, version: attemptVersion, wasAccepted: wasAccepted,
                firstBytes: firstBytes, cause: cause)
        case .cut:
            return ConnectionFailure(
                .connectionLost,
                "the connection to \(attemptEndpoint.spokenAuthority) was cut right behind the PUBLISH, as asked",
                advice: "the message is sent again on the next one")
        // In TLS 1.3 a client is through before the server has looked at its certificate: the refusal reaches a running
        // channel.
        case .channel(let error) where TLSFault.isTLS(error):
            return .tls(attemptEndpoint, error, options: configuration.tls, certificate: nil)
        case .channel(let error as ConnectionFailure):
            return error
        case .channel(let error):
            return wasAccepted
                ? .lost(attemptEndpoint, error, cause)
                : .closedBeforeConnectAck(attemptEndpoint, attemptVersion, cause)
        case .closedByPeer:
            return wasAccepted
                ? .lost(attemptEndpoint, nil, cause) : .closedBeforeConnectAck(attemptEndpoint, attemptVersion, cause)
        }
    }

    /// Does what a state that has no connection answers: only ends of requests.
    func settle(_ actions: [ConnectionAction]) {
        for action in actions {
            switch action {
            case .progress(let token, let step): progressed(token, step)
            case .complete(let token, let result): finished(token, .success(result))
            case .fail(let token, let error): finished(token, .failure(error))
            case .send, .publish, .acknowledge, .connected, .challenge, .violated, .close: break
            }
        }
    }
}
