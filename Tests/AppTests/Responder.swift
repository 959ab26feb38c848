import MQTT
import NIOCore
import NIOPosix
import Synchronization

/// Answers every request on its topic, as a service of the field does (MQTT 5 4.10).
final class Responder: Sendable {
    private let client = Mutex<MQTTClient?>(nil)
    private let configuration: ClientConfiguration

    init(port: Int) {
        var configuration = ClientConfiguration(endpoint: Endpoint(host: "127.0.0.1", port: port))
        configuration.clientID = "responder"
        configuration.maximumUnreadBytes = nil
        self.configuration = configuration
    }

    /// Listens on a topic; returns when the broker has granted it.
    func start(_ topic: String) async throws {
        let client = MQTTClient(configuration, group: MultiThreadedEventLoopGroup.singleton) { [self] event in
            guard case .messages(let batch) = event else { return }
            batch.forEach { answer($0) }
        }
        self.client.withLock { $0 = client }
        client.start()
        _ = try await client.subscribe([Subscription(filter: topic, qos: .atLeastOnce)])
    }

    private func answer(_ message: MessageView) {
        let rows = Properties.describe(message.properties)
        guard let topic = rows.first(where: { $0.name == "Response Topic" })?.value else { return }
        var reply = Publish(topic: topic, payload: ByteBuffer(string: "noon"))
        reply.properties.correlationData = Properties.correlationData(in: message.properties)
        _ = client.withLock { $0 }?.enqueue(reply)
    }

    func stop() async {
        await client.withLock { $0 }?.disconnect()
    }
}
