import Payloads

/// The exchange that is shown, and the last finished answers to compare it with.
///
/// Bodies are kept within a budget: the answers that were not seen for longest go first.
public final class ExchangeLog {
    /// The exchange that Response shows; nil until one is sent.
    public private(set) var current: Exchange?
    private var answers: [Exchange] = []
    private let budget: Int

    /// An empty log that keeps earlier answers of `budget` bytes in all.
    public init(budget: Int = 64 << 20) { self.budget = budget }

    /// Shows an exchange: a new one, or news of the one that is shown. News of an older one is kept to compare with.
    public func update(_ exchange: Exchange) {
        if let shown = current, exchange.id != shown.id {
            if exchange.id < shown.id { return keep(exchange) }
            keep(shown)
        }
        current = exchange
    }

    /// Shows an earlier exchange again.
    public func show(_ exchange: Exchange) {
        if let shown = current, shown.id != exchange.id { keep(shown) }
        current = exchange
    }

    /// The newest answer to the same request that is older than `exchange`; nil when none is kept.
    public func previous(of exchange: Exchange) -> Exchange? {
        answers.last { $0.key == exchange.key && $0.id < exchange.id }
    }

    private func keep(_ exchange: Exchange) {
        guard exchange.state == .finished, exchange.response != nil else { return }
        answers.removeAll { $0.id == exchange.id }
        let place = answers.firstIndex { $0.id > exchange.id } ?? answers.count
        answers.insert(exchange, at: place)
        // Two of each request are enough: the one before, and the one before an earlier one that is shown again.
        let same = answers.indices.filter { answers[$0].key == exchange.key }
        if same.count > 2 { answers.remove(at: same[0]) }
        var size = answers.reduce(0) { $0 + Self.memory($1) }
        while size > budget, answers.count > 1 { size -= Self.memory(answers.removeFirst()) }
    }

    /// What a body takes of the memory; one that lies in a file takes none.
    private static func memory(_ exchange: Exchange) -> Int { exchange.spillPath == nil ? exchange.body.count : 0 }
}
