public import Profile
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
        look(at: draft.url)
        look(at: draft.query)
        look(at: draft.headers)
        switch draft.auth {
        case .none: break
        case .basic(let name, let password), .digest(let name, let password):
            look(at: name)
            look(at: password, "password")
        case .bearer(let token): look(at: token, "token")
        case .apiKey(let name, let value, _):
            look(at: name)
            look(at: value, "key")
        }
        look(at: draft.body)
        for text in [draft.options.proxy, draft.options.tls.ca, draft.options.tls.certificate, draft.options.tls.key] {
            look(at: text)
        }
        look(at: draft.options.tls.serverName)
        if let password = draft.options.tls.keyPassword { look(at: password, "key password") }
    }

    private mutating func look(at body: RequestBody) {
        switch body {
        case .none: break
        case .json(let text), .xml(let text), .text(let text), .graphQL(let text), .file(let text): look(at: text)
        case .form(let rows): look(at: rows)
        case .multipart(let parts):
            for part in parts where part.isEnabled {
                look(at: part.name)
                let isFile = if case .file = part.content { true } else { false }
                switch part.content {
                case .text(let text), .file(let text):
                    // In the order in which a part is put together.
                    if !isFile { part.filename.map { look(at: $0) } }
                    look(at: text)
                    if isFile { part.filename.map { look(at: $0) } }
                }
                part.contentType.map { look(at: $0) }
            }
        }
    }

    private mutating func look(at rows: [DraftField]) {
        for row in rows where row.isEnabled {
            look(at: row.name)
            look(at: row.value)
        }
    }

    private mutating func look(at secret: Secret, _ name: String) {
        if case .literal(let text) = secret { return look(at: text) }
        note(Expansion.Need(name: name, secret: secret))
    }

    private mutating func note(_ need: Expansion.Need) {
        if !secrets.contains(need) { secrets.append(need) }
    }

    private mutating func look(at text: String) {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return }
        for call in TemplateCall.all(in: text) where !call.name.isEmpty {
            if call.arguments.isEmpty, let variable = variables[call.name] {
                look(at: variable)
            } else if call.name == TemplateFile.name {
                if let file = TemplateFile(call.arguments), !files.contains(file) { files.append(file) }
            } else if let response = ResponseCall(call.name, call.arguments) {
                if !responses.contains(response) { responses.append(response) }
            } else if Generators.isGenerator(call.name), call.name != EntityTags.name {
                calls.append(Call(name: call.name, arguments: call.arguments))
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
        look(at: text)
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
        for needs: RequestNeeds, with generators: inout Generators, now: Moment, lastValue: (String) -> String?
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

    /// The next value of a call; the last again when there are no more.
    mutating func next(_ name: String, _ arguments: [String]) -> TemplateExpander.Generated {
        if let response = ResponseCall(name, arguments), let value = responses[response] { return .value(value) }
        let call = RequestNeeds.Call(name: name, arguments: arguments)
        guard let value = values[call]?.first else { return TemplateExpander.named(name, arguments) }
        if let count = values[call]?.count, count > 1 { values[call]?.removeFirst() }
        return value
    }
}
