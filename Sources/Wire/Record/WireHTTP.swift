public import REST

/// A step of an HTTP exchange.
public struct WireHTTP: Sendable {
    /// What happened.
    public enum Step: Sendable, Equatable, CaseIterable {
        /// The exchange as a whole: the row under which the others lie.
        case exchange
        /// The name was looked up and the connection made.
        case connect
        /// TLS was agreed on.
        case tls
        /// The request was sent.
        case request
        /// The answer's head came.
        case head
        /// The answer's body came to its end.
        case end
    }

    /// What happened.
    public var step: Step
    /// The number of the exchange, in the order of sending.
    public var exchange: UInt64
    /// Which request and answer of it: redirects and challenges come before the one that counts.
    public var hop: Int
    /// The request and answer, without ``Hop/raw``: request line and fields as sent, head and fields as they came.
    public var exchanged: Hop
    /// The first bytes of the answer as they came, ``WirePacket/headLimit`` and its head at most.
    public var answer: [UInt8]
    /// Why it failed, in words; empty when it did not.
    public var failure: String

    /// A step of an exchange.
    public init(
        _ step: Step, exchange: UInt64, hop: Int = 0, of exchanged: Hop, answer: [UInt8] = [], failure: String = ""
    ) {
        self.step = step
        self.exchange = exchange
        self.hop = hop
        self.exchanged = exchanged
        self.answer = answer
        self.failure = failure
    }
}
