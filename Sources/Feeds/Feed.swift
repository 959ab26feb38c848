public import MQTT

/// What gives a connection its events and takes its subscriptions and publishes: a broker, and whatever else can stand for
/// one.
///
/// A feed says what happens as ``Arrival/event(_:of:at:)``, in order, from any thread, until it is left.
///
/// Whatever the screen opens is one: its connections, and beside them races, expectations, tests and the look at this
/// machine's brokers. The verbs for scripts stay on the client itself (`ScriptClient`): their letters say what no feed has a
/// word for (properties of SUBSCRIBE and DISCONNECT, every packet on standard error, a pipe's lines published at one go with
/// an answer each), and they print and acknowledge message by message, with no model between that an arrival would be for.
public protocol Feed: AnyObject, Sendable {
    /// Begins, and begins again by itself whenever it is lost.
    func start()
    /// Tries again at once rather than when the pause is over.
    func reconnectNow()
    /// Ends the connection; what it has to say of that still comes.
    func disconnect() async
    /// Ends the connection without a word, so that the will happens.
    func drop() async
    /// From here on nothing is said any more.
    func leave()
    /// Ends it for good and gives back what it holds. Bounded in time.
    func close() async throws

    /// Asks for messages that match filters, all in one SUBSCRIBE (MQTT 5 3.8): at once, in the order of the calls.
    /// - Returns: what waits for the answers.
    func subscribe(_ subscriptions: [Subscription]) -> @Sendable () async throws -> [SubscribeResult]
    /// Gives filters back (MQTT 5 3.10): at once, in the order of the calls, those of ``subscribe(_:)`` among them.
    /// - Returns: what waits for the answer.
    func unsubscribe(_ filters: [String]) -> @Sendable () async throws -> [UnsubscribeResult]
    /// Publishes; `onStep` hears of each step on the way, and of being held.
    func publish(_ message: Publish, onStep: (@Sendable (PublishStep) -> Void)?) async throws -> PublishResult
    /// Publishes with QoS 1 or 2 and cuts the line before the acknowledgement, to show what follows (MQTT 5 4.4).
    func publishAndCut(_ message: Publish, onStep: @escaping @Sendable (PublishStep) -> Void) async throws
        -> PublishResult
    /// Says what is to become of a publish that is held.
    func settle(_ publish: HeldPublish, _ decision: HeldPublish.Decision)
    /// How long the other side takes to answer.
    func ping() async throws -> Duration

    /// Bytes of messages that were handed on have been dealt with: as many more may come.
    func consumed(_ bytes: Int)
    /// Bytes of messages that were handed on and wait to be dealt with.
    var unreadBytes: Int { get }

    /// How the broker is reached now, its secrets among it, for what needs a connection of its own; nil for what is none.
    var broker: ClientConfiguration? { get }
}

extension Feed {
    /// Publishes, and waits for what becomes of it.
    public func publish(_ message: Publish) async throws -> PublishResult { try await publish(message, onStep: nil) }
}
