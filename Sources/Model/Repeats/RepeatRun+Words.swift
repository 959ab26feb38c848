import Profile
public import REST
import Text

extension RepeatRun {
    /// What came of all of them, on one line: `every 5 s: 42 sent, 3 changed, 39×304 saved 1,200,000 bytes, p50 12 ms`.
    public var summary: String {
        var words = "every \(TimeWords.words(plan.period)): \(tally.sent) sent, \(tally.changed) changed"
        if tally.notModified > 0 { words += ", \(tally.notModified)×304 saved \(grouped(tally.savedBytes)) bytes" }
        words += refusals.map { ", \($0)" }.joined()
        if tally.failed > 0 { words += ", \(tally.failed) failed" }
        if late > 0 { words += ", \(late) left out because an answer was late" }
        return words + ", p50 \(rank(0.5)) p99 \(rank(0.99))"
    }

    /// The answers that refuse, as `6×503`, the lowest status first.
    public var refusals: [String] {
        tally.refusals.sorted { $0.key < $1.key }.map { "\(grouped($0.value))×\($0.key)" }
    }

    private func rank(_ share: Double) -> String { tally.rank(share).map(TimeWords.words) ?? "-" }

    /// The times of answers, as `p50 12 p99 80 ms`; empty before the first.
    public var times: String {
        guard let half = tally.rank(0.5), let most = tally.rank(0.99) else { return "" }
        let (short, long) = (TimeWords.words(half), TimeWords.words(most))
        let unit = long.drop { $0 != " " }
        return "p50 \(short.hasSuffix(unit) ? String(short.dropLast(unit.count)) : short) p99 \(long)"
    }
}

extension Response {
    /// Nanoseconds that `Retry-After` asks for, a day at most: seconds or a date (RFC 9110 10.2.3); nil for none.
    /// - Parameter now: seconds since 1970.
    public func retryAfter(now: Int64) -> Int64? {
        guard let text = fields["retry-after"] else { return nil }
        let seconds = Int64(text) ?? LenientDate.seconds(text).map { Int64($0) - now }
        return seconds.map { min(max($0, 0), 86_400) * 1_000_000_000 }
    }
}
