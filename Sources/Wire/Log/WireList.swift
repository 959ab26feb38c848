/// The rows of several logs as one list in the order of time: folded or flat, filtered, following what arrives.
///
/// It holds a key for each row that is shown, and takes in only what is new.
public final class WireList {
    /// Names a row of one of the logs; in the order of time.
    public struct Key: Hashable, Comparable, Sendable {
        /// When it went by.
        public var uptime: Int64
        /// The connection whose log has it.
        public var log: Int
        /// Its number there.
        public var number: UInt64

        /// Whether one comes before the other.
        public static func < (one: Key, other: Key) -> Bool {
            (one.uptime, one.log, one.number) < (other.uptime, other.log, other.number)
        }
    }

    /// Whether every packet stands in its place, in place of one row for each handshake.
    public var isFlat = false { didSet { if isFlat != oldValue { rebuild() } } }
    /// Which rows are shown; nil for all.
    public var filter: ((WireRow) -> Bool)? { didSet { rebuild() } }
    /// Whether only rows with verdicts are shown.
    public var onlyJudged = false { didSet { if onlyJudged != oldValue { rebuild() } } }

    private var logs: [WireLog] = []
    private var keys: [Key] = []
    /// Rows that were unfolded.
    private var unfolded: Set<Key> = []
    /// The unfolded ones that are shown, in order: where they stand, and the rows beneath them.
    private var openings: [(place: Int, rows: [Key])] = []
    /// Rows that were not looked at for the list.
    private var waiting: [(log: WireLog, numbers: [UInt64], next: Int)] = []

    /// An empty list.
    public init() {}

    // MARK: - What is in it

    /// Shows these logs from now on.
    public func show(_ wanted: [WireLog]) {
        guard !wanted.elementsEqual(logs, by: ===) else { return }
        logs = wanted
        for log in logs { log.watch() }
        rebuild()
    }

    private func rebuild() {
        keys = []
        openings = []
        waiting = logs.map { log in
            _ = log.takeNews()
            return (log, Array(log.firstNumber..<log.endNumber), 0)
        }
    }

    /// Looks through what has come until a deadline; answers whether there is more.
    public func advance(until deadline: ContinuousClock.Instant) -> Bool {
        var hasMore = false
        for log in logs { if log.advance(until: deadline) { hasMore = true } }
        forgetDropped()
        for log in logs {
            let news = log.takeNews()
            if !news.isEmpty { waiting.append((log, news, 0)) }
        }
        while let (log, numbers, start) = waiting.first {
            var next = start
            while next < numbers.count {
                take(numbers[next], of: log)
                next += 1
                if next & 63 == 0, ContinuousClock.now >= deadline { break }
            }
            if next < numbers.count {
                waiting[0].next = next
                hasMore = true
                break
            }
            waiting.removeFirst()
        }
        layOpenings()
        return hasMore
    }

    /// Whether there is something to look through.
    public var hasWork: Bool { !waiting.isEmpty || logs.contains { $0.hasBacklog || $0.hasNews } }

    private func take(_ number: UInt64, of log: WireLog) {
        let shown = isFlat ? number : log.head(of: number)
        guard let key = key(shown, log) else { return }
        let (place, isThere) = find(key)
        if passes(shown, of: log) {
            if !isThere { keys.insert(key, at: place) }
        } else if isThere {
            keys.remove(at: place)
        }
    }

    private func key(_ number: UInt64, _ log: WireLog) -> Key? {
        log.uptime(of: number).map { Key(uptime: $0, log: log.connection, number: number) }
    }

    private func passes(_ number: UInt64, of log: WireLog) -> Bool {
        if onlyJudged, isFlat ? !log.isJudgedItself(number) : !log.isJudged(number) { return false }
        guard let filter else { return true }
        if isFlat { return log.row(number).map(filter) ?? false }
        return log.rows(from: number).contains { log.row($0).map(filter) ?? false }
    }

    /// Where a key is, or belongs.
    private func find(_ key: Key) -> (place: Int, isThere: Bool) {
        // Nearly everything is new.
        guard let last = keys.last, key <= last else { return (keys.count, false) }
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return (low, low < keys.count && keys[low] == key)
    }

    private func forgetDropped() {
        let first = Dictionary(logs.map { ($0.connection, $0.firstNumber) }, uniquingKeysWith: { one, _ in one })
        func isGone(_ key: Key) -> Bool { key.number < first[key.log] ?? .max }
        // The oldest go first: in one log nothing behind one that is kept is gone.
        let isOld = logs.count == 1 ? keys.first.map(isGone) ?? false : keys.contains(where: isGone)
        if isOld { keys.removeAll(where: isGone) }
        if !unfolded.isEmpty { unfolded = unfolded.filter { !isGone($0) } }
    }

    // MARK: - Rows

    /// How many rows are shown.
    public var count: Int { keys.count + openings.reduce(0) { $0 + $1.rows.count } }

    /// A row's key, and whether it lies beneath another one.
    public func key(at row: Int) -> (key: Key, isBeneath: Bool)? {
        var shift = 0
        for opening in openings {
            let start = opening.place + shift
            if row <= start { break }
            if row <= start + opening.rows.count { return (opening.rows[row - start - 1], true) }
            shift += opening.rows.count
        }
        let place = row - shift
        return keys.indices.contains(place) ? (keys[place], false) : nil
    }

    /// Where a row is shown; nil when it is not.
    public func index(of key: Key) -> Int? {
        var shift = 0
        let (place, isThere) = find(key)
        for opening in openings {
            if let inner = opening.rows.firstIndex(of: key) { return opening.place + shift + inner + 1 }
            if isThere, opening.place >= place { break }
            shift += opening.rows.count
        }
        if !isThere { return nil }
        return place + openings.filter { $0.place < place }.reduce(0) { $0 + $1.rows.count }
    }

    /// The row that stands nearest to a moment, from it on.
    public func index(from key: Key) -> Int {
        let (place, _) = find(key)
        return place + openings.filter { $0.place < place }.reduce(0) { $0 + $1.rows.count }
    }

    /// What is known of a row; of one that has others folded beneath it with the verdicts about those.
    public func row(_ key: Key) -> WireRow? {
        guard let log = log(of: key), var row = log.row(key.number) else { return nil }
        if !isFlat, row.head == row.number, !unfolded.contains(key) { row.verdicts = log.verdicts(from: key.number) }
        return row
    }

    /// The log of a row.
    public func log(of key: Key) -> WireLog? { logs.first { $0.connection == key.log } }

    /// The row that began the handshake of a row.
    public func head(of key: Key) -> Key {
        guard let log = log(of: key) else { return key }
        return self.key(log.head(of: key.number), log) ?? key
    }

    /// All rows that are shown, without what lies beneath them.
    public var all: [Key] { keys }

    // MARK: - Folding

    /// Whether a row is unfolded.
    public func isUnfolded(_ key: Key) -> Bool { unfolded.contains(key) }

    /// Whether a row has others beneath it.
    public func canUnfold(_ key: Key) -> Bool { !isFlat && log(of: key)?.hasMore(key.number) == true }

    /// Unfolds a row, or folds it; of one beneath another that one.
    public func toggle(_ key: Key) {
        let head = head(of: key)
        guard canUnfold(head) else { return }
        if unfolded.remove(head) == nil { unfolded.insert(head) }
        layOpenings()
    }

    private func layOpenings() {
        guard !isFlat, !unfolded.isEmpty else {
            if !openings.isEmpty { openings = [] }
            return
        }
        openings = unfolded.sorted().compactMap { key in
            let (place, isThere) = find(key)
            guard isThere, let log = log(of: key) else { return nil }
            let rows = log.rows(from: key.number).dropFirst().compactMap { self.key($0, log) }
            return rows.isEmpty ? nil : (place, rows)
        }
    }

    // MARK: - Sums

    /// Bytes each way of the rows of all logs between two moments, the first left out.
    public func bytes(after start: Int64, through end: Int64) -> (sent: Int, received: Int) {
        logs.reduce((0, 0)) { sum, log in
            let (sent, received) = log.bytes(after: start, through: end)
            return (sum.0 + sent, sum.1 + received)
        }
    }
}

extension WireList {
    /// The key by which a row of a log is shown: its own, or that of the handshake that it is part of.
    public func find(in log: WireLog, _ number: UInt64?) -> Key? {
        guard let number else { return nil }
        let shown = isFlat ? number : log.head(of: number)
        return log.uptime(of: shown).map { Key(uptime: $0, log: log.connection, number: shown) }
    }
}
