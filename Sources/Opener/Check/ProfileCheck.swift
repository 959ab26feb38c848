import Files
import MQTT
public import Profile
import Text

/// What is wrong in a profile that can be read: everything that would be refused when it is used, with its place.
///
/// Texts with variables are checked with the values of the environment that holds; a name that means nothing in any
/// environment is a note, since a command line may give it.
public struct ProfileCheck {
    private let profile: Profile
    private let expander: TemplateExpander
    /// The names that some environment has.
    private let names: Set<String>
    private var found: [ProfileProblem] = []

    /// Checks connections, publishes, requests, and the names that the settings refer to.
    public static func problems(of profile: Profile) -> [ProfileProblem] {
        var check = ProfileCheck(profile)
        for (index, connection) in profile.connections.values.enumerated() {
            check.look(at: connection, ProfilePath().member("connections").element(index))
        }
        for (index, publish) in profile.publishes.values.enumerated() {
            check.look(at: publish, ProfilePath().member("publishes").element(index))
        }
        for (index, environment) in profile.environments.values.enumerated() {
            let place = ProfilePath().member("environments").element(index).member("variables")
            for variable in environment.variables { check.look(at: variable.value, place.member(variable.name)) }
        }
        for (index, request) in profile.requests.values.enumerated() {
            check.look(at: request, ProfilePath().member("requests").element(index))
        }
        check.lookAtSettings()
        return check.found
    }

    private init(_ profile: Profile) {
        self.profile = profile
        let book = ProfileBook(profile)
        // Of a name that the environment that holds has not, the value in another one is as good to check with.
        var variables = book.environment?.resolved ?? []
        for variable in profile.environments.values.flatMap(\.resolved)
        where !variables.contains(where: { $0.name == variable.name }) {
            variables.append(variable)
        }
        expander = TemplateExpander(variables: Variables(variables, folders: profile.settings.folders))
        names = Set(profile.environments.values.flatMap { $0.variables.map(\.name) })
    }

    private mutating func note(_ path: ProfilePath, _ text: String) {
        found.append(ProfileProblem(.note, at: path, text))
    }

    private mutating func refuse(_ path: ProfilePath, _ text: String) {
        found.append(ProfileProblem(at: path, text))
    }

    /// A text with its values in; nil when it cannot be known here what it will be.
    private mutating func text(_ text: String, _ path: ProfilePath) -> String? {
        let expansion = expander.expand(text)
        let isOpen = noteUnknown(expansion.unresolved, path)
        // Dots, or what a generator makes, would be judged as if they were the value.
        return isOpen || !expansion.secrets.isEmpty || expansion.spans.contains { $0.standing == .generated }
            ? nil : expansion.text
    }

    /// Notes names that nobody has; answers whether any name has no value here.
    private mutating func noteUnknown(_ unresolved: [String], _ path: ProfilePath) -> Bool {
        for name in unresolved where !names.contains(name) {
            note(path, "nothing is called \(name) in any environment")
        }
        return !unresolved.isEmpty
    }

    // MARK: - Connections

    private mutating func look(at draft: ConnectionDraft, _ path: ProfilePath) {
        if let url = text(draft.url, path.member("url")), !url.isEmpty,
            let words = ConnectionOpener.problem(ofURL: url)
        {
            refuse(path.member("url"), words)
        }
        for (index, subscription) in draft.subscriptions.enumerated() {
            let place = path.member("subscriptions").element(index).member("filter")
            guard let filter = text(subscription.filter, place) else { continue }
            do { _ = try TopicFilter(filter) } catch { refuse(place, "\(error)") }
        }
        for (index, header) in draft.headers.enumerated() where header.isEnabled {
            let place = path.member("headers").element(index)
            guard let name = text(header.name, place), let value = text(header.value, place) else { continue }
            if let words = ConnectionOpener.problem(ofHeader: name, value) { refuse(place, words) }
        }
        look(at: draft.password, path.member("password"))
        look(at: draft.authentication?.data, path.member("authentication").member("data"))
        if let will = draft.will { look(at: will, path.member("will")) }
        look(at: draft.tls, path.member("tls"))
        look(at: draft.tls.keyPassword, path.member("tls").member("keyPassword"))
        look(at: draft.brokerTLS, with: draft.tls, path.member("tls"))
        let needed = ["clientID": draft.clientID, "username": draft.username]
        // In one order: a dictionary has another one in each run.
        for (name, value) in needed.sorted(by: { $0.key < $1.key }) { _ = text(value, path.member(name)) }
    }

    /// A token has to come of a request that is there and gives one; a file may be where the profile is used.
    private mutating func look(at secret: Secret?, _ path: ProfilePath) {
        if case .file(let file)? = secret { noteMissing(file, path) }
        guard case .token(let name)? = secret else { return }
        do throws(RequestOpener.Failure) {
            _ = try SignIns.request(named: name, in: profile)
        } catch {
            refuse(path, error.description)
        }
    }

    private mutating func look(at will: WillDraft, _ path: ProfilePath) {
        if let topic = text(will.topic, path.member("topic")), !topic.isEmpty {
            do { try Topic.validate(topic) } catch { refuse(path.member("topic"), "\(error)") }
        }
        _ = text(will.payload, path.member("payload"))
        look(at: will.properties, path.member("properties"))
    }

    private mutating func look(at tls: DraftTLS, _ path: ProfilePath) {
        if let missing = TLSOptions.missing(certificate: tls.certificate, key: tls.key) { refuse(path, "\(missing)") }
        let files = [
            ("ca", tls.ca), ("caFolder", tls.caFolder), ("certificate", tls.certificate), ("key", tls.key),
        ]
        for (name, value) in files where !value.isEmpty {
            // Only noted: the profile may be used where the file is.
            if let file = text(value, path.member(name)) { noteMissing(file, path.member(name)) }
        }
    }

    private mutating func noteMissing(_ file: String, _ path: ProfilePath) {
        if !HomePath.exists(file) { note(path, "there is no \(file) here") }
    }

    private mutating func look(at own: BrokerTLS, with tls: DraftTLS, _ path: ProfilePath) {
        if let words = own.contradiction(with: tls) { refuse(path, words) }
        look(at: own.preSharedKey, path.member("psk"))
        if case .literal(let typed)? = own.preSharedKey, let digits = text(typed, path.member("psk")),
            BrokerTLS.key(hex: digits) == nil
        {
            refuse(path.member("psk"), BrokerTLS.keyRule)
        }
        for (name, value) in [
            ("pskIdentity", own.preSharedIdentity), ("ciphers", own.ciphers), ("keyLog", own.keyLog),
        ] {
            _ = text(value, path.member(name))
        }
    }

    // MARK: - Publishes

    private mutating func look(at draft: PublishDraft, _ path: ProfilePath) {
        if let topic = text(draft.topic, path.member("topic")), let words = PublishCheck.problem(ofTopic: topic) {
            refuse(path.member("topic"), words)
        }
        if draft.format != .empty, let payload = text(draft.payload, path.member("payload")) {
            look(at: payload, draft.format, path.member("payload"))
        }
        look(at: draft.properties, path.member("properties"))
    }

    private mutating func look(at payload: String, _ format: PublishDraft.Format, _ path: ProfilePath) {
        do {
            switch format {
            case .hex: _ = try PayloadText.hex(payload)
            case .base64: _ = try PayloadText.base64(payload)
            case .file: noteMissing(payload, path)
            case .json, .xml, .text, .empty: break
            }
        } catch {
            refuse(path, "\(error)")
        }
    }

    private mutating func look(at properties: PublishDraftProperties, _ path: ProfilePath) {
        if !properties.responseTopic.isEmpty, let topic = text(properties.responseTopic, path.member("responseTopic")),
            let words = PublishCheck.problem(ofTopic: topic)
        {
            refuse(path.member("responseTopic"), words)
        }
        _ = text(properties.contentType, path.member("contentType"))
        for (index, property) in properties.userProperties.enumerated() where property.isEnabled {
            let place = path.member("userProperties").element(index)
            _ = text(property.name, place)
            _ = text(property.value, place)
        }
        if let data = text(properties.correlationData, path.member("correlationData")) {
            var resolved = properties
            resolved.correlationData = data
            do { _ = try resolved.correlationBytes() } catch { refuse(path.member("correlationData"), "\(error)") }
        }
    }

    // MARK: - Requests

    private mutating func look(at draft: RequestDraft, _ path: ProfilePath) {
        // A tag comes of an answer, and a profile has none.
        let outcome = RequestResolver.resolve(draft, with: expander, tag: { _ in .later })
        let isOpen = noteUnknown(outcome.unresolved, path)
        for problem in outcome.problems {
            let place =
                switch problem.place {
                case .method: path.member("method")
                case .url: path.member("url")
                case .path(let row): path.member("pathParameters").element(row)
                case .query(let row): path.member("query").element(row)
                case .header(let row): path.member("headers").element(row)
                case .body: path.member("body")
                case .auth: path.member("auth")
                case .options: path.member("options")
                }
            // Without its values a URL may be none, though it will be one. What has no value is noted.
            if isOpen, problem.place == .url { continue }
            if problem.lacksValue { continue }
            refuse(place, problem.description)
        }
        var files: [String] = []
        _ = draft.auth.mapSecrets { secret, _ in
            if case .file(let file) = secret { files.append(file) }
            return secret
        }
        for file in files { noteMissing(file, path.member("auth")) }
        for (index, check) in draft.checkRows.enumerated() {
            _ = noteUnknown(expander.expand(check.text).unresolved, path.member("checks").element(index))
        }
    }

    // MARK: - Settings

    private mutating func lookAtSettings() {
        let path = ProfilePath().member("settings")
        let settings = profile.settings
        let connections = profile.connections.values.map(\.name)
        if let name = settings.connection, !connections.contains(name) {
            refuse(path.member("connection"), "no connection is called \(name)\(Self.listed(connections))")
        }
        // What was opened last may have been removed since: nothing depends on it.
        if let name = settings.lastConnection, !connections.contains(name) {
            note(path.member("lastConnection"), "no connection is called \(name)")
        }
        let environments = profile.environments.values.map(\.name)
        if let name = settings.environment, !name.isEmpty, !environments.contains(name) {
            refuse(path.member("environment"), "no environment is called \(name)\(Self.listed(environments))")
        }
    }

    private static func listed(_ names: [String]) -> String {
        names.isEmpty ? "; there is none" : "; there are \(names.joined(separator: ", "))"
    }
}
