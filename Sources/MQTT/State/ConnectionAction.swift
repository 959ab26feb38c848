import NIOCore

/// What the machine wants done, in order. Whoever owns the socket does it and flushes once at the end.
enum ConnectionAction: Sendable {
    /// Encode and write.
    case send(Packet)
    /// Write the head and the payload; the token, of QoS 0 only, completes with `.sent` when written.
    case publish(Publish, completing: Token?)
    /// Gathered acknowledgements of one batch, encoded.
    case acknowledge(ByteBuffer)
    /// The broker accepted; `restore` is to be subscribed again, because it has no session.
    case connected(ConnectAck, restore: [Subscription])
    /// The broker asks for the next step of enhanced authentication (MQTT 5 4.12).
    case challenge(Auth)
    /// The broker broke a rule that leaves the stream readable, so many times.
    case violated(ProtocolViolation, count: Int)
    /// A message that somebody watches went a step further.
    case progress(Token, PublishStep)
    /// A request ended well, or with the broker's answer.
    case complete(Token, RequestResult)
    /// A request failed.
    case fail(Token, ConnectionError)
    /// Close after what precedes is flushed.
    case close(ConnectionError)
}

/// How a request ended.
enum RequestResult: Sendable {
    /// Written, QoS 0.
    case sent
    /// Acknowledged, QoS 1 and 2.
    case published(ReasonCode, Properties)
    /// SUBACK, a reason per filter; fewer where the broker has not answered all.
    case subscribed([ReasonCode], Properties)
    /// UNSUBACK, a reason per filter, fewer where the broker has not answered all; success before MQTT 5.
    case unsubscribed([ReasonCode], Properties)
    /// Authenticated again.
    case authenticated
    /// PINGRESP came, so long after PINGREQ.
    case ponged(TimeAmount)
}
