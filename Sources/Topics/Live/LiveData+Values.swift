extension LiveData {
    /// The longest value that templates put in.
    private static let longestValue = 64 << 10

    /// The last value of a topic as text; nil without one, or when it is no text or a long one.
    public func lastValue(_ topic: String) -> String? {
        guard let id = topics.find(topic: topic), let sequence = topics.info(id, now: 0).lastSequence else {
            return nil
        }
        return messages.withPayload(sequence) { bytes in
            bytes.count <= Self.longestValue ? String(validating: bytes, as: UTF8.self) : nil
        } ?? nil
    }
}
