import Files
import MQTT
public import Profile
public import Text

/// Makes of a connection as it is saved one that can be opened: variables put in, secrets found. Whoever opens a broker that
/// a person has named, by whatever letters, URL or form, comes through here.
public struct ConnectionOpener: Sendable {
    let secrets: SecretResolver
    let variables: Variables
    let now: @Sendable () -> Moment
    let times = TokenTimes()
    let notes = ToldNotes()

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

    /// What a client is opened with.
    /// - Parameter overrides: what is to be in place of the draft's own.
    public func plan(
        _ draft: ConnectionDraft, _ overrides: ConnectionOverrides = ConnectionOverrides()
    ) async throws(Failure) -> ConnectionPlan {
        // The draft with its way put in; of secrets, too, and therefore shown nowhere.
        var known = draft
        for (text, words) in ConnectionDraft.wayTexts {
            // Who one is there is said nowhere.
            let isTold = text != \.username && text != \.brokerTLS.preSharedIdentity
            known[keyPath: text] = try await self.text(
                draft[keyPath: text], "the \(words) of \(draft.name)", isTold: isTold)
        }
        var endpoint = try await endpoint(known, overrides)
        endpoint.words = MarkedAddress(draft.url, variables).words(of: endpoint, overrides)
        // Before the configuration is made of it: a signature is part of the path.
        if let aws = draft.aws { try await sign(&endpoint, as: aws, of: draft.name) }
        var configuration = ClientConfiguration(endpoint: endpoint)
        configuration.userAgent = ProgramVersion.userAgent
        configuration.protocolChoice =
            switch draft.version {
            case "5": .exactly(.v5)
            case "3.1.1": .exactly(.v311)
            case "3.1": .exactly(.v31)
            default: .auto
            }
        configuration.clientID = try await text(
            draft.clientID, "the client identifier of \(draft.name)", isTold: true)
        try await addCredentials(known, to: &configuration)
        configuration.authentication = try await authentication(draft)
        configuration.keepAlive = draft.keepAlive
        configuration.cleanStart = draft.cleanStart
        configuration.tls = try await tls(known)
        configuration.will = try await will(draft, overrides)
        configuration.connectProperties = try await properties(draft, overrides)
        apply(draft.limits, to: &configuration)
        apply(draft.reconnect, to: &configuration.reconnect)
        configuration.proxy = overrides.proxy
        configuration.localAddress = overrides.localAddress
        configuration.isStrict = draft.isStrict || overrides.isStrict
        configuration.usesTopicAliases = overrides.usesTopicAliases

        var plan = ConnectionPlan(
            name: draft.name.isEmpty ? endpoint.spokenAuthority : draft.name, configuration: configuration,
            subscriptions: [])
        plan.access = BrokerAccess(draft, known: known, at: endpoint, variables)
        let filters = try await addSubscriptions(draft, to: &plan)
        for (filter, own) in zip(filters, plan.access.settings.subscriptions) where own.filter != filter {
            plan.access.marked[filter] = own.filter
        }
        plan.draft = draft
        plan.told = notes.texts
        plan.asked = notes.asked
        plan.configuration.spoken.hidesUsername = plan.access.isUsernameSecret
        plan.testedAs = ProbeReport.address(of: endpoint, writtenAs: draft.url, variables)
        // When all is put in: a filter, too, may have called for a token.
        plan.configuration.renewsAt = renewsAt
        plan.isPerishable = draft.aws != nil || plan.configuration.renewsAt != nil
        return plan
    }

    // MARK: - Where

    private func endpoint(
        _ draft: ConnectionDraft, _ overrides: ConnectionOverrides
    ) async throws(Failure) -> Endpoint {
        var endpoint: Endpoint
        do {
            endpoint = try Endpoint(url: draft.url)
        } catch {
            let texts = notes.texts
            // A part of the address may be one of a secret, of which nothing is noted.
            let told = error.saying { part in
                texts.told(draft.url) == draft.url ? part : Profile.withoutPassword(texts.told(draft.url))
            }
            throw Failure(description: "\(told)")
        }
        overrides.apply(to: &endpoint)
        for header in draft.headers where header.isEnabled {
            endpoint.headers.append(
                Endpoint.Header(
                    try await text(header.name, "a header of \(draft.name)"),
                    try await text(header.value, "header \(header.name) of \(draft.name)")))
        }
        if let words = Self.problem(of: endpoint.headers) { throw Failure(description: "\(draft.name): \(words)") }
        return endpoint
    }

    /// Answers the filters, values put in, in their order.
    private func addSubscriptions(
        _ draft: ConnectionDraft, to plan: inout ConnectionPlan
    ) async throws(Failure) -> [String] {
        var filters: [String] = []
        for subscription in draft.subscriptions.isEmpty ? ConnectionDraft.standardSubscriptions : draft.subscriptions {
            let filter = try await text(subscription.filter, "a filter of \(draft.name)", isTold: true)
            filters.append(filter)
            do {
                _ = try TopicFilter(filter)
            } catch {
                // One that is wrong does not keep the person from the others.
                plan.unusable.append((filter, "\(error)"))
                continue
            }
            plan.subscriptions.append(ConnectionPlan.Filter(filter, subscription))
        }
        return filters
    }

    // MARK: - Who

    /// A user name or password that stands in the address holds where the draft has none.
    private func addCredentials(
        _ draft: ConnectionDraft, to configuration: inout ClientConfiguration
    ) async throws(Failure) {
        let endpoint = configuration.endpoint
        configuration.username = draft.username.isEmpty ? endpoint.username : draft.username
        if let password = draft.password {
            configuration.password = Array(try await secret(password, "password of \(draft.name)").utf8)
        } else {
            configuration.password = endpoint.password.map { Array($0.utf8) }
        }
    }

    private func tls(_ draft: ConnectionDraft) async throws(Failure) -> TLSOptions {
        let (tls, own) = (draft.tls, draft.brokerTLS)
        func file(_ path: String) -> String? { path.isEmpty ? nil : HomePath.expanded(path) }
        var options = TLSOptions()
        options.caFile = file(tls.ca)
        options.caDirectory = file(tls.caFolder)
        options.certificateFile = file(tls.certificate)
        options.keyFile = file(tls.key)
        if let password = tls.keyPassword {
            options.keyPassword = try await secret(password, "key password of \(draft.name)")
        }
        options.verify = tls.verify
        options.alpn = tls.alpn
        options.serverName = tls.serverName.isEmpty ? nil : tls.serverName
        if let missing = TLSOptions.missing(certificate: options.certificateFile, key: options.keyFile) {
            throw Failure(description: "\(missing)")
        }
        if let words = own.contradiction(with: tls) { throw Failure(description: "\(draft.name): \(words)") }
        if let key = own.preSharedKey {
            guard let bytes = BrokerTLS.key(hex: try await secret(key, "shared key of \(draft.name)")) else {
                throw Failure(description: "shared key of \(draft.name): \(BrokerTLS.keyRule)")
            }
            options.preSharedKey = TLSOptions.PreSharedKey(identity: own.preSharedIdentity, key: bytes)
        }
        options.ciphers = own.ciphers.isEmpty ? nil : own.ciphers
        options.version = TLSOptions.Version(rawValue: own.version)
        options.keyLogFile = file(own.keyLog)
        options.addsSystemAuthorities = own.addsSystemAuthorities
        return options
    }

    // MARK: - What CONNECT carries

    private func will(_ draft: ConnectionDraft, _ overrides: ConnectionOverrides) async throws(Failure) -> Will? {
        guard let will = draft.will else { return nil }
        let name = draft.name
        let topic = try await text(will.topic, "the will's topic of \(name)", isTold: true)
        do {
            try Topic.validate(topic)
        } catch {
            throw Failure(description: "will \(notes.texts.told(topic)): \(error)")
        }
        var typed = will.properties
        typed.contentType = try await text(typed.contentType, "the will's content type of \(name)", isTold: true)
        typed.responseTopic = try await text(
            typed.responseTopic, "the will's response topic of \(name)", isTold: true)
        typed.correlationData = try await text(
            typed.correlationData, "the will's correlation data of \(name)", isTold: true)
        typed.userProperties = try await fields(typed.userProperties, "of the will of \(name)")
        // An alias means nothing before there is a connection.
        typed.topicAlias = nil
        let correlationData: [UInt8]?
        do throws(PayloadText.Problem) {
            correlationData = try typed.correlationBytes()
        } catch {
            throw Failure(description: "the will's correlation data of \(name): \(error)")
        }
        var properties = Properties(typed, correlationData: correlationData)
        properties.willDelayInterval = will.delay
        // Last: what a command line says of a property holds over the draft.
        properties.take(overrides.willProperties)
        let payload = try await text(will.payload, "the will of \(name)", isTold: true)
        return Will(
            topic: topic, payload: Array(payload.utf8),
            qos: QoS(rawValue: UInt8(clamping: will.qos)) ?? .atMostOnce, retain: will.retain, properties: properties)
    }

    private func properties(
        _ draft: ConnectionDraft, _ overrides: ConnectionOverrides
    ) async throws(Failure) -> Properties {
        var properties = Properties()
        properties.sessionExpiryInterval = draft.sessionExpiry
        properties.receiveMaximum = draft.limits.receiveMaximum
        properties.maximumPacketSize = draft.limits.maximumPacketSize
        properties.topicAliasMaximum = draft.limits.topicAliasMaximum
        // What is the default is left out: 0 for this, 1 for the next (MQTT 5 3.1.2.11.6, 3.1.2.11.7).
        if draft.limits.requestResponseInformation { properties.requestResponseInformation = true }
        if !draft.limits.requestProblemInformation { properties.requestProblemInformation = false }
        properties.userProperties = try await fields(draft.userProperties, "of \(draft.name)").map {
            UserProperty($0.name, $0.value)
        }
        properties.take(overrides.connectProperties)
        return properties
    }

    /// User properties that are switched on, with their values put in.
    private func fields(_ fields: [DraftField], _ place: String) async throws(Failure) -> [DraftField] {
        var resolved: [DraftField] = []
        for field in fields where field.isEnabled {
            let name = try await text(field.name, "a user property \(place)", isTold: true)
            let value = try await text(field.value, "user property \(field.name) \(place)", isTold: true)
            resolved.append(DraftField(name, value))
        }
        return resolved
    }

    // MARK: - What the client keeps to itself

    private func apply(_ limits: ConnectionLimits, to configuration: inout ClientConfiguration) {
        if let number = limits.maximumInFlight { configuration.maximumInFlight = number }
        if let number = limits.maximumQueuedBytes { configuration.maximumQueuedBytes = number }
        if let number = limits.maximumUnreadBytes { configuration.maximumUnreadBytes = number }
        if let seconds = limits.connectTimeout { configuration.connectTimeout = .seconds(seconds) }
        if let seconds = limits.fallbackTimeout { configuration.fallbackTimeout = .seconds(seconds) }
        if let seconds = limits.pingTimeout { configuration.pingTimeout = .seconds(seconds) }
        configuration.followsRedirects = limits.followsRedirects
    }

    private func apply(_ draft: ReconnectDraft, to policy: inout ReconnectPolicy) {
        policy.isEnabled = draft.isEnabled
        if let seconds = draft.minimum { policy.minimum = .seconds(seconds) }
        if let seconds = draft.maximum { policy.maximum = .seconds(seconds) }
    }

    // MARK: - Texts

    /// A text with its variables put in, also secret ones.
    /// - Parameter isTold: whether it is spoken of by people, logs and files: then what of it may be told is noted.
    func text(_ text: String, _ words: String, isTold: Bool = false) async throws(Failure) -> String {
        guard text.contains("{{") else { return text }
        let generate: (String, [String]) -> TemplateExpander.Generated = { [now] name, arguments in
            var generators = Generators()
            do throws(Generators.Problem) {
                // Before a connection stands no topic has a value.
                return .value(try generators.value(name, arguments, now: now(), lastValue: { _ in nil }))
            } catch {
                return .none("\(error)")
            }
        }
        // Twice: secrets are waited for, and putting in does not wait.
        let needs = TemplateExpander(variables: variables, generate: generate).expand(text).secrets
        var values: [String: String] = [:]
        for need in needs { values[need.name] = try await value(of: need.secret, "variable \(need.name)") }
        let found = values
        let expander = TemplateExpander(variables: variables, secret: { name, _ in found[name] }, generate: generate)
        let expansion = expander.expand(text)
        if let problem = expansion.problems.first { throw Failure(description: "\(words): \(problem)") }
        if isTold { notes.note(text, expansion, expander) }
        return expansion.text
    }

    func secret(_ secret: Secret, _ words: String) async throws(Failure) -> String {
        let value = try await value(of: secret, words)
        // What a person typed may have variables in it; what a program or a file gives is taken as it is.
        if case .literal = secret { return try await text(value, words) }
        return value
    }

    private func value(of secret: Secret, _ words: String) async throws(Failure) -> String {
        if case .token(let name) = secret { return try await token(named: name) }
        if secret == .prompt { notes.note(asked: words) }
        do {
            return try await secrets.resolve(secret, for: words)
        } catch {
            throw Failure(description: error.description)
        }
    }
}

/// What is wrong with a connection before it is opened.
extension ConnectionOpener {
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

    /// What is wrong with one WebSocket header.
    static func problem(ofHeader name: String, _ value: String) -> String? {
        problem(of: [Endpoint.Header(name, value)])
    }

    private static func problem(of headers: [Endpoint.Header]) -> String? {
        for header in headers {
            if let problem = header.problem {
                return "WebSocket header\(header.name.isEmpty ? "" : " \(header.name)"): \(problem)"
            }
        }
        return nil
    }
}
