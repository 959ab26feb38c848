import App
import ArgumentParser
import Glibc
import MQTT
import Opener
import Profile

extension ConnectionOptions {
    /// The options as they are when nobody gives any.
    static var defaults: ConnectionOptions {
        get throws { try ConnectionOptions.parse([]) }
    }

    /// What the options and the argument ask for.
    /// - Parameters:
    ///   - argument: a URL or a host name, as given without a letter.
    ///   - name: what to call the connection; the host when nil.
    ///   - filters: what to subscribe to; `#` and `$SYS/#` when empty.
    ///   - qos: the QoS of the subscriptions.
    /// - Throws: ``Failure`` in the user's words.
    func plan(argument: String?, name: String? = nil, filters: [String], qos: Int) throws -> ConnectionPlan {
        let endpoint = try endpoint(argument)
        var configuration = ClientConfiguration(endpoint: endpoint)
        configuration.protocolChoice = try protocolChoice()
        configuration.clientID = try identifier()
        configuration.username = username ?? endpoint.username
        configuration.password =
            (password ?? variable("MARTLET_PASSWORD")).map { Array($0.utf8) }
            ?? endpoint.password.map { Array($0.utf8) }
        configuration.keepAlive = try number(keepAlive, in: 0...65535, "-k", "seconds")
        configuration.cleanStart = !keepsSession
        configuration.isStrict = isStrict
        configuration.tls = tlsOptions()
        configuration.will = try willMessage()
        if let sessionExpiry {
            configuration.connectProperties.sessionExpiryInterval =
                sessionExpiry == -1 ? .max : try number(sessionExpiry, in: 0...Int(UInt32.max), "-x", "seconds")
        } else if keepsSession {
            // A session that is kept is not to end with its connection (what MQTT 3.1.1 means by the same flag).
            configuration.connectProperties.sessionExpiryInterval = .max
        }
        let level = try number(qos, in: 0...2, "-q", "as QoS") as UInt8
        var wanted = filters
        if let text = argument ?? url, let filter = Self.topic(ofURL: text) { wanted.append(filter) }
        if wanted.isEmpty { wanted = ["#", "$SYS/#"] }
        for filter in wanted {
            do {
                _ = try TopicFilter(filter)
            } catch {
                throw Failure("-t \(filter): \(error)")
            }
        }
        var plan = ConnectionPlan(
            name: name ?? endpoint.authority, configuration: configuration,
            subscriptions: wanted.map { ConnectionPlan.Filter($0, qos: Int(level)) })
        plan.access.clientID = clientID ?? ""
        return plan
    }

    /// Who this client is: `-i`, `-I` with the process number as in mosquitto's programs, or a new name.
    private func identifier() throws -> String {
        if clientID != nil, clientIDPrefix != nil { throw Failure("-i and -I: give one of them") }
        if keepsSession, clientID == nil {
            throw Failure("-c needs -i: a session belongs to a client identifier, and a new one has none")
        }
        if let clientIDPrefix { return clientIDPrefix + String(getpid()) }
        return clientID ?? "martlet-\(Self.randomEnd())"
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

    private func endpoint(_ argument: String?) throws -> Endpoint {
        if argument != nil, url != nil || host != nil {
            throw Failure("name the broker once: as an argument, with -L or with -h")
        }
        if let unixSocket { return .unix(path: unixSocket) }
        if let text = argument ?? url, text.contains("://") {
            do {
                var endpoint = try Endpoint(url: text)
                if let port { endpoint.port = try number(port, in: 1...65535, "-p", "as port") }
                return endpoint
            } catch let error as EndpointError {
                throw Failure("\(error)")
            }
        }
        let isSecure = tls.isUsed || port == 8883
        let transport: Endpoint.Transport =
            switch (webSocket, isSecure) {
            case (false, false): .tcp
            case (false, true): .tls
            case (true, false): .webSocket
            case (true, true): .secureWebSocket
            }
        let checkedPort = try port.map { try number($0, in: 1...65535, "-p", "as port") as Int }
        return Endpoint(transport: transport, host: argument ?? url ?? host ?? "localhost", port: checkedPort)
    }

    private func protocolChoice() throws -> ClientConfiguration.ProtocolChoice {
        switch protocolVersion {
        case "auto": return .auto
        case "31", "mqttv31": return .exactly(.v31)
        case "311", "mqttv311": return .exactly(.v311)
        case "5", "mqttv5": return .exactly(.v5)
        default: throw Failure("-V \(protocolVersion) is no version of MQTT: 31, 311, 5 or auto")
        }
    }

    private func tlsOptions() -> TLSOptions {
        var options = TLSOptions()
        options.caFile = tls.authorityFile
        options.caDirectory = tls.authorityFolder
        options.certificateFile = tls.certificate
        options.keyFile = tls.key
        options.keyPassword = tls.keyPassword ?? variable("MARTLET_KEY_PASSWORD")
        options.serverName = tls.serverName
        options.alpn = tls.alpn
        options.verify = !tls.isInsecure
        return options
    }

    private func willMessage() throws -> Will? {
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
        let level = try number(will.qos, in: 0...2, "--will-qos", "as QoS") as UInt8
        return Will(
            topic: topic, payload: Array((will.payload ?? "").utf8), qos: QoS(rawValue: level) ?? .atMostOnce,
            retain: will.retain, properties: Properties())
    }

    private func number<Value: FixedWidthInteger>(
        _ value: Int, in range: ClosedRange<Int>, _ letter: String, _ unit: String
    ) throws -> Value {
        guard range.contains(value), let exact = Value(exactly: value) else {
            throw Failure("\(letter) \(value): \(range.lowerBound) to \(range.upperBound) \(unit)")
        }
        return exact
    }

    private func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// Eight letters, so that two explorers on one broker do not throw each other out.
    private static func randomEnd() -> String {
        String((0..<8).map { _ in "abcdefghijkmnpqrstuvwxyz23456789".randomElement() ?? "x" })
    }
}
