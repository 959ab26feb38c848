/// Whom a cache works for (RFC 9111 1).
public enum CacheKind: String, CaseIterable, Hashable, Sendable {
    /// One person, as that of a browser.
    case isPrivate = "private"
    /// Many, as a proxy or a content delivery network.
    case shared = "shared"
}
