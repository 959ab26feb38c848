public import Text

/// The rhythm in which each topic speaks, learned from its own messages, and who has left it.
public final class TopicRhythms {
    /// The most topics whose rhythm is learned.
    public static let capacity = 65_536
    /// Intervals that make a rhythm.
    static let known = 5

    struct Rhythm {
        /// When its last live message came.
        var last: Moment
        /// Its messages then.
        var messages: UInt64
        /// Seconds between two messages, and how far they are from that, on average.
        var interval = 0.0
        var deviation = 0.0
        var intervals = 0
        /// The time without a connection that lay before `last`.
        var epoch: Int
    }

    private(set) var rhythms: [UInt32: Rhythm] = [:]
    /// Counts the connections: an interval across two of them says nothing.
    private var epoch = 0
    /// Since when this connection has been listening.
    private var epochStart: Moment = .min

    /// Topics that found no room within one second, at most.
    public private(set) var refused = 0

    /// The connection was lost: silence until it comes back is nobody's fault.
    func connectionWasLost() {
        epoch += 1
        epochStart = .min
    }

    /// Learns from a second's topics.
    func learn(_ entries: [UInt32: TopMeter.Entry], _ topics: TopicStore) {
        var left = 0
        for (topic, entry) in entries {
            let time = entry.last
            // The first message since the connection came back.
            if epochStart == .min { epochStart = time }
            let messages = topics.nodes[Int(topic)].pointee.own
            guard var rhythm = rhythms[topic] else {
                guard rhythms.count < Self.capacity else {
                    left += 1
                    continue
                }
                rhythms[topic] = Rhythm(last: time, messages: messages, epoch: epoch)
                continue
            }
            learn(&rhythm, messages, time)
            rhythms[topic] = rhythm
        }
        // The same topics come again each second: counted once.
        refused = max(refused, left)
    }

    private func learn(_ rhythm: inout Rhythm, _ messages: UInt64, _ time: Moment) {
        defer { (rhythm.last, rhythm.messages, rhythm.epoch) = (time, messages, epoch) }
        let count = messages &- rhythm.messages
        // A count that went back is another topic under an old number.
        guard rhythm.epoch == epoch, time > rhythm.last, count > 0, count < 1 << 40 else { return }
        var interval = Double(time - rhythm.last) / 1e6 / Double(count)
        if rhythm.intervals >= Self.known {
            // A burst or a pause is noticed, not learned at once.
            interval = min(max(interval, rhythm.interval / 2), rhythm.interval * 2)
        }
        // The first intervals count in full, later ones a sixteenth: an average that forgets.
        let part = 1 / Double(min(rhythm.intervals + 1, 16))
        let difference = interval - rhythm.interval
        rhythm.interval += difference * part
        if rhythm.intervals > 0 { rhythm.deviation += (difference.magnitude - rhythm.deviation) * part }
        rhythm.intervals += 1
    }

    func forget(_ isForgotten: (UInt32) -> Bool) {
        rhythms = rhythms.filter { !isForgotten($0.key) }
    }

    // MARK: - Who has left it

    /// A topic out of its rhythm.
    public struct Finding: Equatable, Sendable {
        /// What is wrong with it.
        public enum Kind: Int, Sendable {
            /// Much more than it used to send.
            case bursting
            /// Nothing for ten times its interval and more.
            case silent
            /// Nothing for more than twice its interval.
            case late
        }

        /// The topic.
        public var topic: TopicID
        /// What is wrong.
        public var kind: Kind
        /// Seconds between two of its messages, as learned.
        public var interval: Double
        /// When it spoke last.
        public var last: Moment
        /// How many times its interval it has been silent; how many times its rate it sends, when it bursts.
        public var factor: Double
    }

    /// The topics out of their rhythm, the worst first.
    /// - Parameters:
    ///   - now: the moment of comparison.
    ///   - limit: the most answered.
    public func findings(now: Moment, top: TopMeter, limit: Int = 1_000) -> [Finding] {
        var found: [Finding] = []
        // The window of ten seconds.
        let recent = top.sums[0]
        for (topic, rhythm) in rhythms where rhythm.intervals >= Self.known && rhythm.interval > 0 {
            // Nobody is late for the time in which nobody listened.
            guard rhythm.epoch == epoch || epochStart != .min else { continue }
            let age = Double(now - (rhythm.epoch == epoch ? rhythm.last : epochStart)) / 1e6
            if let tally = recent.tallies[topic], tally.messages >= 20 {
                // How many of its usual messages came: 1 is its own rhythm.
                let factor = Double(tally.messages) / Double(recent.covered) * rhythm.interval
                if factor >= 4, age < 10 {
                    found.append(finding(topic, .bursting, rhythm, factor))
                    continue
                }
            }
            // Twice the interval, and wider for those who are irregular; two seconds more for the fastest.
            let allowed = max(2 * rhythm.interval + 4 * rhythm.deviation, rhythm.interval + 2)
            guard age > allowed else { continue }
            let isSilent = age > max(10 * rhythm.interval, allowed * 2)
            found.append(finding(topic, isSilent ? .silent : .late, rhythm, age / rhythm.interval))
        }
        found.sort {
            $0.kind.rawValue != $1.kind.rawValue ? $0.kind.rawValue < $1.kind.rawValue : $0.factor > $1.factor
        }
        return Array(found.prefix(limit))
    }

    private func finding(_ topic: UInt32, _ kind: Finding.Kind, _ rhythm: Rhythm, _ factor: Double) -> Finding {
        Finding(
            topic: TopicID(rawValue: topic), kind: kind, interval: rhythm.interval, last: rhythm.last, factor: factor)
    }
}
