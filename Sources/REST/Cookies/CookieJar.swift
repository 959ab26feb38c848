import Glibc
import Synchronization

/// The cookies of a session (RFC 6265), shared by the requests that are sent with it.
///
/// Which names are public suffixes is not known here: a server of `a.example.org` can set a cookie for `org.` no more
/// than for any other name without a dot, but one for `co.uk` is taken.
public final class CookieJar: Sendable {
    private let kept = Mutex<[Cookie]>([])

    /// The most cookies that are kept; the oldest goes first.
    static let limit = 3000
    /// The most cookies, and bytes of them, that go along with one request.
    static let sentLimit = (count: 150, bytes: 8190)

    /// An empty jar, or one with some cookies in it.
    public init(_ cookies: [Cookie] = []) { for cookie in cookies { add(cookie) } }

    /// The cookies, in the order in which they came, those whose time has come left out.
    public var cookies: [Cookie] {
        let now = time(nil)
        return kept.withLock { $0.filter { !$0.isOver(at: now) } }
    }

    /// Keeps a cookie in the place of the one of that name, domain and path.
    public func add(_ cookie: Cookie) {
        kept.withLock { cookies in
            let place = cookies.firstIndex {
                $0.name == cookie.name && $0.domain == cookie.domain
                    && $0.includesSubdomains == cookie.includesSubdomains && $0.comparedPath == cookie.comparedPath
            }
            // One that is renewed keeps its place (RFC 6265 5.3.11.3).
            if let place { cookies[place] = cookie } else { cookies.append(cookie) }
            if cookies.count > Self.limit { cookies.removeFirst() }
        }
    }

    /// Takes what an answer sets.
    func take(_ response: Response, from target: Target, now: Int = time(nil)) {
        for field in response.fields.values(of: "set-cookie") {
            if let cookie = Cookie(field, from: target, now: now) { add(cookie) }
        }
        // A moment that is over is how a server takes a cookie away (RFC 6265 5.3).
        kept.withLock { $0.removeAll { $0.isOver(at: now) } }
    }

    /// What the `Cookie` field of a request says, cookies of longer paths first; nil for none.
    func text(for target: Target, now: Int = time(nil)) -> String? {
        let fitting = kept.withLock { $0.enumerated().filter { $0.element.isFor(target, now: now) } }
        let sorted = fitting.sorted { one, other in
            let (a, b) = (one.element, other.element)
            if a.path.utf8.count != b.path.utf8.count { return a.path.utf8.count > b.path.utf8.count }
            if a.domain.utf8.count != b.domain.utf8.count { return a.domain.utf8.count > b.domain.utf8.count }
            if a.name.utf8.count != b.name.utf8.count { return a.name.utf8.count > b.name.utf8.count }
            // As curl: RFC 6265 asks for the older one first, but no server may count on it.
            return one.offset > other.offset
        }
        var text = ""
        for (_, cookie) in sorted.prefix(Self.sentLimit.count) {
            let pair = "\(cookie.name)=\(cookie.value)"
            if text.utf8.count + pair.utf8.count + 2 > Self.sentLimit.bytes { break }
            text += (text.isEmpty ? "" : "; ") + pair
        }
        return text.isEmpty ? nil : text
    }
}
