public import Text

extension LiveData {
    /// The longest value that templates put in.
    private static let longestValue = 64 << 10

    /// The last value of a topic as text, when it came, and whether the broker kept it; nil without one, or when it is no
    /// text or a long one.
    public func lastValue(_ topic: String) -> (text: String, time: Moment, isRetained: Bool)? {
        guard let id = topics.find(topic: topic), let sequence = topics.info(id, now: 0).lastSequence else {
            return nil
        }
        let text = messages.withPayload(sequence) { bytes in
            bytes.count <= Self.longestValue ? String(validating: bytes, as: UTF8.self) : nil
        }
        // Two optionals: no message, and a message that is no text.
        guard let text = text ?? nil, let message = messages.message(sequence) else { return nil }
        return (text, message.time, message.flags.isRetained)
    }
}
