import Synchronization

/// The answers that came so far, by the folder and name of their requests: what is sent behind takes values of them.
public final class AnswersByName: Sendable {
    private let all = Mutex<[String: ResponseChain.Answer]>([:])

    /// None came yet.
    public init() {}

    /// The last answer to a request; nil when none came.
    public subscript(name: String) -> ResponseChain.Answer? {
        get { all.withLock { $0[name] } }
        set { all.withLock { $0[name] = newValue } }
    }
}
