import Synchronization

/// The cookies of a session or of an environment (RFC 6265bis), shared by the requests that are sent with it.
public final class CookieJar: Sendable, Equatable {
    private let state: Mutex<State>
    private let suffixes: @Sendable () -> PublicSuffixes?

    fileprivate struct State {
        /// In the order in which they were made, which is that of equal paths when they are sent.
        var cookies: [Cookie] = []
        /// What was refused last, for who looks why a cookie is missing.
        var refused: [Refused] = []
        var revision = 0
        var evicted = 0
        /// What became of cookies since they were on the disk; nil where they are not kept there.
        var changes: CookieChanges?
    }

    /// A cookie that an answer set and that is not kept.
    public struct Refused: Hashable, Sendable {
        /// The host that set it.
        public var host: String
        /// Which, and why.
        public var refusal: CookieRefusal
        /// When, in seconds since 1970.
        public var at: Int
    }

    // RFC 6265bis 6.1 asks for 3000 at least, and for 50 of a domain.
    /// The most cookies that are kept, and of one domain, so that one server cannot drive out the others'.
    static let limit = 3000
    static let domainLimit = 200
    // curl's bounds (MAX_COOKIE_SEND_AMOUNT, MAX_COOKIE_HEADER_LEN).
    /// The most cookies, and bytes of them, that go along with one request.
    static let sentLimit = (count: 150, bytes: 8190)
    private static let refusedLimit = 20

    /// An empty jar, or one with some cookies in it.
    /// - Parameter suffixes: the list of public suffixes; by itself the system's.
    public init(
        _ cookies: [Cookie] = [], suffixes: @escaping @Sendable () -> PublicSuffixes? = { PublicSuffixes.system }
    ) {
        state = Mutex(State())
        self.suffixes = suffixes
        for cookie in cookies { add(cookie) }
    }

    /// Whether both are one jar, and not whether they hold the same.
    public static func == (one: CookieJar, other: CookieJar) -> Bool { one === other }

    // MARK: - What is in it

    /// The cookies, in the order in which they were made, those whose time has come left out.
    public var cookies: [Cookie] {
        let now = Cookie.now
        return state.withLock { $0.cookies.filter { !$0.isOver(at: now) } }
    }

    /// Whether it holds none.
    public var isEmpty: Bool { state.withLock { $0.cookies.isEmpty } }

    /// Another one after every change.
    public var revision: Int { state.withLock { $0.revision } }

    /// How many had to go because there were too many.
    public var evicted: Int { state.withLock { $0.evicted } }

    /// What was refused last, the youngest last.
    public var refused: [Refused] { state.withLock { $0.refused } }

    /// Keeps a cookie in the place of the one that is the same.
    public func add(_ cookie: Cookie) { state.withLock { $0.put(cookie) } }

    /// Keeps a cookie in the place of another one: what is edited keeps its turn.
    public func replace(_ old: Cookie.Identity, with cookie: Cookie) {
        state.withLock { state in
            if old != cookie.identity { state.remove { $0.identity == old } }
            state.put(cookie)
        }
    }

    /// Takes cookies out; answers how many.
    @discardableResult public func remove(where isOut: (Cookie) -> Bool) -> Int {
        state.withLock { $0.remove(where: isOut) }
    }

    // MARK: - From answers

    /// Takes what an answer sets, whatever its status; answers what is not kept, and why.
    @discardableResult
    func take(_ response: Response, from target: Target, now: Int = Cookie.now) -> [CookieRefusal] {
        var refusals: [CookieRefusal] = []
        // Each line is one: a comma does not part cookies, as it stands in dates (RFC 6265bis 3).
        for field in response.fields.values(of: "set-cookie") {
            do throws(CookieRefusal) {
                try take(Cookie(setBy: field, from: target, now: now, suffixes: suffixes()), from: target, now: now)
            } catch {
                refusals.append(error)
            }
        }
        guard !refusals.isEmpty else { return [] }
        state.withLock { state in
            state.refused += refusals.map { Refused(host: target.host, refusal: $0, at: now) }
            state.refused.removeFirst(max(0, state.refused.count - Self.refusedLimit))
            state.revision += 1
        }
        return refusals
    }

    private func take(_ cookie: Cookie, from target: Target, now: Int) throws(CookieRefusal) {
        let isTrusted = target.isSecure || Cookie.isLoopback(target.host)
        try state.withLock { (state) throws(CookieRefusal) in
            // Who can write into a connection in clear must not hide a cookie of the secure one (5.7 step 16).
            if !isTrusted, !cookie.isSecure, state.cookies.contains(where: { $0.isHidden(by: cookie, now: now) }) {
                throw CookieRefusal(.overSecure, cookie.name)
            }
            state.put(cookie, keepsSwitch: true)
            // A moment that is over is how a server takes a cookie away.
            state.remove { $0.isOver(at: now) }
        }
    }

    // MARK: - For requests

    /// A cookie, and what stands against its being sent.
    public struct Judged: Hashable, Sendable {
        /// The cookie.
        public var cookie: Cookie
        /// Nil when it is sent.
        public var hindrance: CookieHindrance?

        /// A judgement of its parts.
        public init(cookie: Cookie, hindrance: CookieHindrance? = nil) {
            self.cookie = cookie
            self.hindrance = hindrance
        }
    }

    /// The cookies for a request to a URL in the order in which they are sent, then those that are near and not sent; nil
    /// when it is no URL.
    /// - Parameter fields: those of the request, of which a `Host` says whose cookies are meant.
    public func judged(for url: String, _ fields: [Field] = [], now: Int = Cookie.now) -> [Judged]? {
        guard let target = try? Target(url).forCookies(fields) else { return nil }
        let (sent, left) = parted(for: target, now: now)
        let site = Cookie.site(of: target.host)
        return sent.map { Judged(cookie: $0) } + left.filter { $0.cookie.isNear(target, site: site) }
    }

    /// What the `Cookie` field of a request to a URL says; nil for none.
    public func text(for url: String, _ fields: [Field] = []) -> String? {
        isEmpty ? nil : (try? Target(url)).flatMap { text(for: $0.forCookies(fields)) }
    }

    /// What the `Cookie` field of a request says; nil for none.
    func text(for target: Target, now: Int = Cookie.now) -> String? {
        let sent = parted(for: target, now: now).sent
        return sent.isEmpty ? nil : sent.map(\.pair).joined(separator: "; ")
    }

    private func parted(for target: Target, now: Int) -> (sent: [Cookie], left: [Judged]) {
        var fitting: [Cookie] = []
        var left: [Judged] = []
        for cookie in state.withLock({ $0.cookies }) {
            if let hindrance = cookie.hindrance(for: target, now: now) {
                left.append(Judged(cookie: cookie, hindrance: hindrance))
            } else {
                fitting.append(cookie)
            }
        }
        // Longer paths first, of equal ones the older (5.8.3); the sort is stable, and the jar in that order.
        fitting.sort { $0.path.utf8.count > $1.path.utf8.count }
        var count = 0
        let end = fitting.firstIndex { cookie in
            // Two for the `; ` in between.
            count += cookie.pair.utf8.count + 2
            return count > Self.sentLimit.bytes
        }
        let sent = fitting[..<min(end ?? fitting.count, Self.sentLimit.count)]
        let over = fitting[sent.endIndex...].map { Judged(cookie: $0, hindrance: .full) }
        return (Array(sent), over + left)
    }

    // MARK: - On the disk

    /// Notes what changes from now on, for who keeps the jar on a disk.
    public func noteChanges() { state.withLock { if $0.changes == nil { $0.changes = CookieChanges() } } }

    /// What has become of cookies since they were on the disk.
    public var changes: CookieChanges { state.withLock { $0.changes ?? CookieChanges() } }

    /// Takes in what is on the disk: what was changed here since `written` is laid over it.
    /// - Parameter written: the changes that are in it already.
    public func settle(_ disk: [Cookie], written: CookieChanges) {
        state.withLock { state in
            state.changes?.drop(written)
            let cookies = (state.changes ?? CookieChanges()).applied(to: disk)
            guard cookies != state.cookies else { return }
            state.cookies = cookies
            state.revision += 1
        }
    }
}

extension CookieJar.State {
    /// - Parameter keepsSwitch: whether one that the person has switched off stays off.
    mutating func put(_ cookie: Cookie, keepsSwitch: Bool = false) {
        var cookie = cookie
        if let place = cookies.firstIndex(where: { $0.identity == cookie.identity }) {
            // One that is renewed keeps its turn (5.7 step 23).
            cookie.creation = cookies[place].creation
            if keepsSwitch { cookie.isOff = cookies[place].isOff }
            cookies[place] = cookie
        } else {
            cookies.append(cookie)
            makeRoom(beside: cookie)
        }
        changes?.note(cookie.identity, cookie)
        revision += 1
    }

    /// The oldest goes, of the domain that has too many, or of all.
    private mutating func makeRoom(beside cookie: Cookie) {
        let isCrowded = cookies.count { $0.domain == cookie.domain } > CookieJar.domainLimit
        guard isCrowded || cookies.count > CookieJar.limit,
            let place = cookies.firstIndex(where: { !isCrowded || $0.domain == cookie.domain })
        else { return }
        changes?.note(cookies[place].identity, nil)
        cookies.remove(at: place)
        evicted += 1
    }

    @discardableResult mutating func remove(where isOut: (Cookie) -> Bool) -> Int {
        let out = cookies.filter(isOut)
        guard !out.isEmpty else { return 0 }
        for cookie in out { changes?.note(cookie.identity, nil) }
        cookies.removeAll(where: isOut)
        revision += 1
        return out.count
    }
}

extension Cookie {
    /// Whether it is Secure, and would be hidden by another one of its name where both are sent.
    fileprivate func isHidden(by other: Cookie, now: Int) -> Bool {
        isSecure && name == other.name && !isOver(at: now)
            // Either of the two domains may be above the other one.
            && (Self.domainMatches(domain, other.domain) || Self.domainMatches(other.domain, domain))
            && Self.pathMatches(other.path, path)
    }
}
