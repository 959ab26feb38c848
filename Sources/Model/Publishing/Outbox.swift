public import Profile
public import Text

/// The publishes that were sent from here: those on their way, and the last that ended, newest last.
public struct Outbox: Sendable {
    /// The most publishes that are remembered after their end.
    public static let maximumEnded = 500

    /// Every publish that is known, oldest first.
    public private(set) var deliveries: [Delivery] = []
    /// How many have not come to their end.
    public private(set) var waiting = 0
    /// How many of those are held.
    public private(set) var held = 0
    /// How many of those have not been sent, and are not held.
    public private(set) var unsent = 0
    /// How many of those were sent and are not acknowledged: they may have arrived.
    public var unacknowledged: Int { waiting - held - unsent }
    /// How many have failed.
    public private(set) var failures = 0
    /// The number that the next publish gets.
    public private(set) var nextID = 1

    /// An empty box.
    public init() {}

    /// Notes a publish that is being sent.
    /// - Parameter reply: microseconds that its reply is to be waited for; nil when none is asked for.
    public mutating func begin(
        _ draft: PublishDraft, topic: String, size: Int, reply: Int64? = nil, now: Moment
    ) -> Int {
        defer { nextID += 1 }
        let delivery = Delivery(
            id: nextID, draft: draft, topic: topic, size: size, replyTimeout: reply, began: now)
        deliveries.append(delivery)
        count(delivery, 1)
        trim()
        return nextID
    }

    /// A publish went a step further.
    public mutating func reached(_ step: Delivery.Step, _ id: Int, at moment: Moment) {
        // An end is final: what a connection still says behind it changes no figure.
        guard let index = index(of: id), deliveries[index].outcome == nil else { return }
        change(index) { $0.reached(step, at: moment) }
    }

    /// A publish is held: it ends the connection each time it is sent.
    public mutating func hold(_ id: Int, _ words: String) {
        guard let index = index(of: id), deliveries[index].outcome == nil else { return }
        change(index) { $0.hold(words) }
    }

    /// A held publish is sent with a lower QoS.
    public mutating func lower(_ id: Int, to qos: Int) {
        guard let index = index(of: id) else { return }
        deliveries[index].lower(to: qos)
    }

    /// A publish came to its end.
    public mutating func end(_ id: Int, _ outcome: Delivery.Outcome, at moment: Moment) {
        guard let index = index(of: id), deliveries[index].outcome == nil else { return }
        change(index) { $0.end(outcome, at: moment) }
        if case .failed = outcome { failures += 1 }
        trim()
    }

    private mutating func change(_ index: Int, _ body: (inout Delivery) -> Void) {
        count(deliveries[index], -1)
        body(&deliveries[index])
        count(deliveries[index], 1)
    }

    /// Adds a publish to the figures of what waits, or takes it out of them: each frame asks for them.
    private mutating func count(_ delivery: Delivery, _ step: Int) {
        guard delivery.outcome == nil else { return }
        waiting += step
        if delivery.held != nil { held += step } else if delivery.isUnsent { unsent += step }
    }

    /// The publish of a number; nil when it is no longer remembered.
    public subscript(id: Int) -> Delivery? { index(of: id).map { deliveries[$0] } }

    private func index(of id: Int) -> Int? {
        // Numbers grow with the place.
        var low = 0
        var high = deliveries.count
        while low < high {
            let middle = (low + high) / 2
            if deliveries[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < deliveries.count && deliveries[low].id == id ? low : nil
    }

    private mutating func trim() {
        guard deliveries.count - waiting > Self.maximumEnded else { return }
        // One is enough: no call adds more.
        if let oldest = deliveries.firstIndex(where: { $0.outcome != nil }) { deliveries.remove(at: oldest) }
    }
}
