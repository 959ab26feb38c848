public import Profile
public import Text

/// One publish on its way to the broker, step by step.
public struct Delivery: Hashable, Sendable {
    /// A step of the handshake (MQTT 5 4.3).
    public enum Step: Hashable, Sendable {
        /// Waits: for the connection, or for room in the window of unacknowledged messages.
        case queued
        /// PUBLISH was handed to the socket.
        case written
        /// PUBACK came (QoS 1).
        case acknowledged
        /// PUBREC came (QoS 2): the broker has it.
        case received
        /// PUBREL was handed to the socket (QoS 2).
        case released
        /// PUBCOMP came (QoS 2).
        case completed
    }

    /// How it ended.
    public enum Outcome: Hashable, Sendable {
        /// The broker took it; words beside success, such as "nobody is subscribed to it".
        case delivered(String?)
        /// It was refused or failed; why and what to try.
        case failed(String)
        /// Whether it arrived is not known; why.
        case unknown(String)
    }

    /// The number that it is known by.
    public let id: Int
    /// What was composed, to be opened again.
    public let draft: PublishDraft
    /// The topic as sent; dots in the place of a secret.
    public let topic: String
    /// Bytes of payload as sent.
    public let size: Int
    /// Microseconds that its reply was to be waited for; nil when none was asked for.
    public let replyTimeout: Int64?
    /// When the person sent it.
    public let began: Moment
    /// What happened since, and when.
    public private(set) var steps: [TimedStep] = []
    /// The QoS it is sent with: that of the draft, or the lower one that was chosen when it was held.
    public private(set) var qos: Int
    /// Why it is held: it is not sent again until the person decides. Nil for all others.
    public private(set) var held: String?
    /// How it ended; nil while it is on its way.
    public private(set) var outcome: Outcome?
    /// When it ended.
    public private(set) var ended: Moment?

    /// A step and its moment.
    public struct TimedStep: Hashable, Sendable {
        /// What happened.
        public let step: Step
        /// When.
        public let at: Moment
    }

    /// A publish that has just been sent.
    public init(
        id: Int, draft: PublishDraft, topic: String, size: Int, replyTimeout: Int64? = nil, began: Moment
    ) {
        self.id = id
        self.draft = draft
        self.topic = topic
        self.size = size
        self.replyTimeout = replyTimeout
        self.began = began
        qos = draft.qos
    }

    mutating func reached(_ step: Step, at moment: Moment) {
        // A message sent again after a reconnect goes through its steps again: the last time counts.
        if let index = steps.firstIndex(where: { $0.step == step }) { steps.removeSubrange(index...) }
        steps.append(TimedStep(step: step, at: moment))
        // It goes on, so the person has decided.
        held = nil
    }

    mutating func hold(_ words: String) { held = words }

    mutating func lower(to qos: Int) { self.qos = qos }

    mutating func end(_ outcome: Outcome, at moment: Moment) {
        self.outcome = outcome
        held = nil
        ended = moment
    }

    /// Microseconds from the last PUBLISH written to the broker's last word; nil at QoS 0 or while it is on its way.
    public var roundTrip: Int64? {
        // The person's clock, not the monotonic one: a clock that is set in between shows here.
        guard qos > 0, let ended, let written = steps.first(where: { $0.step == .written }) else { return nil }
        return ended - written.at
    }
}
