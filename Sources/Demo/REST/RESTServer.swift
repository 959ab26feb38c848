import MQTT
import NIOCore
import NIOHTTP1

/// The services' hands: answers requests on the broker's event loop, where the retained messages are.
final class RESTServer {
    let limits: ServiceLimits
    private var services: Services
    private let broker: BrokerServer
    private var connections: [ObjectIdentifier: RESTConnection] = [:]
    private var isStopped = false
    /// What the broker took last, and who follows it.
    private(set) var events = EventService()
    private var followers: [ObjectIdentifier: (connection: RESTConnection, topic: String?)] = [:]

    init(broker: BrokerServer, limits: ServiceLimits = ServiceLimits()) {
        self.broker = broker
        self.limits = limits
        services = Services(limits: limits, at: DeviceRunner.now())
        // Weak, or a ring: the broker holds what it tells, and this holds the broker.
        broker.whenAccepted { [weak self] in self?.tell($0) }
    }

    /// A connection gets what the broker takes from now on.
    func follow(_ connection: RESTConnection, topic: String?) {
        followers[ObjectIdentifier(connection)] = (connection, topic)
    }

    private func tell(_ message: Message) {
        guard let event = events.take(topic: message.topic, payload: message.payload), !followers.isEmpty else {
            return
        }
        let text = EventService.text(event)
        for (connection, topic) in followers.values where EventService.isWanted(event, topic) { connection.send(text) }
    }

    /// Both listen, at these URLs.
    /// - Parameter describes: whether the lamp is described over MQTT too.
    func listens(at base: String, broker url: String, describes: Bool) {
        services.broker = url
        if describes { _ = broker.publish(ThingService.message(broker: url, base: base)) }
    }

    /// Answers a request, and publishes what it changes before the answer leaves.
    func respond(to request: ServiceRequest) -> ServiceResponse {
        let (response, publish) = services.respond(to: request, at: DeviceRunner.now()) { broker.retained($0) }
        // The answer is true only when the broker has taken the message.
        if let publish, !broker.publish(publish) {
            return .problem(.insufficientStorage, "the broker has no room for another retained message")
        }
        return response
    }

    /// A connection was accepted; false when there are too many.
    func opened(_ connection: RESTConnection) -> Bool {
        if isStopped || connections.count >= limits.connections { return false }
        connections[ObjectIdentifier(connection)] = connection
        return true
    }

    /// The connection is gone.
    func closed(_ connection: RESTConnection) {
        connections[ObjectIdentifier(connection)] = nil
        followers[ObjectIdentifier(connection)] = nil
    }

    /// Ends every connection.
    func stop() {
        isStopped = true
        for connection in connections.values { connection.end() }
    }
}
