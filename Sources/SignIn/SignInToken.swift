public import Text

/// An access token, and how to get the next one.
public struct SignInToken: Hashable, Sendable {
    /// What is sent (RFC 6750).
    public var access: String
    /// What the next one is got with (RFC 6749 6); nil where the server gave none.
    public var refresh: String?
    /// When it came: microseconds since 1970.
    public var obtainedAt: Moment
    /// When it ends; nil where the server did not say.
    public var expiresAt: Moment?
    /// The scopes that were granted; empty where the server did not say.
    public var scope = ""

    /// A token of its parts.
    public init(access: String, obtainedAt: Moment) {
        self.access = access
        self.obtainedAt = obtainedAt
    }

    /// How long before its end it counts as over: what is sent now has to arrive with it.
    private static let margin: Moment = 30_000_000

    /// When another one is to be got: 30 s before its end, and of one that lives less than a minute at half of its time.
    public var renewalAt: Moment? {
        expiresAt.map { $0 - min(Self.margin, ($0 - obtainedAt) / 2) }
    }

    /// Whether it can still be sent. One that comes from a time to come was got before the clock was set back: when it ends
    /// nobody can tell.
    public func isFresh(at now: Moment) -> Bool {
        renewalAt.map { now < $0 && obtainedAt - Self.margin <= now } ?? true
    }

    // MARK: - On the disk

    /// The token as a file holds it: a line, names and values as in a form.
    public var written: [UInt8] {
        var pairs = [("access", access), ("at", String(obtainedAt))]
        if let refresh { pairs.append(("refresh", refresh)) }
        if let expiresAt { pairs.append(("expires", String(expiresAt))) }
        if !scope.isEmpty { pairs.append(("scope", scope)) }
        return Array(FormPairs.form(pairs).utf8)
    }

    /// The times that a file can hold, in microseconds since 1970: some thousand years.
    private static let times: ClosedRange<Moment> = 0...1 << 56

    /// Reads such a line; nil for what is none.
    public init?(written bytes: [UInt8]) {
        var values: [String: String] = [:]
        for pair in FormPairs.read(String(decoding: bytes, as: UTF8.self), plusIsSpace: true) {
            guard let value = pair.value else { return nil }
            values[pair.name] = value
        }
        guard let access = values["access"], !access.isEmpty, let at = values["at"].flatMap({ Moment($0) }),
            Self.times.contains(at)
        else { return nil }
        self.init(access: access, obtainedAt: at)
        refresh = values["refresh"]
        expiresAt = values["expires"].flatMap { Moment($0) }.flatMap { Self.times.contains($0) ? $0 : nil }
        scope = values["scope"] ?? ""
    }
}
