public import MQTT
import NIOCore
public import Text

/// What went over one connection of MQTT, or what was exchanged by HTTP: bounded in bytes, the oldest goes first and is
/// counted.
///
/// Taking something in costs next to nothing, however many packets it holds: the bytes stay where they were read, and are
/// looked through when somebody looks at the wire (``advance(until:)``). What little comes is looked through at once, so
/// that verdicts are known before anybody looks.
///
/// Main thread only.
public final class WireLog {
    /// What a piece of the log is.
    enum Content {
        case traffic(Traffic)
        case note(String, time: Moment, uptime: Int64)
        case exchange(WireExchange)
    }

    struct Piece {
        var content: Content
        /// Bytes that it takes.
        var cost: Int
    }

    /// The number of the log of HTTP.
    public static let exchanges = -1

    /// The number of the connection that it is of; ``exchanges`` for HTTP.
    public let connection: Int
    /// What people call the other side.
    public var peer: String
    /// What is said of texts of the connection's settings that nobody may read.
    public var names = SpokenNames() { didSet { allowance.names = names } }
    /// The most bytes kept while somebody looks, or has looked. A smaller one holds from the next row on.
    public var budget: Int
    /// The most bytes kept before anybody has looked: a flood does not push everything else out of the caches for nothing.
    public static let unwatchedBudget = 4 << 20
    /// The most bytes kept of a log by default.
    public static let standardBudget = 16 << 20

    /// Whether somebody looks, or has looked.
    public private(set) var isWatched = false
    /// Nanoseconds from the clock that people read to the one that never goes back.
    public var clockOffset: Int64 = 0
    /// Bytes kept now, what is known of their packets included.
    public internal(set) var keptBytes = 0
    /// Packets that were kept and are not any more.
    public private(set) var dropped = 0
    /// Bytes of what is not kept any more.
    public private(set) var droppedBytes = 0
    /// When the latest of the rows went by that are not kept any more, on the clock of the log.
    private(set) var droppedUptime = Int64.min
    /// When the first of what is kept went by; nil when nothing is kept.
    public var since: Moment? { pieces.isEmpty ? nil : time(of: pieces[pieces.first].content) }

    var pieces = NumberedQueue<Piece>()
    /// The first piece that was not looked through.
    var nextPiece: UInt64 = 1
    var entries = NumberedQueue<WireEntry>()
    /// The last rows of handshakes that have many, by their first.
    var tails: [UInt64: UInt64] = [:]
    /// Bytes of the rows of MQTT.
    var sums = ByteSums()
    var verdicts: [UInt64: [WireVerdict]] = [:]
    var handshakes = Handshakes()
    var allowance = Allowance()
    var aliases = AliasTopics()
    /// The pieces of exchanges, by their numbers.
    var exchanges: [UInt64: UInt64] = [:]
    /// Rows that are new or changed since ``takeNews()``; nil when nobody asks.
    var news: [UInt64]?
    /// How many verdicts there were, also of rows that are gone.
    public internal(set) var verdictCount = 0

    /// An empty log.
    public init(connection: Int, peer: String = "", budget: Int = WireLog.standardBudget) {
        self.connection = connection
        self.peer = peer
        self.budget = budget
    }

    // MARK: - In

    /// Takes what was read or written in one go.
    public func take(_ traffic: Traffic) {
        // What has both clocks sets the distance for what has one.
        clockOffset = traffic.uptime - traffic.time * 1000
        // The whole storage: a slice of a read holds on to all of it.
        add(.traffic(traffic), cost: traffic.bytes.storageCapacity + 128)
        // A large read waits until somebody looks: walking over it here would cost the loop what the model needs.
        if traffic.length <= Self.little { lookThrough(atMost: Self.atOnce) }
        evict()
    }

    /// Takes a word about the connection.
    public func note(_ words: String, at time: Moment) {
        add(.note(words, time: time, uptime: time * 1000 + clockOffset), cost: words.utf8.count + 128)
        lookThrough(atMost: Self.atOnce)
        evict()
    }

    /// Takes news of an exchange.
    public func take(_ exchange: WireExchange) {
        var exchange = exchange
        exchange.startedUptime = exchange.startedAt * 1000 + clockOffset
        if let piece = exchanges[exchange.id], pieces.contains(piece) {
            if case .exchange(let known) = pieces[piece].content {
                // Rows were made with the first ones, and must not move.
                (exchange.startedAt, exchange.startedUptime) = (known.startedAt, known.startedUptime)
            }
            // An exchange grows with its answer.
            let before: Int
            if case .exchange(let known) = pieces[piece].content { before = known.cost } else { before = 0 }
            // What its rows take stays with it.
            let cost = pieces[piece].cost - before + exchange.cost
            keptBytes += cost - pieces[piece].cost
            pieces[piece] = Piece(content: .exchange(exchange), cost: cost)
            // Not yet looked through: its rows are made then, with all that is known by that time.
            if piece < nextPiece { charging(piece) { update(exchange, piece) } }
        } else {
            exchanges[exchange.id] = pieces.end
            add(.exchange(exchange), cost: exchange.cost)
            lookThrough(atMost: Self.atOnce)
        }
        evict()
    }

    private func add(_ content: Content, cost: Int) {
        pieces.append(Piece(content: content, cost: cost))
        keptBytes += cost
    }

    /// Bytes of a read that are looked through as they come: where reads are small they are few.
    private static let little = 2048
    /// Bytes that are looked through then, with what waits from before.
    private static let atOnce = 32 * 1024

    // MARK: - Looking through

    /// Somebody looks from now on: more is kept.
    public func watch() { isWatched = true }

    /// Looks through what has come until a deadline; answers whether there is more.
    public func advance(until deadline: ContinuousClock.Instant) -> Bool {
        while nextPiece < pieces.end {
            lookThroughNext()
            if ContinuousClock.now >= deadline { break }
        }
        evict()
        return nextPiece < pieces.end
    }

    /// Bytes that wait to be looked through.
    public var hasBacklog: Bool { nextPiece < pieces.end }

    private func lookThrough(atMost limit: Int) {
        var left = limit
        while nextPiece < pieces.end, left > 0 {
            if case .traffic(let traffic) = pieces[nextPiece].content {
                left -= traffic.length
                // It does not fit into what is left: the next one must not overtake it.
                if left < 0 { return }
            }
            lookThroughNext()
        }
    }

    private func lookThroughNext() {
        let piece = nextPiece
        nextPiece += 1
        charging(piece) {
            switch pieces[piece].content {
            case .traffic(let traffic): lookThrough(traffic, piece)
            case .note(_, _, let uptime):
                add(WireEntry(piece: piece, uptime: uptime, head: entries.end, kind: .note))
            case .exchange(let exchange): update(exchange, piece)
            }
        }
    }

    /// What its rows take belongs to the piece: they go together.
    private func charging(_ piece: UInt64, _ makeRows: () -> Void) {
        let before = entries.count
        makeRows()
        let cost = (entries.count - before) * MemoryLayout<WireEntry>.stride
        pieces[piece].cost += cost
        keptBytes += cost
    }

    /// Notes that a row is new or changed. Who does not ask for long is told of all.
    func tell(_ number: UInt64) {
        guard let count = news?.count else { return }
        // Twice the rows and some: who asks that late is better told of all once.
        if count > entries.count * 2 + 4096 { news = nil } else { news?.append(number) }
    }

    /// Adds a row at the end; answers its number.
    @discardableResult
    func add(_ entry: WireEntry, _ direction: WireRow.Direction? = nil) -> UInt64 {
        let number = entries.end
        entries.append(entry)
        // Steps and notes have no bytes of MQTT: their exchanges are summed elsewhere.
        let length = direction == nil ? 0 : Int(entry.length)
        sums.add(direction == .sent ? (length, 0) : (0, length), of: number)
        tell(number)
        return number
    }

    // MARK: - Out

    /// The number of the first row kept.
    public var firstNumber: UInt64 { entries.first }
    /// One more than the number of the last row.
    public var endNumber: UInt64 { entries.end }

    /// Forgets what is new or has changed: whoever looks at all rows next needs not be told of it.
    func dropNews() { news = [] }

    /// Rows that are new or have changed since this was asked last, some of them more than once; the first time all.
    public func takeNews() -> [UInt64] {
        defer { news = [] }
        return news ?? Array(entries.first..<entries.end)
    }

    private static let nothing = Piece(content: .note("", time: 0, uptime: 0), cost: 0)

    private func evict() {
        let limit = isWatched ? budget : min(budget, Self.unwatchedBudget)
        // The last piece stays, however large it is: what came last is what is looked for.
        while keptBytes > limit, pieces.count > 1 {
            let number = pieces.first
            let piece = pieces[number]
            if nextPiece <= number {
                skip(piece.content)
                // Never looked at and gone: the next piece is the one behind it.
                nextPiece = number + 1
            }
            if case .exchange(let exchange) = piece.content { exchanges[exchange.id] = nil }
            if case .traffic(let traffic) = piece.content { droppedBytes += traffic.length }
            keptBytes -= piece.cost
            pieces.removeFirst(leaving: Self.nothing)
            // Rows go with the piece that has their bytes.
            while !entries.isEmpty, entries[entries.first].piece <= number {
                if entries[entries.first].isJudged { verdicts[entries.first] = nil }
                dropped += 1
                // Rows of exchanges are not in the order of time: the latest of them counts.
                droppedUptime = max(droppedUptime, entries[entries.first].uptime)
                aliases.release(entries[entries.first].topic)
                entries.removeFirst()
            }
            sums.forget(before: entries.first)
        }
    }

    /// Lets go of what was never looked through; of what both sides agreed on is taken note all the same.
    private func skip(_ content: Content) {
        guard case .traffic(let traffic) = content else { return }
        // Packets went by unseen: an open handshake may have ended among them.
        handshakes = Handshakes()
        aliases.forgetAliases()
        // The client has counted them: a read that holds nothing else needs no walk.
        if let messages = traffic.messages {
            dropped += messages
            return
        }
        walk(traffic) { head, bytes, _ in
            dropped += 1
            // Acknowledgements come by the thousand, and agree on nothing.
            guard let head, head.type?.agrees == true else { return }
            _ = allowance.judge(head, bytes, WireRow.Direction(traffic.direction), traffic.version)
        }
    }

    private func time(of content: Content) -> Moment {
        switch content {
        case .traffic(let traffic): traffic.time
        case .note(_, let time, _): time
        case .exchange(let exchange): exchange.startedAt
        }
    }
}

extension PacketType {
    /// Whether what the packet says holds for those that follow it.
    fileprivate var agrees: Bool {
        switch self {
        case .connect, .connectAck, .subscribe, .subscribeAck, .unsubscribe, .unsubscribeAck: true
        default: false
        }
    }
}

extension WireRow.Direction {
    init(_ direction: TapEvent.Direction) { self = direction == .sent ? .sent : .received }
}
