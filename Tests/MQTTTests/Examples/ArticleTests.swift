import MQTT
import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import Testing

/// The code of the articles in `MQTT.docc`, compiled and run.
@Suite("The articles of MQTT") struct ArticleTests {
    @Test("each block of code is the one here", arguments: ["FollowingABroker", "Publishing"])
    func code(article: String) throws {
        let blocks = try ArticleCode.blocks(of: "Sources/MQTT/MQTT.docc/\(article).md")
        #expect(!blocks.isEmpty)
        #expect(
            blocks == (try ArticleCode.stretches(named: article, of: "Tests/MQTTTests/Examples/ArticleTests.swift")))
    }

    @Test("every rule stands in the list of what a broker breaks, with its sections", arguments: ProtocolRule.allCases)
    func rules(_ rule: ProtocolRule) throws {
        let text = try ArticleCode.text(of: "Sources/MQTT/MQTT.docc/WhatABrokerBreaks.md")
        let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("| ``ProtocolRule/\(rule)`` |") })
        let cells = row.split(separator: "|").map { $0.drop { $0 == " " } }
        #expect(cells[1].hasPrefix(rule.text.dropLast()))
        for (cell, version) in zip(cells[2...], [ProtocolVersion.v5, .v311]) {
            #expect(rule.section(in: version).hasSuffix(" \(cell.prefix { $0 != " " })"))
        }
    }

    @Test("they do what they say")
    func runs() async throws {
        let broker = try await Mosquitto.start()
        let shown = Mutex<[String]>([])
        try await follow("mqtt://127.0.0.1:\(broker.port())") { line in shown.withLock { $0.append(line) } }
        let lines = shown.withLock { $0 }
        #expect(lines.contains("home/#: Granted QoS 1 (0x01)") && lines.contains("home/lamp/set: 2 bytes"), "\(lines)")
        #expect(lines.filter { $0 == "home/readings: 2 bytes" }.count == 3, "\(lines)")
    }

    private func follow(_ url: String, show: @escaping @Sendable (String) -> Void) async throws {
        // article: FollowingABroker
        var configuration = ClientConfiguration(endpoint: try Endpoint(url: url))
        configuration.clientID = "kitchen-display"
        configuration.will = Will(topic: "clients/kitchen-display", payload: Array("gone".utf8), qos: .atLeastOnce)

        let (batches, incoming) = AsyncStream.makeStream(of: MessageBatch.self)
        let client = MQTTClient(configuration, group: MultiThreadedEventLoopGroup.singleton) { event in
            switch event {
            case .messages(let batch): incoming.yield(batch)
            case .state(.stopped): incoming.finish()
            default: break
            }
        }
        client.start()
        // article end
        let reader = Task {
            // article: FollowingABroker
            for await batch in batches {
                batch.forEach { message in
                    show("\(String(decoding: message.topic, as: UTF8.self)): \(message.payload.count) bytes")
                }
                client.consumed(batch.byteCount)
            }
            // article end
        }
        // article: FollowingABroker
        for answer in try await client.subscribe([Subscription(filter: "home/#", qos: .atLeastOnce)]) {
            show("\(answer.filter): \(answer.reason)")
        }
        // article end
        try await publish(client, show: show)
        // A broker answers in order: what was published has come back.
        _ = try await client.ping()
        await client.disconnect()
        await reader.value
    }

    private func publish(_ client: MQTTClient, show: @escaping @Sendable (String) -> Void) async throws {
        // article: Publishing
        let lamp = Publish(topic: "home/lamp/set", payload: ByteBuffer(string: "on"), qos: .exactlyOnce)
        let result = try await client.publish(lamp) { step in show("\(step)") }
        if result.reason.isError { show("the broker refused it: \(result.reason)") }
        // article end
        // article: Publishing
        let readings = ["21", "22", "23"].map { reading in
            client.enqueue(Publish(topic: "home/readings", payload: ByteBuffer(string: reading)))
        }
        for reading in readings { _ = try await reading.get() }
        // article end
    }
}
