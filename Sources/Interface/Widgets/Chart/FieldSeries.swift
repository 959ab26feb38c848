import Model
import Payloads
import Topics

/// The numbers of one topic, or of one field of its JSON payloads: what is kept of them, and what comes.
final class FieldSeries {
    let topic: TopicID
    /// The field; nil when the whole payload is the number.
    let path: JSONFieldPath?
    /// What follows the number, as the newest payload has it.
    private(set) var unit = ""
    private(set) var points = LoadHistory(capacity: FieldSeries.capacity)
    /// The newest message that was looked at.
    private var seen: UInt64?

    /// The most points kept.
    static let capacity = 16_384
    /// Bytes of payloads that are read for one frame.
    private static let budget = 8 << 20

    init(_ topic: TopicID, _ path: JSONFieldPath? = nil) {
        self.topic = topic
        self.path = path
    }

    /// The number in a payload; nil when there is none.
    static func number(at path: JSONFieldPath?, in payload: UnsafeRawBufferPointer) -> NumericValue? {
        guard let path else { return NumericValue(payload) }
        return JSONValues.scalar(at: path, in: payload).flatMap { NumericValue($0) }
    }

    /// The fields of a payload that are numbers, in its order; nil stands for the payload itself.
    static func fields(of payload: UnsafeRawBufferPointer, limit: Int) -> [JSONFieldPath?] {
        if NumericValue(payload) != nil { return [nil] }
        guard let first = payload.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        else { return [] }
        var fields: [JSONFieldPath?] = []
        JSONValues.forEachScalar(in: payload) { path, value in
            if NumericValue(value) != nil { fields.append(path) }
            return fields.count < limit
        }
        return fields
    }

    /// Reads what has come since the last time; the first time what is kept, from the newest back.
    func collect(_ workspace: Workspace) {
        guard let last = workspace.live.topics.info(topic, now: 0).lastSequence, last != seen else { return }
        var new: [LoadPoint] = []
        var next: UInt64? = last
        var bytes = 0
        while let sequence = next, sequence > seen ?? 0 || seen == nil, new.count < Self.capacity, bytes < Self.budget {
            guard let message = workspace.live.messages.message(sequence) else { break }
            workspace.live.messages.withPayload(sequence) { payload in
                bytes += payload.count + 64
                guard let number = Self.number(at: path, in: payload) else { return }
                if new.isEmpty { unit = number.unit }
                new.append(LoadPoint(message.time, number.value))
            }
            next = workspace.live.messages.previousOfTopic(sequence)
        }
        seen = last
        for point in new.reversed() { points.note(point.value, at: point.time) }
    }
}
