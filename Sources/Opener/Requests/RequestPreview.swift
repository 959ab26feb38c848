public import Profile
public import REST
import Text

/// What a draft would send, as far as it is seen while it is typed: dots for secrets, and of the body no more than what in
/// it stands for nothing.
public struct RequestPreview: Hashable, Sendable {
    /// The URL without what an API key adds, dots for secrets; empty when it is none. Tags are known by it.
    public var url = ""
    /// The whole URL for people; nil when something is in the way.
    public var shownURL: String?
    /// What `{{etag}}` stands for in it.
    public var tag = TemplateExpander.Generated.later
    /// Who sends it, for a question of a password: `me`; empty for nobody.
    public var person = ""
    /// The header fields as far as they are known, those added by default too: what `Vary` may name.
    public var fields: [Field] = []
    /// Whose answers it gets (``Credentials``); nil when that is known only when it is sent.
    public var holder: String?
    /// What keeps it from being sent, in one line; nil when nothing does.
    public var words: String?
    /// Whether that is nothing but names without a value: where one is given, the screen and a command line know.
    public var lacksValuesAlone = false
    /// Whether something in its body cannot be put in: what it will be is not known then.
    public var hasBodyProblem = false
    /// The names in it that stand for nothing.
    public var lacking: [String] = []

    /// Makes previews one after another, and makes anew what changed alone.
    public struct Maker {
        private var last:
            (draft: RequestDraft, variables: Variables, state: State, taken: TakenValues, preview: RequestPreview)?
        private var lastBody: (body: RequestBody, variables: Variables, check: Check)?
        /// Bytes of texts that were read so far.
        private(set) var readBytes = 0

        /// What is wrong with a body.
        private struct Check {
            var problems: [RequestProblem] = []
            var unresolved: [String] = []
            /// Whether `{{etag}}` is in it: what that stands for changes with every letter of the URL.
            var callsTag = false
        }

        /// What credentials are told apart by.
        public var identity: KeyedDigest { didSet { if identity != oldValue { last = nil } } }

        /// The cookies that go along; nil for none.
        public var cookies: CookieJar? { didSet { if cookies != oldValue { last = nil } } }

        /// What beside a draft and its variables may change.
        private struct State: Equatable {
            var tags: Int
            var cookies: Int
        }

        /// Nothing was made yet.
        /// - Parameter identity: what credentials are told apart by.
        public init(identity: KeyedDigest = KeyedDigest()) { self.identity = identity }

        /// The preview of a draft.
        /// - Parameter taken: what it takes of answers and of topics.
        public mutating func preview(
            of draft: RequestDraft, _ variables: Variables, _ kept: KeptAnswers = KeptAnswers(),
            taken: TakenValues = TakenValues()
        ) -> RequestPreview {
            preview(of: draft, variables, revision: kept.revision, taken: taken) { [identity, cookies] url in
                // Nothing is kept of it, so that it does not matter who asks.
                guard !kept.all(of: url).isEmpty else { return kept.value(for: url) }
                // A tag belongs to one form and to one person: who asks is known before it is put in.
                var resolver = RequestResolver(Self.expander(variables, taken)) { _ in .later }
                let (fields, holder) = Self.asker(resolver.head(of: draft), draft, variables, identity, cookies)
                return kept.value(for: url, fields, holder: holder)
            }
        }

        /// - Parameter revision: another one for other tags.
        mutating func preview(
            of draft: RequestDraft, _ variables: Variables, revision: Int, taken: TakenValues = TakenValues(),
            tag: @escaping (String) -> TemplateExpander.Generated
        ) -> RequestPreview {
            let state = State(tags: revision, cookies: cookies?.revision ?? 0)
            if let last, last.draft == draft, last.variables == variables, last.state == state, last.taken == taken {
                // Its own lists, so that they are known again without being read.
                self.last?.draft = draft
                self.last?.variables = variables
                return last.preview
            }
            let preview = make(draft, variables, taken, tag)
            last = (draft, variables, state, taken, preview)
            return preview
        }

        private mutating func make(
            _ draft: RequestDraft, _ variables: Variables, _ taken: TakenValues,
            _ tag: @escaping (String) -> TemplateExpander.Generated
        ) -> RequestPreview {
            var resolver = RequestResolver(Self.expander(variables, taken), tag: tag)
            let head = resolver.head(of: draft)
            var preview = RequestPreview()
            preview.url = resolver.address
            preview.tag = resolver.knownTag
            switch head.authorization {
            case .basic(let name, _), .digest(let name, _), .any(let name, _): preview.person = name
            case .none, .bearer, .renewable, .aws: break
            }
            (preview.fields, preview.holder) = Self.asker(head, draft, variables, identity, cookies)
            // Whose cookies go along is known when the server is.
            if resolver.openURL != nil { preview.holder = nil }
            // For what it finds wrong with them.
            _ = resolver.options(of: draft)
            _ = resolver.checkFirstMessage(draft.body, of: head.url)
            let body = check(draft.body, variables)
            readBytes += resolver.readBytes
            preview.hasBodyProblem = !body.problems.isEmpty || !body.unresolved.isEmpty
            let more = body.unresolved.filter { !resolver.unresolved.contains($0) }
            var problems = resolver.problems + body.problems
            if body.callsTag, case .none(let words) = preview.tag { problems.append(RequestProblem(.body, words)) }
            preview.lacking = resolver.unresolved + more
            preview.words = RequestProblem.words(preview.lacking, problems) ?? taken.problem
            preview.lacksValuesAlone = RequestProblem.lacksValuesAlone(preview.lacking, problems)
            let mask = SecretMask(resolver.secrets + taken.secrets)
            if preview.words == nil, let open = resolver.openURL {
                preview.shownURL = mask.sentence(open)
            } else if preview.words == nil, let url = head.url {
                // The dots of a secret that is not known here are coded as any value is.
                let dotted = url.text.replacing(PercentEncoding.component(Secret.dots), with: Secret.dots)
                preview.shownURL = Self.withCalls(mask.url(dotted))
            }
            return preview
        }

        /// A URL in which calls whose values come later stand as they were typed.
        private static func withCalls(_ url: String) -> String {
            var (text, rest) = ("", url[...])
            // Braces that stayed have been encoded as every other letter of a URL.
            while let start = rest.firstRange(of: "%7B%7B"),
                let end = rest[start.upperBound...].firstRange(of: "%7D%7D")
            {
                text += rest[..<start.lowerBound] + PercentEncoding.decode(rest[start.lowerBound..<end.upperBound])
                rest = rest[end.upperBound...]
            }
            return text + rest
        }

        /// Puts in what is known of what is taken of answers and topics.
        private static func expander(_ variables: Variables, _ taken: TakenValues) -> TemplateExpander {
            TemplateExpander(
                variables: variables,
                generate: { name, arguments in
                    taken.value(name, arguments) ?? TemplateExpander.named(name, arguments)
                })
        }

        /// What tells its answers from those to others: the fields, and who asks.
        private static func asker(
            _ head: RequestResolver.Head, _ draft: RequestDraft, _ variables: Variables, _ identity: KeyedDigest,
            _ cookies: CookieJar?
        ) -> (fields: [Field], holder: String?) {
            var typed = head.fields.map { Field($0.name, $0.value) }
            let omitted = Set(draft.options.omittedHeaders)
            let added = REST.Request.defaultFields.filter { field in
                typed[field.name] == nil && !omitted.contains(field.name.lowercased())
            }
            let request = REST.Request(
                .get, head.url?.text ?? "", fields: typed, authorization: head.authorization)
            let holder = Credentials.holder(of: request, variables.inheriting(draft), identity, cookies: cookies)
            // `Vary` may name it; of the fields that are typed it is no part.
            if draft.options.usesCookies, let text = cookies?.text(for: request.url, typed) {
                if let place = typed.firstIndex(where: { $0.name.lowercased() == "cookie" }) {
                    typed[place].value = "\(text); \(typed[place].value)"
                } else {
                    typed.append(Field("Cookie", text))
                }
            }
            return (typed + added, holder)
        }

        /// Looks at a body when it is another one than before.
        private mutating func check(_ body: RequestBody, _ variables: Variables) -> Check {
            if let last = lastBody, last.body == body, last.variables == variables { return last.check }
            var check = Check()
            var callsTag = false
            var expander = TemplateExpander(variables: variables)
            let named = expander.generate
            expander.generate = { name, arguments in
                guard name == EntityTags.name, arguments.isEmpty else { return named(name, arguments) }
                callsTag = true
                return .later
            }
            var resolver = RequestResolver(expander) { _ in .later }
            resolver.check(body)
            readBytes += resolver.readBytes
            check.problems = resolver.problems
            check.unresolved = resolver.unresolved
            check.callsTag = callsTag
            lastBody = (body, variables, check)
            return check
        }
    }
}

extension RequestResolver {
    /// Notes what in a body stands for nothing, or is missing.
    mutating func check(_ body: RequestBody) {
        switch body {
        case .none: break
        case .json(let text), .xml(let text), .text(let text): check(text, at: .body)
        case .graphQL: _ = self.body(body)
        case .form(let rows):
            for row in rows where row.isEnabled {
                check(row.name, at: .body)
                check(row.value, at: .body)
            }
        case .file, .multipart: _ = self.body(body)
        }
    }
}
