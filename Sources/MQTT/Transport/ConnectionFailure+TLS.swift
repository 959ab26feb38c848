import Glibc
import NIOSSL
import TLSNames
import Text

extension ConnectionFailure {
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
        let detail = String(describing: error)
        let asked = TLSFault.Asked(
            hasCertificate: options.certificateFile != nil,
            isNarrowed: options.ciphers != nil || options.version != nil || options.preSharedKey != nil,
            hasSharedKey: options.preSharedKey != nil)
        let fault = TLSFault(error, asked, refused: certificate, isForAnotherName: isForAnotherName, now: now)
        switch fault {
        case .wrongName: return wrongHost(endpoint, options, certificate, detail)
        case .closed: return closedInHandshake(endpoint, detail)
        case .unknownAuthority: return unknownAuthority(endpoint, options, detail)
        case .notSpoken:
            return ConnectionFailure(
                .tlsNotSpoken, "what listens on \(endpoint.spokenAuthority) does not speak TLS",
                advice: withoutTLS(endpoint), detail: detail)
        default: break
        }
        let (kind, words, advice) = words(fault, endpoint.spokenAuthority, options)
        return ConnectionFailure(
            kind, words, advice: advice, setting: setting(fault), detail: detail)
    }

    private static func setting(_ fault: TLSFault) -> Setting? {
        switch fault {
        case .certificateWanted: .identity
        case .certificateWantedOrNothingInCommon: .identityOrSharedKey
        case .sharedKeyRefused: .sharedKey
        default: nil
        }
    }

    /// The faults that have their kind, a sentence and an advice, and nothing else.
    private static func words(
        _ fault: TLSFault, _ place: String, _ options: TLSOptions
    ) -> (kind: Kind, words: String, advice: String) {
        switch fault {
        case .expired(let end):
            (
                .tlsExpired, "the certificate of \(place) expired on \(CivilDate(seconds: end))",
                "renew it on the broker, or check the clock of this machine"
            )
        case .notYetValid(let start):
            (
                .tlsExpired, "the certificate of \(place) is valid only from \(CivilDate(seconds: start))",
                "check the clock of this machine"
            )
        case .certificateWanted:
            (.tlsClientCertificateRequired, "\(place) wants a client certificate", "give one and its key")
        case .certificateWantedOrNothingInCommon:
            (
                .tlsClientCertificateRequired,
                "\(place) wants a client certificate or a shared key (PSK), or has no TLS version or cipher in common "
                    + "with this program",
                "the broker must offer TLS 1.2 or 1.3; give a certificate and its key, or the shared key and its name"
            )
        case .certificateRefused:
            (
                .tlsClientCertificateRefused, "\(place) did not accept the client certificate",
                "check that it has not expired and is signed by a CA that the broker trusts"
            )
        case .sharedKeyRefused:
            (
                .tlsSharedKeyRefused, "\(place) did not accept the shared key (PSK)",
                "check the key and its name: the broker must have both"
            )
        case .protocolRefused:
            (
                .tlsOther, "\(place) knows none of the ALPN protocols \(options.alpn.joined(separator: ", "))",
                "check the ALPN names the broker expects"
            )
        case .nothingInCommon:
            (
                .tlsOther, "\(place) and this program have no TLS version or cipher in common",
                options.preSharedKey == nil
                    ? "the broker must offer TLS 1.2 or 1.3"
                    : "with a shared key (PSK) no certificate counts: the broker must take such keys on this port"
            )
        case .unknownName:
            (.tlsOther, "\(place) has no certificate for that name", "check the host, or the server name given")
        case .wrongName, .closed, .unknownAuthority, .notSpoken, .other:
            (.tlsOther, "TLS with \(place) failed", "see the broker's log for its side of the story")
        }
    }

    private static func unknownAuthority(
        _ endpoint: Endpoint, _ options: TLSOptions, _ detail: String
    ) -> ConnectionFailure {
        let isNamed = options.caFile != nil || options.caDirectory != nil
        return ConnectionFailure(
            .tlsUnknownAuthority,
            "the certificate of \(endpoint.spokenAuthority) is signed by an authority that is not trusted here",
            advice: !isNamed
                ? "give the broker's CA file, or connect without verifying"
                : "check that the CA file given is the one that signed the broker's certificate",
            setting: isNamed ? nil : .authorities, detail: detail)
    }

    /// The peer closed or reset during the handshake, as a broker that listens in the clear does on the first bytes of TLS.
    static func closedInHandshake(_ endpoint: Endpoint, _ detail: String) -> ConnectionFailure {
        ConnectionFailure(
            .tlsOther, "\(endpoint.spokenAuthority) closed the connection during the TLS handshake",
            advice: "check that this port speaks TLS; \(withoutTLS(endpoint))", detail: detail)
    }

    private static func wrongHost(
        _ endpoint: Endpoint, _ options: TLSOptions, _ certificate: NIOSSLCertificate?, _ detail: String
    ) -> ConnectionFailure {
        let name = options.serverName ?? endpoint.spokenHost
        let names = certificate?.hostNames ?? []
        let first = names.first { !$0.contains("*") } ?? names.first?.replacing("*", with: "NAME") ?? "NAME"
        return ConnectionFailure(
            .tlsWrongHost,
            "the certificate of \(endpoint.spokenAuthority) is not for \(name)"
                + (names.isEmpty ? "" : " but for \(PacketNote.list(names))"),
            advice: "connect by a name in it, or check it against one", setting: .serverName(first), detail: detail,
            quoting: [options.serverName, first, PacketNote.list(names)])
    }

    private static func withoutTLS(_ endpoint: Endpoint) -> String {
        endpoint.transport == .secureWebSocket
            ? "try ws://\(endpoint.spokenAuthority)\(endpoint.spokenPath)" : "try mqtt://\(endpoint.spokenAuthority)"
    }
}
