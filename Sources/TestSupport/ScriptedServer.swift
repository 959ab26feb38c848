import Glibc
import NIOCore
import NIOPosix

/// A server on a free loopback port that does to each connection what a test's script says: the silent, closing, garbled
/// and endless servers that no real one can be made to be, and those whose requests must be seen byte for byte.
public final class ScriptedServer: Sendable {
    /// What happens on one connection, which is closed at its end.
    public typealias Script = @Sendable (ServedConnection) async throws -> Void

    /// Where it listens on 127.0.0.1.
    public let port: Int
    private let accepting: Task<Void, Never>

    private init(port: Int, accepting: Task<Void, Never>) {
        self.port = port
        self.accepting = accepting
    }

    deinit { accepting.cancel() }

    /// `http://127.0.0.1:PORT`
    public var url: String { "http://127.0.0.1:\(port)" }

    /// Starts it; `script` runs once for each connection, at the same time for several.
    public static func start(_ script: @escaping Script) async throws -> ScriptedServer {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        guard let port = server.channel.localAddress?.port else { throw ClientClosed() }
        let accepting = Task<Void, Never> {
            _ = try? await withThrowingDiscardingTaskGroup { group in
                try await server.executeThenClose { connections in
                    var number = 0
                    for try await connection in connections {
                        number += 1
                        let current = number
                        group.addTask {
                            try? await connection.executeThenClose { inbound, outbound in
                                try await script(
                                    ServedConnection(
                                        number: current, inbound: inbound.makeAsyncIterator(), outbound: outbound,
                                        channel: connection.channel))
                            }
                        }
                    }
                }
            }
        }
        return ScriptedServer(port: port, accepting: accepting)
    }

    /// Answers each request with the same bytes.
    public static func answering(_ answer: String) async throws -> ScriptedServer {
        try await start { connection in
            while true {
                _ = try await connection.request()
                try await connection.send(answer)
            }
        }
    }

    /// Answers one request with these bytes and closes.
    public static func answeringOnce(_ answer: String) async throws -> ScriptedServer {
        try await start { connection in
            _ = try await connection.request()
            try await connection.send(answer)
        }
    }
}

/// The client closed.
public struct ClientClosed: Error {}

/// One connection as the scripted server sees it. It is closed when the script returns.
public final class ServedConnection {
    /// 1 for the first connection made.
    public let number: Int
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    let channel: any Channel
    private var pending: [UInt8] = []

    init(
        number: Int, inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, channel: any Channel
    ) {
        self.number = number
        self.inbound = inbound
        self.outbound = outbound
        self.channel = channel
    }

    /// The next request, up to the end of its body, as it came.
    public func request() async throws -> String { String(decoding: try await requestBytes(), as: UTF8.self) }

    /// The bytes of the next request.
    public func requestBytes() async throws -> [UInt8] {
        while true {
            if let end = endOfRequest() {
                defer { pending.removeFirst(end) }
                return Array(pending[..<end])
            }
            try await more()
        }
    }

    /// The first bytes that come, at least one.
    public func bytes() async throws -> [UInt8] {
        if pending.isEmpty { try await more() }
        defer { pending = [] }
        return pending
    }

    /// The next bytes, as many as this.
    public func bytes(_ count: Int) async throws -> [UInt8] {
        while pending.count < count { try await more() }
        defer { pending.removeFirst(count) }
        return Array(pending[..<count])
    }

    private func more() async throws {
        guard let chunk = try await inbound.next() else { throw ClientClosed() }
        pending += chunk.readableBytesView
    }

    private func endOfRequest() -> Int? {
        let text = String(decoding: pending, as: UTF8.self)
        guard let headEnd = text.firstRange(of: "\r\n\r\n") else { return nil }
        let head = text[..<headEnd.lowerBound].lowercased()
        let start = text.utf8.distance(from: text.startIndex, to: headEnd.upperBound)
        if head.contains("transfer-encoding: chunked") {
            guard let last = text.firstRange(of: "0\r\n\r\n") else { return nil }
            return text.utf8.distance(from: text.startIndex, to: last.upperBound)
        }
        guard let field = head.firstRange(of: "content-length: ") else { return start }
        let length = Int(head[field.upperBound...].prefix { $0.isNumber }) ?? 0
        return pending.count >= start + length ? start + length : nil
    }

    /// Sends text.
    public func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// Sends bytes.
    public func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    /// Waits until the client closes.
    public func wait() async throws {
        while true { try await more() }
    }

    /// Ends the connection with a reset instead of a close.
    public func reset() async throws {
        guard let options = channel as? any SocketOptionProvider else { throw ClientClosed() }
        try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close().get()
    }
}
