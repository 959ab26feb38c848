public import Text

/// What martlet measures of what it receives itself: the figures, who sends most, and who keeps which rhythm.
///
/// Nothing is counted while messages come in. What was stored since the last look is looked at afterwards: all of it up
/// to 40,000 messages a second, beyond that one of several, chosen at random and weighted, so that the cost of a
/// second is bounded.
///
/// Main thread only.
public final class ReceivedLoad {
    /// Who sends most.
    public let top = TopMeter()
    /// Who keeps which rhythm.
    public let rhythms = TopicRhythms()
    /// Of how many messages one is looked at; 1 when all are.
    public private(set) var stride = 1
    private var tiles: [ReceivedFigure: LoadTile] = [:]

    /// Messages looked at in a second, about.
    private static let perSecond = 20_000
    /// Messages looked at in one go.
    private static let perLook = 4_096
    /// Seconds that the shares and the sizes cover.
    private static let seconds = 10

    private struct Second {
        var second: Int64 = .min
        /// By QoS.
        var counts = [0, 0, 0, 0]
        var retained = 0
        var sizes = SizeHistogram()
    }
    private var ring = [Second](repeating: Second(), count: ReceivedLoad.seconds + 1)
    private var cursor: UInt64 = 0
    private var second: Int64 = .min
    /// The moment at which that second is over.
    private var secondEnd: Moment = .min
    private var random: UInt64 = 0x9E37_79B9_7F4A_7C15

    init() {}

    /// A figure as it stands.
    public func tile(_ figure: ReceivedFigure) -> LoadTile { tiles[figure] ?? LoadTile() }

    /// Notes how long a ping took.
    public func notePing(microseconds: Int64, at time: Moment) {
        note(.ping, Double(microseconds) / 1000, at: time)
    }

    /// Notes how many bytes wait to be dealt with.
    public func noteQueue(bytes: Int, at time: Moment) {
        note(.queue, Double(bytes), at: time)
    }

    // MARK: - Looking

    /// Looks at what was stored since the last time, and closes the seconds that are over at `now`.
    func look(_ store: MessageStore, _ traffic: TrafficMeter, now: Moment) {
        let start = max(cursor, store.ringStart)
        if start < store.endSequence {
            let new = Int(store.endSequence - start)
            let rate = Int(traffic.messagesPerSecond(now: now))
            // The worse of two reasons: the rate that is known, or what has piled up since the last look.
            stride = max(1, rate / Self.perSecond, new / Self.perLook)
            examine(from: start, in: store, traffic)
        }
        cursor = store.endSequence
        // The first message is long on its way.
        if second == .min, traffic.totalBytes > 0 { begin(Self.second(of: now)) }
        close(upTo: Self.second(of: now), store.topics, traffic)
    }

    private static func second(of time: Moment) -> Int64 { time / 1_000_000 }

    private func examine(from start: UInt64, in store: MessageStore, _ traffic: TrafficMeter) {
        var sequence = start
        if stride > 1 { sequence += UInt64(step() - 1) }
        while let (block, first) = store.firstPlace(from: sequence) {
            var index = first
            while index < block.count {
                let header = block.header(index)
                // Each message counts for its own second, however late it is looked at.
                if header.time >= secondEnd {
                    if second == .min { begin(Self.second(of: header.time)) }
                    close(upTo: Self.second(of: header.time), store.topics, traffic)
                }
                if !store.isForgotten(header.topic) { count(header, store.topics) }
                index += step()
            }
            // Steps go on across the border of two blocks.
            sequence = block.firstSequence + UInt64(index)
        }
    }

    /// To the next message to look at: on average the stride, at random, so that no pattern in the stream escapes.
    private func step() -> Int {
        guard stride > 1 else { return 1 }
        // xorshift: cheap, and the same in each run.
        random ^= random << 13
        random ^= random >> 7
        random ^= random << 17
        return 1 + Int(random % UInt64(2 * stride - 1))
    }

    @inline(__always)
    private func count(_ header: MessageRecord, _ topics: TopicStore) {
        let place = Int(second % Int64(ring.count))
        let flags = MessageFlags(rawValue: header.flags)
        ring[place].counts[flags.qos] += 1
        if flags.isRetained { ring[place].retained += 1 }
        ring[place].sizes.count(Int(header.size))
        // What the broker says of itself is nobody's flood, and has a rhythm of its own: what has not changed is not sent.
        // What comes from the broker's store is nobody's either.
        guard !header.isReplay, !topics.nodes[Int(header.topic)].pointee.isSystem else { return }
        let bytes = Int(header.size) + Int(topics.nodes[Int(header.topic)].pointee.length)
        // One message stands for as many as were passed over.
        top.count(header.topic, bytes: bytes, weight: stride, at: header.time)
    }

    // MARK: - Seconds

    private func begin(_ new: Int64) {
        second = new
        secondEnd = (new + 1) * 1_000_000
        let place = Int(new % Int64(ring.count))
        ring[place].second = new
        ring[place].counts = [0, 0, 0, 0]
        ring[place].retained = 0
        ring[place].sizes.clear()
    }

    private func close(upTo now: Int64, _ topics: TopicStore, _ traffic: TrafficMeter) {
        guard second != .min, now != second else { return }
        // A clock that was set back begins anew.
        guard now > second else { return begin(now) }
        // Before the meter throws its entries away.
        rhythms.learn(top.entries, topics)
        let seen = top.close(second: second, now: now)
        let end = (second + 1) * 1_000_000
        // The meter of all traffic is exact; what was looked at is a sample.
        let (messages, bytes) = traffic.count(ofSecond: second) ?? (seen.messages, seen.bytes)
        fillQuietSeconds(before: second)
        note(.messages, Double(messages), at: end)
        note(.bytes, Double(bytes), at: end)
        summarise(at: end)
        // Seconds in which nothing came are zero, told by their two ends.
        if now > second + 1 {
            note(.messages, 0, at: end + 1_000_000)
            note(.bytes, 0, at: end + 1_000_000)
        }
        for figure in [ReceivedFigure.messages, .bytes] {
            let averages = averages(figure)
            tiles[figure]?.averages = averages
        }
        begin(now)
    }

    private func fillQuietSeconds(before second: Int64) {
        let start = second * 1_000_000
        guard let last = tiles[.messages]?.history.last, last.time < start else { return }
        note(.messages, 0, at: start)
        note(.bytes, 0, at: start)
    }

    private func summarise(at time: Moment) {
        var counts = [0, 0, 0, 0]
        var retained = 0
        var sizes = SizeHistogram()
        // A place of the ring may hold a second of long ago.
        for part in ring where part.second > second - Int64(Self.seconds) && part.second <= second {
            for qos in 0..<4 { counts[qos] += part.counts[qos] }
            retained += part.retained
            sizes.add(part.sizes)
        }
        let total = counts.reduce(0, +)
        guard total > 0 else { return }
        let words = (0..<3).map { "\($0): \(Self.percent(counts[$0], of: total))" }.joined(separator: "  ")
        tiles[.qos, default: LoadTile()].text = words
        tiles[.qos]?.updated = time
        tiles[.qos]?.isPublished = true
        note(.retained, Double(retained) * 100 / Double(total), at: time)
        if let size = sizes.size(below: 0.5) { note(.sizeMedian, size, at: time) }
        if let size = sizes.size(below: 0.99) { note(.sizeHigh, size, at: time) }
    }

    private static func percent(_ part: Int, of total: Int) -> String {
        let percent = Double(part) * 100 / Double(total)
        // A few among many are not none.
        if part > 0, percent < 1 { return "<1 %" }
        if part < total, percent > 99 { return ">99 %" }
        return "\(Int(percent.rounded())) %"
    }

    private func note(_ figure: ReceivedFigure, _ value: Double, at time: Moment) {
        var tile = tiles[figure] ?? LoadTile()
        tile.value = value
        tile.updated = time
        tile.isPublished = true
        tile.history.note(value, at: time)
        tiles[figure] = tile
    }

    /// The averages of a figure that is measured every second; nil where less than the span is known.
    private func averages(_ figure: ReceivedFigure) -> [Double?] {
        guard let history = tiles[figure]?.history, let last = history.last, let first = history.first else {
            return [nil, nil, nil]
        }
        return LoadSpan.allCases.map { span in
            guard (last.time - first.time) * 10 >= span.length * 9 else { return nil }
            var sum = 0.0
            var covered: Moment = 0
            var index = history.endIndex - 1
            // Each point stands for the time since the one before.
            while index > 0, last.time - history[index].time < span.length {
                let length = history[index].time - history[index - 1].time
                sum += history[index].value * Double(length)
                covered += length
                index -= 1
            }
            return covered > 0 ? sum / Double(covered) : nil
        }
    }

    /// Forgets a topic and what is below it, before the tree does.
    func forget(_ id: TopicID, in topics: TopicStore) {
        guard let top = topics.valid(id) else { return }
        func isGone(_ number: UInt32) -> Bool { topics.isInSubtree(Int(number), of: top) }
        self.top.forget(isGone)
        rhythms.forget(isGone)
    }

    func everythingWasForgotten() {
        top.forget { _ in true }
        rhythms.forget { _ in true }
    }
}
