import Synchronization
import TestSupport
import Testing

@testable import REST

/// How WebSockets end, at a server that does what no real one can be made to do.
@Suite("Ends of WebSockets (RFC 6455 7)", .timeLimit(.minutes(1)))
struct WebSocketEndTests {
    /// Opens, sends frames as they stand here, and gives what came from the client afterwards: opcodes and payloads.
    private static func server(
        _ frames: [UInt8], answers: Bool, _ seen: Frames
    ) async throws -> ScriptedServer {
        try await ScriptedServer.start { connection in
            try await connection.openWebSocket()
            try await connection.send(frames)
            while true {
                let (opcode, data) = try await connection.webSocketFrame()
                seen.add(opcode, data)
                if opcode == 8 {
                    if answers { try await connection.send([0x88, UInt8(data.count)] + data) }
                    // Whether the client closes is what is looked at.
                    while true { _ = try await connection.bytes() }
                }
            }
        }
    }

    private static func request(_ server: ScriptedServer) -> Request {
        Request(.get, server.url.replacing("http:", with: "ws:"))
    }

    private final class Frames: Sendable {
        private let state = Mutex<[String]>([])
        func add(_ opcode: UInt8, _ data: [UInt8]) {
            let code = opcode == 8 && data.count >= 2 ? "\(Int(data[0]) << 8 | Int(data[1]))" : ""
            state.withLock { $0.append("\(opcode) \(code)") }
        }
        var all: [String] { state.withLock { $0 } }
    }

    @Test(
        "What is cancelled says good-bye with 1000; it waits for theirs, and a second at most",
        arguments: [true, false])
    func cancelled(_ answers: Bool) async throws {
        let seen = Frames()
        let server = try await Self.server([0x81, 2, 0x68, 0x69], answers: answers, seen)
        let client = RESTClient()
        let (came, arrival) = AsyncStream.makeStream(of: Void.self)
        let talking = Task {
            try await client.converse(Self.request(server), line: WebSocketLine()) {
                if case .events = $0 { arrival.yield() }
            }
        }
        for await _ in came { break }
        let start = ContinuousClock.now
        talking.cancel()
        let failure = await #expect(throws: RequestFailure.self) { _ = try await talking.value }
        #expect(failure?.kind == .cancelled)
        #expect(seen.all == ["8 1000"])
        #expect((ContinuousClock.now - start < .milliseconds(900)) == answers)
        await client.shutdown()
    }

    @Test("What breaks the rules is told with its section, and the server with its code")
    func refused() async throws {
        for (frames, code, words) in [
            ([0x83, 0], 1002, "reserved (RFC 6455 5.2)"), ([0x81, 1, 0xFF], 1007, "not UTF-8 (RFC 6455 8.1)"),
            ([0x89, 0x7E, 0, 126], 1002, "more than 125 bytes (RFC 6455 5.5)"),
            ([0x82, 0x7F, 0, 0, 1, 0, 0, 0, 0, 0], 1009, "(RFC 6455 7.4.1)"),
            ([0x88, 2, 3, 0xEE], 1002, "the code 1006, which is never sent (RFC 6455 7.4)"),
        ] as [([UInt8], UInt16, String)] {
            let seen = Frames()
            let server = try await Self.server(frames, answers: true, seen)
            let client = RESTClient()
            let (_, end) = try await client.converse(Self.request(server), line: WebSocketLine()) { _ in }
            #expect(end?.code == code && end?.isOurs == true && end?.isGood == false)
            #expect(end?.words.hasPrefix("closed from here with \(code): ") == true)
            #expect(end?.words.hasSuffix(words) == true, "\(end?.words ?? "")")
            #expect(seen.all == ["8 \(code)"])
            await client.shutdown()
        }
    }

    @Test("An HTTP proxy is asked to connect on, also for ws:// (RFC 6455 4.1)")
    func proxy() async throws {
        let proxy = try await ScriptedServer.start { connection in
            let asked = try await connection.request()
            #expect(asked.hasPrefix("CONNECT h.example:81 HTTP/1.1\r\n"), "\(asked)")
            try await connection.send("HTTP/1.1 200 OK\r\n\r\n")
            try await connection.openWebSocket()
            try await connection.send([0x81, 1, 0x61, 0x88, 0])
            _ = try await connection.webSocketFrame()
        }
        var request = Request(.get, "ws://h.example:81/x")
        request.options.proxy = .url(proxy.url.replacing("//", with: "//u:p@"))
        let client = RESTClient()
        let (exchange, end) = try await client.converse(request, line: WebSocketLine()) { _ in }
        #expect(exchange.response?.status == 101 && end?.code == 1005)
        #expect(exchange.hop?.sent.bytes.starts(with: Array("GET /x HTTP/1.1\r\n".utf8)) == true)
        // What is the proxy's is not told to the server.
        #expect(exchange.hop?.sent.fields["proxy-authorization"] == nil)
        await client.shutdown()
    }

    /// Why no WebSocket is opened at a server.
    private func refusal(
        of server: ScriptedServer, watch: (@Sendable (Progress) -> Void)? = nil
    ) async -> RequestFailure? {
        let client = RESTClient()
        let failure = await #expect(throws: RequestFailure.self) {
            _ = try await client.converse(Self.request(server), line: WebSocketLine(), watch: watch) { _ in }
        }
        await client.shutdown()
        return failure
    }

    @Test(
        "A 101 that lacks what it must say opens nothing, and is not told as open (RFC 6455 4.1)",
        arguments: ["Upgrade", "Connection", "Sec-WebSocket-Accept"])
    func half(_ missing: String) async throws {
        let server = try await ScriptedServer.start { connection in
            try await connection.openWebSocket(without: missing)
            try await connection.wait()
        }
        let told = Mutex<[Hop]>([])
        let failure = await refusal(of: server) { progress in told.withLock { $0 += progress.hops } }
        #expect(failure?.description.contains(missing) == true, "\(failure?.description ?? "")")
        #expect(failure?.exchange?.response?.status == 101 && failure?.exchange?.hop?.isSwitched == false)
        #expect(told.withLock { !$0.isEmpty && $0.allSatisfy { !$0.isSwitched } })
    }

    @Test("A 101 that breaks off opens nothing")
    func cutHead() async throws {
        let server = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            try await connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n")
        }
        let failure = await refusal(of: server)
        #expect(failure?.exchange?.hop?.isSwitched == false, "\(String(describing: failure))")
    }

    @Test("Of an answer that opens none and has no end what came in time comes back", .timeLimit(.minutes(1)))
    func endlessAnswer() async throws {
        let server = try await ScriptedServer.start { connection in
            let isLong = try await connection.request().hasPrefix("GET /long")
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: x\n\n")
            if isLong { try await connection.send(String(repeating: "y", count: 3 << 20)) }
            try await connection.wait()
        }
        let client = RESTClient()
        for (path, size) in [("/", 9), ("/long", 1 << 20)] {
            let (exchange, end) = try await client.converse(
                Request(.get, server.url.replacing("http:", with: "ws:") + path), line: WebSocketLine()
            ) { _ in }
            #expect(end == nil && exchange.response?.status == 200 && exchange.body.count == size)
            #expect(exchange.response?.remarks == ["Its body is not whole: more of it was not waited for"])
            #expect(exchange.response?.breaches.isEmpty == true)
        }
        await client.shutdown()
    }

    @Test("An extension that nobody asked for opens nothing")
    func extensions() async throws {
        let server = try await ScriptedServer.start { connection in
            try await connection.openWebSocket("Sec-WebSocket-Extensions: permessage-deflate\r\n")
        }
        let failure = await refusal(of: server)
        #expect(failure?.description.contains("the extension 'permessage-deflate'") == true)
    }
}
