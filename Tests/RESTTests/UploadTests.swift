import NIOCore
import NIOHTTP1
import Synchronization
import TestSupport
import Testing

@testable import REST

@Suite("Uploads", .timeLimit(.minutes(1))) struct UploadTests {
    private static let piece = 64 << 10

    private func attempt() -> Attempt {
        let sent = Sent(method: "PUT", target: "/", fields: [], bytes: [], size: 0, bodySize: 0)
        return Attempt(
            number: 1, head: HTTPRequestHead(version: .http1_1, method: .PUT, uri: "/"),
            hop: Hop(cause: .asked, url: "http://127.0.0.1/", sent: sent, timings: Timings(start: 0)), base: 0,
            bodyToSend: nil, raw: RawLog(keepsAll: false, directory: nil), changed: nil)
    }

    private func file(pieces: Int) throws -> String {
        let path = try Scratch.newFolder("upload") + "/body"
        try Scratch.write(String(repeating: "x", count: pieces * Self.piece), to: path)
        return path
    }

    @Test("A file is read a mebibyte ahead of the network, and no further until some of it was taken")
    func bounded() async throws {
        let source = try BodySource(.file(path: try file(pieces: 100)), boundary: "b")
        let attempt = attempt()
        let chunks = BodySource.Chunks(pieces: source.pieces, attempt: attempt, bytesPerSecond: nil)
        let read = Mutex(0)
        let reading = Task {
            for try await chunk in chunks { read.withLock { $0 += chunk.readableBytes / Self.piece } }
        }
        for ahead in 16..<100 {
            // It stands still of itself: what is asked for is a fact, not that some time went by.
            while !attempt.isWaitingForRoom {
                try #require(read.withLock { $0 } <= ahead)
                await Task.yield()
            }
            #expect(read.withLock { $0 } == ahead)
            attempt.took(Self.piece)
        }
        try await reading.value
        #expect(read.withLock { $0 } == 100)
    }

    @Test("Whoever waits for room goes on when nobody will take any more")
    func over() async throws {
        let attempt = attempt()
        await attempt.waitForRoom(1 << 20)
        let waiting = Task { await attempt.waitForRoom(1) }
        attempt.isOver()
        await waiting.value
    }

    @Test("The network says what it took: more than is read ahead arrives whole")
    func whole() async throws {
        let size = Mutex(0)
        let server = try await ScriptedServer.start { connection in
            let request = try await connection.request()
            size.withLock { $0 = request.utf8.count }
            try await connection.send(ok(""))
        }
        var request = Request(.put, server.url)
        request.body = .file(path: try file(pieces: 40))
        #expect(try await send(request).response?.status == 200)
        #expect(size.withLock { $0 } > 40 * Self.piece)
    }
}
