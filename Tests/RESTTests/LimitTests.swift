import CZlib
import REST
import Synchronization
import TestSupport
import Testing

@Suite("Time-outs, limits and giving up", .timeLimit(.minutes(1))) struct LimitTests {
    private func request(_ url: String, _ change: (inout Request.Options) -> Void) -> Request {
        var request = Request(.get, url)
        change(&request.options)
        return request
    }

    @Test("Each phase has its time-out, and the line says which") func timeouts() async throws {
        let silent = try await ScriptedServer.start { try await $0.wait() }
        let first = try await failure(of: request(silent.url) { $0.timeouts.idle = 0.1 })
        #expect(first.kind == .timedOut(.firstByte))
        #expect(first.description.contains("did not begin to answer for 0.1 s"))
        let secure = "https://127.0.0.1:\(silent.port)"
        let tls = try await failure(of: request(secure) { $0.timeouts.connect = 0.2 })
        #expect(tls.kind == .timedOut(.tls))
        let stalled = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
            try await connection.wait()
        }
        let idle = try await failure(of: request(stalled.url) { $0.timeouts.idle = 0.2 })
        #expect(idle.kind == .timedOut(.lastByte))
        #expect(idle.description.contains("stood still after 3 bytes"))
        let total = try await failure(of: request(stalled.url) { $0.timeouts.total = 0.2 })
        #expect(total.description.contains("longer than 0.2 s in all"))
    }

    @Test("Cancelling ends it at once in every phase") func cancelling() async throws {
        let stalled = try await ScriptedServer.start { connection in
            // By what comes, not by its number: a client that is gone before it was accepted is never counted.
            let isHandshake = try await connection.bytes().first == 0x16
            if !isHandshake { try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc") }
            try await connection.wait()
        }
        let client = RESTClient()
        for (url, phase) in [
            ("https://127.0.0.1:\(stalled.port)", RequestFailure.Phase.tls),
            (stalled.url, .lastByte),
        ] {
            let reached = Mutex(false)
            let task = Task {
                try await client.send(Request(.get, url)) { progress in
                    if progress.phase == phase { reached.withLock { $0 = true } }
                }
            }
            _ = try await waiting(for: "the phase \(phase)") { reached.withLock { $0 ? true : nil } }
            let start = ContinuousClock.now
            task.cancel()
            let result = await task.result
            #expect(ContinuousClock.now - start < .milliseconds(500))
            guard case .failure(let error) = result, let failure = error as? RequestFailure else {
                Issue.record("\(result)")
                continue
            }
            #expect(failure.kind == .cancelled)
        }
        await client.shutdown()
    }

    @Test("A body beyond the budget goes to a file and reads the same") func spill() async throws {
        let text = String(repeating: "0123456789", count: 20_000)
        let server = try await ScriptedServer.answering(ok(text))
        let small = try await send(request(server.url) { $0.limits.memory = 1000 })
        #expect(small.body.isSpilled)
        #expect(small.body.bytes == Array(text.utf8))
        let large = try await send(request(server.url) { _ in })
        #expect(!large.body.isSpilled)
        let refused = try await failure(of: request(server.url) { $0.limits.body = 1000 })
        #expect(refused.kind == .tooLarge)
    }

    @Test("A decompression bomb stops at the limit, in words") func bomb() async throws {
        let bomb = compressed([UInt8](repeating: 0, count: 20 << 20))
        let server = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            try await connection.send(
                "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: \(bomb.count)\r\n\r\n")
            try await connection.send(bomb)
            try await connection.wait()
        }
        let failure = try await failure(
            of: request(server.url) {
                $0.limits.expansionFrom = 1 << 20
                $0.limits.expansion = 100
            })
        #expect(failure.kind == .tooLarge)
        #expect(failure.description.contains("decompression bomb"))
    }

    /// 1 MiB of the digit 0 in Brotli (RFC 7932).
    private static let brotli: [UInt8] = [91, 255, 255, 143, 95, 2, 38, 30, 11, 4, 114, 239, 31, 0]

    @Test("Brotli is taken off, in pieces too; what is none or ends early is shown as it came; a bomb stops")
    func brotli() async throws {
        func served(_ bytes: [UInt8], inPieces: Bool = false) async throws -> ScriptedServer {
            try await ScriptedServer.start { connection in
                _ = try await connection.request()
                try await connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: \(bytes.count)\r\n\r\n")
                for piece in inPieces ? bytes.map({ [$0] }) : [bytes] { try await connection.send(piece) }
                try await connection.wait()
            }
        }
        for inPieces in [false, true] {
            let server = try await served(Self.brotli, inPieces: inPieces)
            let exchange = try await send(Request(.get, server.url))
            #expect(exchange.response?.decoded == ["br"])
            #expect(exchange.body.count == 1 << 20 && exchange.body.bytes.allSatisfy { $0 == UInt8(ascii: "0") })
            #expect(exchange.encodedBody?.bytes == Self.brotli && exchange.response?.bodySize == Self.brotli.count)
        }
        for bytes in [Array(Self.brotli.dropLast(4)), [UInt8](repeating: 0xFF, count: 40)] {
            let server = try await served(bytes)
            let exchange = try await send(Request(.get, server.url))
            // Of one that ends too early there is what could be read.
            let isCut = exchange.response?.codingProblem == "its br ends too early"
            #expect(isCut == (bytes.count < 20) && exchange.response?.decoded == (isCut ? ["br"] : []))
            #expect((isCut ? exchange.encodedBody : exchange.body)?.bytes == bytes)
        }
        let server = try await served(Self.brotli)
        let failure = try await failure(of: request(server.url) { $0.limits.expansionFrom = 1 << 16 })
        #expect(failure.kind == .tooLarge && failure.description.contains("decompression bomb"))
    }

    @Test("A coded body is there both ways, with both sizes") func coding() async throws {
        let text = [UInt8](String(repeating: "some text ", count: 1000).utf8)
        let packed = compressed(text)
        let server = try await ScriptedServer.start { connection in
            while true {
                let request = try await connection.request()
                // Bare deflate (RFC 1951) under the same name: what is between the wrapping of RFC 1950.
                let body = request.contains("/bare") ? Array(packed[2..<(packed.count - 4)]) : packed
                let cut = request.contains("/cut") ? Array(body.dropLast(20)) : body
                let sent = request.contains("/lie") ? Array("plain".utf8) : cut
                try await connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: \(sent.count)\r\n\r\n")
                for byte in sent.prefix(3) { try await connection.send([byte]) }
                try await connection.send(Array(sent.dropFirst(3)))
            }
        }
        for path in ["/", "/bare"] {
            let exchange = try await send(Request(.get, server.url + path))
            #expect(exchange.body.bytes == text)
            #expect(exchange.response?.decoded == ["deflate"])
            #expect(exchange.response?.bodySize == exchange.encodedBody?.count)
            #expect((exchange.encodedBody?.count ?? .max) < 200)
        }
        let lie = try await send(Request(.get, server.url + "/lie"))
        #expect(lie.body.bytes == Array("plain".utf8))
        #expect(lie.response?.decoded == [])
        #expect(lie.response?.codingProblem == "Content-Encoding says deflate, the body is not")
        let cut = try await send(Request(.get, server.url + "/cut"))
        #expect(cut.response?.codingProblem == "its deflate ends too early")
        #expect(cut.encodedBody?.count == packed.count - 20 && cut.body.bytes == Array(text.prefix(cut.body.count)))
        #expect(cut.response?.decoded == ["deflate"])
    }

    /// RFC 1950.
    private func compressed(_ bytes: [UInt8]) -> [UInt8] {
        var count = compressBound(uLong(bytes.count))
        var packed = [UInt8](repeating: 0, count: Int(count))
        let code = compress2(&packed, &count, bytes, uLong(bytes.count), 9)
        #expect(code == Z_OK)
        return Array(packed.prefix(Int(count)))
    }
}
