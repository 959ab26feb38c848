/// Whom a cache works for (RFC 9111 1).
public enum CacheKind: String, CaseIterable, Hashable, Sendable {
    /// One person, as that of a browser.
    case isPrivate = "private"
    /// Many, as a proxy.
    case shared = "shared"
    /// Many, and for the server: a content delivery network, which goes by `CDN-Cache-Control` (RFC 9213 3.1).
    case delivery = "CDN"

    /// Whether it serves more than one person.
    public var isShared: Bool { self != .isPrivate }

    /// Those for which a verdict on an answer is worth telling: a content delivery network is a shared cache like others
    /// where it has no word of its own.
    public static func all(for facts: CacheFacts) -> [CacheKind] {
        allCases.filter { $0 != .delivery || facts.fields[TargetedCacheControl.name] != nil }
    }
}
