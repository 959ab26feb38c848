import Payloads

/// The messages of a subtree, or of all topics, that pass two filters: what the Messages pane shows, oldest first.
///
/// Made by `LiveData.openLog()`; examined in slices by `LiveData.advance`: what just came first, then backward from
/// the newest, then the quiet messages that outlived the ring. While it stands still (`hold`), arrivals are counted.
/// A row whose message was evicted a moment ago may still be listed: the store no longer knows its number then.
///
/// Main thread only.
public final class MessageLog {
    let store: MessageStore
    /// Messages of the ring that pass.
    @exclusivity(unchecked) var rows = SequenceSet()
    /// Messages that outlived the ring and pass; all before those of `rows`.
    var quietRows: [UInt64] = []
    /// The part of the ring that has been examined.
    var examined: Range<UInt64> = 0..<0
    /// Where the pass over the quiet messages is; nil when none is under way.
    var quietCursor: UInt64?
    var nextQuietRows: [UInt64] = []
    var hasQuietRows = false
    var seenRingStart: UInt64 = 0
    var seenQuietDropped = 0
    private var heldEnd: UInt64?
    /// Whether nothing was examined since it was made or begun afresh.
    var isFresh = true
    private var skippedArrivals = false
    /// Where the messages ended when the quiet ones were last looked at.
    var idleEnd: UInt64 = 0

    /// How far the search in a large payload has come, and of which message it is.
    private var largeSearch: (sequence: UInt64, offset: Int) = (.max, 0)

    /// What is known of topics by their number: 0 nothing, 1 passes, 2 does not.
    @exclusivity(unchecked) private var answers: [UInt8] = []
    @exclusivity(unchecked) private var predicate: TopicPredicate?
    @exclusivity(unchecked) private var search: ByteSearch?

    /// Changes whenever what the log shows may have changed.
    public internal(set) var revision: UInt64 = 0
    /// The subtree shown; nil shows every topic. Becomes nil when the topic is forgotten.
    public var scope: TopicID? {
        didSet { if scope != oldValue { restart() } }
    }
    /// Whether messages of the scope's own topic are shown alone, without those below it.
    public var showsOneTopic = false {
        didSet { if showsOneTopic != oldValue { restart() } }
    }
    /// The text of the topic filter, in the syntax of `TopicTree.setFilter`; empty for none.
    public private(set) var topicFilter = ""
    /// Why the topic filter is not used, in words with the next step; nil when it is used.
    public private(set) var topicFilterProblem: String?
    /// The text that a payload must contain (letter case counts once it has a capital letter); empty for none.
    public var payloadText = "" {
        didSet {
            guard payloadText != oldValue else { return }
            search = payloadText.isEmpty ? nil : ByteSearch(payloadText, readsEscapes: true)
            restart()
        }
    }
    /// Arrivals that were evicted before they were shown.
    var evictedArrivals = 0

    init(_ store: MessageStore) {
        self.store = store
        restart()
    }

    /// Shows only topics that pass a filter, in the syntax of `TopicTree.setFilter`. Empty takes the filter away.
    public func setTopicFilter(_ text: String) {
        guard text != topicFilter else { return }
        topicFilter = text
        topicFilterProblem = nil
        predicate = nil
        if !text.isEmpty {
            do throws(TopicFilterProblem) {
                predicate = try TopicPredicate(text)
            } catch {
                topicFilterProblem = error.message
            }
        }
        restart()
    }

    // MARK: Rows

    /// How many messages the log shows, as far as examined.
    public var count: Int {
        guard let heldEnd else { return quietRows.count + rows.count }
        // What it was held at has left the ring meanwhile.
        if let last = quietRows.last, last >= heldEnd { return quietIndex(from: heldEnd) }
        return quietRows.count + rows.index(from: heldEnd)
    }

    /// Whether every kept message has been examined, so that `count` is exact.
    public var isExact: Bool {
        return examined.lowerBound <= store.ringStart && hasQuietRows && quietCursor == nil
            && seenQuietDropped == store.quietDropped && seenRingStart == store.ringStart
            && (heldEnd != nil || examined.upperBound == store.endSequence) && !skippedArrivals
    }

    /// The number of the message in a row, 0 being the oldest.
    public func sequence(at index: Int) -> UInt64? {
        guard index >= 0, index < count else { return nil }
        // Quiet messages come before those of the ring, in one order.
        return index < quietRows.count ? quietRows[index] : rows[index - quietRows.count]
    }

    /// The row of a message; nil when the log does not show it.
    public func index(of sequence: UInt64) -> Int? {
        let index: Int
        if let last = quietRows.last, sequence <= last {
            index = quietIndex(from: sequence)
        } else {
            index = quietRows.count + rows.index(from: sequence)
        }
        return self.sequence(at: index) == sequence ? index : nil
    }

    /// The row of a message, or of the next one that came after it; the last row when none did; nil without rows.
    public func index(near sequence: UInt64) -> Int? {
        guard count > 0 else { return nil }
        let quiet = quietIndex(from: sequence)
        let index = quiet < quietRows.count ? quiet : quietRows.count + rows.index(from: sequence)
        return min(index, count - 1)
    }

    private func quietIndex(from sequence: UInt64) -> Int {
        var low = 0
        var high = quietRows.count
        while low < high {
            let middle = (low + high) / 2
            if quietRows[middle] < sequence { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // MARK: Standing still

    /// Whether the log stands still while messages arrive.
    public var isHeld: Bool { heldEnd != nil }

    /// How many messages came for this log since it was held, as far as examined.
    public var arrivedSinceHold: Int { waiting + evictedArrivals }

    /// Arrivals that are kept and not shown.
    var waiting: Int { quietRows.count + rows.count - count }

    /// Stands still: what arrives from now on is counted, not shown.
    public func hold() {
        guard heldEnd == nil else { return }
        heldEnd = store.endSequence
        evictedArrivals = 0
        revision &+= 1
    }

    /// Shows what arrives again, and what arrived meanwhile.
    public func follow() {
        guard heldEnd != nil else { return }
        heldEnd = nil
        revision &+= 1
        if skippedArrivals { restart() }
    }

    /// Examines everything afresh, newest first.
    func restart() {
        rows = SequenceSet()
        quietRows = []
        examined = store.endSequence..<store.endSequence
        quietCursor = nil
        nextQuietRows = []
        hasQuietRows = false
        seenRingStart = store.ringStart
        answers.removeAll(keepingCapacity: true)
        largeSearch = (.max, 0)
        skippedArrivals = false
        evictedArrivals = 0
        isFresh = true
        revision &+= 1
    }

    /// The log is too far behind to see everything: the newest come first.
    func skipBehind() {
        if heldEnd == nil {
            restart()
        } else {
            // What stands still stays; the arrivals are examined when it follows again.
            skippedArrivals = true
            examined = examined.lowerBound..<store.endSequence
        }
    }

    func topicsWereForgotten() {
        if let scope, !store.topics.contains(scope) { self.scope = nil }
        restart()
    }

    func everythingWasForgotten() {
        scope = nil
        heldEnd = nil
        restart()
    }

    // MARK: Passing

    /// Whether messages of a topic pass, before their payload is looked at.
    @inline(__always)
    func passes(_ topic: UInt32) -> Bool {
        let number = Int(topic)
        if number < answers.count {
            switch answers[number] {
            case 1: return true
            case 2: return false
            default: break
            }
        }
        return examineTopic(number)
    }

    private func examineTopic(_ number: Int) -> Bool {
        let topics = store.topics
        // Not remembered: the number may come to mean another topic.
        guard number != 0, !topics.isGone(number) else { return false }
        var passes = true
        if let top = scope {
            let top = Int(top.rawValue)
            passes = showsOneTopic ? number == top : topics.isInSubtree(number, of: top)
        }
        if passes, let predicate { passes = predicate.matches(topics.nodes[number].pointee.topicBytes) }
        // Twice as many at least: numbers come in no order.
        while answers.count <= number {
            answers.append(contentsOf: repeatElement(0, count: max(number, 1_024)))
        }
        answers[number] = passes ? 1 : 2
        return passes
    }

    /// Whether a message passes; nil when its payload is so large that the search is not done with it: to be asked again.
    @inline(__always)
    func passes(_ block: MessageBlock, _ index: Int) -> Bool? {
        guard passes(block.topic(index)) else { return false }
        guard let search else { return true }
        let payload = block.payload(index)
        if payload.count > Self.searchSlice { return isFound(search, in: payload, of: block.sequence(index)) }
        return search.isFound(in: payload)
    }

    /// Bytes of a payload searched at once: some milliseconds.
    private static var searchSlice: Int { 4 << 20 }

    private func isFound(_ search: ByteSearch, in payload: UnsafeRawBufferPointer, of sequence: UInt64) -> Bool? {
        let start = largeSearch.sequence == sequence ? largeSearch.offset : 0
        let end = min(start + Self.searchSlice, payload.count)
        // The slices overlap by what a match may straddle.
        let slice = UnsafeRawBufferPointer(rebasing: payload[start..<min(end + search.count, payload.count)])
        if search.isFound(in: slice) {
            largeSearch = (.max, 0)
            return true
        }
        largeSearch = end < payload.count ? (sequence, end) : (.max, 0)
        return end < payload.count ? nil : false
    }

    /// Bytes of memory that the rows take. (What is known of topics is a byte for each topic, beside their figures.)
    var indexBytes: Int { rows.byteCount + (quietRows.capacity + nextQuietRows.capacity) * 8 }

    /// Whether every message of a topic that is not forgotten passes.
    var passesAll: Bool { scope == nil && predicate == nil && search == nil }

    /// Bytes to be searched in a message.
    func searchBytes(_ block: MessageBlock, _ index: Int) -> Int {
        search == nil ? 0 : Int(block.header(index).kept)
    }
}
