public import Profile
import SignIn
public import Text

/// What a request needs before it is put together: the secrets, the files and the values of generators that its texts call
/// for, those of its variables too. Found in one pass in which nothing is put in.
public struct RequestNeeds: Sendable {
    /// One call of a generator.
    public struct Call: Hashable, Sendable {
        /// The first word.
        public var name: String
        /// The further words.
        public var arguments: [String]
    }

    /// The secrets, each once.
    public private(set) var secrets: [Expansion.Need] = []
    /// The files, each once.
    public private(set) var files: [TemplateFile] = []
    /// The calls of generators, as often as they are made, in the order in which values are put in.
    public private(set) var calls: [Call] = []
    /// The values of answers to other requests, each once.
    public private(set) var responses: [ResponseCall] = []
    /// What is taken of answers and of topics, each once, in the order of the request.
    public private(set) var taken: [Taken] = []

    /// A value that is taken of an answer or of a topic.
    public struct Taken: Hashable, Sendable {
        /// What is called for.
        public enum Call: Hashable, Sendable {
            /// A value of an answer.
            case response(ResponseCall)
            /// The last value of a topic.
            case topic(TopicCall)
        }
        /// What is called for.
        public var call: Call
        /// Whether its name, or that of the place where it is put, says that nobody should read it.
        public var isSecret: Bool
    }
    /// Whether what is looked at stands where a secret does.
    private var isInSecret = false
    private let variables: Variables
    /// The variables that were looked at.
    private var known: Set<String> = []
    /// The variables that are being looked at, the outermost first.
    private var path: [String] = []

    /// The needs of a draft.
    public init(_ draft: RequestDraft, _ variables: Variables) {
        self.variables = variables
        // In the order of `RequestResolver`: the values of generators are handed out one after the other.
        look(at: draft.method)
        for name in PathParameters.names(in: draft.url) {
            draft.pathParameters.first { $0.name == name }.map { look(at: $0.value) }
        }
        // As `RequestResolver` expands it: a name in its query says what its value is.
        look(at: draft.url, as: .text)
        look(at: draft.query)
        look(at: draft.headers)
        let auth = variables.auth(for: draft)
        switch auth {
        case .none: break
        case .basic(let name, let password), .digest(let name, let password):
            look(at: name)
            look(at: password, "password")
        case .bearer(let token): look(at: token, "token")
        case .apiKey(let name, let value, _):
            look(at: name)
            look(at: value, "key")
        case .oauth2, .aws, .sas: lookAtSigning(auth)
        }
        look(at: draft.body)
        let tls = draft.options.tls
        for text in [draft.options.proxy, tls.ca, tls.caFolder, tls.certificate, tls.key] {
            look(at: text)
        }
        if let password = draft.options.tls.keyPassword { look(at: password, "key password") }
        look(at: draft.options.tls.serverName)
    }

    /// In the order of `RequestResolver+SignIn`.
    private mutating func lookAtSigning(_ auth: RequestAuth) {
        switch auth {
        case .oauth2(let draft):
            for (_, path) in OAuthSettings.texts { look(at: draft.settings[keyPath: path]) }
            look(at: draft.clientSecret, "client secret")
        case .aws(let draft):
            look(at: draft.accessKey)
            look(at: draft.secretKey, "secret access key")
            draft.sessionToken.map { look(at: $0, "session token") }
            look(at: draft.region)
            look(at: draft.service)
        case .sas(let draft):
            look(at: draft.resource)
            look(at: draft.keyName)
            look(at: draft.key, "SAS key")
        case .none, .basic, .digest, .bearer, .apiKey: break
        }
    }

    /// The needs of a body alone, or of other texts.
    public init(_ body: RequestBody, _ variables: Variables, texts: [String] = []) {
        self.variables = variables
        look(at: body)
        for text in texts { look(at: text) }
    }

    /// The needs of a publish.
    public init(_ draft: PublishDraft, _ variables: Variables) {
        self.variables = variables
        // In the order of `ResolvedPublish`.
        look(at: draft.topic)
        if draft.format != .empty { look(at: draft.payload, as: draft.format.notation) }
        let properties = draft.properties
        for text in [properties.contentType, properties.responseTopic, properties.correlationData] { look(at: text) }
        look(at: properties.userProperties)
    }

    private mutating func look(at body: RequestBody) {
        switch body {
        case .none: break
        case .json(let text), .xml(let text), .text(let text), .graphQL(let text), .file(let text):
            look(at: text, as: body.notation)
        case .form(let rows): look(at: rows)
        case .multipart(let parts):
            for part in parts where part.isEnabled {
                look(at: part.name)
                // In the order in which `RequestResolver` puts a part together.
                part.filename.map { look(at: $0) }
                switch part.content {
                case .text(let text): hiding(Secret.isSecretField(part.name)) { $0.look(at: text) }
                case .file(let text): look(at: text)
                }
                part.contentType.map { look(at: $0) }
            }
        }
    }

    private mutating func look(at rows: [DraftField]) {
        for row in rows where row.isEnabled {
            look(at: row.name)
            hiding(Secret.isSecretField(row.name)) { $0.look(at: row.value) }
        }
    }

    /// Looks at a part; what is called for in one that is secret is so, too.
    private mutating func hiding(_ isSecret: Bool, _ body: (inout RequestNeeds) -> Void) {
        let before = isInSecret
        isInSecret = before || isSecret
        body(&self)
        isInSecret = before
    }

    private mutating func take(_ call: Taken.Call, isSecret: Bool) {
        if let place = taken.firstIndex(where: { $0.call == call }) {
            taken[place].isSecret = taken[place].isSecret || isSecret
        } else {
            taken.append(Taken(call: call, isSecret: isSecret))
        }
    }

    private mutating func look(at secret: Secret, _ name: String) {
        if case .literal(let text) = secret { return hiding(true) { $0.look(at: text) } }
        note(Expansion.Need(name: name, secret: secret))
    }

    private mutating func note(_ need: Expansion.Need) {
        if !secrets.contains(need) { secrets.append(need) }
    }

    /// - Parameter notation: how the text names what stands in it: what is called for behind a name that is a secret's is one.
    private mutating func look(at text: String, as notation: NamedSecrets.Notation? = nil) {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return }
        var places = SecretPlaces(in: text, notation)
        for call in TemplateCall.all(in: text) {
            let isSecretPlace = places.hold(call.range)
            if !call.name.isEmpty { hiding(isSecretPlace) { $0.look(at: call) } }
        }
    }

    private mutating func look(at call: TemplateCall) {
        // A variable goes before a generator of its name, as in `TemplateExpander`.
        if call.arguments.isEmpty, let variable = variables[call.name] {
            look(at: variable)
        } else if call.name == TemplateFile.name {
            if let file = TemplateFile(call.arguments), !files.contains(file) { files.append(file) }
        } else if let response = ResponseCall(call.name, call.arguments) {
            if !responses.contains(response) { responses.append(response) }
            take(.response(response), isSecret: isInSecret || response.value.isSecret)
        } else if Generators.isGenerator(call.name), call.name != EntityTags.name {
            // A tag is no value that is made: `RequestResolver` learns it with the URL.
            calls.append(Call(name: call.name, arguments: call.arguments))
            if let topic = TopicCall(call.name, call.arguments) {
                take(.topic(topic), isSecret: isInSecret || topic.value?.isSecret == true)
            }
        }
    }

    /// What a variable holds is made once for a send, however often it is called.
    private mutating func look(at variable: Variables.Variable) {
        if known.contains(variable.name) { return }
        guard case .literal(let text) = variable.value else {
            return note(Expansion.Need(name: variable.name, secret: variable.value))
        }
        // What stands for itself, or goes too deep, is told when the request is put together.
        guard !path.contains(variable.name), path.count < TemplateExpander.maximumDepth,
            calls.count < TemplateExpander.maximumCalls
        else { return }
        path.append(variable.name)
        hiding(Secret.isSecretName(variable.name)) { $0.look(at: text) }
        path.removeLast()
        known.insert(variable.name)
    }
}

/// What the generators of a request made: each value once for a send, made on the main thread, where the topics are, and
/// put in where the secrets are.
public struct MadeValues: Sendable {
    private var values: [RequestNeeds.Call: ArraySlice<TemplateExpander.Generated>] = [:]
    /// The values of answers to other requests.
    var responses: [ResponseCall: String] = [:]

    /// Makes the values that a request needs.
    public init(
        for needs: RequestNeeds, with generators: inout Generators, now: Moment, lastValue: (String) -> TopicValue?
    ) {
        for call in needs.calls {
            let value: TemplateExpander.Generated
            do {
                value = .value(try generators.value(call.name, call.arguments, now: now, lastValue: lastValue))
            } catch {
                value = .none("\(error)")
            }
            values[call, default: []].append(value)
        }
    }

    /// Those of the values that were taken which nobody should read.
    func secrets(of needs: RequestNeeds) -> [String] {
        needs.taken.filter(\.isSecret).flatMap { taken -> [String] in
            switch taken.call {
            case .response(let call): responses[call].map { [$0] } ?? []
            case .topic(let topic):
                values.filter { TopicCall($0.key.name, $0.key.arguments) == topic }.values.joined().compactMap {
                    value in
                    if case .value(let text) = value { text } else { nil }
                }
            }
        }
    }

    /// The next value of a call; the last again when there are no more.
    mutating func next(_ name: String, _ arguments: [String]) -> TemplateExpander.Generated {
        if let response = ResponseCall(name, arguments), let value = responses[response] { return .value(value) }
        let call = RequestNeeds.Call(name: name, arguments: arguments)
        guard let value = values[call]?.first else { return TemplateExpander.named(name, arguments) }
        if let count = values[call]?.count, count > 1 { values[call]?.removeFirst() }
        return value
    }
}
