import Glibc
import MQTT
public import Opener
public import Profile
import Text

extension ConnectionRequest {
    /// What letters make of a connection: a draft of their own, or the saved one with what they say in its place.
    public struct Letters: Sendable {
        /// The connection.
        public var draft: ConnectionDraft
        /// What a draft has no words for.
        public var overrides: ConnectionOverrides
        /// The topic that stood behind the host.
        public var topic: String?

        /// A connection, and nothing beside it.
        public init(_ draft: ConnectionDraft) {
            self.draft = draft
            overrides = ConnectionOverrides()
        }
    }

    /// What the letters mean. The letters of every verb are read here, and only here.
    ///
    /// - Parameters:
    ///   - manner: what holds where they say nothing.
    ///   - count: after how many messages the verb ends; no more are let come unacknowledged.
    ///   - namesTopic: whether what stands behind the host of `ws://` is a path, because something else names the topic.
    ///   - environment: answers with a variable's value.
    /// - Throws: ``ScriptError`` for letters that contradict one another or cannot be.
    public func letters(
        _ manner: ConnectionManner, count: Int? = nil, namesTopic: Bool, environment: (String) -> String?
    ) throws(ScriptError) -> Letters {
        var letters = Letters(saved?.draft ?? manner.standard)
        // First: what follows asks which version it is.
        try putVersion(in: &letters.draft)
        var place: Endpoint?
        (place, letters.topic) = try endpoint(manner, namesTopic, &letters.overrides, environment)
        try putIdentifier(in: &letters.draft)
        // Before the place is put in, which may name a user itself: a letter goes before that one.
        try putCredentials(in: &letters.draft, &place, manner, environment)
        if let place { letters.draft.take(place) }
        if let keepAlive { letters.draft.keepAlive = UInt16(try number(keepAlive, manner.keepAlive, "-k")) }
        try tls.put(in: &letters.draft, isAlone: saved == nil, manner, environment)
        try putWill(in: &letters.draft)
        try putSession(in: &letters.draft)
        try putLimits(in: &letters.draft, manner, count: count)
        letters.overrides.usesTopicAliases = manner.usesTopicAliases
        letters.overrides.isStrict = isStrict
        letters.overrides.localAddress = localAddress
        if let proxy { letters.overrides.proxy = try socksProxy(proxy) }
        return letters
    }

    private func putVersion(in draft: inout ConnectionDraft) throws(ScriptError) {
        switch version {
        case nil: break
        case "31", "mqttv31": draft.version = "3.1"
        case "311", "mqttv311": draft.version = "3.1.1"
        case "5", "mqttv5": draft.version = "5"
        case "auto": draft.version = "auto"
        case let other?: throw ScriptError("-V \(other) is no version of MQTT: 31, 311, 5 or auto")
        }
    }

    // MARK: Who

    private func putIdentifier(in draft: inout ConnectionDraft) throws(ScriptError) {
        // mosquitto's programs refuse both as well.
        if clientID != nil, clientIDPrefix != nil { throw ScriptError("-i and -I: give one of them") }
        if let clientIDPrefix {
            draft.clientID = TemplateCall.quoted("\(clientIDPrefix)\(getpid())")
        } else if let clientID {
            // A letter is meant as it is written: braces in it are no variable of ours.
            draft.clientID = TemplateCall.quoted(clientID)
        } else if saved == nil, draft.version == "3.1", draft.clientID.isEmpty {
            // Only MQTT 3.1 has no empty one; it is made as mosquitto's programs make theirs.
            draft.clientID = "mosq-{{random 18}}"
        }
    }

    private func putCredentials(
        in draft: inout ConnectionDraft, _ place: inout Endpoint?, _ manner: ConnectionManner,
        _ environment: (String) -> String?
    ) throws(ScriptError) {
        var name = username ?? place?.username
        var secret = password ?? place?.password
        // A variable that is there for other connections must not spoil one that has no user, nor a saved one.
        if saved == nil { name = name ?? environment("MARTLET_USERNAME") }
        // A password without a user name is allowed from MQTT 5 on (3.1.2.9); before, it is not (3.1.1 3.1.2.9).
        let mayStandAlone = ["5", "auto"].contains(draft.version)
        let isAsked =
            name != nil || (saved == nil ? mayStandAlone : manner.environmentAnswers && draft.password == .prompt)
        if secret == nil, isAsked { secret = environment("MARTLET_PASSWORD") }
        if saved == nil, secret != nil, name == nil, !mayStandAlone {
            throw ScriptError("-P needs a user name before MQTT 5: add -u")
        }
        draft.take(username: name, password: secret, at: &place)
    }

    private func putWill(in draft: inout ConnectionDraft) throws(ScriptError) {
        guard let willTopic else {
            let given =
                willPayload != nil ? "--will-payload" : willRetain ? "--will-retain" : willQoS != 0 ? "--will-qos" : nil
            if let given { throw ScriptError("\(given) needs a topic: add --will-topic") }
            return
        }
        do {
            try Topic.validate(willTopic)
        } catch {
            throw ScriptError("--will-topic \(willTopic): \(error)")
        }
        var will = WillDraft()
        will.topic = TemplateCall.quoted(willTopic)
        will.payload = TemplateCall.quoted(willPayload ?? "")
        will.qos = Int(try level(willQoS, "--will-qos").rawValue)
        will.retain = willRetain
        draft.will = will
    }

    // MARK: Session and limits

    private func putSession(in draft: inout ConnectionDraft) throws(ScriptError) {
        // Before MQTT 5 this bit alone keeps a session (3.1.1 3.1.2.4).
        if keepsSession { draft.cleanStart = false }
        guard keepsSession || sessionExpiry != nil else { return }
        // What is saved as made by chance is a client identifier too.
        let isNameless = clientID == nil && (clientIDPrefix != nil || saved == nil || draft.clientID.isEmpty)
        guard draft.version == "5" || draft.version == "auto" else {
            if keepsSession, isNameless { throw ScriptError("-c keeps the session of a client identifier: add -i") }
            return
        }
        switch sessionExpiry {
        // With MQTT 5 a session ends with its connection unless an interval says otherwise (3.1.2.11.2).
        case nil: draft.sessionExpiry = draft.sessionExpiry ?? .max
        case "∞", "-1": draft.sessionExpiry = .max
        case let text?:
            guard let value = UInt32(text) else {
                throw ScriptError("-x \(text): a number of seconds up to 4294967295, or -1 for ever, is needed")
            }
            // 0 is the same as none (MQTT 5 3.1.2.11.2).
            draft.sessionExpiry = value == 0 ? nil : value
        }
        // Nobody could ever take it up again: the broker would keep it in vain.
        if draft.sessionExpiry == .max, isNameless {
            throw ScriptError("a session that is kept for ever needs a client identifier: add -i")
        }
    }

    private func putLimits(
        in draft: inout ConnectionDraft, _ manner: ConnectionManner, count: Int?
    ) throws(ScriptError) {
        if let maximumInFlight { draft.limits.maximumInFlight = try number(maximumInFlight, 1...65_535, "-M") }
        draft.limits.maximumQueuedBytes = draft.limits.maximumQueuedBytes ?? manner.maximumQueuedBytes
        // Receive Maximum is a property of MQTT 5 (3.1.2.11.3).
        guard draft.version == "5" || draft.version == "auto" else { return }
        if saved == nil, let standard = manner.receiveMaximum { draft.limits.receiveMaximum = standard }
        // Else messages would be sent, and lost, that the program ends before it prints.
        if let count, count < Int(draft.limits.receiveMaximum ?? manner.receiveMaximum ?? .max) {
            draft.limits.receiveMaximum = UInt16(count)
        }
    }

    // MARK: Place

    /// Whether a letter says where the broker is, so that no saved connection is meant.
    public var namesBroker: Bool {
        url != nil || host != nil || port != nil || unixSocket != nil || usesWebSocket || tls.isNamed
    }

    /// Where the letters say that the broker is, and the topic that stood behind it. Nil leaves it to the saved connection,
    /// whose address may hold variables: then what else they say of it is put in when those are known.
    private func endpoint(
        _ manner: ConnectionManner, _ namesTopic: Bool, _ overrides: inout ConnectionOverrides,
        _ environment: (String) -> String?
    ) throws(ScriptError) -> (Endpoint?, topic: String?) {
        // A path has no host, no port and no TLS that other letters could change.
        if let unixSocket { return (.unix(path: unixSocket), nil) }
        if let host, host.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) {
            throw ScriptError("-h: the host holds a space or a control character")
        }
        if let host, host.contains("://") {
            // It may hold a password: no part of it is said.
            throw ScriptError("-h takes the name or address of a host; a URL goes to -L")
        }
        // A port of 0 means no port, as with mosquitto's programs.
        let ownPort = try port.map { (given) throws(ScriptError) in try number(given, manner.ports, "-p") }
            .flatMap { $0 == 0 ? nil : $0 }
        let asksForTLS = tls.asks(manner)
        if let url { return try endpoint(url: url, isURLNamed ? "-L: " : "", ownPort, namesTopic, asksForTLS) }
        // `-h` and a saved connection go before the environment; `-p` changes what that says.
        if host == nil, saved == nil, let url = environment("MARTLET_URL") {
            return try endpoint(url: url, "$MARTLET_URL: ", ownPort, namesTopic, asksForTLS)
        }
        // 8883 is registered for MQTT over TLS (IANA's `secure-mqtt`).
        let isSecure = !tls.isRefused && (asksForTLS || ownPort == 8883)
        if saved != nil {
            (overrides.host, overrides.port) = (host, ownPort)
            overrides.usesWebSocket = usesWebSocket
            overrides.usesTLS = tls.isRefused ? false : isSecure ? true : nil
            return (nil, nil)
        }
        let transport: Endpoint.Transport =
            switch (usesWebSocket, isSecure) {
            case (false, false): .tcp
            case (false, true): .tls
            case (true, false): .webSocket
            case (true, true): .secureWebSocket
            }
        let port = ownPort ?? (tls.namesPort(manner) ? 8883 : 1883)
        return (Endpoint(transport: transport, host: host ?? "localhost", port: port), nil)
    }

    /// `mqtt://user:password@host:port/topic`. The topic is taken as it stands there: `#` and `%` belong to it.
    private func endpoint(
        url: String, _ source: String, _ port: Int?, _ namesTopic: Bool, _ asksForTLS: Bool
    ) throws(ScriptError) -> (Endpoint?, topic: String?) {
        func parsed(_ text: some StringProtocol) throws(ScriptError) -> Endpoint {
            do {
                return try Endpoint(url: String(text))
            } catch {
                throw ScriptError("\(source)\(error)")
            }
        }
        // All of it is a path.
        if url.hasPrefix("unix:") || url.hasPrefix("mqtt+unix:") { return (try parsed(url), nil) }
        // Before the parts are taken: behind such a one nobody can tell which part is the host.
        if let character = Endpoint.rawCharacter(in: url) {
            throw ScriptError("\(source)\(EndpointError.rawCharacter(String(character)))")
        }
        let slash = url[URLAuthority.range(in: url).lowerBound...].firstIndex(of: "/")
        var topic = slash.map { String(url[url.index(after: $0)...]) }
        if topic?.isEmpty == true { topic = nil }
        // Without its path, which may hold what no URL may: `#`, `+` and `%` are plain in a topic.
        var endpoint = try parsed(url[..<(slash ?? url.endIndex)])
        if let host { endpoint.host = host }
        if let port { endpoint.port = port }
        if usesWebSocket {
            endpoint.transport = endpoint.transport.isSecure ? .secureWebSocket : .webSocket
            // The path that brokers serve by custom; the standard names none (MQTT 5 6).
            if endpoint.path.isEmpty { endpoint.path = "/mqtt" }
        }
        if tls.isRefused {
            endpoint.transport = endpoint.transport.isWebSocket ? .webSocket : .tcp
        } else if asksForTLS || endpoint.port == 8883 {
            endpoint.transport = endpoint.transport.isWebSocket ? .secureWebSocket : .tls
        }
        if namesTopic, endpoint.transport.isWebSocket, let path = topic {
            // Behind ws:// stands the path of the WebSocket where a letter names the topic; a fragment is for no server.
            endpoint.path = "/\(path.prefix { $0 != "#" })"
            topic = nil
        }
        return (endpoint, topic)
    }

    private func socksProxy(_ text: String) throws(ScriptError) -> SOCKSProxy {
        do {
            return try SOCKSProxy(url: text)
        } catch {
            throw ScriptError("--proxy: \(error); it is written socks5h://[user[:password]@]host[:port]")
        }
    }
}
