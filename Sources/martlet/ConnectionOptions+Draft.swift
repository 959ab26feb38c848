import App
import ArgumentParser
import Glibc
import MQTT
import Opener
import Profile

extension ConnectionOptions {
    /// What a client is opened with for the options and the argument; waits for what has to be found first.
    /// - Parameters:
    ///   - argument: a URL or a host name, as given without a letter.
    ///   - saved: the connection that the letters change; nil for one of their own.
    ///   - filters: what to subscribe to; when empty what is saved, else `#` and `$SYS/#`.
    ///   - qos: the QoS of the subscriptions.
    /// - Throws: ``Failure`` in the user's words.
    func plan(
        argument: String?, changing saved: SavedConnection? = nil, filters: [String], qos: Int? = nil
    ) throws -> ConnectionPlan {
        let (draft, overrides) = try letters(argument, changing: saved?.draft, filters: filters, qos: qos)
        let opener = Self.opener(saved?.variables ?? Variables())
        do {
            return try waiting { try await opener.plan(draft, overrides) }
        } catch {
            throw Failure("\(error)")
        }
    }

    /// Asks the person at the terminal for what is asked for.
    static func opener(_ variables: Variables) -> ConnectionOpener {
        ConnectionOpener(
            secrets: SecretResolver(reading: TerminalPrompt.answer), variables: variables, now: AppClock.system.now)
    }

    /// The connection that the options and the argument ask for; the same parameters.
    func letters(
        _ argument: String?, changing saved: ConnectionDraft?, filters: [String], qos: Int?
    ) throws -> (draft: ConnectionDraft, overrides: ConnectionOverrides) {
        var draft = saved ?? ConnectionDraft()
        var overrides = ConnectionOverrides()
        var place = try endpoint(argument, isSaved: saved != nil, &overrides)
        try putIdentifier(in: &draft, isSaved: saved != nil)
        putCredentials(in: &draft, &place, isSaved: saved != nil)
        if let place { draft.take(place) }
        if let protocolVersion { draft.version = try Self.version(protocolVersion) }
        if let keepAlive { draft.keepAlive = try number(keepAlive, in: 0...65535, "-k", "seconds") }
        try putSession(in: &draft)
        tls.put(in: &draft.tls, isSaved: saved != nil)
        if let will = try willDraft() { draft.will = will }
        overrides.isStrict = isStrict
        try putSubscriptions(filters, argument, qos, in: &draft)
        return (draft, overrides)
    }

    // MARK: - Where

    /// Where the letters say that the broker is; nil leaves it to the saved connection, with what else they say of it.
    private func endpoint(
        _ argument: String?, isSaved: Bool, _ overrides: inout ConnectionOverrides
    ) throws -> Endpoint? {
        if argument != nil, url != nil || host != nil {
            throw Failure("name the broker once: as an argument, with -L or with -h")
        }
        if let unixSocket { return .unix(path: unixSocket) }
        let checkedPort = try port.map { try number($0, in: 1...65535, "-p", "as port") as Int }
        if let text = argument ?? url, text.contains("://") {
            do {
                var endpoint = try Endpoint(url: text)
                if let checkedPort { endpoint.port = checkedPort }
                return endpoint
            } catch {
                throw Failure("\(error)")
            }
        }
        let isSecure = tls.isUsed || port == 8883
        if isSaved {
            (overrides.host, overrides.port) = (argument ?? url ?? host, checkedPort)
            overrides.usesWebSocket = webSocket
            if isSecure { overrides.usesTLS = true }
            return nil
        }
        let transport: Endpoint.Transport =
            switch (webSocket, isSecure) {
            case (false, false): .tcp
            case (false, true): .tls
            case (true, false): .webSocket
            case (true, true): .secureWebSocket
            }
        return Endpoint(transport: transport, host: argument ?? url ?? host ?? "localhost", port: checkedPort)
    }

    private func putSubscriptions(
        _ filters: [String], _ argument: String?, _ qos: Int?, in draft: inout ConnectionDraft
    ) throws {
        let level = try qos.map { try number($0, in: 0...2, "-q", "as QoS") as Int }
        var wanted = filters
        if let text = argument ?? url, let filter = Self.topic(ofURL: text) { wanted.append(filter) }
        for filter in wanted {
            do {
                _ = try TopicFilter(filter)
            } catch {
                throw Failure("-t \(filter): \(error)")
            }
        }
        if !wanted.isEmpty {
            draft.subscriptions = wanted.map { SubscriptionDraft(TemplateCall.quoted($0)) }
        } else if level != nil, draft.subscriptions.isEmpty {
            draft.subscriptions = ConnectionDraft.standardSubscriptions
        }
        if let level { for place in draft.subscriptions.indices { draft.subscriptions[place].qos = level } }
    }

    /// The topic that mosquitto's `-L mqtt://host/topic` names, as it stands; nil in a URL whose path is a WebSocket's.
    private static func topic(ofURL text: String) -> String? {
        guard let scheme = text.firstRange(of: "://"), !text.lowercased().hasPrefix("ws") else { return nil }
        let rest = text[scheme.upperBound...]
        guard !text.hasPrefix("unix"), !text.hasPrefix("mqtt+unix"), let slash = rest.firstIndex(of: "/") else {
            return nil
        }
        let topic = rest[rest.index(after: slash)...]
        return topic.isEmpty ? nil : String(topic)
    }

    // MARK: - Who

    /// Who this client is: `-i`, `-I` with the process number as in mosquitto's programs, or a new name.
    private func putIdentifier(in draft: inout ConnectionDraft, isSaved: Bool) throws {
        if clientID != nil, clientIDPrefix != nil { throw Failure("-i and -I: give one of them") }
        if keepsSession, clientID == nil, !isSaved {
            throw Failure("-c needs -i: a session belongs to a client identifier, and a new one has none")
        }
        if let clientIDPrefix { draft.clientID = TemplateCall.quoted(clientIDPrefix + String(getpid())) }
        if let clientID { draft.clientID = TemplateCall.quoted(clientID) }
    }

    private func putCredentials(in draft: inout ConnectionDraft, _ place: inout Endpoint?, isSaved: Bool) {
        let name = username ?? place?.username
        var secret = password
        // A saved connection has its own password, unless another name is given.
        if secret == nil, !isSaved || name != nil { secret = Script.variable("MARTLET_PASSWORD") }
        draft.take(username: name, password: secret ?? place?.password, at: &place)
    }

    // MARK: - How

    private static func version(_ word: String) throws -> String {
        switch word {
        case "auto": return "auto"
        case "31", "mqttv31": return "3.1"
        case "311", "mqttv311": return "3.1.1"
        case "5", "mqttv5": return "5"
        default: throw Failure("-V \(word) is no version of MQTT: 31, 311, 5 or auto")
        }
    }

    private func putSession(in draft: inout ConnectionDraft) throws {
        if keepsSession { draft.cleanStart = false }
        if let sessionExpiry {
            draft.sessionExpiry =
                sessionExpiry == -1 ? .max : try number(sessionExpiry, in: 0...Int(UInt32.max), "-x", "seconds")
        } else if keepsSession, draft.sessionExpiry == nil {
            // A session that is kept is not to end with its connection (what MQTT 3.1.1 means by the same flag).
            draft.sessionExpiry = .max
        }
    }

    private func willDraft() throws -> WillDraft? {
        guard let topic = will.topic else {
            if will.payload != nil || will.retain || will.qos != 0 {
                throw Failure("a will needs a topic: add --will-topic")
            }
            return nil
        }
        do {
            try Topic.validate(topic)
        } catch {
            throw Failure("--will-topic \(topic): \(error)")
        }
        var draft = WillDraft()
        draft.topic = TemplateCall.quoted(topic)
        draft.payload = TemplateCall.quoted(will.payload ?? "")
        draft.qos = try number(will.qos, in: 0...2, "--will-qos", "as QoS")
        draft.retain = will.retain
        return draft
    }

    private func number<Value: FixedWidthInteger>(
        _ value: Int, in range: ClosedRange<Int>, _ letter: String, _ unit: String
    ) throws -> Value {
        guard range.contains(value), let exact = Value(exactly: value) else {
            throw Failure("\(letter) \(value): \(range.lowerBound) to \(range.upperBound) \(unit)")
        }
        return exact
    }
}

extension TLSOptionGroup {
    /// Puts the letters in the place of what a draft says.
    fileprivate func put(in draft: inout DraftTLS, isSaved: Bool) {
        func set(_ target: inout String, _ value: String?) {
            if let value { target = TemplateCall.quoted(value) }
        }
        set(&draft.ca, authorityFile)
        set(&draft.caFolder, authorityFolder)
        set(&draft.certificate, certificate)
        set(&draft.key, key)
        set(&draft.serverName, serverName)
        if !alpn.isEmpty { draft.alpn = alpn }
        if isInsecure { draft.verify = false }
        let isAsked = !isSaved || key != nil
        if let password = keyPassword ?? (isAsked ? Script.variable("MARTLET_KEY_PASSWORD") : nil) {
            draft.keyPassword = .literal(TemplateCall.quoted(password))
        }
    }
}
