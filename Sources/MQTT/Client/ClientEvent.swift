public import NIOCore

/// What a client tells. Events come in order, on the connection's event loop: a handler must not block.
public enum ClientEvent: Sendable {
    // What is rare and large lies in a box: an event is copied from hand to hand with each read.

    /// The connection's state changed.
    indirect case state(ClientState)
    /// Messages of one read. Give the bytes back with ``MQTTClient/consumed(_:)`` when they are dealt with.
    case messages(MessageBatch)
    /// A packet is on its way: so many bytes of it have come. Told ten times a second at most, and not for every packet.
    /// `isRetained`: whether it is a message with RETAIN set.
    case receiving(bytes: Int, isRetained: Bool)
    /// ``ClientConfiguration/admission`` said that no further message is taken; those that were have been handed on.
    case messagesEnded
    /// The broker's answer to a filter, also when it was subscribed again after a reconnect, and when its CONNACK said
    /// beforehand that it has no such subscriptions.
    indirect case subscribed(SubscribeResult)
    /// The broker asks to use another server (MQTT 5 4.11); followed when the configuration says so.
    case redirected(to: String?, isPermanent: Bool)
    /// The broker broke a rule so many times in what was just read; everything after it is read all the same.
    case violated(ProtocolViolation, count: Int)
    /// Version 5 did not work and 3.1.1 is tried; why.
    indirect case fellBack(ConnectionFailure)
}

/// Where a client stands.
public enum ClientState: Sendable {
    /// Not started.
    case idle
    /// On the way to the broker; the first attempt since the last success is 1.
    case connecting(attempt: Int)
    /// The broker accepted.
    case connected(ConnectionInfo)
    /// Waiting before the next attempt.
    case waiting(Waiting)
    /// No further attempt: why, or nil when it was asked for.
    case stopped(ConnectionFailure?)

    /// A pause between two attempts.
    public struct Waiting: Sendable {
        /// How long, from now.
        public var delay: Duration
        /// The number of the attempt that will follow, the first since the last success being 1.
        public var attempt: Int
        /// Why the last one ended.
        public var failure: ConnectionFailure
    }
}

/// What is known of a connection when the broker has accepted it.
public struct ConnectionInfo: Sendable {
    /// The broker connected to; another than configured after a redirect.
    public var endpoint: Endpoint
    /// The version spoken.
    public var version: ProtocolVersion
    /// The client identifier in use, the broker's choice included.
    public var clientID: String
    /// Whether the broker still had the session.
    public var sessionPresent: Bool
    /// The broker's CONNACK with its properties.
    public var acknowledgement: ConnectAck
    /// What the broker allows.
    public var limits: ServerLimits
    /// The keep alive in force, in seconds; the broker's word counts.
    public var keepAlive: UInt16
}

/// The broker's answer to one filter.
public struct SubscribeResult: Hashable, Sendable {
    /// What was asked for.
    public var subscription: Subscription
    /// The answer: a granted QoS, or why not. `unspecifiedError` where there is none, see ``missing``.
    public var reason: ReasonCode
    /// What the SUBACK lacks, when it has no answer to this filter: nobody knows whether it is granted.
    public var missing: MissingAnswer?
    /// Whether this is the answer to subscribing again after a reconnect.
    public var isRenewal: Bool

    init(_ subscription: Subscription, _ reason: ReasonCode, isRenewal: Bool) {
        self.subscription = subscription
        self.reason = reason
        self.isRenewal = isRenewal
    }

    /// The answers to the filters of one SUBSCRIBE.
    static func all(_ subscriptions: [Subscription], _ reasons: [ReasonCode], isRenewal: Bool) -> [SubscribeResult] {
        subscriptions.enumerated().map { index, subscription in
            let isAnswered = index < reasons.count
            var result = SubscribeResult(
                subscription, isAnswered ? reasons[index] : .unspecifiedError, isRenewal: isRenewal)
            if !isAnswered { result.missing = MissingAnswer(answers: reasons.count, filters: subscriptions.count) }
            return result
        }
    }

    /// The filter.
    public var filter: String { subscription.filter }
    /// The QoS that was asked for.
    public var requested: QoS { subscription.qos }
    /// The QoS granted; nil when refused, and when there is no answer.
    public var granted: QoS? { reason.isError ? nil : QoS(rawValue: reason.rawValue) }
    /// Whether the broker said no.
    public var isRefused: Bool { missing == nil && reason.isError }
}

/// An acknowledgement with fewer answers than the filters that it answers (MQTT 5 3.9.3, 3.11.3).
public struct MissingAnswer: Hashable, Sendable, CustomStringConvertible {
    /// Answers in it.
    public var answers: Int
    /// Filters that were asked for, or given back.
    public var filters: Int

    /// "the broker answered 1 of 3 filters".
    public var description: String {
        filters == 1 ? "the broker's answer is empty" : "the broker answered \(answers) of \(filters) filters"
    }
}

/// The broker's answer to one filter given back.
public struct UnsubscribeResult: Hashable, Sendable {
    /// The filter.
    public var filter: String
    /// The answer; always success before MQTT 5, whose UNSUBACK says nothing, and where there is none, see ``missing``.
    public var reason: ReasonCode
    /// What the UNSUBACK lacks, when it has no answer to this filter.
    public var missing: MissingAnswer?

    /// What each of some filters was answered; an answer too few is said of each filter that has none.
    static func all(_ filters: [String], _ reasons: [ReasonCode]) -> [UnsubscribeResult] {
        let missing = MissingAnswer(answers: reasons.count, filters: filters.count)
        return filters.enumerated().map { index, filter in
            index < reasons.count
                ? UnsubscribeResult(filter: filter, reason: reasons[index])
                : UnsubscribeResult(filter: filter, reason: .success, missing: missing)
        }
    }
}

/// How a publish ended: written to the socket for QoS 0, acknowledged for QoS 1 and 2.
public struct PublishResult: Sendable {
    /// The broker's reason; success for QoS 0 and before MQTT 5.
    public var reason: ReasonCode
    /// The properties of the acknowledgement, MQTT 5.
    public var properties: Properties

    init(_ result: RequestResult) {
        if case .published(let reason, let properties) = result {
            self.reason = reason
            self.properties = properties
        } else {
            reason = .success
            properties = []
        }
    }
}

/// A control packet that went by.
public struct TapEvent: Sendable {
    /// Which way a packet went.
    public enum Direction: Sendable {
        /// From the broker.
        case received
        /// To the broker.
        case sent
    }

    /// Which way it went.
    public var direction: Direction
    /// What it is.
    public var type: PacketType
    /// The version in which its bytes are to be read.
    public var version: ProtocolVersion
    /// When it was read or handed to the socket: microseconds since 1970.
    public var time: Int64
    /// The whole packet. Holding it holds the read it came in.
    public var bytes: ByteBuffer
}
