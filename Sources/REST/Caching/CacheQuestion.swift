/// What is asked of an answer and a cache, in the order in which the answers follow from each other.
public enum CacheQuestion: String, CaseIterable, Hashable, Sendable {
    /// May it be kept? (RFC 9111 3)
    case store = "may keep"
    /// For how long does it hold? (4.2.1)
    case fresh = "holds"
    /// How old is it? (4.2.3)
    case age = "age now"
    /// What happens when it holds no more? (4.2.4)
    case stale = "then"
}
