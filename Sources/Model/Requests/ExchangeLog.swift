import Payloads
public import Profile
import REST

/// What was sent from each request and what came of it: every attempt, also those that are under way.
///
/// Bounded in requests, in attempts of one request, and in bytes, of memory and of files. What goes first is the oldest of
/// which the request has a newer one; then all of the request that was not sent for longest, and that it went is remembered.
/// What is under way stays.
public final class ExchangeLog {
    /// The most requests whose answers are kept.
    public static let maximumRequests = 200
    /// The most attempts kept of one request.
    public static let maximumOfRequest = 100

    /// The attempts by the request that they were sent from, in the order of sending. None is empty.
    private var exchanges: [Int: [SentRequest]] = [:]
    /// The requests whose last answer was let go.
    private var letGo: Set<Int> = []
    /// What is under way, and the request that it was sent from.
    private var running: [UInt64: Int] = [:]
    /// What all that is kept takes.
    private var weight = Weight()
    /// The most bytes of memory that are kept.
    public let budget: Int
    /// The most bytes of files that are kept.
    public let fileBudget: Int
    /// The last answers by URL.
    public private(set) var kept = KeptAnswers()
    /// What was read from the disk last, to be looked at: it is older than all others, and does not go first.
    private var lastKept: UInt64?

    /// An empty log that keeps answers of `budget` bytes in all, and of `fileBudget` bytes of those that lie in files.
    public init(budget: Int = 64 << 20, fileBudget: Int = 2 << 30) {
        self.budget = budget
        self.fileBudget = fileBudget
    }

    /// The last attempt to send a request; nil when there was none, or it was let go.
    public subscript(request: Int) -> SentRequest? { exchanges[request]?.last }

    /// All that is kept of a request, in the order of sending.
    public func all(of request: Int) -> [SentRequest] { exchanges[request] ?? [] }

    /// One attempt to send a request; nil when it is not kept.
    public func exchange(_ id: UInt64, of request: Int) -> SentRequest? {
        guard let all = exchanges[request] else { return nil }
        let place = Self.place(of: id, in: all)
        return place < all.count && all[place].id == id ? all[place] : nil
    }

    /// What is under way and may have changed something by now; in no order.
    public var changesUnderWay: [SentRequest] {
        running.compactMap { exchange($0.key, of: $0.value) }.filter { !Self.safeMethods.contains($0.draft.method) }
    }

    /// Methods that ask for no change (RFC 9110 9.2.1).
    private static let safeMethods: Set = ["GET", "HEAD", "OPTIONS", "TRACE", "QUERY"]

    /// One attempt, of whichever request; nil when it is not kept.
    public func exchange(_ id: UInt64) -> SentRequest? {
        for all in exchanges.values { if let found = all.first(where: { $0.id == id }) { return found } }
        return nil
    }

    /// Whether an answer of a request was let go to make room.
    public func isLetGo(_ request: Int) -> Bool { letGo.contains(request) }

    /// What was sent from a request and has not come to its end, the oldest first.
    public func underWay(of request: Int) -> [UInt64] {
        // Numbers grow with the order of sending.
        running.filter { $0.value == request }.keys.sorted()
    }

    /// Takes a new exchange, or news of one.
    public func update(_ news: SentRequest) {
        var exchange = news
        running[exchange.id] = exchange.isUnderWay ? exchange.requestID : nil
        // Before it is kept: what is known of the URL is written into the exchange, as its base.
        kept.take(&exchange)
        // Something of the request is there again: nothing has to be explained.
        letGo.remove(exchange.requestID)
        keep(exchange)
        trim()
    }

    /// An answer like one that is kept came: that one is counted up, and what is known of its URL is renewed.
    func note(unchanged exchange: SentRequest, after kept: UInt64?) {
        var same = exchange
        self.kept.take(&same)
        // Taken out while it is changed, as in `keep`.
        guard let kept, var all = exchanges.removeValue(forKey: exchange.requestID) else { return }
        let place = Self.place(of: kept, in: all)
        if place < all.count, all[place].id == kept {
            all[place].unchanged += 1
            all[place].unchangedUntil = exchange.startedAt + exchange.duration
        }
        exchanges[exchange.requestID] = all
    }

    /// What of the kept answers changed since this was asked last: for whoever keeps it over restarts.
    public func takeKeptNews() -> [KeptAnswer] { kept.takeNews() }

    /// Takes in answers that earlier runs kept.
    func remember(_ earlier: [KeptAnswer]) { kept.remember(earlier) }

    /// Lets a request have the answer to another one, as what was sent once is opened anew.
    public func copy(_ exchange: SentRequest, to request: Int) {
        guard !exchange.isUnderWay else { return }
        var copy = exchange
        copy.requestID = request
        keep(copy)
        trim()
    }

    /// Takes an answer that was kept over a restart.
    public func take(kept exchange: SentRequest) {
        lastKept = exchange.id
        letGo.remove(exchange.requestID)
        keep(exchange)
        trim()
    }

    private func keep(_ exchange: SentRequest) {
        let request = exchange.requestID
        weight.add(exchange)
        // Taken out while it is changed: left in, the list would be copied for each piece of an answer.
        guard var all = exchanges.removeValue(forKey: request) else { return exchanges[request] = [exchange] }
        let place = Self.place(of: exchange.id, in: all)
        if place < all.count, all[place].id == exchange.id {
            weight.remove(all[place])
            all[place] = exchange
        } else {
            all.insert(exchange, at: place)
        }
        exchanges[request] = all
    }

    /// Where an exchange is in a list, or belongs.
    private static func place(of id: UInt64, in all: [SentRequest]) -> Int {
        // News are nearly always of one of the last.
        var place = all.count
        let order = SentRequest.order(of: id)
        while place > 0, all[place - 1].order >= order { place -= 1 }
        return place
    }

    /// The newest answer to the same request that is whole and older than `exchange`; nil when none is kept.
    public func previous(of exchange: SentRequest) -> SentRequest? {
        exchanges[exchange.requestID]?.last {
            $0.order < exchange.order && $0.state == .finished && $0.response != nil
        }
    }

    // MARK: - Bounds

    private var isOver: Bool { weight.memory > budget || weight.files > fileBudget }

    private func trim() {
        for (request, all) in exchanges where all.count > Self.maximumOfRequest {
            drop(request) { _, place in place < all.count - Self.maximumOfRequest }
        }
        guard isOver || exchanges.count > Self.maximumRequests else { return }
        // Those that have a newer one beside them.
        // The last of each request is what its pane shows: it goes only with the whole request.
        let older = exchanges.values.flatMap { $0.dropLast().filter { !$0.isUnderWay } }
            .sorted { $0.order < $1.order }
        // Memory and files are bounds of their own: an answer in a file gives no memory back.
        for exchange in older where isOver && weight.frees(exchange, over: budget, fileBudget) {
            drop(exchange.requestID) { kept, _ in kept.id == exchange.id }
        }
        let oldest = exchanges.keys.sorted { (self[$0]?.order ?? 0) < (self[$1]?.order ?? 0) }
        // Never the one that was sent last: it is what the person looks at.
        for request in oldest.dropLast() where isOver || exchanges.count > Self.maximumRequests {
            guard let all = exchanges[request], !all.contains(where: { $0.isUnderWay || $0.id == lastKept }) else {
                continue
            }
            drop(request) { _, _ in true }
            letGo.insert(request)
        }
    }

    private func drop(_ request: Int, where isGone: (SentRequest, Int) -> Bool) {
        guard let all = exchanges[request] else { return }
        var kept: [SentRequest] = []
        for (place, exchange) in all.enumerated() {
            // What is under way comes back with more of it; what was read from the disk was asked for just now.
            if isGone(exchange, place), !exchange.isUnderWay, exchange.id != lastKept {
                weight.remove(exchange)
            } else {
                kept.append(exchange)
            }
        }
        exchanges[request] = kept.isEmpty ? nil : kept
    }
}

extension ExchangeLog {
    /// Bytes of memory, and of files.
    private struct Weight {
        var memory = 0
        var files = 0

        mutating func add(_ exchange: SentRequest) { change(by: 1, exchange) }

        mutating func remove(_ exchange: SentRequest) { change(by: -1, exchange) }

        private mutating func change(by sign: Int, _ exchange: SentRequest) {
            let (memory, files) = Self.size(of: exchange)
            self.memory += sign * memory
            self.files += sign * files
        }

        /// Whether letting an exchange go helps with the bound that is broken.
        func frees(_ exchange: SentRequest, over budget: Int, _ fileBudget: Int) -> Bool {
            let size = Self.size(of: exchange)
            return memory > budget && size.memory > 0 || files > fileBudget && size.files > 0
        }

        private static func size(of exchange: SentRequest) -> (memory: Int, files: Int) {
            var (memory, files) = exchange.isSpilled ? (0, exchange.body.count) : (exchange.body.count, 0)
            memory += exchange.base?.body?.count ?? 0
            for hop in exchange.hops {
                memory += hop.sent.bytes.count
                if hop.raw.isSpilled { files += hop.raw.count } else { memory += hop.raw.count }
            }
            return (memory, files)
        }
    }
}
