public import MQTT
public import Text

/// What the status line says of the connection.
public struct ConnectionStatus: Equatable, Sendable {
    /// Where the connection stands.
    public enum State: Equatable, Sendable {
        /// Not asked to connect yet.
        case idle
        /// Opening the transport or waiting for CONNACK.
        case connecting
        /// Connected since a moment.
        case connected(since: Moment)
        /// Lost; the next attempt is due at a moment. `attempt` counts from 1; `reason` is in the user's words.
        case waiting(until: Moment, attempt: Int, reason: String)
        /// The broker said no; words with the reason code and what to try.
        case refused(String)
        /// Closed for good, by the user or by an error that a retry does not cure.
        case closed(String)
    }

    /// The connection's name in the profile, or its host.
    public var name: String
    /// Its address as shown: `mqtts://broker:8883`.
    public var address: String
    /// Its scheme, host and port as they are: for comparing, and shown nowhere.
    public var origin: String
    /// The version of the protocol that is spoken; nil while unknown.
    public var version: ProtocolVersion?
    /// The same in short: `v5`, `v3.1.1`; empty while unknown.
    public var protocolLabel: String { version.map { "v\($0.label)" } ?? "" }
    /// Where it stands.
    public var state: State
    /// Why there is no connection, for where its place is told already; nil where the reason tells none.
    public var brief: String?
    /// What the end of the last connection came right behind, when it did.
    public enum Suspect: Equatable, Sendable {
        /// A SUBSCRIBE that was not answered.
        case subscription
        /// A PUBLISH.
        case publish
    }
    /// What the last connection ended at, for the next step; nil when nobody knows.
    public var suspect: Suspect?
    /// What went over the last connection before it ended, a line each way; empty while nothing has ended.
    public var ending: [String] = []
    /// Messages that the broker says it dropped for this client, when it says so.
    public var droppedByBroker: Int

    /// The host and port of the address.
    var authority: String {
        // Behind the scheme: `mqtts:`, `host:port`, then the path of a WebSocket.
        String(address.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? "")
    }

    /// Describes a connection.
    public init(
        name: String = "", address: String = "", version: ProtocolVersion? = nil, state: State = .idle,
        droppedByBroker: Int = 0
    ) {
        self.name = name
        self.address = address
        origin = address
        self.version = version
        self.state = state
        self.droppedByBroker = droppedByBroker
    }
}
