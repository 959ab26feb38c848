import Glibc
import NIOCore

extension ConnectionHandler.End {
    /// Who ended the connection.
    var closer: ConnectionCause.Closer {
        switch self {
        case .state(let error):
            switch error {
            case .refused, .disconnected: .broker
            case .keepAliveTimeout, .connectTimeout: .timeout
            default: .client
            }
        case .closedByPeer: .broker
        case .cut: .client
        case .channel(let error):
            switch (error as? IOError)?.errnoCode {
            // What a broker that closes with bytes of ours unread looks like from here.
            case ECONNRESET, EPIPE: .broker
            default: .network
            }
        }
    }

    /// The reason that went over the wire, either way.
    var reason: ReasonCode? {
        guard case .state(let error) = self else { return nil }
        return switch error {
        case .refused(let answer): answer.reason
        case .disconnected(let disconnect): disconnect.reason
        case .violation(let violation): violation.reason
        default: nil
        }
    }
}

extension ConnectionHandler {
    /// Closing a socket with unread bytes resets the connection, and the peer may lose the DISCONNECT just sent (and then
    /// publishes our will). So everything is written, and then read and thrown away until the peer closes; in bounds.
    func closeAfterWriting(_ end: End, context: ChannelHandlerContext) {
        // Each turn settles: the closing begins once.
        guard !isClosing else { return }
        isClosing = true
        stopTimer()
        let channel = context.channel
        let loop = context.eventLoop.assumeIsolated()
        // Whatever happens below: a peer that reads nothing, or sends without end, holds nobody up.
        loop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
        // Empty, and so complete when everything before it is written.
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).assumeIsolated().whenComplete { [self] _ in
            guard let context = self.context else { return }
            // A broker that was told good-bye closes at once; one that broke the protocol or is gone is not waited for.
            guard awaitsServerClose, case .state(.closed) = end else { return context.close(promise: nil) }
            loop.scheduleTask(in: .milliseconds(500)) { channel.close(promise: nil) }
            // Reading is asked for by hand: without this one the peer's close would not be seen.
            context.read()
        }
    }
}
