import Hypermedia
import Interface
import Model
import Opener
import Payloads
import Profile
import REST

/// Asks for a list that comes in pages, page after page, and tells how far it has come: one exchange whose body is the pages
/// joined, and whose hops are the requests.
struct PagesRun {
    let opener: RequestOpener
    let client: RESTClient
    let inbox: Inbox
    let clock: AppClock

    /// Opens the request and goes through its pages, until the last, a bound, or the person ends it.
    func run(_ order: RequestOrder, _ needs: RequestNeeds, _ made: MadeValues) async {
        var exchange = order.exchange(at: clock.now())
        // It is no answer of that URL alone.
        (exchange.url, exchange.joined) = ("", JoinedAnswer())
        let opened: RequestOpener.Opened
        do {
            opened = try await opener.open(order.draft, order.variables, order.preview, needs, made)
        } catch {
            exchange.state = .failed("Not sent: \(SecretMask.named.sentence("\(error)"))")
            return inbox.deliver(.exchange(exchange))
        }
        let masking = Masking(opened.mask)
        let start = clock.uptime()
        var walk = PageWalk(items: order.pagesList.map { PageItems(names: $0) })
        var request = opened.request
        exchange.state = .receiving
        do {
            while true {
                let answer = try await client.send(request, cookies: order.cookies(of: order.draft)?.jar)
                exchange.hops += answer.hops.map(masking.hop)
                let step = walk.take(Page(of: answer, asked: request.url), now: Int(clock.now() / 1_000_000))
                take(walk.joined, masking, into: &exchange)
                switch step {
                case .follow(let url):
                    exchange.joined?.words = "going on"
                    request = opened.request.following(LinkRequest(method: "GET", url: url))
                case .wait(let seconds, _):
                    // 429 or 503 with Retry-After (RFC 9110 10.2.3): what is here stays on the screen meanwhile.
                    exchange.joined?.words = "the server asks to wait \(seconds) s"
                    inbox.deliver(.exchange(exchange))
                    try await Task.sleep(for: .seconds(seconds))
                case .end(let end):
                    exchange.joined?.words = opened.mask.sentence(end.words)
                    exchange.state = .finished
                    exchange.endedAfter = clock.uptime() - start
                    return inbox.deliver(.exchange(exchange))
                }
                inbox.deliver(.exchange(exchange))
            }
        } catch {
            let failure = error as? RequestFailure
            // The pages so far stay: only the one that failed is not in the list.
            if let answer = failure?.exchange { exchange.hops += answer.hops.map(masking.hop) }
            exchange.endedAfter = clock.uptime() - start
            exchange.joined?.words = "not all pages are here"
            exchange.state =
                failure.map { $0.kind != .cancelled } == true
                ? .failed(failure.map(masking.words) ?? "") : .cancelled
            inbox.deliver(.exchange(exchange))
        }
    }

    /// What is here of the pages: joined, or the first where there is nothing to join.
    private func take(_ joined: JoinedPages, _ masking: Masking, into exchange: inout SentRequest) {
        exchange.joined?.pages = joined.pages.map { page in
            JoinedAnswer.Page(url: masking.url(page.url), items: page.items)
        }
        exchange.joined?.list = joined.hasItems ? joined.list?.names : nil
        exchange.joined?.repeated = joined.repeated
        if let text = joined.text {
            exchange.body = PayloadBytes(text)
        } else if let first = joined.pages.first {
            exchange.body = first.body
        }
        exchange.receivedSize = exchange.body.count
    }
}
