public import Files
public import Profile
public import REST
import Text

/// Puts a request together from a draft: variables, path parameters and query put in, everything checked, once for each
/// send. ``RequestPreview`` is of the same parts, but for the body.
public struct RequestResolver {
    var expander: TemplateExpander
    private let tag: (_ url: String) -> TemplateExpander.Generated
    var problems: [RequestProblem] = []
    var unresolved: [String] = []
    var known: Set<String> = []
    var secrets: [String] = []
    /// The URL without what an API key adds: tags are known by it.
    private(set) var address = ""
    /// What has to be got before the request can go out; nil for nothing.
    var signIn: SignInNeed?
    /// The URL as far as it is known, where a value that comes later says which server it is at; nil for any other.
    private(set) var openURL: String?
    /// Bytes of the texts that were looked at for variables, to show that a key costs what it changes.
    var readBytes = 0
    /// How a path is written in the request; for a shell `~` stays.
    let path: (String) -> String

    /// What came of it.
    public struct Outcome: Sendable {
        /// The request; nil when something is wrong.
        public var request: REST.Request?
        /// What is wrong.
        public var problems: [RequestProblem]
        /// The names of variables that stand for nothing.
        public var unresolved: [String]
        /// The secrets that were put in, for them to be masked wherever the request is shown.
        public var secrets: [String]

        /// What has to be got before it can go out; nil for nothing.
        var signIn: SignInNeed?

        /// The first thing that keeps it from being sent, in one line; nil when nothing does.
        public var words: String? { RequestProblem.words(unresolved, problems) }
    }

    /// Says of a program that keeps no answers what is to be done.
    public static func withoutTags(_ url: String) -> TemplateExpander.Generated {
        .none(
            "\(EntityTags.name): the answers of earlier runs are not kept, so no ETag is known: "
                + "write the tag itself, or give the variable \(EntityTags.name)")
    }

    /// Resolves a draft.
    /// - Parameters:
    ///   - tag: what `{{etag}}` stands for in a request for a URL.
    ///   - path: how a path is written.
    public static func resolve(
        _ draft: RequestDraft, with expander: TemplateExpander,
        tag: @escaping (_ url: String) -> TemplateExpander.Generated = withoutTags,
        path: @escaping (String) -> String = HomePath.expanded
    ) -> Outcome {
        var resolver = RequestResolver(expander, tag: tag, path: path)
        let request = resolver.request(of: draft)
        let isWhole = resolver.problems.isEmpty && resolver.unresolved.isEmpty
        return Outcome(
            request: isWhole ? request : nil, problems: resolver.problems, unresolved: resolver.unresolved,
            secrets: resolver.secrets, signIn: resolver.signIn)
    }

    init(
        _ expander: TemplateExpander, tag: @escaping (_ url: String) -> TemplateExpander.Generated,
        path: @escaping (String) -> String = HomePath.expanded
    ) {
        (self.expander, self.tag, self.path) = (expander, tag, path)
    }

    /// What `{{etag}}` stands for, once the head is known.
    var knownTag: TemplateExpander.Generated { expander.generate(EntityTags.name, []) }

    // MARK: - Parts

    /// Where a request goes and what its header says.
    struct Head {
        var method: String
        var url: RequestURL?
        var fields: [DraftField]
        var authorization: REST.Request.Authorization
    }

    private mutating func request(of draft: RequestDraft) -> REST.Request? {
        var head = head(of: draft)
        let (body, type) = body(draft.body)
        let isTold = head.fields.contains { $0.name.lowercased() == "content-type" }
        let isWebSocket = checkFirstMessage(draft.body, of: head.url)
        if let type, !isTold, !isWebSocket, !draft.options.omittedHeaders.contains("content-type") {
            head.fields.append(DraftField("Content-Type", type))
        }
        if case .graphQL = draft.body { accept(GraphQLText.accepted, of: draft, &head.fields) }
        var options = options(of: draft)
        options.credentialFields = credentials(among: head.fields)
        guard let url = head.url, let method = Method(rawValue: head.method) else { return nil }
        var request = REST.Request(
            method, url.text, fields: head.fields.map { Field($0.name, $0.value) }, body: body,
            authorization: head.authorization, options: options)
        request.omittedFields = Set(draft.options.omittedHeaders)
        return request
    }

    /// The fields whose names or values are secrets: a redirect to another server does not take them along.
    private func credentials(among fields: [DraftField]) -> Set<String> {
        let secret = fields.filter { field in
            Secret.isSecretField(field.name)
                || secrets.contains { value in
                    // A short one may stand in anything.
                    field.value == value || value.utf8.count >= 6 && field.value.contains(value)
                }
        }
        return Set(secret.map { $0.name.lowercased() })
    }

    /// Says what answers are wanted where the request does not.
    private func accept(_ types: String, of draft: RequestDraft, _ fields: inout [DraftField]) {
        guard !fields.contains(where: { $0.name.lowercased() == "accept" }),
            !draft.options.omittedHeaders.contains("accept")
        else { return }
        fields.append(DraftField("Accept", types))
    }

    /// Everything but the body and how it travels.
    mutating func head(of typed: RequestDraft) -> Head {
        let draft = expander.variables.inheriting(typed)
        // In the order of `RequestNeeds`: the values of generators are handed out one after the other.
        let method = expand(draft.method, at: .method)
        if !HeaderRules.isToken(method) {
            problems.append(
                RequestProblem(
                    .method, method.isEmpty ? "The method is missing" : "\"\(method)\" is no method: letters, no blanks"
                ))
        }
        var url = url(of: draft)
        if let url, openURL == nil { teachTag(of: url) }
        var headers = fields(tagged(draft.headers), RequestProblem.Place.header)
        for (index, field) in headers {
            if let words = HeaderRules.problem(of: field) { problems.append(RequestProblem(.header(index), words)) }
        }
        var authorization = authorization(of: draft)
        addKey(draft, &url, &headers)
        addSignature(draft, &headers)
        if case .none = draft.auth, let user = url?.user {
            authorization = .basic(username: user.name, password: user.password)
            if !user.password.isEmpty { secrets.append(user.password) }
        }
        return Head(method: method, url: url, fields: headers.map(\.field), authorization: authorization)
    }

    /// From here on `{{etag}}` stands for the tag of the last answer from the URL.
    private mutating func teachTag(of url: RequestURL) {
        address = url.text
        let tag = tag(url.text)
        let generate = expander.generate
        expander.generate = { name, arguments in
            name == EntityTags.name && arguments.isEmpty ? tag : generate(name, arguments)
        }
    }

    /// Header fields with no quotes around a tag that has its own.
    private func tagged(_ fields: [DraftField]) -> [DraftField] {
        guard expander.variables[EntityTags.name] == nil,
            case .value(let tag) = expander.generate(EntityTags.name, [])
        else { return fields }
        return fields.map {
            DraftField($0.name, EntityTags.withoutOuterQuotes($0.value, for: tag), isEnabled: $0.isEnabled)
        }
    }

    /// The URL with its path parameters and its query.
    private mutating func url(of draft: RequestDraft) -> RequestURL? {
        var values: [String: String] = [:]
        let rows = draft.pathParameters.enumerated().map { ($0.element.name, $0.offset) }
        // Of a name that stands twice the first row holds, as in `RequestNeeds`.
        let places = Dictionary(rows) { first, _ in first }
        for name in PathParameters.names(in: draft.url) {
            let index = places[name]
            let typed = index.map { draft.pathParameters[$0].value } ?? ""
            let value = expand(typed, at: .path(index ?? 0), isSecret: Secret.isSecretField(name))
            hide(value, of: name)
            if value.isEmpty {
                problems.append(RequestProblem(.path(index ?? 0), "The path parameter \(name) has no value"))
            }
            values[name] = PercentEncoding.component(value)
        }
        // Parameters first: a value that looks like one is none.
        let count = unresolved.count + problems.count
        let text = expand(PathParameters.fill(draft.url) { values[$0] ?? "" }, at: .url, as: .text)
        let query = fields(draft.query, RequestProblem.Place.query)
        // A URL that only lacks a value would be told as one that is wrong.
        guard unresolved.count + problems.count == count else { return nil }
        do {
            let standIn = Self.standIn(text)
            var url = try RequestURL(standIn ?? text)
            if standIn != nil { openURL = text }
            if !query.isEmpty {
                let pairs = FormPairs.query(query.map { ($0.field.name, $0.field.value) })
                openURL? += (url.text.contains("?") ? "&" : "?") + pairs
                url.add(query: pairs)
            }
            return url
        } catch {
            problems.append(RequestProblem(.url, error.description))
            return nil
        }
    }

    /// The rows that are switched on and not empty.
    mutating func fields(
        _ fields: [DraftField], _ place: (Int) -> RequestProblem.Place
    ) -> [(index: Int, field: DraftField)] {
        var resolved: [(index: Int, field: DraftField)] = []
        for (index, field) in fields.enumerated() where field.isEnabled && !(field.name.isEmpty && field.value.isEmpty)
        {
            let name = expand(field.name, at: place(index))
            let value = expand(field.value, at: place(index), isSecret: Secret.isSecretField(name))
            hide(value, of: name)
            resolved.append((index, DraftField(name, value)))
        }
        return resolved
    }

    private mutating func authorization(of draft: RequestDraft) -> REST.Request.Authorization {
        switch draft.auth {
        case .none, .apiKey, .sas: return .none
        case .oauth2(let oauth): return bearer(of: oauth)
        case .aws(let aws): return .aws(signature(of: aws))
        case .basic(let username, let password):
            return .basic(username: expand(username, at: .auth), password: secret(password, "password", at: .auth))
        case .digest(let username, let password):
            return .digest(username: expand(username, at: .auth), password: secret(password, "password", at: .auth))
        case .bearer(let token):
            let token = secret(token, "token", at: .auth)
            if let words = HeaderRules.problem(of: DraftField("Authorization", token)) {
                problems.append(RequestProblem(.auth, words))
            }
            return .bearer(token)
        }
    }

    /// Puts the key of an API where it belongs.
    private mutating func addKey(
        _ draft: RequestDraft, _ url: inout RequestURL?, _ headers: inout [(index: Int, field: DraftField)]
    ) {
        guard case .apiKey(let name, let value, let inQuery) = draft.auth else { return }
        let field = DraftField(expand(name, at: .auth), secret(value, "key", at: .auth))
        if field.name.isEmpty { problems.append(RequestProblem(.auth, "The API key has no name")) }
        if inQuery {
            url?.add(query: FormPairs.query([(field.name, field.value)]))
        } else {
            if let words = HeaderRules.problem(of: field) { problems.append(RequestProblem(.auth, words)) }
            // It comes of the auth and has no row in the table.
            headers.append((-1, field))
        }
    }

    /// How it travels.
    mutating func options(of draft: RequestDraft) -> REST.Request.Options {
        let wanted = draft.options
        var options = REST.Request.Options()
        options.maximumRedirects = wanted.followsRedirects ? wanted.maximumRedirects : 0
        if let seconds = wanted.connectTimeout { options.timeouts.connect = seconds }
        if let seconds = wanted.idleTimeout { options.timeouts.idle = seconds }
        options.timeouts.total = wanted.totalTimeout
        let proxy = expand(wanted.proxy, at: .options)
        options.proxy = proxy.isEmpty ? .environment : proxy == "none" ? .none : .url(proxy)
        // What is offered by ALPN is these two; without h2 it is one.
        options.onlyHTTP1 = wanted.onlyHTTP1 || !wanted.tls.alpn.isEmpty && !wanted.tls.alpn.contains("h2")
        options.tls.caFile = file(wanted.tls.ca)
        options.tls.caDirectory = file(wanted.tls.caFolder)
        options.tls.certificateFile = file(wanted.tls.certificate)
        options.tls.keyFile = file(wanted.tls.key)
        options.tls.keyPassword = wanted.tls.keyPassword.map { secret($0, "key password", at: .options) }
        options.tls.verify = wanted.tls.verify
        let name = expand(wanted.tls.serverName, at: .options)
        options.tls.serverName = name.isEmpty ? nil : name
        return options
    }

    private mutating func file(_ path: String) -> String? {
        let path = expand(path, at: .options)
        return path.isEmpty ? nil : self.path(path)
    }
}

extension RequestURL {
    /// Adds to the query.
    mutating func add(query added: String) {
        guard let query, !query.isEmpty else {
            query = added
            return
        }
        self.query = query.hasSuffix("&") ? query + added : "\(query)&\(added)"
    }
}
