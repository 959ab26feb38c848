import NIOCore
import NIOPosix
import Synchronization
import Text

/// Listens on a loopback port for the one request that a browser makes when it is led back from a sign-in (RFC 8252 7.3).
final class RedirectListener: Sendable {
    /// Where it listens: always on 127.0.0.1, never on a name that somebody else could have.
    struct Place: Sendable {
        /// 0 for any free one.
        var port = 0
        var path = "/"

        /// The place of a redirect; nil for one that is not of this machine.
        init?(_ redirect: String) {
            if redirect.isEmpty { return }
            // Not localhost, which may be another address than the one listened on (RFC 8252 8.3).
            let start = "http://127.0.0.1"
            guard redirect.hasPrefix(start) else { return nil }
            var rest = redirect.dropFirst(start.count)
            if rest.first == ":" {
                let digits = rest.dropFirst().prefix { $0.isNumber }
                guard let port = Int(digits), port <= 65535 else { return nil }
                self.port = port
                rest = rest.dropFirst(1 + digits.count)
            }
            guard rest.isEmpty || rest.first == "/" else { return nil }
            path = rest.isEmpty ? "/" : String(rest)
        }
    }

    /// What the browser is to be led back to.
    let url: String
    private let channel: any Channel

    private init(url: String, channel: any Channel) {
        self.url = url
        self.channel = channel
    }

    /// Begins to listen.
    /// - Parameters:
    ///   - isOwn: whether a target is of the sign-in that is waited for; any other is turned away, and waited on.
    ///   - take: gets the target of the one request to the place, path and query.
    static func start(
        _ place: Place, isOwn: @escaping @Sendable (String) -> Bool, _ take: @escaping @Sendable (String) -> Void
    ) async throws -> RedirectListener {
        let taking = Taking(path: place.path, isOwn: isOwn, take)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            // A port that is named has to be free again right after the last sign-in.
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(RedirectHandler(taking))
                }
            }
            .bind(host: "127.0.0.1", port: place.port).get()
        let port = channel.localAddress?.port ?? place.port
        // Where no port is named the URL has one all the same: a server compares the two with the port left out.
        return RedirectListener(url: "http://127.0.0.1:\(port)\(place.path)", channel: channel)
    }

    /// Listens no more.
    func close() { channel.close(promise: nil) }

    /// Whether a request is the one that is waited for: the first to the path.
    final class Taking: Sendable {
        private let path: String
        private let isOwn: @Sendable (String) -> Bool
        private let take: @Sendable (String) -> Void
        private let isDone = Mutex(false)

        /// What is to be said to a request.
        enum Verdict {
            case wanted, foreign, nothing
        }

        init(path: String, isOwn: @escaping @Sendable (String) -> Bool, _ take: @escaping @Sendable (String) -> Void) {
            self.path = path
            self.isOwn = isOwn
            self.take = take
        }

        /// Whether it is the one; no other is after it.
        func judge(_ target: String) -> Verdict {
            // The answer is in the query (RFC 6749 4.1.2): a bare path is somebody else's request.
            guard target.prefix(while: { $0 != "?" }) == path, target.contains("?") else { return .nothing }
            guard isOwn(target) else { return .foreign }
            return isDone.withLock { done in
                defer { done = true }
                return done ? .nothing : .wanted
            }
        }

        /// Hands it on, when its page is on its way: who takes it may close all that listens.
        func tell(_ target: String) { take(target) }
    }
}

/// Reads the head of one request, answers it and closes.
private final class RedirectHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Longer heads are no browser's.
    private static let largest = 16 << 10
    private let taking: RedirectListener.Taking
    private var head: [UInt8] = []
    private var isAnswered = false

    init(_ taking: RedirectListener.Taking) { self.taking = taking }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        // A connection that asks for nothing, as browsers open some, ends with the listener; one that is being answered
        // ends with its answer.
        channel.parent?.closeFuture.hop(to: context.eventLoop).assumeIsolated().whenComplete { [self] _ in
            if !isAnswered { channel.close(promise: nil) }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isAnswered else { return }
        head += unwrapInboundIn(data).readableBytesView
        guard head.count <= Self.largest else { return answer(431, "This is too long.", context) }
        guard head.firstRange(of: Array("\r\n\r\n".utf8)) != nil else { return }
        let line = String(decoding: head.prefix { $0 != 0x0D }, as: UTF8.self).split(separator: " ")
        guard line.count == 3, line[0] == "GET" else { return answer(405, "Only GET is answered here.", context) }
        // A browser asks for /favicon.ico as well: it is none of this.
        let target = String(line[1])
        switch taking.judge(target) {
        case .nothing: answer(404, "There is nothing here.", context)
        case .foreign: answer(400, "This is of another sign-in: martlet waits for its own.", context)
        case .wanted:
            answer(200, "You are back at martlet, and can close this page.", context) { [taking] in
                taking.tell(target)
            }
        }
    }

    private func answer(
        _ status: Int, _ words: String, _ context: ChannelHandlerContext, then goOn: @escaping @Sendable () -> Void = {}
    ) {
        isAnswered = true
        let page = "<!doctype html><meta charset=utf-8><title>martlet</title><p>\(words)</p>\n"
        let text =
            "HTTP/1.1 \(status) martlet\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: \(page.utf8.count)\r\n"
            // The page's address holds the code: no cache and no other site is to learn it.
            + "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n\(page)"
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text))).whenComplete { _ in
            goOn()
            channel.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
