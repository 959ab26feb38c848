import App
import Expectations
import Opener
import Payloads
import Profile
import REST
import Scripts

extension ResponseChain {
    /// A chain over the saved requests: each that a value is taken of is sent once, since a verb keeps no answers.
    /// - Parameter cookies: what goes along with them, unless they want none.
    init(
        _ saved: SavedRequests, _ variables: Variables, through client: RESTClient, cookies: CookieJar? = nil
    ) {
        let sources = Sources(
            request: { (name) throws(RequestOpener.Failure) in
                do {
                    return try saved.request(name)
                } catch {
                    let words = (error as? Failure)?.message ?? "\(error)"
                    throw RequestOpener.Failure(description: words.replacing("martlet run: ", with: ""))
                }
            },
            answer: { _ in nil },
            send: { (draft, opened) async throws(RequestFailure) in
                let jar = draft.options.usesCookies ? cookies : nil
                let exchange = try await client.send(opened.request, cookies: jar)
                let body = exchange.body.withBytes { PayloadBytes(owner: exchange.body, $0) }
                let response = exchange.response ?? Response(status: 0)
                return Answer(
                    Subject(response, body: body, duration: exchange.duration), time: AppClock.system.now())
            })
        self.init(RequestOpener(secrets: .atTerminal), sources, variables, now: { AppClock.system.now() })
    }
}
