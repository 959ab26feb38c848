import Text

/// How old an answer is (RFC 9111 4.2.3).
public struct CacheAge: Hashable, Sendable {
    /// Seconds that the caches on the way say it has been kept, from `Age`; nil without a usable one.
    public var told: Int?
    /// Seconds between `Date` and its coming here, never below 0.
    public var apparent: Int
    /// How old it was when it came: the larger of `apparent`, and `told` with the time that the exchange took.
    public var initial: Int
    /// What is wrong with `Age`, in words; nil when nothing is.
    public var remark: String?
    private let responseTime: Int64

    /// The age of an answer.
    public init(_ facts: CacheFacts) {
        responseTime = facts.responseTime
        (told, remark) = Self.told(facts.fields)
        let came = Int(facts.responseTime / 1_000_000)
        // Without a date that can be read, the moment it came stands in for it (RFC 9110 6.6.1).
        let date = facts.fields["Date"].flatMap(HTTPDate.seconds) ?? came
        apparent = max(0, came - date)
        // `Age` was true when the last cache sent it: the time on the way is added (RFC 9111 4.2.3).
        let delay = max(0, Int((facts.responseTime - facts.requestTime) / 1_000_000))
        // The larger of two guesses: a cache may tell no Age, and the clocks of two machines may differ.
        initial = max(apparent, told.map { min($0 + delay, CacheControl.most) } ?? 0)
    }

    /// The first value of `Age`, when that is a number of seconds; any other is passed over (RFC 9111 5.1).
    private static func told(_ fields: [Field]) -> (Int?, String?) {
        let lines = fields.values(of: "Age")
        guard let first = lines.first else { return (nil, nil) }
        let items = FieldList.items(first)
        let text = items.first ?? ""
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return (nil, "'\(text.prefix(40))' is no number of seconds and is passed over")
        }
        let remark = lines.count > 1 || items.count > 1 ? "it has several values: the first counts" : nil
        // More digits than a number holds: older than all there is (RFC 9111 1.2.2).
        return (min(Int(text) ?? CacheControl.most, CacheControl.most), remark)
    }

    /// How old it is at a moment, in seconds.
    public func current(at now: Int64) -> Int {
        min(initial + max(0, Int((now - responseTime) / 1_000_000)), CacheControl.most)
    }
}
