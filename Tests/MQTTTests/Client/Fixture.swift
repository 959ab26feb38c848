import MQTT
import NIOCore
import NIOPosix

/// A client and its events, made the way most tests want it: short pauses, no randomness.
struct Fixture: Sendable {
    let client: MQTTClient
    let log: EventLog

    /// - Parameter consumes: whether messages need not be given back.
    init(_ endpoint: Endpoint, consumes: Bool = true, _ change: (inout ClientConfiguration) -> Void = { _ in }) {
        var configuration = ClientConfiguration(endpoint: endpoint)
        configuration.reconnect.minimum = .milliseconds(10)
        configuration.reconnect.maximum = .milliseconds(40)
        configuration.reconnect.random = { 0 }
        configuration.fallbackTimeout = .seconds(30)
        configuration.connectTimeout = .seconds(30)
        if consumes { configuration.maximumUnreadBytes = nil }
        change(&configuration)
        let log = EventLog()
        client = MQTTClient(configuration, group: MultiThreadedEventLoopGroup.singleton) { log.add($0) }
        self.log = log
    }

    func start() { client.start() }
}

extension Publish {
    init(_ topic: String, _ text: String, qos: QoS = .atMostOnce, packetID: UInt16 = 0, duplicate: Bool = false) {
        self.init(
            topic: topic, payload: ByteBuffer(string: text), qos: qos, duplicate: duplicate, packetID: packetID)
    }
}

extension Properties {
    /// Properties as `change` sets them.
    static func with(_ change: (inout Properties) -> Void) -> Properties {
        var properties = Properties()
        change(&properties)
        return properties
    }
}
