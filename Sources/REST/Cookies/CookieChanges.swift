/// What became of cookies since they were on a disk, so that two programs on one jar do not undo what the other did.
public struct CookieChanges: Hashable, Sendable {
    /// The cookie as it is now; nil for one that was taken out. In the order in which it came to be.
    private var entries: [Entry] = []

    private struct Entry: Hashable {
        var identity: Cookie.Identity
        var cookie: Cookie?
    }

    /// Nothing.
    public init() {}

    /// Whether nothing has changed.
    public var isEmpty: Bool { entries.isEmpty }

    mutating func note(_ identity: Cookie.Identity, _ cookie: Cookie?) {
        entries.removeAll { $0.identity == identity }
        entries.append(Entry(identity: identity, cookie: cookie))
    }

    /// Takes off what was written; what has changed again since then stays.
    mutating func drop(_ written: CookieChanges) {
        let done = Set(written.entries)
        entries.removeAll(where: done.contains)
    }

    /// The cookies of a disk with the changes laid over them.
    public func applied(to disk: [Cookie]) -> [Cookie] {
        var places: [Cookie.Identity: Int] = [:]
        var cookies: [Cookie?] = disk
        for (place, cookie) in disk.enumerated() { places[cookie.identity] = place }
        for entry in entries {
            if let place = places[entry.identity] {
                cookies[place] = entry.cookie
                if entry.cookie == nil { places[entry.identity] = nil }
            } else if let cookie = entry.cookie {
                places[entry.identity] = cookies.count
                cookies.append(cookie)
            }
        }
        // Two programs together may have kept more than one jar holds: the youngest stay.
        return Array(cookies.compactMap(\.self).suffix(CookieJar.limit))
    }
}
