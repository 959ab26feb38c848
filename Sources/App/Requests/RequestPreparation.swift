import Files
public import Opener
public import Profile
public import REST

/// Makes of a request as it is saved one that can be sent: generators' values made, secrets found, variables put in.
public struct RequestPreparation: Sendable {
    private let secrets: SecretResolver

    /// Something of the request cannot be used: one line for the person.
    public struct Failure: Error, CustomStringConvertible {
        /// What is wrong and what to do.
        public let description: String
    }

    /// A preparation that finds secrets by a resolver.
    public init(secrets: SecretResolver) {
        self.secrets = secrets
    }

    /// The request to send, for a program without topics on its screen, and what of it must not be told.
    /// - Throws: ``Failure``; variables that stand for nothing are named before any secret is looked for.
    public func request(
        _ draft: RequestDraft, _ variables: Variables
    ) async throws(Failure) -> (request: REST.Request, mask: SecretMask) {
        var generators = Generators()
        let made = MadeValues(
            for: draft, variables, tag: Self.noTag, with: &generators, now: AppClock.system.now(),
            lastValue: { _ in nil })
        let resolved = try await resolve(draft, variables, made, tag: Self.noTag).request
        return (REST.Request(resolved), SecretMask(resolved))
    }

    private static let noTag = RequestResolver.withoutTags("")

    /// The request with everything in it, and what the person was asked for it.
    /// - Parameters:
    ///   - made: the values of its generators, made where the topics are.
    ///   - tag: what `{{etag}}` stands for.
    func resolve(
        _ draft: RequestDraft, _ variables: Variables, _ made: MadeValues, tag: TemplateExpander.Generated
    ) async throws(Failure) -> (request: ResolvedRequest, asked: [String]) {
        let outcome = Self.resolve(draft, variables, made, tag, with: [:], [:])
        guard let shown = outcome.request else { throw Self.failure(outcome) }
        var values: [Expansion.Need: String] = [:]
        var asked: [String] = []
        for need in outcome.needs {
            let words = Self.words(need, variables, shown)
            if need.secret == .prompt { asked.append(words) }
            do {
                values[need] = try await secrets.resolve(need.secret, for: words)
            } catch {
                throw Failure(description: error.description)
            }
        }
        let whole = Self.resolve(draft, variables, made, tag, with: values, try await Self.contents(of: outcome.files))
        guard let request = whole.request else { throw Self.failure(whole) }
        return (request, asked)
    }

    /// Asks again what did not open the door.
    func forget(_ asked: [String]) {
        for words in asked { secrets.forget(words) }
    }

    private static func resolve(
        _ draft: RequestDraft, _ variables: Variables, _ made: MadeValues, _ tag: TemplateExpander.Generated,
        with values: [Expansion.Need: String], _ files: [TemplateFile: [UInt8]]
    ) -> RequestResolver.Outcome {
        let queue = MadeValues.Queue(made)
        let expander = TemplateExpander(variables: variables) { name, secret in
            values[Expansion.Need(name: name, secret: secret)]
        } generate: { name, arguments in
            let file = name == TemplateFile.name ? TemplateFile(arguments).flatMap { files[$0] } : nil
            return file.map { .bytes($0) } ?? queue.next(name, arguments)
        }
        return RequestResolver.resolve(draft, with: expander) { _ in tag }
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

    private static func failure(_ outcome: RequestResolver.Outcome) -> Failure {
        Failure(description: outcome.words ?? "the URL is missing")
    }

    /// What a secret is for: a variable is one for both halves; anything else belongs to a person at a host.
    private static func words(_ need: Expansion.Need, _ variables: Variables, _ request: ResolvedRequest) -> String {
        if variables[need.name]?.value == need.secret { return "variable \(need.name)" }
        let port = request.url.port.map { ":\($0)" } ?? ""
        let host = request.url.host + port
        switch request.auth {
        case .basic(let username, _), .digest(let username, _): return "\(need.name) of \(username) at \(host)"
        case .none, .bearer: return "\(need.name) for \(host)"
        }
    }
}
