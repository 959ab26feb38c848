import Synchronization
import TestSupport
import Testing

@testable import REST

/// Addresses of a name that say nothing, or not at once: the others are tried, and they are not given up.
@Suite("Addresses that are silent", .timeLimit(.minutes(1))) struct SilentAddressTests {
    /// A request to a name that has these addresses.
    private func request(_ scheme: String = "http", port: Int, _ addresses: [String]) -> Request {
        var request = Request(.get, "\(scheme)://two.test:\(port)/")
        request.options.route.known = [.init(host: "two.test", port: port, addresses: addresses)]
        request.options.timeouts.connect = 30
        return request
    }

    @Test("one that takes its time is not given up when the others refuse")
    func slow() async throws {
        let silent = try SilentPort()
        let client = RESTClient()
        let request = request(port: silent.port, [silent.address, "127.0.0.1"])
        let sending = Task { try await client.send(request) }
        _ = try await waiting(for: "the second address") {
            client.keptLanes.contains { $0.place.hasPrefix("127.0.0.1:") } ? true : nil
        }
        silent.answer(ok("here"))
        #expect(try await sending.value.body.bytes == Array("here".utf8))
        await client.shutdown()
    }

    @Test("the one after it answers, and what is wrong is told of the address that a connection stands to")
    func others() async throws {
        let server = try await ScriptedServer.answering(ok("here"))
        let silent = try SilentPort(port: server.port)
        let exchange = try await send(request(port: server.port, [silent.address, "127.0.0.1"]))
        #expect(exchange.hop?.connection?.remoteAddress == "127.0.0.1:\(server.port)")
        let plain = try await ScriptedServer.start { connection in
            _ = try await connection.bytes()
            try await connection.send("no TLS\r\n")
        }
        // Nobody listens on the first, and the second speaks no TLS.
        let failed = try await failure(of: request("https", port: plain.port, ["127.0.0.3", "127.0.0.1"]))
        #expect(failed.kind == .tls, "\(failed)")
    }

    @Test("a proxy that is reached has the time that it needs to connect on")
    func slowProxy() async throws {
        let proxy = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            // The time is what matters: longer than an address that says nothing has.
            try await Task.sleep(for: .milliseconds(1500))
            try await connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        }
        var request = Request(.get, "https://server.test/")
        request.options.proxy = .url("http://proxy.test:\(proxy.port)")
        request.options.route.known = [
            .init(host: "proxy.test", port: proxy.port, addresses: ["127.0.0.1", "127.0.0.2"])
        ]
        let refused = try await failure(of: request)
        #expect(refused.description.contains("it answered 403 Forbidden"), "\(refused)")
    }

    @Test("a WebSocket ends within its time, and when it is cancelled, also while nobody answers")
    func socketEnds() async throws {
        let silent = try SilentPort()
        for isCancelled in [false, true] {
            var request = request("ws", port: silent.port, [silent.address])
            request.options.timeouts.connect = isCancelled ? 60 : 0.3
            let client = RESTClient()
            let failure = Mutex<RequestFailure?>(nil)
            let phase = Mutex<RequestFailure.Phase?>(nil)
            let opening = Task { [request] in
                do throws(RequestFailure) {
                    _ = try await client.converse(
                        request, line: WebSocketLine(), watch: { progress in phase.withLock { $0 = progress.phase } }
                    ) { _ in }
                } catch {
                    failure.withLock { $0 = error }
                }
            }
            _ = try await waiting(for: "the attempt") { phase.withLock { $0 } == .connect ? true : nil }
            if isCancelled { opening.cancel() }
            let end = try await waiting(for: "its end") { failure.withLock { $0 } }
            #expect(end.kind == (isCancelled ? .cancelled : .timedOut(.connect)), "\(end)")
            await client.shutdown()
        }
    }

    @Test("a WebSocket goes to the address that answers, from where it is told to")
    func socketRoutes() async throws {
        let server = try await ScriptedServer.start { connection in
            try await connection.openWebSocket()
            try await connection.send([0x88, 0])
            _ = try await connection.webSocketFrame()
        }
        let silent = try SilentPort(port: server.port)
        var request = request("ws", port: server.port, [silent.address, "127.0.0.1"])
        request.options.route.source = "127.0.0.4"
        let client = RESTClient()
        let sent = request
        let exchange = Mutex<Exchange?>(nil)
        let opening = Task {
            let (answer, _) = try await client.converse(sent, line: WebSocketLine()) { _ in }
            exchange.withLock { $0 = answer }
        }
        defer { opening.cancel() }
        let answer = try await waiting(for: "its end") { exchange.withLock { $0 } }
        #expect(answer.hop?.connection?.remoteAddress == "127.0.0.1:\(server.port)")
        #expect(answer.hop?.connection?.localAddress.hasPrefix("127.0.0.4:") == true)
        request.options.route.source = "nosuch0"
        let unknown = request
        let failure = await #expect(throws: RequestFailure.self) {
            _ = try await client.converse(unknown, line: WebSocketLine()) { _ in }
        }
        #expect(failure?.kind == .localAddress)
        await client.shutdown()
    }
}
