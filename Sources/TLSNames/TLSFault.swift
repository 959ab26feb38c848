public import Glibc
public import NIOSSL

/// Why a handshake of TLS failed, as far as what NIOSSL tells of it goes. The words are those of who says it.
public enum TLSFault: Hashable, Sendable {
    /// The certificate is for other names than the one asked for.
    case wrongName
    /// The certificate that was refused ended then, in seconds since 1970.
    case expired(Int)
    /// The certificate that was refused begins then, in seconds since 1970.
    case notYetValid(Int)
    /// Nobody that is trusted here signed it.
    case unknownAuthority
    /// The server wants a certificate and was shown none.
    case certificateWanted
    /// The server refused without saying why: it wants a certificate, or nothing is in common.
    case certificateWantedOrNothingInCommon
    /// The server did not take the certificate that it was shown.
    case certificateRefused
    /// The server did not take the shared key, or does not know its name.
    case sharedKeyRefused
    /// What was read is no record of TLS: HTTP and MQTT in the clear look like this.
    case notSpoken
    /// The connection ended in the handshake.
    case closed
    /// None of the protocols offered by ALPN is known there.
    case protocolRefused
    /// No version, cipher or key of both.
    case nothingInCommon
    /// The server has no certificate for the name it was asked by.
    case unknownName
    /// What none of the others says.
    case other

    /// What a client asked of the handshake that its faults are judged by.
    public struct Asked: Hashable, Sendable {
        /// Whether it has a certificate of its own to show.
        public var hasCertificate: Bool
        /// Whether it narrowed what it takes: versions, ciphers, a shared key.
        public var isNarrowed: Bool
        /// Whether a shared key stands in the place of certificates.
        public var hasSharedKey: Bool

        /// What was asked for.
        public init(hasCertificate: Bool, isNarrowed: Bool, hasSharedKey: Bool = false) {
            self.hasCertificate = hasCertificate
            self.isNarrowed = isNarrowed
            self.hasSharedKey = hasSharedKey
        }
    }

    /// Whether an error is one of TLS.
    public static func isTLS(_ error: any Error) -> Bool {
        error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError
    }

    /// Judges an error of a handshake.
    ///
    /// - Parameters:
    ///   - refused: the certificate that was not believed, as far as it is known: tells expired from unknown.
    ///   - isForAnotherName: whether a ``NameCheck`` ended it.
    ///   - now: seconds since 1970.
    public init(
        _ error: any Error, _ asked: Asked, refused: NIOSSLCertificate? = nil, isForAnotherName: Bool = false,
        now: Int = time(nil)
    ) {
        let extra = error as? NIOSSLExtraError
        if isForAnotherName || extra == .failedToValidateHostname || extra == .serverHostnameImpossibleToMatch {
            self = .wrongName
            return
        }
        // NIOSSL gives BoringSSL's reasons as text only: their names are looked for in it.
        let detail = String(describing: error)
        func has(_ words: String...) -> Bool { words.contains { detail.contains($0) } }

        if has("CERTIFICATE_VERIFY_FAILED", "unableToValidateCertificate") {
            self = Self.disbelief(in: refused, now)
        } else if asked.hasSharedKey, Self.refusalsOfKey.contains(where: { has($0) }) {
            self = .sharedKeyRefused
        } else if let fault = Self.ofCertificate(asked, has: { has($0) }) {
            self = fault
        } else if has("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "INVALID_RECORD")
            || has("UNEXPECTED_RECORD")
        {
            self = .notSpoken
        } else if has("EOF during handshake", "eofDuringHandshake") {
            self = .closed
        } else if has("NO_APPLICATION_PROTOCOL") {
            self = .protocolRefused
        } else if has("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "HANDSHAKE_FAILURE", "NO_SHARED_CIPHER") {
            self = .nothingInCommon
        } else {
            self = has("UNRECOGNIZED_NAME") ? .unknownName : .other
        }
    }

    /// Alerts that a server sends where a shared key is not its own: the first of a name that it does not know, the others of
    /// a Finished that it cannot read (RFC 4279 2).
    private static let refusalsOfKey = ["UNKNOWN_PSK_IDENTITY", "DECRYPT_ERROR", "BAD_RECORD_MAC", "DECRYPTION_FAILED"]

    private static func disbelief(in certificate: NIOSSLCertificate?, _ now: Int) -> Self {
        guard let certificate else { return .unknownAuthority }
        if certificate.notValidAfter < now { return .expired(Int(certificate.notValidAfter)) }
        return certificate.notValidBefore > now ? .notYetValid(Int(certificate.notValidBefore)) : .unknownAuthority
    }

    /// What an alert says of the certificate of this side.
    private static func ofCertificate(_ asked: Asked, has: (String) -> Bool) -> Self? {
        if has("CERTIFICATE_REQUIRED") { return .certificateWanted }
        if asked.hasCertificate {
            // Alerts that a server sends about a certificate it was shown (RFC 8446 6.2).
            let alerts = [
                "ALERT_UNKNOWN_CA", "BAD_CERTIFICATE", "CERTIFICATE_UNKNOWN", "CERTIFICATE_EXPIRED",
                "CERTIFICATE_REVOKED", "ACCESS_DENIED", "DECRYPT_ERROR", "UNSUPPORTED_CERTIFICATE",
            ]
            return alerts.contains(where: has) ? .certificateRefused : nil
        }
        // TLS 1.3 has an alert for it (RFC 8446 6.2); servers before it call a missing one a bad one (RFC 5246 7.4.6), or
        // say handshake failure, which no cipher in common is as well.
        if has("BAD_CERTIFICATE") { return .certificateWanted }
        return has("HANDSHAKE_FAILURE") && !asked.isNarrowed ? .certificateWantedOrNothingInCommon : nil
    }
}
