import NIOCore
import NIOEmbedded
import Testing

@testable import Demo

/// What a connection does as time passes, with a clock turned by hand.
@Suite struct RESTConnectionTests {
    private let loop = EmbeddedEventLoop()
    private let server: RESTServer

    init() {
        var limits = ServiceLimits()
        limits.connections = 2
        let broker = Broker(version: "test", sysInterval: nil, at: loop.now)
        server = RESTServer(broker: BrokerServer(broker: broker, devices: nil, on: loop), limits: limits)
    }

    private func connect() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(loop: loop)
        try RESTConnection.configure(channel, server: server)
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        loop.run()
        return channel
    }

    private func said(_ channel: EmbeddedChannel) throws -> String {
        var text = ""
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: bytes) }
        return text
    }

    @Test func aRequestThatNeverEndsIsAnsweredAndClosed() throws {
        let channel = try connect()
        try channel.writeInbound(ByteBuffer(string: "POST /sensors HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{"))
        loop.advanceTime(by: .seconds(29))
        #expect(try said(channel) == "")
        loop.advanceTime(by: .seconds(1))
        let answer = try said(channel)
        #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        #expect(answer.contains("within 30 seconds"))
        loop.advanceTime(by: .seconds(2))
        #expect(!channel.isActive)
    }

    @Test func aSilentConnectionIsClosedAndAUsedOneStays() throws {
        let silent = try connect()
        let used = try connect()
        for _ in 0..<3 {
            loop.advanceTime(by: .seconds(20))
            if used.isActive {
                try used.writeInbound(ByteBuffer(string: "GET /sensors HTTP/1.1\r\nHost: a\r\n\r\n"))
                #expect(try said(used).hasSuffix("[]\n"))
            }
        }
        #expect(!silent.isActive)
        #expect(used.isActive)
        loop.advanceTime(by: .seconds(30))
        #expect(!used.isActive)
    }

    @Test func oneConnectionTooManyIsToldSo() throws {
        let first = try connect()
        let second = try connect()
        let third = try connect()
        #expect(try said(third).hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
        loop.advanceTime(by: .seconds(2))
        #expect(!third.isActive)
        #expect(first.isActive && second.isActive)
        first.close(promise: nil)
        loop.run()
        let fourth = try connect()
        #expect(try said(fourth) == "")
        #expect(fourth.isActive)
    }

    @Test func continueIsSaidBeforeTheContent() throws {
        let channel = try connect()
        try channel.writeInbound(
            ByteBuffer(
                string: "POST /sensors HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 12\r\n\r\n"))
        #expect(try said(channel) == "HTTP/1.1 100 Continue\r\n\r\n")
        try channel.writeInbound(ByteBuffer(string: #"{"name":"a"}"#))
        #expect(try said(channel).hasPrefix("HTTP/1.1 201 Created\r\n"))
    }
}
