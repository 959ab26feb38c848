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
    let growing: GrowingBody
    let log: RawLog

    /// What is here of the body of the answer that counts, decoded: a copy of what lies in memory, so that taking it often
    /// costs. Empty when the body is handed on and not kept (``RESTClient/Delivery/stream(_:)``).
    public var body: Body { growing.snapshot }

    /// What is here of the answer's bytes as they came, chunk framing included; a copy as `body`. Empty when they are not
    /// to be kept.
    public var raw: Body { log.snapshot }
}
