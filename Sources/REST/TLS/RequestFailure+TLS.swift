import Glibc
import NIOSSL
import Text

extension RequestFailure {
    /// Whether `error` is one of TLS.
    static func isTLS(_ error: any Error) -> Bool {
        error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError
    }

    /// Whether the connection ended without the alert that ends TLS (RFC 8446 6.1), as it does when somebody cuts it.
    static func isCut(_ error: any Error) -> Bool {
        if case NIOSSLError.uncleanShutdown = error { true } else { false }
    }

    /// A failed handshake, in words.
    ///
    /// - Parameters:
    ///   - shown: the server's own certificate, as far as it is known.
    ///   - seen: those that were checked.
    ///   - isWrongName: whether the check within the handshake found another name.
    ///   - now: seconds since 1970.
    static func tls(
        _ place: String, _ error: any Error, security: Security?, shown: NIOSSLCertificate?, seen: SeenCertificates?,
        isWrongName: Bool = false, now: Int = time(nil)
    ) -> RequestFailure {
        let detail = String(describing: error)
        // NIOSSL gives BoringSSL's errors as text only, so its words tell them apart.
        func has(_ words: String...) -> Bool { words.contains { detail.contains($0) } }
        var chain = seen?.chain ?? []
        if let shown, chain.first != shown { chain.insert(shown, at: 0) }
        let certificates = chain.map(Certificate.init)
        func failure(_ kind: Kind, _ summary: String, _ advice: String) -> RequestFailure {
            var failure = RequestFailure(kind, summary, advice: advice, detail: detail, phase: .tls)
            failure.certificates = certificates
            return failure
        }
        let subject = certificates.first.map { " (\($0.subject))" } ?? ""

        let isWrongHost =
            isWrongName
            || (error as? NIOSSLExtraError).map {
                $0 == .failedToValidateHostname || $0 == .serverHostnameImpossibleToMatch
            } ?? false
        if isWrongHost {
            let names = certificates.first.map { $0.names.joined(separator: ", ") } ?? ""
            return failure(
                .certificate,
                "the certificate of \(place) is not for that name" + (names.isEmpty ? "" : " but for \(names)"),
                "use the name in the certificate, or give it as the server name")
        }
        if has("CERTIFICATE_VERIFY_FAILED") || has("unableToValidateCertificate") {
            // What was refused may be an authority's certificate, and not the server's own.
            let guilty = seen?.refused ?? shown
            if let guilty, guilty.notValidAfter < now {
                return failure(
                    .certificate,
                    "the certificate of \(place)\(subject) expired on \(day(Int64(guilty.notValidAfter)))",
                    "renew it on the server, or check the clock of this machine")
            }
            if let guilty, guilty.notValidBefore > now {
                return failure(
                    .certificate,
                    "the certificate of \(place)\(subject) holds only from \(day(Int64(guilty.notValidBefore)))",
                    "check the clock of this machine")
            }
            let issuer = certificates.first.map { " (\($0.issuer))" } ?? ""
            return failure(
                .certificate,
                "the certificate of \(place)\(subject) is signed by an authority that is not trusted here\(issuer)",
                "give the authority's file (--cacert), or do without checking (-k)")
        }
        let hasOwn = security?.options.certificateFile != nil
        // TLS 1.3 has an alert for it (RFC 8446 6.2); older servers call a missing certificate a bad one.
        if has("CERTIFICATE_REQUIRED") || (!hasOwn && has("ALERT_BAD_CERTIFICATE")) {
            return failure(
                .clientCertificate, "\(place) wants a client certificate", "give one and its key (--cert and --key)")
        }
        if hasOwn,
            has(
                "ALERT_UNKNOWN_CA", "ALERT_BAD_CERTIFICATE", "ALERT_CERTIFICATE", "ACCESS_DENIED", "DECRYPT_ERROR",
                "ALERT_UNSUPPORTED_CERTIFICATE")
        {
            return failure(
                .clientCertificate, "\(place) did not accept the client certificate",
                "check that it has not expired and is signed by an authority that the server trusts")
        }
        // BoringSSL's words for first bytes that are no record of TLS.
        if has("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "INVALID_RECORD", "UNEXPECTED_RECORD") {
            return failure(.tls, "what listens on \(place) does not speak TLS", "try http://\(place)")
        }
        if has("EOF during handshake", "eofDuringHandshake") { return closedInHandshake(place, detail) }
        if has("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "HANDSHAKE_FAILURE", "NO_SHARED_CIPHER") {
            return failure(
                .tls, "\(place) and this program have no TLS version or cipher in common",
                "the server must offer TLS 1.2 or 1.3")
        }
        if has("UNRECOGNIZED_NAME") {
            return failure(.tls, "\(place) has no certificate for that name", "check the host in the URL")
        }
        return failure(.tls, "TLS with \(place) failed", "see the server's log (\(detail.clipped))")
    }

    /// The peer closed or reset during the handshake.
    static func closedInHandshake(_ place: String, _ detail: String) -> RequestFailure {
        RequestFailure(
            .tls, "\(place) closed the connection during the TLS handshake",
            advice: "check that this port speaks TLS, or try http://\(place)", detail: detail, phase: .tls)
    }

    /// A day as 2026-11-24, in UTC.
    static func day(_ seconds: Int64) -> String { "\(CivilDate(seconds: Int(seconds)))" }
}
