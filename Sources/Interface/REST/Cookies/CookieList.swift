import Kit
import REST

/// The rows of the cookies' popup: found once for each change of what they follow from, not for every row, key and frame.
struct CookieList {
    private var basis: (near: CookieMemory.Basis?, listsAll: Bool)?
    /// What there is.
    private var all: [CookieJar.Judged] = []
    private var filter: String?

    /// How many cookies the jar has.
    private(set) var kept = 0
    /// What the filter leaves.
    private(set) var rows: [CookieJar.Judged] = []
    private(set) var ids: [Cookie.Identity?] = []
    /// How many of them are sent.
    private(set) var sent = 0

    mutating func follow(_ near: CookieMemory, listsAll: Bool, _ filter: ListFilter) {
        let isSame = basis.map { $0.near == near.basis && $0.listsAll == listsAll } ?? false
        if isSame, self.filter == filter.text { return }
        if !isSame { take(near, listsAll: listsAll) }
        self.filter = filter.text
        rows = all.filter { filter.passes("\($0.cookie.name) \($0.cookie.domain)\($0.cookie.path)") }
        ids = rows.map(\.cookie.identity)
        sent = rows.count { $0.hindrance == nil }
    }

    private mutating func take(_ near: CookieMemory, listsAll: Bool) {
        basis = (near.basis, listsAll)
        let judged = near.judged ?? []
        let cookies = near.basis?.jar.cookies ?? []
        kept = cookies.count
        all = judged
        if listsAll {
            let known = Set(judged.map(\.cookie.identity))
            let hasURL = near.basis?.url.isEmpty == false
            all += cookies.filter { !known.contains($0.identity) }.map { cookie in
                // Of another site: that it is for somebody else is all there is to say.
                CookieJar.Judged(
                    cookie: cookie, hindrance: !hasURL ? nil : cookie.includesSubdomains ? .host : .subdomain)
            }
        }
    }
}
