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
    public var filter: WireFilter? { didSet { rebuild() } }
    /// Whether only rows with verdicts are shown.
    public var onlyJudged = false { didSet { if onlyJudged != oldValue { rebuild() } } }

    private var logs: [WireLog] = []
    private var keys: [Key] = []
    /// Rows that were unfolded.
    private var unfolded: Set<Key> = []
    /// The unfolded ones that are shown, in order: where they stand, and the rows beneath them.
    private var openings: [(place: Int, rows: [Key])] = []
    /// Rows that were not looked at for the list.
    private var waiting: [Waiting] = []
    /// The first row of each log when what is dropped was forgotten last.
    private var firsts: [Int: UInt64] = [:]

    private struct Waiting {
        var log: WireLog
        var numbers: Numbers
        var next = 0
    }

    /// Which rows wait: those that a log told of, or all that it has.
    private enum Numbers {
        case told([UInt64])
        case all(Range<UInt64>)

        var count: Int {
            switch self {
            case .told(let numbers): numbers.count
            case .all(let range): range.count
            }
        }
    }

    /// An empty list.
    public init() {}

    // MARK: - What is in it

    /// Shows these logs from now on.
    public func show(_ wanted: [WireLog]) {
        guard !wanted.elementsEqual(logs, by: ===) else { return }
        logs = wanted
        firsts = [:]
        for log in logs { log.watch() }
        rebuild()
    }

    private func rebuild() {
        keys = []
        openings = []
        waiting = logs.map { log in
            log.dropNews()
            return Waiting(log: log, numbers: .all(log.firstNumber..<log.endNumber))
        }
    }

    /// Looks through what has come until a deadline; answers whether there is more.
    public func advance(until deadline: ContinuousClock.Instant) -> Bool {
        var hasMore = false
        // Half of the time is the list's: else a flood would leave it none, and what it is told of would pile up.
        let start = ContinuousClock.now
        let half = start + (deadline - start) / 2
        for log in logs { if log.advance(until: half) { hasMore = true } }
        forgetDropped()
        for log in logs {
            let news = log.takeNews()
            if !news.isEmpty { waiting.append(Waiting(log: log, numbers: .told(news))) }
        }
        while let part = waiting.first {
            let next = take(part, until: deadline)
            if next < part.numbers.count {
                waiting[0].next = next
                hasMore = true
                break
            }
            waiting.removeFirst()
        }
        layOpenings()
        return hasMore
    }

    /// Looks at the rows of a part until a deadline; answers where it has come to.
    private func take(_ part: Waiting, until deadline: ContinuousClock.Instant) -> Int {
        var next = part.next
        switch part.numbers {
        case .told(let numbers):
            while next < numbers.count {
                if numbers[next] < part.log.firstNumber {
                    // Gone before it was looked at: that costs nothing.
                    next += 1
                    continue
                }
                take(isFlat ? numbers[next] : part.log.head(of: numbers[next]), of: part.log)
                next += 1
                if next & 63 == 0, ContinuousClock.now >= deadline { break }
            }
        case .all(let range):
            let gone = part.log.firstNumber
            if range.lowerBound + UInt64(next) < gone { next = Int(min(gone, range.upperBound) - range.lowerBound) }
            while next < range.count {
                let number = range.lowerBound + UInt64(next)
                // The rows of a handshake are looked at with the one that began it: once, not once for each of them.
                if isFlat || part.log.head(of: number) == number { take(number, of: part.log) }
                next += 1
                if next & 63 == 0, ContinuousClock.now >= deadline { break }
            }
        }
        return next
    }

    /// Whether there is something to look through.
    public var hasWork: Bool { !waiting.isEmpty || logs.contains { $0.hasBacklog || $0.hasNews } }

    private func take(_ shown: UInt64, of log: WireLog) {
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
        return isFlat
            ? log.matches(filter, number) : log.containsRow(from: number) { log.matches(filter, $0) }
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
        var isAnyGone = false
        var last = Int64.min
        for log in logs where log.firstNumber != firsts[log.connection] {
            firsts[log.connection] = log.firstNumber
            isAnyGone = true
            last = max(last, log.droppedUptime)
        }
        guard isAnyGone else { return }
        func isGone(_ key: Key) -> Bool { key.number < firsts[key.log] ?? .max }
        let end = find(Key(uptime: last, log: .max, number: .max)).place
        let kept = keys[..<end].filter { !isGone($0) }
        if kept.count < end { keys.replaceSubrange(..<end, with: kept) }
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
