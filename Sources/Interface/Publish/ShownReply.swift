import Kit
import Model
import Payloads
import Topics

/// The reply to a publish that asked for one, where it was asked: in the composer and in the list of what was sent.
struct ShownReply {
    /// What became of the request; nil when it is known no more.
    private let request: AwaitedReplies.Request?
    private let messages: MessageStore

    /// Nil for a publish that asked for none, or was never sent.
    init?(to delivery: Delivery, _ publisher: Publisher) {
        guard delivery.replyTimeout != nil else { return nil }
        request = publisher.workspace.publishing.replies.requests.last { $0.id == delivery.id }
        messages = publisher.live.messages
        // What failed before it was sent waits for nothing.
        if request == nil, case .failed? = delivery.outcome { return nil }
    }

    /// `reply after 12 ms on home/reply`.
    var words: String {
        // Requests are remembered for a shorter time than what was sent.
        request.map(DeliveryWords.reply) ?? "its reply is not kept any more"
    }

    /// Whether none came in time.
    var isMissing: Bool { request?.state == .timedOut }

    /// The beginning of what was answered; empty while nothing was.
    func lines(width: Int) -> [String] {
        guard case .answered(let sequence, _)? = request?.state else { return [] }
        // A reply is a message like others: it may go before it is read.
        guard let size = messages.message(sequence)?.payloadSize,
            let text = messages.withPayload(sequence, { excerpt($0, limit: 3 * width) })
        else { return ["the reply was evicted: newer messages took its place"] }
        if size == 0 { return ["(empty)"] }
        let lines = cutAtEdge(text, width: width, rows: 4)
        // An excerpt of that length may have been cut.
        let isWhole = lines.count <= 3 && text.count < 3 * width
        return lines.prefix(3) + (isWhole ? [] : ["… \(Figures.bytes(Double(size))) in all, in Messages"])
    }
}
