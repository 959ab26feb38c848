import MQTT
import Profile
import Text
import Topics
import Wire

/// What a feed says, applied.
extension Workspace {
    /// Applies what the client said.
    /// - Parameter words: why there is no connection, when more is known than the client knows.
    func apply(_ event: ClientEvent, at time: Moment, explained words: String?) {
        switch event {
        case .messages(let batch):
            batch.forEach(
                { message in
                    // The same bits: those of the packet, and the rule that it breaks.
                    let flags = MessageFlags(rawValue: message.flags)
                    // Large ones stay where they lie in the read.
                    if message.payload.count >= MessageStore.adoptedSize {
                        live.receive(
                            topic: message.topic, adopting: message.payload, owner: batch.storage,
                            properties: message.properties, flags: flags, at: time)
                        return
                    }
                    // Small ones are gathered: the memory of many topics is fetched at once.
                    live.receivePending(
                        topic: message.topic, payload: message.payload, properties: message.properties,
                        flags: flags, at: time)
                    // The rest of the batch: nothing is shown of a message that still waits.
                }, atEnd: { live.applyPending() })
            noteProof(at: time)
        case .receiving(let bytes, let isRetained): live.receiving(bytes: bytes, isRetained: isRetained, at: time)
        case .messagesEnded:
            // The explorer takes everything.
            break
        case .state(let state):
            apply(state, at: time, words)
        case .subscribed(let answer):
            apply(answer, at: time)
            noteProof(at: time)
        case .redirected(let server, let isPermanent):
            let words = isPermanent ? "has moved for good" : "asks to use another server for now"
            let place = server.map { ": \(withoutSecrets(quoting: $0))" } ?? ""
            notify(Notice(at: time, kind: .warning, text: "The broker \(words)\(place)"))
        case .violated(let violation, let count):
            let version = connection.version ?? .v311
            if violations.count(violation, in: version, count) {
                let end = isReadOn(behind: violation) ? "martlet counts it and reads on" : "martlet counts it"
                notify(
                    Notice(
                        at: time, kind: .warning,
                        text: "The broker breaks MQTT. \(violation.words(in: version)). \(end)"))
            }
        case .fellBack(let failure):
            // Each attempt may fall back for the same reason: it is said once until one stands.
            if ends.fallback?.isSame(as: failure) == true { break }
            ends.fallback = failure
            notify(Notice(at: time, kind: .info, text: "\(withoutSecrets(failure).summary): trying MQTT 3.1.1"))
        }
    }

    /// Behind a CONNACK that refuses and behind DISCONNECT nothing comes.
    private func isReadOn(behind violation: ProtocolViolation) -> Bool {
        guard case .connected = connection.state else { return false }
        return violation.packet != .disconnect
    }

    private func apply(_ state: ClientState, at time: Int64, _ words: String?) {
        switch state {
        case .idle:
            connection.state = .idle
        case .connecting(let attempt):
            wire.note(attempt > 1 ? "connecting, attempt \(attempt)" : "connecting", at: time)
            connection.state = .connecting
        case .connected(let info):
            // Said only where an end was said before, and not before something shows that it stands (`noteProof`).
            if ends.failure != nil { ends.unsaid = "\(info.endpoint)" }
            ends.connectedAt = time
            (ends.hasStood, ends.fallback) = (true, nil)
            (refusalCode, isRefused, leaving) = (nil, false, nil)
            parting?.isOver = true
            // SUBACK will be the proof; a session that is there brings its subscriptions (MQTT 5 3.2.2.1.1), and none comes.
            let isAsking = !info.sessionPresent && subscriptions.contains { $0.isWanted }
            if !isAsking { noteProof(at: time) }
            connection.state = .connected(since: time)
            connection.version = info.version
            (connection.address, connection.origin) = ("\(info.endpoint)", info.endpoint.origin)
            // A later connection may speak another version, whose sections have other numbers.
            live.describeRule = { number in
                ProtocolRule(rawValue: number).map {
                    ProtocolViolation(.protocolError, in: .publish, $0.text, rule: $0).words(in: info.version)
                }
            }
            publishLimits = PublishCheck.Limits(info.limits, version: info.version)
            expectReplay(at: time)
        case .waiting(let pause):
            // Before the state changes: a gap is marked only where a connection stood.
            markGap(at: time)
            let reason = words ?? withoutSecrets(pause.failure).told
            wire.note("no connection: \(reason)", at: time)
            connection.state = .waiting(
                until: time + pause.delay.microseconds, attempt: pause.attempt, reason: reason)
            note(pause.failure, words, at: time)
        case .stopped(nil):
            wire.note("closed", at: time)
            connection.state = .closed(leaving ?? "disconnected")
            if let leaving { unsaidParting = "\(connection.name) \(leaving)" }
            // Left by the person: no reason stands beside the place.
            (connection.brief, leaving) = (nil, nil)
        case .stopped(.some(let failure)):
            markGap(at: time)
            let reason = words ?? withoutSecrets(failure).told
            wire.note("no connection: \(reason)", at: time)
            note(failure, words, at: time)
            if case .refused = failure.kind {
                connection.state = .refused(reason)
            } else {
                connection.state = .closed(reason)
            }
        }
    }

    /// Says why there is no connection; once for the same reason, however often it is tried again.
    private func note(_ failure: ConnectionFailure, _ words: String?, at time: Int64) {
        // Of the last attempt, and none when that came to no CONNACK.
        refusalCode = if case .refused(let refusal) = failure.kind { refusal.code } else { nil }
        isRefused = failure.isRefusal
        let said = withoutSecrets(failure)
        connection.brief = words == nil ? said.description(besides: connection.authority) : nil
        connection.ending = failure.cause.map(Self.lines) ?? []
        connection.suspect = failure.cause?.suspect.flatMap { ConnectionStatus.Suspect($0.type) }
        if connection.suspect == .subscription { endUnanswered(failure.cause?.suspect?.subjects ?? []) }
        let known = ends.failure
        ends.isShort = ends.connectedAt > 0 && time - ends.connectedAt < ToldEnds.moment
        // `isSame` is not equality: the times in two failures differ with each attempt.
        let isSame = known?.isSame(as: failure) == true
        let isSoon = isSame && time - ends.connectedAt < ToldEnds.moment
        // Between two attempts that both got nowhere nothing has changed, whatever time the one and the other took.
        let isKnown = isSoon || isSame && (failure.cause == nil || !ends.hasStood)
        ends.hasStood = false
        // The attempts in between that find nobody are no news either, and no end of the row.
        (ends.failure, ends.unsaid) = (failure, nil)
        if words == nil, isKnown { return }
        let text = words ?? said.told
        // Attempts that fail in one way are one notice.
        if notices.last(where: { $0.kind == .error })?.text == text { return }
        notify(Notice(at: time, kind: .error, text: text))
    }

    /// The connection shows that it stands: by an answer, and behind one that ended at once by its age.
    func noteProof(at time: Int64) {
        guard let place = ends.unsaid, !ends.isShort || time - ends.connectedAt >= ToldEnds.moment else { return }
        ends.unsaid = nil
        notify(.news("Connected to \(place)", at: time))
    }

    /// What went over the connection last, each way: `sent last: SUBSCRIBE # 5 ms before the end`.
    private static func lines(_ cause: ConnectionCause) -> [String] {
        func line(_ words: String, _ notes: [PacketNote]) -> String {
            guard !notes.isEmpty else { return "\(words): nothing" }
            return "\(words): " + notes.reversed().map { "\($0) \($0.age) before the end" }.joined(separator: ", ")
        }
        return [line("sent last", cause.sent), line("received last", cause.received)]
    }

    private func markGap(at time: Int64) {
        guard case .connected = connection.state else { return }
        live.markGap(at: time)
    }

    private func apply(_ answer: SubscribeResult, at time: Int64) {
        // It was given up meanwhile: UNSUBSCRIBE goes after it.
        if subscriptions.contains(where: { $0.filter == answer.filter && $0.state == .removed }) { return }
        let isAsked = askedFilters.contains(answer.filter)
        // The first answer alone takes the place of what was said before: those to the other filters are read after it.
        if isAsked { askedFilters = [] }
        let state: SubscriptionStatus.State
        if let granted = answer.granted {
            state = .granted(Int(granted.rawValue))
            if !answer.isRenewal {
                var notice = Notice.news(
                    "Subscribed to \(withoutSecrets(answer.filter)), QoS \(granted.rawValue)", at: time)
                notice.isPatient = !isAsked
                notify(notice)
            }
        } else if let missing = answer.missing {
            state = .unanswered("\(missing)")
            // Each connection may leave it so: it is said once.
            let isKnown = subscriptions.contains { $0.filter == answer.filter && $0.state == state }
            if !isKnown || !answer.isRenewal { tell(.unanswered, of: answer.filter, "\(missing)", at: time) }
        } else {
            state = .refused(answer.reason.words)
            tell(.refused, of: answer.filter, answer.reason.words, at: time)
        }
        setSubscription(SubscriptionStatus(answer.subscription, state))
        // What the broker keeps comes right behind SUBACK, or before it (MQTT 5 3.8.4).
        expectReplay(at: time)
        if !answer.isRenewal { repeatUnusable(at: time) }
    }

    /// A subscription brings what the broker keeps.
    private func expectReplay(at time: Moment) {
        live.expectReplay(
            // Only MQTT 5 has Retain As Published (3.8.3.1): before it RETAIN always means the broker's store.
            isForwarded: connection.version == .v5
                && subscriptions.contains { $0.retainAsPublished && $0.isWanted }, at: time)
    }

    /// Says that a filter is not granted; all of which that is said at once for one reason are one notice.
    private func tell(_ end: Notice.FilterEnd, of filter: String, _ words: String, at time: Moment) {
        var filters = [withoutSecrets(filter)]
        for (place, notice) in notices.enumerated().reversed() {
            // Notices stand in the order of their times: older ones cannot be of this moment.
            guard time - notice.at < ToldEnds.moment else { break }
            guard case .filters(let known, end, words) = notice.subject else { continue }
            // With an earlier secret it has the same name.
            filters = known.contains(filters[0]) ? known : known + filters
            // In the place of the one before, at the end: the person reads one line that grows.
            notices.remove(at: place)
            break
        }
        var notice = Notice(
            at: time, kind: .warning,
            text: "Subscription to \(filters.joined(separator: ", ")) \(end.rawValue): \(words)")
        notice.subject = .filters(filters, end, words: words)
        notify(notice)
    }

    /// Says why the connection was lost, in place of what was known before.
    func explainEnd(_ words: String, at time: Moment) {
        switch connection.state {
        case .waiting(let until, let attempt, _):
            connection.state = .waiting(until: until, attempt: attempt, reason: words)
        case .closed: connection.state = .closed(words)
        default: break
        }
        connection.brief = nil
        notify(Notice(at: time, kind: .error, text: "\(connection.name): \(words)"))
    }
}

extension ConnectionStatus.Suspect {
    init?(_ type: PacketType) {
        switch type {
        case .subscribe: self = .subscription
        case .publish, .publishRelease: self = .publish
        default: return nil
        }
    }
}

extension PublishCheck.Limits {
    /// What a broker's CONNACK allows.
    init(_ limits: ServerLimits, version: ProtocolVersion) {
        self.init(
            maximumPacketSize: limits.maximumPacketSize, maximumQoS: Int(limits.maximumQoS.rawValue),
            isRetainAvailable: limits.retainAvailable, topicAliasMaximum: Int(limits.topicAliasMaximum),
            hasProperties: version == .v5)
    }
}
