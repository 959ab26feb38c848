import JSONPath
import Payloads
import Profile
import REST
import Text

/// What the answers to a request that is repeated have been: what is the same, what changed, what failed.
struct RepeatTally {
    /// How an answer stands to the one before.
    enum Change {
        case first, changed, same, failed
    }

    private let ignored: [JSONPath]
    private(set) var sent = 0
    private(set) var changed = 0
    private(set) var notModified = 0
    private(set) var failed = 0
    /// Failures since the last answer.
    private(set) var failuresRunning = 0
    /// Answers like the one before, since the last that was told.
    private(set) var unchanged = 0
    /// Bytes of bodies that did not travel because the server said that nothing changed.
    private(set) var savedBytes = 0
    private var times: [Int64] = []
    /// Times that are kept for the summary.
    private static let mostTimes = 100_000
    private var lastTag: String?
    private var lastModified: String?
    private var lastStatus = 0
    private var compared: [UInt8] = []
    private(set) var body = PayloadBytes([])

    init(ignoring ignored: [JSONPath]) { self.ignored = ignored }

    /// The fields that ask for the answer only if it is another one (RFC 9110 13.1), for a request that has none itself.
    func conditions(for request: Request) -> [Field] {
        guard ["GET", "HEAD"].contains(request.method.rawValue), lastStatus == 200 else { return [] }
        let names = Set(request.fields.map { $0.name.lowercased() })
        guard
            names.isDisjoint(with: ["if-none-match", "if-modified-since", "if-match", "if-unmodified-since", "range"])
        else { return [] }
        var fields: [Field] = []
        if let lastTag { fields.append(Field("If-None-Match", lastTag)) }
        // The server's own text of the date, unchanged.
        if let lastModified { fields.append(Field("If-Modified-Since", lastModified)) }
        return fields
    }

    /// Takes an answer.
    mutating func take(_ response: Response, body new: PayloadBytes, duration: Int64) -> Change {
        note(duration)
        failuresRunning = 0
        if response.status == 304, lastStatus == 200 {
            notModified += 1
            savedBytes += body.count
            unchanged += 1
            return .same
        }
        let tag = response.fields["etag"]
        let isSameTag = tag != nil && tag == lastTag && response.status == lastStatus
        let stripped = strip(new)
        let isFirst = sent == 1 || lastStatus == 0
        let isSame = !isFirst && response.status == lastStatus && (isSameTag || stripped == compared)
        (lastTag, lastModified, lastStatus) = (tag, response.fields["last-modified"], response.status)
        (body, compared) = (new, stripped)
        if isSame {
            unchanged += 1
            return .same
        }
        if isFirst { return .first }
        changed += 1
        return .changed
    }

    /// Takes a failure.
    mutating func fail(duration: Int64) {
        note(duration)
        failed += 1
        failuresRunning += 1
    }

    /// What was told is told.
    mutating func told() { unchanged = 0 }

    private mutating func note(_ duration: Int64) {
        sent += 1
        if times.count < Self.mostTimes { times.append(duration) }
    }

    /// A body without what does not count.
    private func strip(_ body: PayloadBytes) -> [UInt8] {
        var bytes = body.withBytes { Array($0) }
        for path in ignored {
            let search = JSONPathSearch(path, in: PayloadBytes(bytes))
            while !search.advance(units: 1 << 20) {}
            for range in search.ranges.sorted(by: { $0.lowerBound > $1.lowerBound }) { bytes.removeSubrange(range) }
        }
        return bytes
    }

    /// What came of all of them, on one line.
    func summary(every period: Int64, late: Int) -> String {
        let sorted = times.sorted()
        func rank(_ share: Double) -> String {
            guard !sorted.isEmpty else { return "-" }
            let place = max(0, min(sorted.count - 1, Int((share * Double(sorted.count)).rounded(.up)) - 1))
            return TimeSpelling.words(sorted[place])
        }
        var words = "every \(TimeSpelling.words(period)): \(sent) sent, \(changed) changed"
        if notModified > 0 { words += ", \(notModified)×304 saved \(grouped(savedBytes)) bytes" }
        if failed > 0 { words += ", \(failed) failed" }
        if late > 0 { words += ", \(late) left out because an answer was late" }
        return words + ", p50 \(rank(0.5)) p99 \(rank(0.99))"
    }
}
