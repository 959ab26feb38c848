import REST
import Text
import Wire

/// Sends the request of `--http`, once or again and again, and posts what comes of it.
final class WireRequester: Sendable {
    private let client: RESTClient
    private let mailbox: Mailbox
    private let url: String

    init(_ url: String, userAgent: String, mailbox: Mailbox) {
        client = RESTClient(userAgent: userAgent)
        self.mailbox = mailbox
        self.url = url
    }

    /// Sends it for the time of that number.
    func send(_ number: UInt64) {
        let now = WallTime.now()
        let began = Moment(now.seconds) * 1_000_000 + Moment(now.nanoseconds / 1000)
        let (client, mailbox, url) = (client, mailbox, url)
        Task {
            func post(_ hops: [Hop], _ failure: String) {
                mailbox.post(
                    .wire(
                        .exchange(
                            WireExchange(
                                id: number, url: WireField.shown(url: url), startedAt: began, hops: hops, isOver: true,
                                failure: failure))))
            }
            do throws(RequestFailure) {
                post(try await client.send(Request(.get, url)).hops, "")
            } catch {
                // What went over the wire before it failed is told too.
                post(error.exchange?.hops ?? [], "\(error)")
            }
        }
    }
}
