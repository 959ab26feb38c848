import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import REST

// On a channel without a network: whether the connection or the failure ends first is then no matter of luck.
@Suite("Headers that were not waited for") struct CutHeaderTests {
    /// What is known of an answer of which this came when this side closes the connection.
    private func response(cutBehind text: String) throws -> Response? {
        let record = ConnectionRecord(number: 1)
        let attempt = Attempt(
            number: 1, head: HTTPRequestHead(version: .http1_1, method: .GET, uri: "/"),
            hop: Hop(url: "http://h/", sent: Sent(method: "GET", target: "/")), base: Attempt.now(), bodyToSend: nil,
            raw: RawLog(keepsAll: false, directory: nil), changed: nil)
        record.attempt = attempt
        let channel = EmbeddedChannel(handler: ResponseHandler(record: record))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try channel.writeInbound(ByteBuffer(string: text))
        _ = try channel.finish()
        return attempt.current.hop.response
    }

    @Test("It is no fault of the server's, and its last line is told only when it is whole")
    func cut() throws {
        let cut = try #require(try response(cutBehind: "HTTP/1.1 200 OK\r\nX-A: 1\r\nX-B: 2"))
        #expect(cut.breaches.isEmpty && cut.fields.map(\.name) == ["X-A"], "\(cut)")
        #expect(cut.remarks == ["Its header is not whole: more of it was not waited for"])
        let whole = try #require(try response(cutBehind: "HTTP/1.1 200 OK\r\nX-A: 1\r\nX-B: 2\r\n"))
        #expect(whole.breaches.isEmpty && whole.fields.map(\.name) == ["X-A", "X-B"], "\(whole)")
        #expect(whole.remarks.count == 1)
    }
}
