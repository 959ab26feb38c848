import NIOCore
import NIOHTTP1

/// One connection as the way of an event stream, which ends with it.
extension RESTConnection {
    /// Begins the stream; false when the request does not ask for it.
    func stream(_ request: ServiceRequest, version: HTTPVersion) -> Bool {
        guard request.path == ["events"], request.method == .GET, let context else { return false }
        var head = HTTPResponseHead(version: version, status: .ok)
        head.headers.add(name: "Content-Type", value: "text/event-stream")
        head.headers.add(name: "Cache-Control", value: "no-store")
        head.headers.add(name: "Date", value: DeviceRunner.now().httpDate)
        head.headers.add(name: "Server", value: "martlet-demo")
        // Nothing else comes over it: it ends with the stream.
        head.headers.add(name: "Connection", value: "close")
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        let topic = request.query("topic")
        let id = request.headers.first(name: "Last-Event-ID").flatMap { Int($0) }
        send(server.events.beginning(after: id, of: topic))
        server.follow(self, topic: topic)
        return true
    }

    /// Sends a piece of the stream. Who reads more slowly than events come is let go, and comes back with what he has.
    func send(_ piece: ByteBuffer) {
        guard let context else { return }
        guard context.channel.isWritable else {
            context.close(promise: nil)
            return
        }
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(piece))), promise: nil)
    }
}
