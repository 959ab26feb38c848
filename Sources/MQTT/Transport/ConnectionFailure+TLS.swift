import Glibc
import NIOSSL
import Text

extension ConnectionFailure {
    /// Whether `error` is one of TLS, so that ``tls(_:_:options:certificate:now:)`` has the words for it.
    static func isTLS(_ error: any Error) -> Bool {
        error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError
    }

    /// A failed TLS handshake, in words.
    ///
    /// - Parameters:
    ///   - certificate: what the broker showed, as far as it is known: tells expired from unknown.
    ///   - isForAnotherName: whether the handshake ended because of the name.
    ///   - now: seconds since 1970.
    static func tls(
        _ endpoint: Endpoint, _ error: any Error, options: TLSOptions, certificate: NIOSSLCertificate?,
        isForAnotherName: Bool = false, now: Int = time(nil)
    ) -> ConnectionFailure {
        let place = endpoint.authority
        let detail = String(describing: error)
        // BoringSSL gives its reasons as text: their names are looked for in it.
        func has(_ words: String...) -> Bool { words.contains { detail.contains($0) } }

        let extra = error as? NIOSSLExtraError
        if isForAnotherName || extra == .failedToValidateHostname || extra == .serverHostnameImpossibleToMatch {
            return wrongHost(endpoint, options, certificate, detail)
        }
        if case NIOSSLError.unableToValidateCertificate = error {
            return wrongHost(endpoint, options, certificate, detail)
        }
        if has("CERTIFICATE_VERIFY_FAILED") {
            if let certificate {
                if certificate.notValidAfter < now {
                    return ConnectionFailure(
                        .tlsExpired,
                        "the certificate of \(place) expired on \(CivilDate(seconds: certificate.notValidAfter))",
                        advice: "renew it on the broker, or check the clock of this machine", detail: detail)
                }
                if certificate.notValidBefore > now {
                    return ConnectionFailure(
                        .tlsExpired,
                        "the certificate of \(place) is valid only from \(CivilDate(seconds: certificate.notValidBefore))",
                        advice: "check the clock of this machine", detail: detail)
                }
            }
            let isNamed = options.caFile != nil || options.caDirectory != nil
            return ConnectionFailure(
                .tlsUnknownAuthority,
                "the certificate of \(place) is signed by an authority that is not trusted here",
                advice: !isNamed
                    ? "give the broker's CA file, or connect without verifying"
                    : "check that the CA file given is the one that signed the broker's certificate",
                setting: isNamed ? nil : .authorities, detail: detail)
        }
        // TLS 1.3 has an alert for it (RFC 8446 6.2); before, a server that gets none says handshake failure (RFC 5246
        // 7.4.6).
        if has("CERTIFICATE_REQUIRED")
            // Without a certificate of ours most likely one was wanted; no cipher in common says handshake failure as well.
            || (options.certificateFile == nil && has("HANDSHAKE_FAILURE", "BAD_CERTIFICATE"))
        {
            return ConnectionFailure(
                .tlsClientCertificateRequired, "\(place) wants a client certificate",
                advice: "give one and its key", setting: .identity, detail: detail)
        }
        if options.certificateFile != nil,
            // Alerts that a server sends about a certificate it was shown (RFC 8446 6.2).
            has(
                "ALERT_UNKNOWN_CA", "BAD_CERTIFICATE", "CERTIFICATE_UNKNOWN", "CERTIFICATE_EXPIRED",
                "CERTIFICATE_REVOKED", "ACCESS_DENIED", "DECRYPT_ERROR", "UNSUPPORTED_CERTIFICATE")
        {
            return ConnectionFailure(
                .tlsClientCertificateRefused, "\(place) did not accept the client certificate",
                advice: "check that it has not expired and is signed by a CA that the broker trusts", detail: detail)
        }
        // What was read is no TLS record: HTTP and MQTT in the clear look like this.
        if has("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "INVALID_RECORD", "UNEXPECTED_RECORD") {
            return ConnectionFailure(
                .tlsNotSpoken, "what listens on \(place) does not speak TLS", advice: withoutTLS(endpoint),
                detail: detail)
        }
        if has("EOF during handshake") { return closedInHandshake(endpoint, detail) }
        if has("NO_APPLICATION_PROTOCOL") {
            return ConnectionFailure(
                .tlsOther, "\(place) knows none of the ALPN protocols \(options.alpn.joined(separator: ", "))",
                advice: "check the ALPN names the broker expects", detail: detail)
        }
        if has("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "HANDSHAKE_FAILURE", "NO_SHARED_CIPHER") {
            return ConnectionFailure(
                .tlsOther, "\(place) and this program have no TLS version or cipher in common",
                advice: "the broker must offer TLS 1.2 or 1.3", detail: detail)
        }
        return ConnectionFailure(
            .tlsOther, "TLS with \(place) failed", advice: "see the broker's log for its side of the story",
            detail: detail)
    }

    /// The peer closed or reset during the handshake, as a broker that listens in the clear does on the first bytes of TLS.
    static func closedInHandshake(_ endpoint: Endpoint, _ detail: String) -> ConnectionFailure {
        ConnectionFailure(
            .tlsOther, "\(endpoint.authority) closed the connection during the TLS handshake",
            advice: "check that this port speaks TLS; \(withoutTLS(endpoint))", detail: detail)
    }

    private static func wrongHost(
        _ endpoint: Endpoint, _ options: TLSOptions, _ certificate: NIOSSLCertificate?, _ detail: String
    ) -> ConnectionFailure {
        let name = options.serverName ?? endpoint.host
        let names = certificate?.hostNames ?? []
        let first = names.first { !$0.contains("*") } ?? names.first?.replacing("*", with: "NAME") ?? "NAME"
        return ConnectionFailure(
            .tlsWrongHost,
            "the certificate of \(endpoint.authority) is not for \(name)"
                + (names.isEmpty ? "" : " but for \(PacketNote.list(names))"),
            advice: "connect by a name in it, or check it against one", setting: .serverName(first), detail: detail)
    }

    private static func withoutTLS(_ endpoint: Endpoint) -> String {
        endpoint.transport == .secureWebSocket
            ? "try ws://\(endpoint.authority)\(endpoint.path)" : "try mqtt://\(endpoint.authority)"
    }
}
