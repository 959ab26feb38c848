import JSONPath
public import Payloads
import Profile
public import REST
import Text

/// What the answers to a request that is repeated have been: what is the same, what changed, what failed.
public struct RepeatTally: Sendable {
    /// How an answer stands to the one before.
    public enum Change: Sendable {
        /// There was none before.
        case first
        /// It is another one.
        case changed
        /// It is the same, or 304 says that it would be.
        case same
        /// None came.
        case failed
    }

    private let ignored: [JSONPath]
    private let isConditional: Bool
    /// Requests that came to their end.
    public private(set) var sent = 0
    /// Answers that differ from the one before.
    public private(set) var changed = 0
    /// Answers of status 304.
    public private(set) var notModified = 0
    /// Requests that no answer came to.
    public private(set) var failed = 0
    /// Answers of status 400 and above, by their status: they are answers, and seldom what was wanted.
    public private(set) var refusals: [Int: Int] = [:]
    /// Failures since the last answer.
    public private(set) var failuresRunning = 0
    /// Answers like the one before, since the last that was told.
    public private(set) var unchanged = 0
    /// Bytes of bodies that did not travel because the server said that nothing changed.
    public private(set) var savedBytes = 0
    /// How long answers took, in nanoseconds, the shortest first.
    private var times: [Int64] = []
    /// Times that are kept for the summary.
    private static let mostTimes = 100_000
    private var lastTag: String?
    private var lastModified: String?
    private var lastStatus = 0
    /// The last answer that a 304 may stand for.
    private var last: Response?
    private var compared: [UInt8] = []
    /// The last answer's body; of a 304 that which it stands for.
    public private(set) var body = PayloadBytes([])

    init(ignoring ignored: [JSONPath] = [], isConditional: Bool = true) {
        self.ignored = ignored
        self.isConditional = isConditional
    }

    /// The fields that ask for the answer only if it is another one (RFC 9110 13.1), for a request that has none itself.
    func conditions(method: String, fieldNames: [String]) -> [Field] {
        // Of a 200 alone: 304 to the validators of an error or of a part would stand for nothing that is kept.
        guard isConditional, ["GET", "HEAD"].contains(method), lastStatus == 200 else { return [] }
        guard
            Set(fieldNames.map { $0.lowercased() }).isDisjoint(
                // With a condition or a range of its own the person asks something else: 304 would answer that.
                with: ["if-none-match", "if-modified-since", "if-match", "if-unmodified-since", "range"])
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
        if response.status >= 400 { refusals[response.status, default: 0] += 1 }
        // A 304 behind anything but a 200 has nothing to stand for, and is told as it is.
        if response.status == 304, lastStatus == 200 {
            notModified += 1
            savedBytes += body.count
            unchanged += 1
            return .same
        }
        let tag = response.fields["etag"]
        let isSameTag = tag != nil && tag == lastTag && response.status == lastStatus
        let stripped = strip(new)
        let isFirst = lastStatus == 0
        let isSame = !isFirst && response.status == lastStatus && (isSameTag || stripped == compared)
        (lastTag, lastModified, lastStatus) = (tag, response.fields["last-modified"], response.status)
        (body, compared, last) = (new, stripped, response)
        if isSame {
            unchanged += 1
            return .same
        }
        if isFirst { return .first }
        changed += 1
        return .changed
    }

    /// What is judged of an answer to a request that went with our conditions: of a 304 the answer that it says is still
    /// good, with the fields that it renews (RFC 9111 4.3.4). Whoever asks for `status == 200` did not ask for conditions.
    public func judged(_ response: Response) -> Response {
        guard response.status == 304, var kept = last, kept.status == 200 else { return response }
        kept.fields = KeptAnswer.renewed(kept.fields, by: response.fields)
        return kept
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
        // Beyond it ranks stand still: an insertion into a sorted list of a million would be felt.
        guard times.count < Self.mostTimes else { return }
        // Kept in order: a row on the screen asks for its figures with each frame.
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= duration { low = middle + 1 } else { high = middle }
        }
        times.insert(duration, at: low)
    }

    /// A body without what does not count.
    private func strip(_ body: PayloadBytes) -> [UInt8] {
        // All paths in the body as it came: without the value of a member it is no JSON in which another could be found.
        let ranges = ignored.flatMap { path in
            let search = JSONPathSearch(path, in: body)
            while !search.advance(units: 1 << 20) {}
            return search.ranges
        }
        return body.withBytes { bytes in
            var left: [UInt8] = []
            left.reserveCapacity(bytes.count)
            var end = 0
            for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
                // `$..a` finds values within values, and two paths may find the same one.
                if range.lowerBound > end { left += bytes[end..<range.lowerBound] }
                end = max(end, range.upperBound)
            }
            return left + bytes[end...]
        }
    }

    /// The time, in nanoseconds, that so large a part of the answers took at most; nil before the first.
    func rank(_ share: Double) -> Int64? { times.nearestRank(share) }
}
