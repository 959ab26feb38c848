import NIOCore
import NIOSSL
import NIOTLS
import TLSNames

/// Waits for the end of the TLS handshake, then leaves. What goes wrong until then stays here: AsyncHTTPClient is told by
/// the future that its connection could not be made.
final class HandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let place: String
    private let security: Security
    private let seen: SeenCertificates
    /// The check of the server's name in the handshake; nil for none.
    private let check: NameCheck?
    /// Completed with the protocol agreed on by ALPN.
    private let done: EventLoopPromise<String?>

    init(
        place: String, security: Security, seen: SeenCertificates, check: NameCheck?, done: EventLoopPromise<String?>
    ) {
        self.place = place
        self.security = security
        self.seen = seen
        self.check = check
        self.done = done
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted(let negotiated) = event else {
            return context.fireUserInboundEventTriggered(event)
        }
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
        done.succeed(negotiated)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let shown = (try? context.channel.pipeline.syncOperations.nioSSL_peerCertificate()) ?? nil
        done.fail(
            // The system's own error: the other side is gone, and TLS said nothing.
            error is IOError
                ? RequestFailure.closedInHandshake(place, String(describing: error))
                : RequestFailure.tls(
                    place, error, security: security, shown: shown, seen: seen,
                    isWrongName: check?.foundAnother ?? false))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        done.fail(RequestFailure.closedInHandshake(place, "closed"))
        context.fireChannelInactive()
    }
}
