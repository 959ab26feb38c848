import REST

/// The cookies as they were judged last for the open request: the jar may hold thousands, and every frame asks.
struct CookieMemory {
    /// What the judgement follows from.
    struct Basis: Equatable {
        var jar: CookieJar
        var revision: Int
        var url: String
        var fields: [Field]
        /// Cookies end.
        var second: Int
    }

    private(set) var basis: Basis?
    /// Those that are sent, then those that are near; nil when there is no URL.
    private(set) var judged: [CookieJar.Judged]?
    /// What is said of them, for a request that sends cookies and for one that does not.
    var words: [Bool: (field: String, words: String)] = [:]
    /// How often cookies were judged.
    private(set) var made = 0

    mutating func follow(_ basis: Basis) {
        if self.basis == basis { return }
        (self.basis, words) = (basis, [:])
        judged = basis.jar.judged(for: basis.url, basis.fields, now: basis.second)
        made += 1
    }
}
