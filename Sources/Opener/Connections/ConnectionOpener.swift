import Files
import MQTT
public import Profile
public import Text

/// Makes of a connection as it is saved one that can be opened: variables put in, secrets found.
public struct ConnectionOpener: Sendable {
    private let secrets: SecretResolver
    private let variables: Variables
    private let now: @Sendable () -> Moment

    /// Something of the connection cannot be used: one line for the person.
    public struct Failure: Error, Equatable, CustomStringConvertible {
        /// What is wrong.
        public let description: String
    }

    /// An opener that puts variables in and finds secrets.
    /// - Parameter now: the time that generators tell.
    public init(secrets: SecretResolver, variables: Variables, now: @escaping @Sendable () -> Moment) {
        self.secrets = secrets
        self.variables = variables
        self.now = now
    }

    /// What is wrong with an address while it is typed; one with variables is checked when they are known.
    public static func problem(ofURL text: String) -> String? {
        if text.contains("{{") { return nil }
        do {
            _ = try Endpoint(url: text)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// What is wrong with the WebSocket headers of a connection, as far as it can be seen before variables are put in.
    public static func problem(ofHeaders draft: ConnectionDraft) -> String? {
        problem(of: draft.headers.filter(\.isEnabled).map { Endpoint.Header($0.name, $0.value) })
    }

    private static func problem(of headers: [Endpoint.Header]) -> String? {
        for header in headers {
            if let problem = header.problem {
                return "WebSocket header\(header.name.isEmpty ? "" : " \(header.name)"): \(problem)"
            }
        }
        return nil
    }

    /// What a client is opened with.
    public func plan(_ draft: ConnectionDraft) async throws -> ConnectionPlan {
        var endpoint: Endpoint
        do {
            endpoint = try Endpoint(url: try await text(draft.url, "the address of \(draft.name)"))
        } catch let error as EndpointError {
            throw Failure(description: "\(error)")
        }
        for header in draft.headers where header.isEnabled {
            let value = try await text(header.value, "header \(header.name)")
            endpoint.headers.append(Endpoint.Header(header.name, value))
        }
        if let words = Self.problem(of: endpoint.headers) { throw Failure(description: "\(draft.name): \(words)") }
        var configuration = ClientConfiguration(endpoint: endpoint)
        switch draft.version {
        case "5": configuration.protocolChoice = .exactly(.v5)
        case "3.1.1": configuration.protocolChoice = .exactly(.v311)
        case "3.1": configuration.protocolChoice = .exactly(.v31)
        default: configuration.protocolChoice = .auto
        }
        configuration.clientID = try await text(draft.clientID, "the client identifier of \(draft.name)")
        let username = try await text(draft.username, "the user name of \(draft.name)")
        configuration.username = username.isEmpty ? endpoint.username : username
        if let password = draft.password {
            configuration.password = Array(try await secret(password, "password of \(draft.name)").utf8)
        } else {
            configuration.password = endpoint.password.map { Array($0.utf8) }
        }
        configuration.keepAlive = draft.keepAlive
        configuration.cleanStart = draft.cleanStart
        configuration.tls = try await tls(draft.tls, draft.name)
        if let will = draft.will { configuration.will = try await self.will(will, draft.name) }
        configuration.connectProperties = properties(draft)
        apply(draft.limits, to: &configuration)
        configuration.reconnect.isEnabled = draft.reconnect.isEnabled
        if let seconds = draft.reconnect.minimum { configuration.reconnect.minimum = .seconds(seconds) }
        if let seconds = draft.reconnect.maximum { configuration.reconnect.maximum = .seconds(seconds) }
        var filters: [ConnectionPlan.Filter] = []
        for subscription in draft.subscriptions.isEmpty ? ConnectionDraft.standardSubscriptions : draft.subscriptions {
            let filter = try await text(subscription.filter, "a filter of \(draft.name)")
            do {
                _ = try TopicFilter(filter)
            } catch {
                throw Failure(description: "filter \(filter): \(error)")
            }
            filters.append(ConnectionPlan.Filter(filter, subscription))
        }
        var plan = ConnectionPlan(name: draft.name, configuration: configuration, subscriptions: filters)
        plan.access.password = draft.password?.masked ?? plan.access.password
        plan.access.tls?.keyPassword = draft.tls.keyPassword?.masked
        plan.access.isUsernameSecret = !TemplateExpander(variables: variables).expand(draft.username).secrets.isEmpty
        plan.access.clientID = draft.clientID.contains("{{") ? "" : configuration.clientID
        return plan
    }

    // MARK: - Parts

    private func tls(_ draft: DraftTLS, _ name: String) async throws -> TLSOptions {
        var options = TLSOptions()
        func file(_ value: String, _ what: String) async throws -> String? {
            let path = try await text(value, "the \(what) of \(name)")
            return path.isEmpty ? nil : HomePath.expanded(path)
        }
        options.caFile = try await file(draft.ca, "authorities")
        options.caDirectory = try await file(draft.caFolder, "folder of authorities")
        options.certificateFile = try await file(draft.certificate, "certificate")
        options.keyFile = try await file(draft.key, "key")
        if let password = draft.keyPassword {
            options.keyPassword = try await secret(password, "key password of \(name)")
        }
        options.verify = draft.verify
        options.alpn = draft.alpn
        let server = try await text(draft.serverName, "the server name of \(name)")
        options.serverName = server.isEmpty ? nil : server
        return options
    }

    private func will(_ draft: WillDraft, _ name: String) async throws -> Will {
        let topic = try await text(draft.topic, "the will's topic of \(name)")
        do {
            try Topic.validate(topic)
        } catch {
            throw Failure(description: "will \(topic): \(error)")
        }
        var properties = Properties()
        properties.willDelayInterval = draft.delay
        properties.messageExpiryInterval = draft.properties.expiry
        properties.payloadFormatIndicator = draft.properties.isUTF8
        if !draft.properties.contentType.isEmpty { properties.contentType = draft.properties.contentType }
        let response = try await text(draft.properties.responseTopic, "the will's response topic of \(name)")
        if !response.isEmpty { properties.responseTopic = response }
        let correlation = draft.properties.correlationData
        if !correlation.isEmpty { properties.correlationData = Self.bytes(correlation) }
        properties.userProperties = draft.properties.userProperties.filter(\.isEnabled).map {
            UserProperty($0.name, $0.value)
        }
        return Will(
            topic: topic, payload: Array(try await text(draft.payload, "the will of \(name)").utf8),
            qos: QoS(rawValue: UInt8(clamping: draft.qos)) ?? .atMostOnce, retain: draft.retain, properties: properties)
    }

    /// Text, or the bytes of hexadecimal digits after `0x`.
    private static func bytes(_ text: String) -> [UInt8] {
        guard text.hasPrefix("0x") else { return Array(text.utf8) }
        let digits = text.dropFirst(2).compactMap(\.hexDigitValue)
        guard digits.count == text.count - 2, digits.count % 2 == 0 else { return Array(text.utf8) }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    private func properties(_ draft: ConnectionDraft) -> Properties {
        var properties = Properties()
        properties.sessionExpiryInterval = draft.sessionExpiry
        properties.receiveMaximum = draft.limits.receiveMaximum
        properties.maximumPacketSize = draft.limits.maximumPacketSize
        properties.topicAliasMaximum = draft.limits.topicAliasMaximum
        if draft.limits.requestResponseInformation { properties.requestResponseInformation = true }
        if !draft.limits.requestProblemInformation { properties.requestProblemInformation = false }
        properties.userProperties = draft.userProperties.filter(\.isEnabled).map { UserProperty($0.name, $0.value) }
        return properties
    }

    private func apply(_ limits: ConnectionLimits, to configuration: inout ClientConfiguration) {
        if let number = limits.maximumInFlight { configuration.maximumInFlight = number }
        if let number = limits.maximumQueuedBytes { configuration.maximumQueuedBytes = number }
        if let number = limits.maximumUnreadBytes { configuration.maximumUnreadBytes = number }
        if let seconds = limits.connectTimeout { configuration.connectTimeout = .seconds(seconds) }
        if let seconds = limits.fallbackTimeout { configuration.fallbackTimeout = .seconds(seconds) }
        if let seconds = limits.pingTimeout { configuration.pingTimeout = .seconds(seconds) }
        configuration.followsRedirects = limits.followsRedirects
    }

    // MARK: - Texts

    /// A text with its variables put in, also secret ones.
    private func text(_ text: String, _ words: String) async throws -> String {
        guard text.contains("{{") else { return text }
        let generate: (String, [String]) -> TemplateExpander.Generated = { [now] name, arguments in
            var generators = Generators()
            do throws(Generators.Problem) {
                return .value(
                    try generators.value(name, arguments, now: now(), lastValue: { _ in nil }))
            } catch {
                return .none("\(error)")
            }
        }
        let needs = TemplateExpander(variables: variables, generate: generate).expand(text).secrets
        var values: [String: String] = [:]
        for need in needs { values[need.name] = try await secrets.resolve(need.secret, for: "variable \(need.name)") }
        let found = values
        let expansion = TemplateExpander(
            variables: variables, secret: { name, _ in found[name] }, generate: generate
        ).expand(text)
        if let problem = expansion.problems.first { throw Failure(description: "\(words): \(problem)") }
        return expansion.text
    }

    private func secret(_ secret: Secret, _ words: String) async throws -> String {
        let value = try await secrets.resolve(secret, for: words)
        if case .literal = secret { return try await text(value, words) }
        return value
    }
}
