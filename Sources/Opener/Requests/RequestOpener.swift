import Files
public import Profile
public import REST
public import SignIn
public import Text

/// Makes of a draft the request that is sent: secrets found, files read, and then everything put in, once. The screen's
/// send and `martlet run` both use it.
public struct RequestOpener: Sendable {
    let secrets: SecretResolver

    /// Something of the request cannot be used: one line for the person.
    public struct Failure: Error, CustomStringConvertible {
        /// What is wrong and what to do.
        public let description: String
        /// Whether nothing is wrong but that names have no value.
        public var lacksValuesAlone = false

        /// A failure in words.
        public init(description: String) { self.description = description }

        init(_ preview: RequestPreview, _ words: String) {
            (description, lacksValuesAlone) = (words, preview.lacksValuesAlone)
        }
    }

    /// A request that can be sent.
    public struct Opened: Sendable {
        /// The request, every value in it.
        public internal(set) var request: REST.Request
        /// What of it must not be told.
        public internal(set) var mask: SecretMask
        /// What the person was asked for it.
        public let asked: [String]
        /// What the mask was made of.
        var secrets: [String] = []
        /// The token that was got for it; nil where none was needed.
        public internal(set) var token: SignInToken?
    }

    /// An opener that finds secrets by a resolver.
    public init(secrets: SecretResolver) { self.secrets = secrets }

    /// The request to send, for a program without topics on its screen and without earlier answers.
    /// - Parameters:
    ///   - chain: finds values of the answers to other requests; nil where there are none.
    ///   - path: the requests that wait for this one, and itself.
    /// - Throws: ``Failure``; variables that stand for nothing are named before any secret is looked for.
    public func open(
        _ draft: RequestDraft, _ variables: Variables, now: Moment, chain: ResponseChain? = nil, path: [String] = []
    ) async throws(Failure) -> Opened {
        var generators = Generators()
        return try await open(draft, variables, now: now, with: &generators, chain: chain, path: path)
    }

    /// The same for one that is sent again and again: its counters and walks go on.
    /// - Parameter lastValue: the last value of a topic.
    public func open(
        _ draft: RequestDraft, _ variables: Variables, now: Moment, with generators: inout Generators,
        chain: ResponseChain? = nil, path: [String] = [], lastValue: (String) -> TopicValue? = { _ in nil }
    ) async throws(Failure) -> Opened {
        var maker = RequestPreview.Maker()
        let preview = maker.preview(of: draft, variables, revision: 0, tag: RequestResolver.withoutTags)
        if let words = preview.words { throw Failure(preview, words) }
        let needs = RequestNeeds(draft, variables)
        let made = MadeValues(for: needs, with: &generators, now: now, lastValue: lastValue)
        return try await open(draft, variables, preview, needs, made, chain, path: path)
    }

    /// The request to send.
    /// - Parameters:
    ///   - preview: what was seen of it.
    ///   - needs: what it needs.
    ///   - made: the values of its generators, made where the topics are.
    ///   - chain: finds values of the answers to other requests; nil where there are none.
    ///   - path: the requests that wait for this one, and itself.
    public func open(
        _ draft: RequestDraft, _ variables: Variables, _ preview: RequestPreview, _ needs: RequestNeeds,
        _ made: MadeValues, _ chain: ResponseChain? = nil, path: [String] = []
    ) async throws(Failure) -> Opened {
        var made = made
        // Before the secrets: nobody is to type a password for a request that lacks an answer.
        if let call = needs.responses.first {
            guard let chain else {
                throw Failure(description: "\(call.request): answers to other requests are not at hand here")
            }
            made.responses = try await chain.values(of: needs.responses, for: path)
        }
        var values: [Expansion.Need: String] = [:]
        var asked: [String] = []
        for need in needs.secrets {
            let words = Self.words(need, variables, preview)
            if need.secret == .prompt { asked.append(words) }
            // `SecretResolver` has no settings to sign in with.
            if case .token(let name) = need.secret {
                values[need] = try await token(named: name, variables).access
                continue
            }
            do {
                values[need] = try await secrets.resolve(need.secret, for: words)
            } catch {
                throw Failure(description: error.description)
            }
        }
        let files = try await Self.contents(of: needs.files)
        let secret = made.secrets(of: needs)
        let (opened, need) = try Self.resolve(draft, variables, tag: preview.tag, values, files, made, secret, asked)
        return try await signed(opened, need, variables)
    }

    /// Asks again what did not open the door.
    public func forget(_ asked: [String]) {
        for words in asked { secrets.forget(words) }
    }

    private static func resolve(
        _ draft: RequestDraft, _ variables: Variables, tag: TemplateExpander.Generated,
        _ values: [Expansion.Need: String], _ files: [TemplateFile: [UInt8]], _ made: MadeValues,
        _ taken: [String], _ asked: [String]
    ) throws(Failure) -> (Opened, SignInNeed?) {
        var made = made
        var expander = TemplateExpander(variables: variables) { name, secret in
            values[Expansion.Need(name: name, secret: secret)]
        } generate: { name, arguments in
            let file = name == TemplateFile.name ? TemplateFile(arguments).flatMap { files[$0] } : nil
            return file.map { .bytes($0) } ?? made.next(name, arguments)
        }
        // A variable that holds a generator is one value, wherever in the request it stands.
        expander.sent = TemplateExpander.SentValues()
        let outcome = RequestResolver.resolve(draft, with: expander) { _ in tag }
        guard let request = outcome.request else {
            throw Failure(description: outcome.words ?? "the URL is missing")
        }
        // What a name calls secret is one, wherever it came from.
        let secrets = outcome.secrets + taken
        let opened = Opened(request: request, mask: SecretMask(request, secrets), asked: asked, secrets: secrets)
        return (opened, outcome.signIn)
    }

    /// What files hold, read on a thread that nobody else waits for.
    private static func contents(of files: [TemplateFile]) async throws(Failure) -> [TemplateFile: [UInt8]] {
        var contents: [TemplateFile: [UInt8]] = [:]
        for file in files {
            let read: Result<[UInt8], RequestFile.Failure> = await withCheckedContinuation { done in
                BlockingWork.run {
                    done.resume(returning: Result { () throws(RequestFile.Failure) in try RequestFile.read(file.path) })
                }
            }
            do {
                contents[file] = file.value(of: try read.get())
            } catch {
                throw Failure(description: error.description)
            }
        }
        return contents
    }

    /// What a secret is for: a variable is one for both halves; anything else belongs to a person at a host.
    private static func words(_ need: Expansion.Need, _ variables: Variables, _ preview: RequestPreview) -> String {
        if variables[need.name]?.value == need.secret { return "variable \(need.name)" }
        let url = try? RequestURL(preview.url)
        let host = (url?.host ?? "") + (url?.port.map { ":\($0)" } ?? "")
        return preview.person.isEmpty
            ? "\(need.name) for \(host)" : "\(need.name) of \(preview.person) at \(host)"
    }
}
