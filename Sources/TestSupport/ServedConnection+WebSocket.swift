import NIOCore
import NIOHTTP1
import NIOWebSocket

extension ServedConnection {
    /// Answers the request that opens a WebSocket (RFC 6455 4.2.2).
    /// - Parameters:
    ///   - fields: more of the answer, each with its CR and LF.
    ///   - missing: the name of a field that is left out.
    @discardableResult
    public func openWebSocket(_ fields: String = "", without missing: String = "") async throws -> String {
        let request = try await request()
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")
        for line in request.split(separator: "\r\n").dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { head.headers.add(name: "\(parts[0])", value: "\(parts[1].drop { $0 == " " })") }
        }
        // What stands for the key.
        let upgrader = NIOWebSocketServerUpgrader { channel, _ in
            channel.eventLoop.makeSucceededFuture([:])
        } upgradePipelineHandler: { channel, _ in
            channel.eventLoop.makeSucceededVoidFuture()
        }
        let answer = try await upgrader.buildUpgradeResponse(
            channel: channel, upgradeRequest: head, initialResponseHeaders: [:]
        ).get()
        let all = [("Connection", "Upgrade")] + answer.map { ($0.name, $0.value) }
        let lines = all.filter { $0.0.lowercased() != missing.lowercased() }.map { "\($0.0): \($0.1)\r\n" }.joined()
        try await send("HTTP/1.1 101 Switching Protocols\r\n\(lines)\(fields)\r\n")
        return request
    }

    /// The next frame from a client, whose mask is taken off (RFC 6455 5.2, 5.3).
    public func webSocketFrame() async throws -> (opcode: UInt8, data: [UInt8]) {
        let head = try await bytes(2)
        var count = Int(head[1] & 0x7F)
        if count == 126 {
            let long = try await bytes(2)
            count = Int(long[0]) << 8 | Int(long[1])
        }
        let mask = try await bytes(4)
        let data = try await bytes(count)
        return (head[0] & 0x0F, data.enumerated().map { $1 ^ mask[$0 % 4] })
    }
}
