/// The retained messages that were cleared, to be published back.
public struct RetainedUndo: Sendable {
    /// The most bytes kept; what exceeds it is counted and cannot be put back.
    public static let budget = 64 << 20

    /// In the order in which their topics were cleared first; nil for one that is back, or is kept no longer.
    private var kept: [RetainedSweep.Item?] = []
    /// What each of them takes.
    private var sizes: [Int] = []
    private var places: [String: Int] = [:]
    private var bytes = 0
    /// Cleared messages that were not kept.
    public private(set) var losses = RetainedLosses()
    /// How many were put back.
    public private(set) var restored = 0
    /// What became of the messages of topics whose clearing has not come to its end.
    private var underWay: [String: Fate] = [:]

    private enum Fate {
        case kept
        case lost(RetainedLosses.Cause)
    }

    /// Nothing to undo.
    public init() {}

    /// How many places there are for what was cleared.
    var end: Int { kept.count }

    /// What was cleared and is not back; nil where it is.
    func item(at place: Int) -> RetainedSweep.Item? { kept[place] }

    /// How many messages can be put back.
    public var count: Int { places.count }

    /// How many of these are cleared, as far as is known: not on their way to be.
    var clearedCount: Int {
        underWay.values.reduce(count) { if case .kept = $1 { $0 - 1 } else { $0 } }
    }

    /// Whether there is nothing to put back.
    public var isEmpty: Bool { places.isEmpty }

    /// Keeps a message of a topic that is about to be cleared.
    /// - Parameter propertyBytes: what its properties take.
    mutating func keep(_ item: RetainedSweep.Item, propertyBytes: Int = 0) {
        // First: what was kept of it before is not what is cleared now.
        forget(item.topic)
        let size = Self.size(item.topic, payload: item.payload.count, properties: propertyBytes)
        guard hasRoom(for: size) else { return lose(item.topic, .noRoom) }
        bytes += size
        underWay[item.topic] = .kept
        places[item.topic] = kept.count
        kept.append(item)
        sizes.append(size)
    }

    /// A message of a topic that is about to be cleared is not at hand.
    mutating func lose(_ topic: String, _ cause: RetainedLosses.Cause) {
        forget(topic)
        losses.add(cause)
        underWay[topic] = .lost(cause)
    }

    /// Whether the message of a topic that is being cleared is not at hand.
    func isLost(_ topic: String) -> Bool {
        if case .lost = underWay[topic] { true } else { false }
    }

    /// The clearing of a topic has come to its end.
    /// - Parameter isUndone: whether the message is there as before: it was not cleared.
    mutating func clearingEnded(_ topic: String, isUndone: Bool) {
        guard let fate = underWay.removeValue(forKey: topic), isUndone else { return }
        switch fate {
        case .kept: forget(topic)
        case .lost(let cause): losses.remove(cause)
        }
    }

    /// What keeping a message takes. The topic counts as well: a million empty payloads would be without a bound.
    static func size(_ topic: String, payload: Int, properties: Int) -> Int { payload + topic.utf8.count + properties }

    /// Whether so many bytes more are kept.
    func hasRoom(for size: Int) -> Bool { bytes + size <= Self.budget }

    /// Something was published with RETAIN where a message was cleared.
    mutating func overtake(_ topic: String) {
        if let place = places[topic] { kept[place]?.isOvertaken = true }
    }

    /// Whether the message of a topic is kept and not back.
    func isKept(_ topic: String) -> Bool { places[topic] != nil }

    /// What was cleared of a topic and is not back.
    subscript(topic: String) -> RetainedSweep.Item? { places[topic].flatMap { kept[$0] } }

    /// The message of a topic is back.
    public mutating func putBack(_ topic: String) {
        if forget(topic) { restored += 1 }
    }

    @discardableResult
    private mutating func forget(_ topic: String) -> Bool {
        guard let place = places.removeValue(forKey: topic) else { return false }
        bytes -= sizes[place]
        (kept[place], sizes[place]) = (nil, 0)
        return true
    }
}
