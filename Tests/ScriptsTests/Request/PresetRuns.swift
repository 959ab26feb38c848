import FoundationEssentials
import Synchronization
import TestSupport
import Testing

/// The presets of requests by verb, on servers that answer as the documentation of each API says.
@Suite("Presets by verbs", .timeLimit(.minutes(2))) struct PresetRuns {
    private let folder: String
    private var environment: [String: String] {
        ["XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": "\(folder)/state", "GOOGLE_TOKEN": "t0ken"]
    }

    init() throws { folder = try Scratch.newFolder("presets") }

    private func martlet(_ words: String...) async throws -> ScriptRun {
        try await ScriptRun.martlet(words, environment: environment)
    }

    private final class Seen: Sendable {
        let requests = Mutex<[String]>([])
    }

    /// Answers a path, or the part of it that is named, with a body of JSON.
    private func server(_ seen: Seen, _ answers: [(String, String)]) async throws -> ScriptedServer {
        try await ScriptedServer.start { connection in
            while true {
                let request = try await connection.request()
                seen.requests.withLock { $0.append(request) }
                let line = request.prefix { $0 != "\r\n" }
                let body = answers.first { line.contains($0.0) }?.1
                let status = body == nil ? "404 Not Found" : "200 OK"
                let text = body ?? "{}"
                try await connection.send(
                    "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
                )
            }
        }
    }

    @Test("list, show and add: an environment and a folder, twice is once")
    func verbs() async throws {
        let list = try await martlet("profile", "preset", "list")
        #expect(list.text.hasPrefix("pubsub\tGoogle Cloud Pub/Sub\t9 requests\n"), "\(list.text)")
        let shown = try await martlet("profile", "preset", "show", "aws-iot")
        #expect(shown.text.contains("Signature Version 4") && shown.text.contains("POST https://{{endpoint}}/topics/"))
        let added = try await martlet("profile", "preset", "add", "rabbitmq")
        #expect(added.status == .code(0) && added.text.hasPrefix("Added 11 requests"), "\(added.errors)")
        let again = try await martlet("profile", "preset", "add", "rabbitmq")
        #expect(again.text.hasPrefix("Added 0 requests in the folder RabbitMQ management; 11 were there"))
        let check = try await martlet("profile", "check")
        #expect(check.text.hasSuffix("0 connections, 1 environment, 11 requests, 0 publishes\n"), "\(check.text)")
        let unknown = try await martlet("profile", "preset", "show", "nosuch")
        #expect(unknown.status == .code(1) && unknown.errors.contains("pubsub, aws-iot, rabbitmq, emqx"))
    }

    @Test("Pub/Sub: what is published is Base64, what was pulled is acknowledged and sent on as it was")
    func pubSub() async throws {
        let seen = Seen()
        let pulled = """
            {"receivedMessages": [{"ackId": "ack-1", "message": {"data": "eyJ0IjogMjEuNX0=", "messageId": "7",
             "publishTime": "2026-11-29T12:00:00.5Z", "attributes": {"source": "martlet"}}, "deliveryAttempt": 1}]}
            """
        let server = try await server(
            seen,
            [(":publish", #"{"messageIds": ["7"]}"#), (":pull", pulled), (":acknowledge", "{}"), ("/target", "{}")])
        _ = try await martlet("profile", "preset", "add", "pubsub")
        func run(_ name: String) async throws -> ScriptRun {
            try await martlet(
                "run", name, "--env", "Google Cloud Pub/Sub", "--var", "pubsub=\(server.url)", "--var", "project=p",
                "--var", "topic=t", "--var", "subscription=s", "--var", "target=\(server.url)/target", "--var",
                "message={\"t\": 21.5}")
        }
        for name in ["publish", "pull", "acknowledge", "send it on"] {
            let sent = try await run(name)
            #expect(sent.status == .code(0), "\(name): \(sent.errors)")
        }
        let requests = seen.requests.withLock { $0 }
        let heads = requests.map { String($0.prefix { $0 != "\r\n" }) }
        #expect(
            heads == [
                "POST /v1/projects/p/topics/t:publish HTTP/1.1", "POST /v1/projects/p/subscriptions/s:pull HTTP/1.1",
                "POST /v1/projects/p/subscriptions/s:pull HTTP/1.1",
                "POST /v1/projects/p/subscriptions/s:acknowledge HTTP/1.1",
                "POST /v1/projects/p/subscriptions/s:pull HTTP/1.1", "POST /target HTTP/1.1",
            ])
        #expect(requests.dropLast().allSatisfy { $0.contains("Authorization: Bearer t0ken\r\n") })
        #expect(requests.first?.contains(#""data": "eyJ0IjogMjEuNX0=""#) == true)
        #expect(requests.dropFirst(3).first?.hasSuffix(#"{"ackIds": ["ack-1"]}"#) == true)
        // To somebody else goes no token.
        #expect(requests.last?.hasSuffix("\r\n\r\n{\"t\": 21.5}") == true && requests.last?.contains("t0ken") == false)
    }

    @Test("EMQX and RabbitMQ: who asks is told, and a publish is checked by its answer")
    func brokers() async throws {
        let seen = Seen()
        let server = try await server(
            seen,
            [
                ("/api/v5/publish", #"{"id": "000600D09A099053F445000014C30000"}"#),
                ("/amq.topic/publish", #"{"routed": true}"#),
                ("/api/v5/clients?", #"{"data": [], "meta": {"count": 0}}"#),
            ])
        _ = try await martlet("profile", "preset", "add", "emqx")
        _ = try await martlet("profile", "preset", "add", "rabbitmq")
        func run(_ title: String, _ name: String, _ rest: String...) async throws -> ScriptRun {
            let words = ["run", "\(title)/\(name)", "--env", title] + rest.flatMap { ["--var", $0] }
            return try await ScriptRun.martlet(words, environment: environment)
        }
        let (emqx, rabbit) = ("EMQX management", "RabbitMQ management")
        let published = try await run(emqx, "publish", "emqx=\(server.url)/api/v5", "key=k", "secret=s")
        #expect(published.status == .code(0), "\(published.errors)")
        #expect(try await run(emqx, "clients", "emqx=\(server.url)/api/v5", "key=k", "secret=s").status == .code(0))
        let routed = try await run(rabbit, "publish", "rabbit=\(server.url)", "password=guest")
        #expect(routed.status == .code(0), "\(routed.errors)")
        let requests = seen.requests.withLock { $0 }
        #expect(requests.first?.hasPrefix("POST /api/v5/publish HTTP/1.1\r\n") == true)
        // k:s and guest:guest
        #expect(requests.prefix(2).allSatisfy { $0.contains("Authorization: Basic azpz\r\n") })
        #expect(requests.dropFirst().first?.hasPrefix("GET /api/v5/clients?page=1&limit=100 HTTP/1.1\r\n") == true)
        #expect(requests.last?.hasPrefix("POST /api/exchanges/%2F/amq.topic/publish HTTP/1.1\r\n") == true)
        #expect(requests.last?.contains("Authorization: Basic Z3Vlc3Q6Z3Vlc3Q=\r\n") == true)
        #expect(requests.last?.contains(#""payload": "MjEuNQ==""#) == true)
    }
}
