import Text

/// Makes a request to send of a draft: variables, path parameters and query put in, everything checked.
///
/// On the screen the expander has dots for secrets, so that the same checks say what is wrong while it is typed.
public struct RequestResolver {
    private var expander: TemplateExpander
    private let tag: (_ url: String) -> TemplateExpander.Generated
    private var problems: [RequestProblem] = []
    private var unresolved: [String] = []
    private var known: Set<String> = []
    private var needs: [Expansion.Need] = []
    private var files: [TemplateFile] = []
    private var secrets: [String] = []
    private var address = ""

    /// What came of it.
    public struct Outcome: Sendable {
        /// The request; nil when something is wrong.
        public var request: ResolvedRequest?
        /// What is wrong.
        public var problems: [RequestProblem]
        /// The names of variables that stand for nothing.
        public var unresolved: [String]
        /// The secrets that it needs to be sent.
        public var needs: [Expansion.Need]
        /// The files whose content it needs.
        public var files: [TemplateFile]
        /// The URL without what an API key adds, dots for secrets; empty when it is none. Tags are known by it.
        public var url: String
        /// What `{{etag}}` stands for in it.
        public var tag: TemplateExpander.Generated

        /// The first thing that keeps it from being sent, in one line; nil when nothing does.
        public var words: String? {
            if !unresolved.isEmpty { return "No value for " + unresolved.joined(separator: ", ") }
            return problems.first?.description
        }
    }

    /// Says of a program that keeps no answers what is to be done.
    public static func withoutTags(_ url: String) -> TemplateExpander.Generated {
        .none(
            "\(EntityTags.name): the answers of earlier runs are not kept, so no ETag is known: "
                + "write the tag itself, or give the variable \(EntityTags.name)")
    }

    /// Resolves a draft.
    /// - Parameter tag: what `{{etag}}` stands for in a request for a URL.
    public static func resolve(
        _ draft: RequestDraft, with expander: TemplateExpander,
        tag: @escaping (_ url: String) -> TemplateExpander.Generated = withoutTags
    ) -> Outcome {
        var resolver = RequestResolver(expander: expander, tag: tag)
        let request = resolver.request(of: draft)
        let isWhole = resolver.problems.isEmpty && resolver.unresolved.isEmpty
        return Outcome(
            request: isWhole ? request : nil, problems: resolver.problems, unresolved: resolver.unresolved,
            needs: resolver.needs, files: resolver.files, url: resolver.address,
            tag: resolver.expander.generate(EntityTags.name, []))
    }

    private init(
        expander: TemplateExpander, tag: @escaping (_ url: String) -> TemplateExpander.Generated
    ) {
        (self.expander, self.tag) = (expander, tag)
    }

    // MARK: - Parts

    private mutating func request(of draft: RequestDraft) -> ResolvedRequest? {
        let method = expand(draft.method, at: .method)
        if !HeaderRules.isToken(method) {
            problems.append(
                RequestProblem(
                    .method, method.isEmpty ? "The method is missing" : "\"\(method)\" is no method: letters, no blanks"
                ))
        }
        var url = url(of: draft)
        if let url { teachTag(of: url) }
        var headers = fields(tagged(draft.headers), RequestProblem.Place.header)
        for (index, field) in headers {
            if let words = HeaderRules.problem(of: field) { problems.append(RequestProblem(.header(index), words)) }
        }
        var auth = auth(of: draft)
        addKey(draft, &url, &headers)
        if case .none = draft.auth, let user = url?.user {
            auth = .basic(username: user.name, password: user.password)
            if !user.password.isEmpty { secrets.append(user.password) }
        }
        let (body, type) = body(of: draft)
        if let type, !draft.options.omittedHeaders.contains("content-type"),
            !headers.contains(where: { $0.field.name.lowercased() == "content-type" })
        {
            headers.append((-1, DraftField("Content-Type", type)))
        }
        let options = options(of: draft)
        guard let url else { return nil }
        return ResolvedRequest(
            method: method, url: url, headers: headers.map(\.field), auth: auth, body: body, options: options,
            secrets: secrets)
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
        let places = Dictionary(rows) { first, _ in first }
        for name in PathParameters.names(in: draft.url) {
            let index = places[name]
            let typed = index.map { draft.pathParameters[$0].value } ?? ""
            let value = expand(typed, at: .path(index ?? 0))
            hide(value, of: name)
            if value.isEmpty {
                problems.append(RequestProblem(.path(index ?? 0), "The path parameter \(name) has no value"))
            }
            values[name] = PercentEncoding.component(value)
        }
        // Parameters first: a value that looks like one is none.
        let count = unresolved.count + problems.count
        let text = expand(PathParameters.fill(draft.url) { values[$0] ?? "" }, at: .url)
        let query = fields(draft.query, RequestProblem.Place.query)
        guard unresolved.count + problems.count == count else { return nil }
        do {
            var url = try RequestURL(text)
            let pairs = query.map {
                PercentEncoding.component($0.field.name) + "=" + PercentEncoding.component($0.field.value)
            }
            if !pairs.isEmpty { url.add(query: pairs.joined(separator: "&")) }
            return url
        } catch {
            problems.append(RequestProblem(.url, error.description))
            return nil
        }
    }

    /// The rows that are switched on and not empty.
    private mutating func fields(
        _ fields: [DraftField], _ place: (Int) -> RequestProblem.Place
    ) -> [(index: Int, field: DraftField)] {
        var resolved: [(index: Int, field: DraftField)] = []
        for (index, field) in fields.enumerated() where field.isEnabled && !(field.name.isEmpty && field.value.isEmpty)
        {
            let name = expand(field.name, at: place(index))
            let value = expand(field.value, at: place(index))
            hide(value, of: name)
            resolved.append((index, DraftField(name, value)))
        }
        return resolved
    }

    private mutating func auth(of draft: RequestDraft) -> ResolvedRequest.Auth {
        switch draft.auth {
        case .none, .apiKey: return .none
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
            url?.add(query: PercentEncoding.component(field.name) + "=" + PercentEncoding.component(field.value))
        } else {
            if let words = HeaderRules.problem(of: field) { problems.append(RequestProblem(.auth, words)) }
            headers.append((-1, field))
        }
    }

    private mutating func body(of draft: RequestDraft) -> (ResolvedRequest.Body, type: String?) {
        switch draft.body {
        case .none: return (.none, nil)
        case .json(let text): return (.bytes(expandBytes(text, at: .body)), "application/json")
        case .xml(let text): return (.bytes(expandBytes(text, at: .body)), "application/xml")
        case .text(let text): return (.bytes(expandBytes(text, at: .body)), "text/plain; charset=utf-8")
        case .form(let rows):
            let pairs = fields(rows) { _ in .body }.map {
                PercentEncoding.form($0.field.name) + "=" + PercentEncoding.form($0.field.value)
            }
            return (.bytes(Array(pairs.joined(separator: "&").utf8)), "application/x-www-form-urlencoded")
        case .file(let path):
            let path = expand(path, at: .body)
            if path.isEmpty { problems.append(RequestProblem(.body, "The body is a file, and its path is missing")) }
            return (.file(path), FileTypes.type(of: path))
        case .multipart(let parts): return (.multipart(parts.filter(\.isEnabled).map { part($0) }), nil)
        }
    }

    private mutating func part(_ part: RequestBody.Part) -> RequestBody.Part {
        var resolved = part
        resolved.name = expand(part.name, at: .body)
        switch part.content {
        case .text(let text): resolved.content = .text(expand(text, at: .body))
        case .file(let path):
            let path = expand(path, at: .body)
            if path.isEmpty {
                problems.append(RequestProblem(.body, "The part \(resolved.name) is a file without a path"))
            }
            resolved.content = .file(path)
            resolved.contentType = part.contentType ?? FileTypes.type(of: path)
        }
        resolved.filename = part.filename.map { expand($0, at: .body) }
        resolved.contentType = resolved.contentType.map { expand($0, at: .body) }
        let words = HeaderRules.problem(of: DraftField("Content-Type", resolved.contentType ?? ""))
        if let words { problems.append(RequestProblem(.body, words)) }
        return resolved
    }

    private mutating func options(of draft: RequestDraft) -> RequestOptions {
        var options = draft.options
        options.proxy = expand(options.proxy, at: .options)
        options.tls.ca = expand(options.tls.ca, at: .options)
        options.tls.certificate = expand(options.tls.certificate, at: .options)
        options.tls.key = expand(options.tls.key, at: .options)
        options.tls.serverName = expand(options.tls.serverName, at: .options)
        if let password = options.tls.keyPassword {
            options.tls.keyPassword = .literal(secret(password, "key password", at: .options))
        }
        return options
    }

    // MARK: - Values

    /// A text with its variables put in; what stands for nothing is noted.
    private mutating func expand(_ text: String, at place: RequestProblem.Place) -> String {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        let bytes = expandBytes(text, at: place)
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        problems.append(RequestProblem(place, "A file that is not UTF-8 can be put into a body only"))
        return ""
    }

    /// The same as bytes: a file may hold anything.
    private mutating func expandBytes(_ text: String, at place: RequestProblem.Place) -> [UInt8] {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return Array(text.utf8) }
        let expansion = expander.expand(text)
        // Of a generator its own words say more than that it has no value.
        for name in expansion.unresolved where !Generators.isGenerator(name) && known.insert(name).inserted {
            unresolved.append(name)
        }
        if !expansion.unresolved.isEmpty || expansion.isCut {
            problems.append(RequestProblem(place, expansion.problems.first ?? ""))
        }
        note(expansion.secrets)
        for value in expansion.hidden where !secrets.contains(value) { secrets.append(value) }
        for file in expansion.files where !files.contains(file) { files.append(file) }
        return expansion.bytes
    }

    /// A secret with its variables put in: its value where there is one, else dots.
    private mutating func secret(_ secret: Secret, _ name: String, at place: RequestProblem.Place) -> String {
        if case .literal(let text) = secret {
            let value = expand(text, at: place)
            if !value.isEmpty, !secrets.contains(value) { secrets.append(value) }
            return value
        }
        note([Expansion.Need(name: name, secret: secret)])
        return expander.secret(name, secret) ?? Secret.dots
    }

    /// What a name calls secret is a secret wherever it comes again.
    private mutating func hide(_ value: String, of name: String) {
        // A short one, such as a code of three digits, would hide what it is not.
        guard Secret.isSecretField(name), value.utf8.count >= 6, !value.contains(Secret.dots), !secrets.contains(value)
        else {
            return
        }
        secrets.append(value)
    }

    private mutating func note(_ found: [Expansion.Need]) {
        for need in found where !needs.contains(need) {
            needs.append(need)
            if let value = expander.secret(need.name, need.secret), !value.isEmpty, !secrets.contains(value) {
                secrets.append(value)
            }
        }
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
