public import Profile
public import Topics

extension LiveData {
    /// The last value of a topic, for templates; nil without one that is text.
    public func topicValue(_ topic: String) -> TopicValue? {
        lastValue(topic).map { TopicValue($0.text, time: $0.time, isRetained: $0.isRetained) }
    }
}
