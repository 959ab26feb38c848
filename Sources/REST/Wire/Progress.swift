/// How far a request has come.
public struct Progress: Sendable {
    /// The hops so far; the last is under way. The answer's head is in it as soon as it is here.
    public var hops: [Hop]
    /// What is going on.
    public var phase: RequestFailure.Phase
    /// Bytes of the body sent so far.
    public var bodySent: Int
    /// Bytes of the body in all; nil when that is not known before.
    public var bodyToSend: Int?
    /// Bytes of the answer's body that came so far, as they came.
    public var received: Int
    /// The bytes that `Content-Length` announced; nil when it did not.
    public var announced: Int?
}
