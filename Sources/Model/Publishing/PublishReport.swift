public import MQTT
import Profile
public import Text

/// What became of a publish.
public struct PublishReport: Sendable {
    /// What a publish was for.
    public enum Purpose: Sendable {
        /// One message, by its number in the outbox.
        case single(Int)
        /// A message of a run.
        case run(Int)
        /// A retained message being cleared or put back.
        case sweep(Int, topic: String, isClearing: Bool)
    }

    /// What happened.
    public enum Event: Sendable {
        /// It went a step further.
        case step(Delivery.Step)
        /// It is not sent again until the person decides.
        case held(HeldPublish)
        /// It ends the connection each time it is sent.
        case endsConnection(String)
        /// It came to its end.
        case ended(Delivery.Outcome)
    }

    let purpose: Purpose
    let event: Event
    /// When it was handed to the feed.
    let began: Moment
    /// The topic, when it was retained or cleared by this: nil otherwise.
    let retained: Retained?
    /// What was noted of it before it was handed over; nil without RETAIN.
    let own: Own?
    /// Whether it is sure that nothing has changed: it was refused, or never sent.
    let isUndone: Bool

    /// A message with RETAIN that was noted by ``Workspace/willRetain(_:on:isSweep:)``.
    public struct Own: Sendable {
        let topic: String
        let number: Int
    }

    /// What a publish did to the broker's store.
    public struct Retained: Sendable {
        let topic: String
        /// Whether there is a retained message now, rather than none.
        let isKept: Bool

        /// A topic, and whether there is a retained message now.
        public init(topic: String, isKept: Bool) {
            self.topic = topic
            self.isKept = isKept
        }
    }

    /// A report of its parts.
    /// - Parameters:
    ///   - began: when the publish was handed to the feed.
    ///   - own: what was noted of it before; nil without RETAIN.
    ///   - isUndone: whether it is sure that nothing has changed: it was refused, or never sent.
    public init(
        purpose: Purpose, event: Event, began: Moment, retained: Retained?, own: Own? = nil, isUndone: Bool = false
    ) {
        self.purpose = purpose
        self.event = event
        self.began = began
        self.retained = retained
        self.own = own
        self.isUndone = isUndone
    }

    /// How a message with RETAIN ended; nil while it is on its way.
    var end: OwnRetained.End? {
        switch event {
        case .step, .held: nil
        case .ended where isUndone: .undone
        case .ended(.delivered): .taken
        case .ended, .endsConnection: .unknown
        }
    }
}
