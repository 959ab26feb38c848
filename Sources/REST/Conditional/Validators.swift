import Text

/// What tells the state of a representation from another one (RFC 9110 8.8), as an answer brought it.
public struct Validators: Hashable, Sendable {
    /// The `ETag` field; nil without one.
    public var tag: EntityTag?
    /// The `Last-Modified` field as it was written: that text is sent back, not a date made of it.
    public var lastModified: String?
    /// The `Date` field as it was written.
    public var date: String?

    /// The longest text that is taken for a validator: a longer one could not be sent back.
    static let longest = 4096

    /// The validators among the fields of an answer.
    public init(_ fields: [Field]) {
        func value(_ name: String) -> String? {
            fields[name].flatMap { $0.isEmpty || $0.utf8.count > Self.longest ? nil : $0 }
        }
        tag = value("ETag").map { EntityTag($0) }
        lastModified = value("Last-Modified")
        date = value("Date")
    }

    /// Validators of their texts.
    public init(tag: EntityTag? = nil, lastModified: String? = nil, date: String? = nil) {
        (self.tag, self.lastModified, self.date) = (tag, lastModified, date)
    }

    /// Whether there is none.
    public var isEmpty: Bool { tag == nil && lastModified == nil }

    /// Whether two answers tell the same state: when it was sent does not count.
    public func isSame(as other: Validators) -> Bool { tag == other.tag && lastModified == other.lastModified }

    /// Whether a change within the same second would be seen by `Last-Modified`: only when it lies at least a second
    /// before `Date`, both by the server's clock (RFC 9110 8.8.2.2).
    public var isLastModifiedStrong: Bool {
        guard let date = date.flatMap(HTTPDate.seconds), let changed = lastModified.flatMap(HTTPDate.seconds) else {
            return false
        }
        return date - changed >= 1
    }
}
