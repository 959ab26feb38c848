import Glibc
import MQTT
import Opener
import Profile

extension ConnectionRequest {
    /// What letters make of a connection: a draft of their own, or the saved one with what they say in its place.
    struct Letters {
        var draft: ConnectionDraft
        var overrides: ConnectionOverrides
        /// The topic that stood behind the host.
        var topic: String?
    }

    func letters(
        for verb: ScriptVerb, count: Int?, namesTopic: Bool, _ environment: (String) -> String?
    ) throws(ScriptError) -> Letters {
        var letters = Letters(draft: saved?.draft ?? Self.standard(verb), overrides: ConnectionOverrides())
        // Each verb names what it subscribes to.
        letters.draft.subscriptions = []
        try putVersion(in: &letters.draft)
        var place: Endpoint?
        (place, letters.topic) = try endpoint(namesTopic, &letters.overrides, environment)
        try putIdentifier(in: &letters.draft)
        try putCredentials(in: &letters.draft, &place, environment)
        if let place { letters.draft.take(place) }
        if let keepAlive { letters.draft.keepAlive = UInt16(try number(keepAlive, 5...65_535, "-k")) }
        try tls.put(in: &letters, isAlone: saved == nil, environment)
        try putWill(in: &letters.draft)
        try putSession(in: &letters.draft)
        try putLimits(in: &letters.draft, count: count)
        letters.overrides.usesTopicAliases = false
        letters.overrides.isStrict = isStrict
        letters.overrides.localAddress = localAddress
        if let proxy { letters.overrides.proxy = try socksProxy(proxy) }
        return letters
    }

    /// What mosquitto's programs do of themselves.
    private static func standard(_ verb: ScriptVerb) -> ConnectionDraft {
        var draft = ConnectionDraft()
        draft.clientID = ""
        // Reasons of refusals come with MQTT 5 alone.
        draft.version = verb == .rr ? "5" : verb == .retained ? "auto" : "3.1.1"
        draft.limits.maximumInFlight = 20
        return draft
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
        if clientID != nil, clientIDPrefix != nil { throw ScriptError("-i and -I cannot be used together") }
        if let clientIDPrefix {
            draft.clientID = TemplateCall.quoted("\(clientIDPrefix)\(getpid())")
        } else if let clientID {
            draft.clientID = TemplateCall.quoted(clientID)
        } else if saved == nil, draft.version == "3.1" {
            // Only MQTT 3.1 has no empty one.
            draft.clientID = "mosq-{{random 18}}"
        }
    }

    private func putCredentials(
        in draft: inout ConnectionDraft, _ place: inout Endpoint?, _ environment: (String) -> String?
    ) throws(ScriptError) {
        var name = username ?? place?.username
        var secret = password ?? place?.password
        // A variable that is there for other connections must not spoil one that has no user, nor a saved one.
        if saved == nil { name = name ?? environment("MARTLET_USERNAME") }
        let mayStandAlone = draft.version == "5"
        let isAsked = name != nil || (saved == nil ? mayStandAlone : draft.password == .prompt)
        if secret == nil, isAsked { secret = environment("MARTLET_PASSWORD") }
        if saved == nil, secret != nil, name == nil, !mayStandAlone {
            throw ScriptError("-P needs a user name before MQTT 5: add -u")
        }
        draft.take(username: name, password: secret, at: &place)
    }

    private func putWill(in draft: inout ConnectionDraft) throws(ScriptError) {
        guard let willTopic else {
            if willPayload != nil { throw ScriptError("--will-payload needs a topic: add --will-topic") }
            if willRetain { throw ScriptError("--will-retain needs a topic: add --will-topic") }
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
        if keepsSession { draft.cleanStart = false }
        guard keepsSession || sessionExpiry != nil else { return }
        // What is saved as made by chance is a client identifier too.
        let isNameless = clientID == nil && (clientIDPrefix != nil || saved == nil || draft.clientID.isEmpty)
        guard draft.version == "5" || draft.version == "auto" else {
            if keepsSession, isNameless { throw ScriptError("-c keeps the session of a client identifier: add -i") }
            return
        }
        switch sessionExpiry {
        case nil: draft.sessionExpiry = draft.sessionExpiry ?? .max
        case "∞", "-1": draft.sessionExpiry = .max
        case let text?:
            guard let value = UInt32(text) else {
                throw ScriptError("-x \(text): a number of seconds up to 4294967295, or -1 for ever, is needed")
            }
            draft.sessionExpiry = value == 0 ? nil : value
        }
        if draft.sessionExpiry == .max, isNameless {
            throw ScriptError("a session that is kept for ever needs a client identifier: add -i")
        }
    }

    private func putLimits(in draft: inout ConnectionDraft, count: Int?) throws(ScriptError) {
        if let maximumInFlight { draft.limits.maximumInFlight = try number(maximumInFlight, 1...65_535, "-M") }
        draft.limits.maximumQueuedBytes = draft.limits.maximumQueuedBytes ?? 256 << 20
        let isNew = draft.version == "5" || draft.version == "auto"
        let standard: UInt16 = 20
        if saved == nil, isNew { draft.limits.receiveMaximum = standard }
        if let count, isNew, count < Int(draft.limits.receiveMaximum ?? standard) {
            draft.limits.receiveMaximum = UInt16(count)
        }
    }

    // MARK: Place

    /// Where the letters say that the broker is, and the topic that stood behind it. Nil leaves it to the saved connection,
    /// whose address may hold variables: then what else they say of it is put in when those are known.
    private func endpoint(
        _ namesTopic: Bool, _ overrides: inout ConnectionOverrides, _ environment: (String) -> String?
    ) throws(ScriptError) -> (Endpoint?, topic: String?) {
        if let unixSocket { return (.unix(path: unixSocket), nil) }
        if let host, host.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) {
            throw ScriptError("-h: the host holds a space or a control character")
        }
        if let host, host.contains("://") {
            // It may hold a password: no part of it is said.
            throw ScriptError("-h takes the name or address of a host; a URL goes to -L")
        }
        var ownPort = try port.map { (given) throws(ScriptError) in try number(given, 0...65_535, "-p") }
        if let given = url ?? (host == nil && saved == nil ? environment("MARTLET_URL") : nil) {
            return try endpoint(url: given, port: ownPort, namesTopic)
        }
        if saved != nil {
            // A port of 0 means no port, as with mosquitto's programs.
            if ownPort == 0 { ownPort = nil }
            (overrides.host, overrides.port) = (host, ownPort)
            overrides.usesWebSocket = usesWebSocket
            overrides.usesTLS = tls.isRefused ? false : tls.isUsed(port: ownPort ?? 0) ? true : nil
            return (nil, nil)
        }
        var port = ownPort ?? (tls.hasAuthorities || tls.isWanted ? 8883 : 1883)
        if port == 0 { port = 1883 }
        let isSecure = tls.isUsed(port: port)
        let transport: Endpoint.Transport =
            switch (usesWebSocket, isSecure) {
            case (false, false): .tcp
            case (false, true): .tls
            case (true, false): .webSocket
            case (true, true): .secureWebSocket
            }
        return (Endpoint(transport: transport, host: host ?? "localhost", port: port), nil)
    }

    /// `mqtt://user:password@host:port/topic`. The topic is taken as it stands there: `#` and `%` belong to it.
    private func endpoint(
        url: String, port: Int?, _ namesTopic: Bool
    ) throws(ScriptError) -> (Endpoint?, topic: String?) {
        let authorityStart = url.firstRange(of: "://")?.upperBound ?? url.startIndex
        if let character = Endpoint.rawCharacter(in: url) {
            throw ScriptError("-L: \(EndpointError.rawCharacter(String(character)))")
        }
        let slash = url[authorityStart...].firstIndex(of: "/")
        var topic = slash.map { String(url[url.index(after: $0)...]) }
        if topic?.isEmpty == true { topic = nil }
        var endpoint: Endpoint
        do {
            endpoint = try Endpoint(url: String(url[..<(slash ?? url.endIndex)]))
        } catch {
            throw ScriptError("-L: \(error)")
        }
        if let host { endpoint.host = host }
        if let port, port > 0 { endpoint.port = port }
        if usesWebSocket {
            endpoint.transport = endpoint.transport.isSecure ? .secureWebSocket : .webSocket
            if endpoint.path.isEmpty { endpoint.path = "/mqtt" }
        }
        if tls.isRefused {
            endpoint.transport = endpoint.transport.isWebSocket ? .webSocket : .tcp
        } else if tls.isUsed(port: endpoint.port) {
            endpoint.transport = endpoint.transport.isWebSocket ? .secureWebSocket : .tls
        }
        if namesTopic, endpoint.transport.isWebSocket, let path = topic {
            // Behind ws:// stands the path of the WebSocket where a letter names the topic.
            endpoint.path = "/\(path)"
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
