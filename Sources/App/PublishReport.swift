import MQTT
import Model
import Profile

/// What became of a publish, told from the network's threads to the loop.
public struct PublishReport: Sendable {
    /// What a publish was for.
    enum Purpose: Sendable {
        /// One message, by its number in the outbox.
        case single(Int)
        /// A message of a run.
        case run(Int)
        /// A retained message being cleared or put back.
        case sweep(topic: String, isClearing: Bool)
    }

    /// What happened.
    enum Event: Sendable {
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
    /// When it was handed to the client.
    let began: Int64
    /// The topic, when it was retained or cleared by this: nil otherwise.
    let retained: Retained?

    /// What a publish did to the broker's store.
    struct Retained: Sendable {
        let topic: String
        /// Whether there is a retained message now, rather than none.
        let isKept: Bool
    }
}

/// The lines of a file, read for a run.
public struct LinesReport: Sendable {
    let draft: PublishDraft
    let interval: Int64
    let total: Int?
    let lines: Result<[String], TextFile.Failure>
}
