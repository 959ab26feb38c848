/// What options of mosquitto's clients say of a connection.
struct MosquittoOptions {
    private var draft = ConnectionDraft(name: "", url: "")
    private var host = "localhost"
    private var port: Int?
    private var isTLS = false
    private var isWebSocket = false
    private var socket = ""
    private var filters: [String] = []
    private var qos = 0
    private var will: WillDraft?
    /// Options that were not taken.
    private(set) var losses: [String] = []
    /// Whether no option said anything.
    private(set) var isEmpty = true

    /// Takes an option with its value, which is empty for those that have none.
    mutating func take(_ option: String, _ value: String) {
        if takeBroker(option, value) || takeTLS(option, value) || takeSession(option, value) || takeWill(option, value)
        {
            isEmpty = false
        } else {
            // Without the value, which may be a secret.
            losses.append(value.isEmpty ? option : "\(option) …")
        }
    }

    private mutating func takeBroker(_ option: String, _ value: String) -> Bool {
        switch option {
        case "-h", "--host": host = value
        case "-p", "--port":
            guard let number = Int(value), (1...65_535).contains(number) else { return false }
            port = number
        case "-L", "--url": return takeURL(value)
        case "--unix": socket = value
        case "--ws": isWebSocket = true
        case "-V", "--protocol-version":
            switch value {
            case "mqttv5", "5": draft.version = "5"
            case "mqttv311", "311": draft.version = "3.1.1"
            case "mqttv31", "31": draft.version = "3.1"
            default: return false
            }
        case "-u", "--username": draft.username = TemplateCall.quoted(value)
        case "-P", "--pw": draft.password = .literal(TemplateCall.quoted(value))
        case "-i", "--id": draft.clientID = ImportedConnections.ownClientID(TemplateCall.quoted(value))
        case "-I", "--id-prefix": draft.clientID = "\(TemplateCall.quoted(value)){{random}}"
        default: return false
        }
        return true
    }

    /// `mqtt(s)://[user[:password]@]host[:port]/topic`.
    private mutating func takeURL(_ url: String) -> Bool {
        guard let scheme = ["mqtts://", "mqtt://"].first(where: { url.hasPrefix($0) }) else { return false }
        isTLS = isTLS || scheme == "mqtts://"
        var rest = url.dropFirst(scheme.count)
        if let slash = rest.firstIndex(of: "/") {
            let topic = rest[rest.index(after: slash)...]
            if !topic.isEmpty { filters.append(String(topic)) }
            rest = rest[..<slash]
        }
        // Behind the last one: a password may hold more of them.
        if let at = rest.lastIndex(of: "@") {
            let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            draft.username = TemplateCall.quoted(String(parts[0]))
            if parts.count > 1 { draft.password = .literal(TemplateCall.quoted(String(parts[1]))) }
            rest = rest[rest.index(after: at)...]
        }
        // The colons of an IPv6 address belong to it.
        if let colon = rest.lastIndex(of: ":"), !rest.hasSuffix("]"),
            let number = Int(rest[rest.index(after: colon)...])
        {
            port = number
            rest = rest[..<colon]
        }
        host = String(rest)
        return true
    }

    private mutating func takeTLS(_ option: String, _ value: String) -> Bool {
        switch option {
        case "--cafile": draft.tls.ca = value
        case "--capath": draft.tls.caFolder = value
        case "--cert": draft.tls.certificate = value
        case "--key": draft.tls.key = value
        case "--insecure":
            draft.tls.verify = false
            // It says how TLS is checked, not that there is any.
            return true
        case "--tls-alpn": draft.tls.alpn = [value]
        case "--tls-use-os-certs": draft.brokerTLS.addsSystemAuthorities = true
        case "--psk": draft.brokerTLS.preSharedKey = .literal(TemplateCall.quoted(value))
        case "--psk-identity": draft.brokerTLS.preSharedIdentity = TemplateCall.quoted(value)
        default: return takeFinerPoint(option, value)
        }
        isTLS = true
        return true
    }

    /// How TLS is spoken, and not that it is.
    private mutating func takeFinerPoint(_ option: String, _ value: String) -> Bool {
        switch option {
        case "--ciphers": draft.brokerTLS.ciphers = TemplateCall.quoted(value)
        case "--tls-keylog": draft.brokerTLS.keyLog = TemplateCall.quoted(value)
        case "--tls-version":
            // Older ones are none of ours.
            guard BrokerTLS.versions.contains(value) else { return false }
            draft.brokerTLS.version = value
        default: return false
        }
        return true
    }

    private mutating func takeSession(_ option: String, _ value: String) -> Bool {
        switch option {
        case "-k", "--keepalive":
            guard let number = UInt16(value) else { return false }
            draft.keepAlive = number
        case "-c", "--disable-clean-session": draft.cleanStart = false
        case "-x", "--session-expiry-interval":
            guard let number = UInt32(value) else { return false }
            draft.sessionExpiry = number
        case "-t", "--topic": filters.append(value)
        case "-q", "--qos":
            guard let number = Int(value), (0...2).contains(number) else { return false }
            qos = number
        default: return false
        }
        return true
    }

    private mutating func takeWill(_ option: String, _ value: String) -> Bool {
        var will = will ?? WillDraft()
        switch option {
        case "--will-topic": will.topic = value
        case "--will-payload": will.payload = TemplateCall.quoted(value)
        case "--will-qos":
            guard let number = Int(value), (0...2).contains(number) else { return false }
            will.qos = number
        case "--will-retain": will.retain = true
        default: return false
        }
        self.will = will
        return true
    }

    /// The connection that the options mean.
    func draft(named name: String) -> ConnectionDraft {
        var draft = draft
        draft.name = name
        // 8883 is the port of TLS: nothing else answers there.
        let isTLS = isTLS || port == 8883
        let scheme = isWebSocket ? (isTLS ? "wss" : "ws") : isTLS ? "mqtts" : "mqtt"
        // mosquitto's clients use MQTT's ports for WebSockets too, where a ws:// URL here would mean 80 and 443.
        let port = port ?? (isWebSocket ? (isTLS ? 8883 : 1883) : nil)
        draft.url = socket.isEmpty ? "\(scheme)://\(ImportedConnections.authority(host, port: port))" : "unix:\(socket)"
        draft.subscriptions = filters.map { SubscriptionDraft($0, qos: qos) }
        if let will, !will.topic.isEmpty { draft.will = will }
        return draft
    }
}
