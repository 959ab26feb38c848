import App
import Opener
import Profile
import REST
import Synchronization

/// Makes of a saved request what is sent, each time anew: counters go on, and what it takes of the answers to others is
/// sent for again when it is as old as its call says.
final class SavedOpener: Sendable {
    private let draft: RequestDraft
    private let variables: Variables
    private let saved: SavedRequests
    /// The cookies of the environment; nil for none.
    private let cookies: CookieJar?
    private let secrets = SecretResolver.atTerminal
    /// What requests that values are taken of answered so far.
    private let answers = AnswersByName()
    private let generators = Mutex(Generators())

    init(_ draft: RequestDraft, _ variables: Variables, _ saved: SavedRequests, cookies: CookieJar? = nil) {
        self.cookies = cookies
        self.draft = draft
        self.variables = variables
        self.saved = saved
    }

    /// Where a value is given on a command line.
    private static func advised(_ failure: RequestOpener.Failure) -> RequestOpener.Failure {
        guard failure.lacksValuesAlone else { return failure }
        return RequestOpener.Failure(
            description: "\(failure); --var NAME=VALUE or --env gives it, {{'{{'}} writes two braces")
    }

    /// The request to send.
    /// - Throws: ``Opener/RequestOpener/Failure``.
    @Sendable func open() throws -> RequestOpener.Opened {
        // A copy goes through the waiting: no lock is held across it, and one request opens at a time.
        let before = generators.withLock { $0 }
        let (opened, after) = try waiting { [draft, variables, saved, secrets, answers, cookies] in
            var generators = before
            let client = RESTClient(userAgent: ProgramVersion.userAgent)
            let chain = ResponseChain(saved, variables, through: client, keeping: answers, cookies: cookies)
            let opened: Result<RequestOpener.Opened, RequestOpener.Failure>
            do throws(RequestOpener.Failure) {
                opened = .success(
                    try await RequestOpener(secrets: secrets).open(
                        draft, variables, now: AppClock.system.now(), with: &generators, chain: chain,
                        path: [draft.savedPath]))
            } catch {
                opened = .failure(Self.advised(error))
            }
            // Also when it failed: its connections would stay open.
            await client.shutdown()
            return (try opened.get(), generators)
        }
        generators.withLock { $0 = after }
        return opened
    }
}
