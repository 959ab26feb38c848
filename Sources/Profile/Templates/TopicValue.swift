import Expectations
import Payloads
public import Text

/// The value that came last on a topic, as text.
public struct TopicValue: Hashable, Sendable {
    /// The payload.
    public var text: String
    /// When it came: microseconds since 1970.
    public var time: Moment
    /// Whether the broker kept it: it is older than its time says then.
    public var isRetained: Bool

    /// A value of its parts.
    public init(_ text: String, time: Moment, isRetained: Bool) {
        self.text = text
        self.time = time
        self.isRetained = isRetained
    }

    /// The message, as far as it is known here.
    func subject(of topic: String) -> Subject {
        Subject(topic: topic, qos: 0, isRetained: isRetained, payload: PayloadBytes(Array(text.utf8)))
    }
}
