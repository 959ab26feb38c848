import Glibc
import MQTT

extension ConnectionRequest {
    /// What the letters mean, with the defaults of mosquitto's programs: MQTT 3.1.1 (5 for `rr`), keep alive 60, an empty
    /// client identifier, and with MQTT 5 a Receive Maximum of 20.
    ///
    /// - Parameters:
    ///   - count: after how many messages the verb ends; no more are let come unacknowledged.
    ///   - environment: answers with a variable's value.
    /// - Throws: ``ScriptError`` for letters that contradict one another or cannot be.
    public func setup(
        for verb: ScriptVerb, count: Int? = nil, environment: (String) -> String?
    ) throws(ScriptError) -> ConnectionSetup {
        var tls = tls
        if tls.preSharedKey == nil, tls.preSharedIdentity != nil { tls.preSharedKey = environment("MARTLET_PSK") }
        if tls.preSharedKey == nil, tls.preSharedIdentity != nil {
            throw ScriptError("--psk-identity needs the key: add --psk, or set $MARTLET_PSK")
        }
        let version = try protocolChoice(verb)
        var (endpoint, topic) = try place(environment)
        if endpoint.transport.isWebSocket { endpoint.headers = headers }
        var configuration = ClientConfiguration(endpoint: endpoint)
        configuration.protocolChoice = version
        configuration.clientID = try identifier(version)
        configuration.keepAlive = try keepAliveSeconds()
        configuration.cleanStart = !keepsSession
        configuration.maximumInFlight = try number(maximumInFlight, 1...65_535, "-M")
        configuration.maximumQueuedBytes = 256 << 20
        configuration.usesTopicAliases = false
        configuration.isStrict = isStrict
        configuration.localAddress = localAddress
        configuration.tls = try tls.options(environment)
        if let proxy { configuration.proxy = try socksProxy(proxy) }
        try addCredentials(to: &configuration, version, environment)
        configuration.will = try will()

        var setup = ConnectionSetup(configuration)
        setup.topic = topic
        setup.isQuiet = isQuiet
        setup.isTracing = isTracing
        if version != .exactly(.v5), version != .auto { return try plain(setup) }
        for text in properties { setup.add(try PropertyArgument(joined: text)) }
        try finish(&setup, count: count)
        return setup
    }

    private func plain(_ setup: ConnectionSetup) throws(ScriptError) -> ConnectionSetup {
        if !properties.isEmpty { throw ScriptError("-D gives properties of MQTT 5, and -V asks for an older version") }
        if keepsSession, clientID == nil {
            throw ScriptError("-c keeps the session of a client identifier: add -i")
        }
        return setup
    }

    private func finish(_ setup: inout ConnectionSetup, count: Int?) throws(ScriptError) {
        let expiry = try sessionExpiryInterval()
        if expiry == .max, clientID == nil {
            throw ScriptError("a session that is kept for ever needs a client identifier: add -i")
        }
        var properties = setup.configuration.connectProperties
        if properties.receiveMaximum == nil { properties.receiveMaximum = UInt16(min(count ?? 20, 20)) }
        if expiry > 0 { properties.sessionExpiryInterval = expiry }
        setup.configuration.connectProperties = properties
    }

    private func keepAliveSeconds() throws(ScriptError) -> UInt16 {
        guard let keepAlive else { return defaultKeepAlive }
        return UInt16(try number(keepAlive, 5...65_535, "-k"))
    }

    // MARK: Version and session

    private func protocolChoice(_ verb: ScriptVerb) throws(ScriptError) -> ClientConfiguration.ProtocolChoice {
        switch version {
        case nil: return .exactly(verb == .rr ? .v5 : .v311)
        case "31", "mqttv31": return .exactly(.v31)
        case "311", "mqttv311": return .exactly(.v311)
        case "5", "mqttv5": return .exactly(.v5)
        case "auto": return .auto
        case let other?: throw ScriptError("-V \(other) is no version of MQTT: 31, 311, 5 or auto")
        }
    }

    private func sessionExpiryInterval() throws(ScriptError) -> UInt32 {
        switch sessionExpiry {
        case nil: return keepsSession ? .max : 0
        case "∞", "-1": return .max
        case let text?:
            guard let value = UInt32(text) else {
                throw ScriptError("-x \(text): a number of seconds up to 4294967295, or -1 for ever, is needed")
            }
            return value
        }
    }

    private func identifier(_ version: ClientConfiguration.ProtocolChoice) throws(ScriptError) -> String {
        if clientID != nil, clientIDPrefix != nil { throw ScriptError("-i and -I cannot be used together") }
        if let clientIDPrefix { return "\(clientIDPrefix)\(getpid())" }
        if let clientID { return clientID }
        // Only MQTT 3.1 has no empty one.
        guard version == .exactly(.v31) else { return "" }
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        return "mosq-" + String((0..<18).map { _ in letters.randomElement() ?? "x" })
    }

    private func addCredentials(
        to configuration: inout ClientConfiguration, _ version: ClientConfiguration.ProtocolChoice,
        _ environment: (String) -> String?
    ) throws(ScriptError) {
        let name = username ?? configuration.endpoint.username ?? environment("MARTLET_USERNAME")
        var secret = password ?? configuration.endpoint.password
        let mayStandAlone = version == .exactly(.v5)
        // A variable that is there for other connections must not spoil one that has no user.
        if secret == nil, name != nil || mayStandAlone { secret = environment("MARTLET_PASSWORD") }
        if secret != nil, name == nil, !mayStandAlone {
            throw ScriptError("-P needs a user name before MQTT 5: add -u")
        }
        configuration.username = name
        configuration.password = secret.map { Array($0.utf8) }
    }

    private func will() throws(ScriptError) -> Will? {
        guard let willTopic else {
            if willPayload != nil { throw ScriptError("--will-payload needs a topic: add --will-topic") }
            if willRetain { throw ScriptError("--will-retain needs a topic: add --will-topic") }
            return nil
        }
        do {
            try Topic.validate(willTopic)
        } catch {
            throw ScriptError("--will-topic \(willTopic): \(error)")
        }
        return Will(
            topic: willTopic, payload: Array((willPayload ?? "").utf8), qos: try level(willQoS, "--will-qos"),
            retain: willRetain)
    }

    // MARK: Place

    /// Where the broker is, and the topic that stood behind it.
    private func place(_ environment: (String) -> String?) throws(ScriptError) -> (Endpoint, topic: String?) {
        if let unixSocket { return (.unix(path: unixSocket), nil) }
        let ownPort = try port.map { (given) throws(ScriptError) in try number(given, 0...65_535, "-p") }
        let given = url ?? (host == nil ? environment("MARTLET_URL") : nil)
        if let given { return try place(url: given, port: ownPort) }
        var port = ownPort ?? (tls.hasAuthorities || tls.isWanted ? 8883 : 1883)
        // A port of 0 means no port, as with mosquitto's programs.
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
    private func place(url: String, port: Int?) throws(ScriptError) -> (Endpoint, topic: String?) {
        let authorityStart = url.firstRange(of: "://")?.upperBound ?? url.startIndex
        let slash = url[authorityStart...].firstIndex(of: "/")
        let topic = urlHasNoTopic ? "" : slash.map { String(url[url.index(after: $0)...]) } ?? ""
        var endpoint: Endpoint
        do {
            endpoint = try Endpoint(url: urlHasNoTopic ? url : String(url[..<(slash ?? url.endIndex)]))
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
        return (endpoint, topic.isEmpty ? nil : topic)
    }

    private func socksProxy(_ text: String) throws(ScriptError) -> SOCKSProxy {
        do {
            return try SOCKSProxy(url: text)
        } catch {
            throw ScriptError("--proxy: \(error); it is written socks5h://[user[:password]@]host[:port]")
        }
    }
}

/// A number within bounds.
func number(_ value: Int, _ range: ClosedRange<Int>, _ letter: String) throws(ScriptError) -> Int {
    guard range.contains(value) else {
        throw ScriptError("\(letter) \(value): a number from \(range.lowerBound) to \(range.upperBound) is needed")
    }
    return value
}

/// A QoS by its number.
func level(_ value: Int, _ letter: String) throws(ScriptError) -> QoS {
    guard let level = UInt8(exactly: value).flatMap(QoS.init(rawValue:)) else {
        throw ScriptError("\(letter) \(value) is no QoS: 0, 1 or 2")
    }
    return level
}

extension ConnectionSetup {
    /// Puts a property where it belongs.
    mutating func add(_ argument: PropertyArgument) {
        let property = argument.property
        switch argument.packet {
        case .connect: configuration.connectProperties.list.append(property)
        case .publish: publishProperties.list.append(property)
        case .subscribe: subscribeProperties.list.append(property)
        case .unsubscribe: unsubscribeProperties.list.append(property)
        case .disconnect: disconnectProperties.list.append(property)
        case .will: configuration.will?.properties.list.append(property)
        }
    }
}
