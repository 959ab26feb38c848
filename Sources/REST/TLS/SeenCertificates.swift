import NIOSSL
import Text

/// The certificates that a handshake came past, in the order of the chain; touched on the event loop only.
final class SeenCertificates {
    /// From the server's own up to the one trusted here.
    private(set) var chain: [NIOSSLCertificate] = []
    /// The one that was not accepted.
    private(set) var refused: NIOSSLCertificate?

    /// A client's TLS handler that shows the certificates here while it checks them as it always does.
    ///
    /// Only the older of NIOSSL's callbacks is told of each certificate of the chain without taking over the checks. It must
    /// not be used with checks off: there it would be called with errors that have no certificate, on which NIOSSL ends
    /// the process.
    func makeHandler(_ security: Security) throws -> NIOSSLClientHandler {
        guard security.options.verify else {
            return try NIOSSLClientHandler(context: security.context, serverHostname: security.serverName)
        }
        let maker: any HandlerMaking.Type = WatchingHandler.self
        return try maker.make(security) { [self] result, certificate in
            // Called from the root to the server's own, twice for some.
            if chain.first != certificate { chain.insert(certificate, at: 0) }
            if result == .failed { refused = certificate }
            return result
        }
    }
}

/// Calls what NIOSSL calls deprecated in one place.
private protocol HandlerMaking {
    static func make(
        _ security: Security, _ callback: @escaping NIOSSLVerificationCallback
    ) throws -> NIOSSLClientHandler
}

private enum WatchingHandler: HandlerMaking {
    @available(*, deprecated)
    static func make(
        _ security: Security, _ callback: @escaping NIOSSLVerificationCallback
    ) throws -> NIOSSLClientHandler {
        try NIOSSLClientHandler(
            context: security.context, serverHostname: security.serverName, verificationCallback: callback)
    }
}

extension Certificate {
    /// What a certificate of NIOSSL says.
    init(_ certificate: NIOSSLCertificate) {
        let bytes = (try? certificate.toDERBytes()) ?? []
        let names = DistinguishedNames(certificate: bytes)
        self.init(
            subject: names.subject, issuer: names.issuer, names: names.alternative,
            notBefore: Int64(certificate.notValidBefore), notAfter: Int64(certificate.notValidAfter),
            serialNumber: HexDigit.upper(certificate.serialNumber),
            bytes: bytes)
    }
}
