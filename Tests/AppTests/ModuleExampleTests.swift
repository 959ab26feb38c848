import Glibc
import MQTT
import NIOCore
import NIOPosix
import REST
import Synchronization
import TestSupport
import Testing

/// The example, in `Sources/README.md`, of the two client modules, compiled and run.
@Suite("The example of the client modules") struct ModuleExampleTests {
    @Test("It runs as it stands in Sources/README.md")
    func example() async throws {
        let broker = try await Mosquitto.start()
        let server = try await ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")
        let lines = Mutex<[String]>([])
        try await follow("mqtt://127.0.0.1:\(broker.port())", "\(server.url)/sensors") { line in
            lines.withLock { $0.append(line) }
        }
        #expect(lines.withLock { $0 } == ["Granted QoS 1 (0x01)", "home/lamp: on", "200 OK []"])
    }

    @Test("Sources/README.md has it line by line")
    func readme() throws {
        let parts = #filePath.split(separator: "/").dropLast(3)
        let readme = try text("/\(parts.joined(separator: "/"))/Sources/README.md").split(separator: "\n").map {
            trimmed($0)
        }
        let source = try text(#filePath).split(separator: "\n").map { trimmed($0) }
        let start = try #require(source.firstIndex { $0.hasPrefix("var configuration") })
        let end = try #require(source.firstIndex { $0.hasPrefix("await rest.shutdown") })
        let first = try #require(readme.firstIndex(of: source[start]))
        #expect(Array(readme[first...].prefix(end - start + 1)) == Array(source[start...end]))
    }

    private func text(_ path: String) throws -> String {
        let file = open(path, O_RDONLY)
        try #require(file >= 0)
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = read(file, &bytes, bytes.count)
        return String(decoding: bytes[..<max(count, 0)], as: UTF8.self)
    }

    private func trimmed(_ line: Substring) -> Substring { line.drop { $0 == " " } }

    private func follow(
        _ broker: String, _ sensors: String, print: @escaping @Sendable (String) -> Void
    ) async throws {
        var configuration = ClientConfiguration(endpoint: try Endpoint(url: broker))
        configuration.maximumUnreadBytes = nil  // each batch is dealt with before the closure returns
        let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
        let client = MQTTClient(configuration, group: MultiThreadedEventLoopGroup.singleton) { event in
            guard case .messages(let batch) = event else { return }
            batch.forEach { message in
                print(
                    "\(String(decoding: message.topic, as: UTF8.self)): \(String(decoding: message.payload, as: UTF8.self))"
                )
            }
            arrival.yield()
        }
        client.start()
        let answers = try await client.subscribe([Subscription(filter: "home/#", qos: .atLeastOnce)])
        print("\(answers[0].reason)")
        _ = try await client.publish(Publish(topic: "home/lamp", payload: ByteBuffer(string: "on"), qos: .exactlyOnce))
        for await _ in arrived { break }
        await client.disconnect()

        let rest = RESTClient()
        let exchange = try await rest.send(Request(.get, sensors))
        if let response = exchange.response {
            print("\(response.status) \(response.reason) \(String(decoding: exchange.body.bytes, as: UTF8.self))")
        }
        await rest.shutdown()
    }
}
