import Interface
import Profile
import Synchronization
import Terminal
import TestSupport
import Testing

@testable import App

/// Answers without an end in view 2: the whole program but for ncurses.
@Suite("Streams on the screen", .serialized)
@MainActor struct StreamTests {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"

    private func visiting(
        _ url: String, size: Size = Size(width: 120, height: 36), _ body: (Visit) async throws -> Void
    )
        async throws
    {
        let visit = try Visit(size: size)
        var draft = RequestDraft()
        (draft.name, draft.method, draft.url) = ("mine", "GET", url)
        visit.window.load(requests: [draft])
        try visit.type("2<Down><Enter>")
        try await body(visit)
        try await visit.leave()
    }

    /// A server that sends pieces as a test hands them out.
    private func server(_ pieces: AsyncStream<String>) async throws -> ScriptedServer {
        try await ScriptedServer.start { connection in
            _ = try await connection.request()
            try await connection.send(Self.head)
            for await piece in pieces { try await connection.send(piece) }
        }
    }

    @Test("each event is a row; the selected one is read, paused, filtered, narrowed to its name and compared")
    func rows() async throws {
        let (pieces, send) = AsyncStream<String>.makeStream()
        let server = try await server(pieces)
        try await visiting("\(server.url)/events") { visit in
            try visit.type("<C-s>")
            try await visit.see("No event yet.")
            send.yield("event: temperature\nid: 7\ndata: {\"celsius\":21}\n\nevent: lamp\ndata: {\"on\":true}\n\n")
            try await visit.see("2, following")
            try await visit.see("Events 2")
            // The newest is read below the rows.
            try await visit.see("\"on\": true")
            try visit.type("<Tab>k")
            try await visit.see("\"celsius\": 21")
            #expect(visit.screen.contains("temperature #7, 14 B"), "\(visit.screen)")
            send.yield("event: temperature\nid: 8\ndata: {\"celsius\":22}\n\n")
            try await visit.see("paused, 1 new")
            try visit.type("<Space>")
            try await visit.see("\"celsius\": 22")
            // Only its name, and only the changes to the one before.
            try visit.type("f")
            try await visit.see("2, following")
            try visit.type("vvv")
            try await visit.see("diff")
            #expect(visit.screen.contains("21") && visit.screen.contains("22"), "\(visit.screen)")
            try visit.type("f/true<Enter>")
            try await visit.see("1 found")
            try visit.type("<Esc>")
            try await visit.see("3, following")
            // What is read has the keys of a document.
            try visit.type("<Enter>v")
            try await visit.see("3, paused")
            // Esc leads out of what is read; another one would end the stream, which Space lets go on.
            try visit.type("<Esc><Space>")
            try await visit.see("3, following")
            try visit.type("<C-c>")
            try await visit.see("Cancelled")
            try await visit.see("Events 3")
            send.finish()
        }
    }

    @Test("checks are made of the head and of the last event, while they come")
    func checks() async throws {
        let (pieces, send) = AsyncStream<String>.makeStream()
        let server = try await server(pieces)
        let visit = try Visit(size: Size(width: 120, height: 36))
        var draft = RequestDraft()
        (draft.name, draft.method, draft.url) = ("mine", "GET", "\(server.url)/events")
        draft.checks = ["status == 200", "$.celsius < 30", "duration < 1s"]
        visit.window.load(requests: [draft])
        try visit.type("2<Down><Enter><C-s>")
        try await visit.see("No event yet.")
        try await visit.see("Checks 1/3")
        send.yield("data: {\"celsius\":21}\n\n")
        try await visit.see("Checks 2/3")
        send.yield("data: {\"celsius\":31}\n\n")
        try await visit.see("Checks 1/3")
        try visit.type("<Tab>[[")
        try await visit.see("Of the head, and of the last event that came.")
        #expect(visit.screen.contains("$.celsius < 30: got 31 at $['celsius']"), "\(visit.screen)")
        #expect(visit.screen.contains("duration < 1s: what has no end has no duration"), "\(visit.screen)")
        try visit.type("<C-c>")
        try await visit.see("Cancelled")
        #expect(visit.screen.contains("got 31"), "\(visit.screen)")
        send.finish()
        try await visit.leave()
    }

    @Test("a connection that ends is said, counted down and made again; 204 is the end")
    func reconnects() async throws {
        let requests = Mutex<[String]>([])
        let server = try await ScriptedServer.start { connection in
            let request = try await connection.request()
            requests.withLock { $0.append(request) }
            if connection.number == 1 {
                try await connection.send(Self.head + "retry: 400\nid: 5\ndata: before\n\n")
            } else if connection.number == 2 {
                try await connection.send(Self.head + "retry: 100\ndata: after\n\n")
            } else {
                try await connection.send("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
            }
        }
        try await visiting("\(server.url)/events") { visit in
            try visit.type("<C-s>")
            try await visit.see("the server ended the stream: asked again in")
            try await visit.see("connection lost: messages may be missing")
            try await visit.become("the end") { $0.window.exchange?.isUnderWay == false }
            try await visit.see("It is over: the server answered 204")
            #expect(visit.screen.contains("before") && visit.screen.contains("after"), "\(visit.screen)")
            #expect(requests.withLock { $0.count } == 3)
            #expect(requests.withLock { $0[1].lowercased().contains("last-event-id: 5\r\n") })
        }
    }

    @Test("lines of JSON end with their answer, and stay; on a small screen Enter reads one")
    func lines() async throws {
        let server = try await ScriptedServer.answeringOnce(
            "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: 17\r\n\r\n{\"a\":1}\n{\"a\":[2]}")
        try await visiting("\(server.url)/lines", size: Size(width: 80, height: 24)) { visit in
            try visit.type("<C-s>")
            try await visit.become("the end") { $0.window.exchange?.state == .finished }
            // So narrow that the tabs stand without their counts.
            try await visit.see("Events")
            try visit.type("<Tab>k<Enter>")
            try await visit.see("\"a\": 1")
            try visit.type("<Esc>G")
            try await visit.see("{\"a\":[2]}")
        }
    }

    @Test("numbers of events are charted")
    func chart() async throws {
        let (pieces, send) = AsyncStream<String>.makeStream()
        let server = try await server(pieces)
        try await visiting("\(server.url)/events") { visit in
            try visit.type("<C-s>")
            for value in 1...5 { send.yield("data: {\"celsius\":\(value)}\n\n") }
            try await visit.see("5, following")
            try visit.type("<Tab>c")
            try await visit.see("celsius")
            try await visit.see("Chart")
            try visit.type("<Esc>")
            send.finish()
        }
    }
}
