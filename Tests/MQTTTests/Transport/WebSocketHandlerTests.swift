import NIOCore
import NIOEmbedded
import Testing

@testable import MQTT

struct WebSocketHandlerTests {
    private func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(
            handler: WebSocketHandler(endpoint: Endpoint(transport: .webSocket, host: "h")))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 80)).wait()
        return channel
    }

    /// A frame as large as MQTT's largest packet goes up read by read; nothing of it is kept.
    @Test func largestFrameIsPassedOnAsItComes() throws {
        let channel = try channel()
        var first = ByteBuffer(bytes: [0x82, 127, 0, 0, 0, 0, 0x10, 0, 0, 5])
        first.writeBytes([1, 2, 3, 4, 5])
        try channel.writeInbound(first)
        #expect(try channel.readInbound(as: ByteBuffer.self) == ByteBuffer(bytes: [1, 2, 3, 4, 5]))
        let piece = ByteBuffer(repeating: 7, count: 1 << 20)
        for _ in 0..<256 {
            try channel.writeInbound(piece)
            #expect(try channel.readInbound(as: ByteBuffer.self)?.readableBytes == 1 << 20)
        }
        try channel.writeInbound(ByteBuffer(bytes: [0x82, 1, 9, 0x82, 2, 8, 7]))
        #expect(try channel.readInbound(as: ByteBuffer.self) == ByteBuffer(bytes: [9, 8, 7]))
        _ = try channel.finish()
    }

    @Test func pingIsAnsweredAndCloseIsReturned() throws {
        let channel = try channel()
        try channel.writeInbound(ByteBuffer(bytes: [0x89, 2, 5, 6]))
        var pong = try channel.readOutbound(as: ByteBuffer.self) ?? ByteBuffer()
        #expect(pong.readBytes(length: 2) == [0x8A, 0x82])
        try channel.writeInbound(ByteBuffer(bytes: [0x88, 2, 0x03, 0xE8]))
        var close = try channel.readOutbound(as: ByteBuffer.self) ?? ByteBuffer()
        #expect(close.readBytes(length: 2) == [0x88, 0x82])
        #expect(!channel.isActive)
    }

    @Test func brokenFrameEndsWithItsWords() throws {
        let channel = try channel()
        #expect {
            try channel.writeInbound(ByteBuffer(bytes: [0x81, 1, 0x61]))
        } throws: { error in
            (error as? ConnectionFailure)?.summary.contains("text frame") == true
        }
        #expect(!channel.isActive)
    }
}
