public import Text

/// Who sends most: messages and bytes of each topic over ten seconds, a minute and five.
///
/// Whole seconds are gathered in buckets; each window holds its buckets and their sum, so that a second costs what was
/// active in it. Of a second with more than `perSecond` topics the busiest are kept by name, the others as one.
public final class TopMeter {
    /// A window.
    public enum Window: Int, CaseIterable, Sendable {
        /// Ten seconds.
        case tenSeconds = 10
        /// A minute.
        case minute = 60
        /// Five minutes.
        case fiveMinutes = 300

        /// In words: `10 s`.
        public var label: String { rawValue < 60 ? "\(rawValue) s" : "\(rawValue / 60) min" }
        /// Seconds of a bucket.
        var bucket: Int64 { Int64(max(1, rawValue / 20)) }
    }

    /// What a topic came to.
    struct Tally {
        var messages = 0
        var bytes = 0

        static func += (a: inout Tally, b: Tally) {
            a.messages += b.messages
            a.bytes += b.bytes
        }
    }

    /// What a topic came to in the second under way.
    struct Entry {
        var tally = Tally()
        /// When its last message came.
        var last: Moment
    }

    /// A window's buckets and their sum.
    struct Sum {
        var buckets: [(start: Int64, tallies: [UInt32: Tally], all: Tally)] = []
        var tallies: [UInt32: Tally] = [:]
        var all = Tally()
        /// Seconds that the sum covers.
        var covered: Int64 = 0
    }

    /// Topics kept by name of one second.
    static let perSecond = 8_192

    private(set) var entries: [UInt32: Entry] = [:]
    private(set) var sums: [Sum] = Window.allCases.map { _ in Sum() }
    private var firstSecond: Int64?
    /// Changes with every second that was closed.
    public private(set) var revision: UInt64 = 0

    @inline(__always)
    func count(_ topic: UInt32, bytes: Int, weight: Int, at time: Moment) {
        var entry = entries[topic] ?? Entry(last: time)
        entry.tally.messages += weight
        entry.tally.bytes += bytes * weight
        entry.last = time
        entries[topic] = entry
    }

    /// Ends a second; `now` is the one that begins.
    /// - Returns: all of that second.
    func close(second: Int64, now: Int64) -> Tally {
        if firstSecond == nil { firstSecond = second }
        var all = Tally()
        // Before the busiest are taken: the total has all of them.
        for entry in entries.values { all += entry.tally }
        let kept = busiest()
        for (index, window) in Window.allCases.enumerated() {
            add(kept, all, second, to: &sums[index], window)
            expire(&sums[index], window, now: now)
        }
        entries.removeAll(keepingCapacity: true)
        revision &+= 1
        return all
    }

    private func busiest() -> [(UInt32, Tally)] {
        guard entries.count > Self.perSecond else { return entries.map { ($0.key, $0.value.tally) } }
        return entries.sorted { $0.value.tally.bytes > $1.value.tally.bytes }.prefix(Self.perSecond)
            .map { ($0.key, $0.value.tally) }
    }

    private func add(_ kept: [(UInt32, Tally)], _ all: Tally, _ second: Int64, to sum: inout Sum, _ window: Window) {
        guard all.messages > 0 else { return }
        let start = second - second % window.bucket
        if sum.buckets.last?.start != start { sum.buckets.append((start, [:], Tally())) }
        let last = sum.buckets.count - 1
        for (topic, tally) in kept {
            sum.buckets[last].tallies[topic, default: Tally()] += tally
            sum.tallies[topic, default: Tally()] += tally
        }
        sum.buckets[last].all += all
        sum.all += all
    }

    private func expire(_ sum: inout Sum, _ window: Window, now: Int64) {
        // Buckets begin at multiples of their length: those count that lie in the window whole. With buckets of a second
        // the one under way is empty yet, and one more counts.
        let oldest = now - now % window.bucket - Int64(window.rawValue) + window.bucket - (window.bucket == 1 ? 1 : 0)
        while let bucket = sum.buckets.first, bucket.start < oldest {
            for (topic, tally) in bucket.tallies {
                // Forgotten meanwhile: there is nothing to be taken off.
                guard var left = sum.tallies[topic] else { continue }
                left.messages -= tally.messages
                left.bytes -= tally.bytes
                // Down to nothing it goes: the table holds only what is active in the window.
                sum.tallies[topic] = left.messages > 0 ? left : nil
            }
            sum.all.messages -= bucket.all.messages
            sum.all.bytes -= bucket.all.bytes
            sum.buckets.removeFirst()
        }
        sum.covered = max(1, now - max(oldest, firstSecond ?? now))
    }

    /// Lets the windows move on when nothing came; `now` in microseconds since 1970.
    public func advance(to now: Moment) {
        // With entries the second under way will be closed by the next message.
        guard firstSecond != nil, entries.isEmpty else { return }
        for (index, window) in Window.allCases.enumerated() {
            let before = sums[index].buckets.count
            expire(&sums[index], window, now: now / 1_000_000)
            if sums[index].buckets.count != before { revision &+= 1 }
        }
    }

    func forget(_ isForgotten: (UInt32) -> Bool) {
        entries = entries.filter { !isForgotten($0.key) }
        for index in sums.indices {
            sums[index].tallies = sums[index].tallies.filter { !isForgotten($0.key) }
            for bucket in sums[index].buckets.indices {
                sums[index].buckets[bucket].tallies = sums[index].buckets[bucket].tallies.filter {
                    !isForgotten($0.key)
                }
            }
        }
        revision &+= 1
    }
}
