import Payloads
public import Profile
import REST

/// The last attempt to send each request and what came of it, found by the request it was sent from; and the finished
/// answers before it, to compare with.
///
/// Bounded in requests and bytes: what was not sent for longest goes first, and that it went is remembered.
public final class ExchangeLog {
    /// The most requests whose answers are kept.
    public static let maximumRequests = 200

    /// What is kept of one request.
    fileprivate struct Answers {
        /// The last attempt.
        var last: SentRequest
        /// Finished answers before it, the newest last.
        var earlier: [SentRequest] = []
    }

    private var answers: [Int: Answers] = [:]
    /// The requests whose last answer was let go.
    private var letGo: Set<Int> = []
    /// What is under way, and the request that it was sent from.
    private var running: [UInt64: Int] = [:]
    /// The most bytes of answers that are kept.
    public let budget: Int
    /// The entity tags of the last answers.
    public private(set) var tags = EntityTags()

    /// An empty log that keeps answers of `budget` bytes in all.
    public init(budget: Int = 64 << 20) { self.budget = budget }

    /// The last attempt to send a request; nil when there was none, or it was let go.
    public subscript(request: Int) -> SentRequest? { answers[request]?.last }

    /// Whether an answer of a request was let go to make room.
    public func isLetGo(_ request: Int) -> Bool { letGo.contains(request) }

    /// What was sent from a request and has not come to its end, the oldest first.
    public func underWay(of request: Int) -> [UInt64] {
        running.filter { $0.value == request }.keys.sorted()
    }

    /// Takes a new exchange, or news of one.
    public func update(_ exchange: SentRequest) {
        running[exchange.id] = exchange.isUnderWay ? exchange.requestID : nil
        tags.note(exchange)
        letGo.remove(exchange.requestID)
        guard var kept = answers[exchange.requestID] else {
            answers[exchange.requestID] = Answers(last: exchange)
            return trim()
        }
        if exchange.id < kept.last.id {
            kept.keep(exchange)
        } else {
            if exchange.id > kept.last.id { kept.keep(kept.last) }
            kept.last = exchange
        }
        answers[exchange.requestID] = kept
        trim()
    }

    /// The newest answer to the same request that is older than `exchange`; nil when none is kept.
    public func previous(of exchange: SentRequest) -> SentRequest? {
        answers[exchange.requestID]?.earlier.last { $0.id < exchange.id }
    }

    /// Lets go of what is beyond the bounds: answers to compare with first, then those of the requests that were not sent
    /// for longest. What is under way and what was sent last stay.
    private func trim() {
        var size = answers.values.reduce(0) {
            $0 + Self.memory($1.last) + $1.earlier.reduce(0) { $0 + Self.memory($1) }
        }
        guard size > budget || answers.count > Self.maximumRequests else { return }
        let oldest = answers.keys.sorted { (answers[$0]?.last.id ?? 0) < (answers[$1]?.last.id ?? 0) }
        for request in oldest where size > budget {
            while size > budget, let first = answers[request]?.earlier.first {
                size -= Self.memory(first)
                answers[request]?.earlier.removeFirst()
            }
        }
        for request in oldest.dropLast() where size > budget || answers.count > Self.maximumRequests {
            guard let gone = answers[request], !gone.last.isUnderWay else { continue }
            size -= Self.memory(gone.last) + gone.earlier.reduce(0) { $0 + Self.memory($1) }
            answers[request] = nil
            letGo.insert(request)
        }
    }

    /// What an exchange takes of the memory; a body or raw bytes that lie in a file take none.
    private static func memory(_ exchange: SentRequest) -> Int {
        let sent = exchange.hops.reduce(0) { $0 + $1.sent.bytes.count + ($1.raw.isSpilled ? 0 : $1.raw.count) }
        return sent + (exchange.isSpilled ? 0 : exchange.body.count)
    }
}

extension ExchangeLog.Answers {
    /// Two are enough: the one before, and the one before an earlier one that came late.
    fileprivate mutating func keep(_ exchange: SentRequest) {
        guard exchange.state == .finished, exchange.response != nil else { return }
        earlier.removeAll { $0.id == exchange.id }
        earlier.insert(exchange, at: earlier.firstIndex { $0.id > exchange.id } ?? earlier.count)
        if earlier.count > 2 { earlier.removeFirst() }
    }
}
