import NIOCore

/// What outlives a connection (MQTT 5 4.1): messages on their way in both directions, and what is subscribed to.
struct Session: Sendable {
    /// One message of QoS 1 or 2 that the broker has not finished with.
    struct InFlight: Sendable {
        /// How far it is: PUBLISH sent, or PUBREC received.
        enum Stage: Sendable {
            case published, released
        }

        var publish: Publish
        var stage: Stage
        /// Whether PUBREL went again, on a later connection than the first.
        var isReleasedAgain = false
        var token: Token
        /// Position among all messages ever sent: redelivery keeps the order (MQTT 5 4.6).
        var order: UInt64
        /// When it, or its PUBREL, went to the broker last.
        var sentAt: NIODeadline
    }

    /// The most messages that may wait.
    var maximumQueuedMessages = 10_000
    /// The most bytes that may wait.
    var maximumQueuedBytes = 64 << 20
    /// What was asked for and not refused or given back, the latest per filter.
    var subscriptions: [Subscription] = []

    var inFlight: [UInt16: InFlight] = [:]
    var queue = CircularBuffer<(publish: Publish, token: Token)>()
    var queuedBytes = 0
    /// Messages whose steps are told.
    var watched: Set<Token> = []
    /// Messages that are not sent until somebody decides what becomes of them.
    var held: [Token: (message: InFlight, held: HeldPublish)] = [:]
    /// How many connections ended right behind a message that was alone under way; few ever have an entry.
    var ends: [Token: Int] = [:]
    /// Whether a connection ended behind messages and it is not known which.
    var isWary = false
    /// Identifiers of QoS 2 messages received and not yet released (MQTT 5 4.3.3).
    var received: Set<UInt16> = []
    private var lastID: UInt16 = 0
    private var lastOrder: UInt64 = 0

    /// A new session.
    init() {}

    /// Whether nothing is on its way.
    var isEmpty: Bool { inFlight.isEmpty && queue.isEmpty && received.isEmpty && held.isEmpty }

    /// Requests that wait for the broker.
    var pendingTokens: [Token] {
        // In the order of sending; what waits was never sent, and comes last.
        (inFlight.values + held.values.map(\.message)).sorted { $0.order < $1.order }.map(\.token) + queue.map(\.token)
    }

    /// Gives the session up for good.
    mutating func discard(failing error: ConnectionError) -> [ConnectionAction] {
        let actions = pendingTokens.map { ConnectionAction.fail($0, error) }
        inFlight.removeAll()
        held.removeAll()
        ends.removeAll()
        isWary = false
        queue.removeAll()
        queuedBytes = 0
        received.removeAll()
        watched.removeAll()
        return actions
    }

    /// A packet identifier that is not in use (MQTT 5 2.2.1); nil when all are.
    mutating func makeID(taken: (UInt16) -> Bool) -> UInt16? {
        // Round and round, not the lowest that is free: a late answer should not meet another message.
        for _ in 0..<65_535 {
            lastID = lastID == 65_535 ? 1 : lastID + 1
            if inFlight[lastID] == nil, !isHeld(lastID), !taken(lastID) { return lastID }
        }
        return nil
    }

    /// Whether a message keeps its identifier while it is held: the broker may know it by that.
    private func isHeld(_ id: UInt16) -> Bool {
        // Held ones are few, and mostly none.
        !held.isEmpty && held.values.contains { $0.message.publish.packetID == id }
    }

    mutating func nextOrder() -> UInt64 {
        lastOrder += 1
        return lastOrder
    }

    /// Lets a message wait; false when too much waits already.
    mutating func enqueue(_ publish: Publish, _ token: Token) -> Bool {
        let bytes = queuedBytes + publish.heldBytes
        // A message above the bound could never be sent if it might not wait alone.
        guard queue.count < maximumQueuedMessages, bytes <= maximumQueuedBytes || queue.isEmpty else { return false }
        queuedBytes = bytes
        queue.append((publish, token))
        return true
    }

    mutating func dequeue() -> (publish: Publish, token: Token)? {
        guard let first = queue.popFirst() else { return nil }
        queuedBytes -= first.publish.heldBytes
        return first
    }

    /// What to tell of a step; nothing when nobody watches the message.
    func progress(_ token: Token, _ step: PublishStep) -> [ConnectionAction] {
        watched.isEmpty || !watched.contains(token) ? [] : [.progress(token, step)]
    }

    /// Takes back what was dequeued and could not be sent.
    mutating func putBack(_ next: (publish: Publish, token: Token)) {
        queuedBytes += next.publish.heldBytes
        queue.prepend(next)
    }

    /// The broker has no session: what it had not answered is sent as new, in order, before what waits.
    ///
    /// A message of QoS 2 without a PUBREC goes again too: a broker need not have it, and one that has it is not to pass
    /// it on before PUBREL unless it chose to do so at PUBLISH (MQTT 5 4.3.3), when it arrives twice.
    /// - Returns: the ends of messages that were released: with the session the broker has lost what it knew of them.
    mutating func startAnew() -> [ConnectionAction] {
        received.removeAll()
        var actions: [ConnectionAction] = []
        // Backwards, since each is put before the one put there last. The bounds are not asked: these were let in once.
        for message in inFlight.values.sorted(by: { $0.order > $1.order }) {
            switch message.stage {
            case .released:
                watched.remove(message.token)
                actions.append(.fail(message.token, .outcomeUnknown))
            case .published:
                // As new: DUP would speak of a session that is gone.
                var publish = message.publish
                publish.duplicate = false
                publish.packetID = 0
                queue.prepend((publish, message.token))
                queuedBytes += publish.heldBytes
            }
        }
        inFlight.removeAll()
        // The numbers meant something to the session that is gone.
        for token in held.keys { held[token]?.message.publish.packetID = 0 }
        return actions.reversed()
    }

    mutating func remember(_ subscription: Subscription) {
        // The latest wins: a filter is subscribed to once (MQTT 5 3.8.4).
        subscriptions.removeAll { $0.filter == subscription.filter }
        subscriptions.append(subscription)
    }

    mutating func forget(_ filter: String) {
        subscriptions.removeAll { $0.filter == filter }
    }
}
