public import Payloads

/// The messages kept, in the order received, within one byte budget.
///
/// Main thread only.
public final class MessageStore {
    private struct Entry {
        var message: StoredMessage
        var payload: PayloadBytes
        var properties: [UInt8]
        var previous: UInt64?
    }

    /// The most bytes kept: payloads, properties, headers and indexes together.
    public let budget: Int
    /// Bytes kept now.
    public private(set) var keptBytes = 0
    /// The number of the oldest message that may be kept; equal to `endSequence` when none is.
    public private(set) var firstSequence: UInt64 = 0
    /// One more than the number of the newest message.
    public private(set) var endSequence: UInt64 = 0
    /// How many messages are kept.
    public private(set) var count = 0
    private var entries: [Entry?] = []

    init(budget: Int) {
        self.budget = budget
    }

    /// The facts of a message; nil when it is not kept.
    public func message(_ sequence: UInt64) -> StoredMessage? { entry(sequence)?.message }

    /// The payload of a message, or the kept prefix of it, without a copy; nil when it is not kept.
    /// The bytes stay valid for as long as the value is held.
    public func payload(_ sequence: UInt64) -> PayloadBytes? { entry(sequence)?.payload }

    /// Calls `body` with the kept payload; nil when the message is not kept.
    public func withPayload<R>(_ sequence: UInt64, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R? {
        guard let entry = entry(sequence) else { return nil }
        return try entry.payload.withBytes(body)
    }

    /// The raw MQTT 5 properties of a message as sent; empty without any or when it is not kept.
    public func properties(_ sequence: UInt64) -> [UInt8] { entry(sequence)?.properties ?? [] }

    /// The message before this one on the same topic, if it is still kept.
    public func previousOfTopic(_ sequence: UInt64) -> UInt64? {
        guard let previous = entry(sequence)?.previous, entry(previous) != nil else { return nil }
        return previous
    }

    /// The first kept message at or after a number.
    public func next(from sequence: UInt64) -> UInt64? {
        var at = max(sequence, firstSequence)
        while at < endSequence {
            if entry(at) != nil { return at }
            at += 1
        }
        return nil
    }

    func append(
        _ message: StoredMessage, payload: UnsafeRawBufferPointer, properties: UnsafeRawBufferPointer,
        previous: UInt64?, losses: inout Losses
    ) {
        var message = message
        message.sequence = endSequence
        let size = 64 + payload.count + properties.count
        while keptBytes + size > budget, firstSequence < endSequence {
            drop(firstSequence, losses: &losses)
            firstSequence += 1
        }
        entries.append(
            Entry(
                message: message, payload: PayloadBytes(Array(payload)), properties: Array(properties),
                previous: previous))
        keptBytes += size
        count += 1
        endSequence += 1
    }

    private func drop(_ sequence: UInt64, losses: inout Losses) {
        guard let entry = entries[Int(sequence)] else { return }
        keptBytes -= 64 + entry.payload.count + entry.properties.count
        count -= 1
        losses.evictedMessages += 1
        losses.evictedBytes += entry.payload.count
        entries[Int(sequence)] = nil
    }

    func removeAll() {
        for i in entries.indices { entries[i] = nil }
        firstSequence = endSequence
        keptBytes = 0
        count = 0
    }

    private func entry(_ sequence: UInt64) -> Entry? {
        sequence >= firstSequence && sequence < endSequence ? entries[Int(sequence)] : nil
    }
}
