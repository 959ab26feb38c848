import App
import Expectations
import Opener
import Payloads
import Profile
import REST
import Scripts

extension ResponseChain {
    /// A chain over the saved requests: each that a value is taken of is sent once, and again when its answer is too old.
    /// - Parameters:
    ///   - answers: what came so far in this run of the program, which keeps none from earlier ones.
    ///   - cookies: what goes along with them, unless they want none.
    init(
        _ saved: SavedRequests, _ variables: Variables, through client: RESTClient, keeping answers: AnswersByName,
        cookies: CookieJar? = nil
    ) {
        let sources = Sources(
            request: { (name) throws(RequestOpener.Failure) in
                try saved.opened(name)
            },
            answer: { answers[$0.savedPath] },
            send: { (draft, opened) async throws(RequestFailure) in
                let jar = draft.options.usesCookies ? cookies : nil
                let exchange = try await client.send(opened.request, cookies: jar)
                let body = exchange.body.withBytes { PayloadBytes(owner: exchange.body, $0) }
                let response = exchange.response ?? Response(status: 0)
                let answer = Answer(
                    Subject(response, body: body, duration: exchange.duration), time: AppClock.system.now())
                answers[draft.savedPath] = answer
                return answer
            })
        self.init(RequestOpener(secrets: .atTerminal), sources, variables, now: { AppClock.system.now() })
    }
}
