import Glibc
import NIOSSL
import TLSNames
import Text

extension RequestFailure {
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
        var chain = seen?.chain ?? []
        if let shown, chain.first != shown { chain.insert(shown, at: 0) }
        let certificates = chain.map(Certificate.init)
        let options = security?.options
        let untold = Request.TLS()
        let isNarrowed = options.map {
            $0.ciphers != nil || ($0.oldest, $0.newest) != (untold.oldest, untold.newest)
        }
        let asked = TLSFault.Asked(
            hasCertificate: options?.certificateFile != nil, isNarrowed: isNarrowed ?? false)
        // What was refused may be an authority's certificate, and not the server's own.
        let fault = TLSFault(
            error, asked, refused: seen?.refused ?? shown, isForAnotherName: isWrongName, now: now)
        if fault == .closed { return closedInHandshake(place, detail) }
        let (kind, summary, advice) = words(fault, place, certificates.first, detail)
        var failure = RequestFailure(kind, summary, advice: advice, detail: detail, phase: .tls)
        failure.certificates = certificates
        failure.setting = setting(fault)
        return failure
    }

    private static func setting(_ fault: TLSFault) -> Setting? {
        switch fault {
        case .unknownAuthority: .authorities
        case .wrongName: .serverName
        case .certificateWanted, .certificateWantedOrNothingInCommon: .identity
        default: nil
        }
    }

    private static func words(
        _ fault: TLSFault, _ place: String, _ certificate: Certificate?, _ detail: String
    ) -> (kind: Kind, words: String, advice: String) {
        let subject = certificate.map { " (\($0.subject))" } ?? ""
        switch fault {
        case .wrongName:
            let names = certificate?.names.joined(separator: ", ") ?? ""
            return (
                .certificate,
                "the certificate of \(place) is not for that name" + (names.isEmpty ? "" : " but for \(names)"),
                "use the name in the certificate, or have that one checked"
            )
        case .expired(let end):
            return (
                .certificate, "the certificate of \(place)\(subject) expired on \(day(Int64(end)))",
                "renew it on the server, or check the clock of this machine"
            )
        case .notYetValid(let start):
            return (
                .certificate, "the certificate of \(place)\(subject) holds only from \(day(Int64(start)))",
                "check the clock of this machine"
            )
        case .unknownAuthority:
            let issuer = certificate.map { " (\($0.issuer))" } ?? ""
            return (
                .certificate,
                "the certificate of \(place)\(subject) is signed by an authority that is not trusted here\(issuer)",
                "give the authority's file, or do without checking"
            )
        case .certificateWanted:
            return (
                .clientCertificate, "\(place) wants a client certificate", "give one and its key"
            )
        default: return words(fault, place, detail)
        }
    }

    /// The faults that no certificate has to do with, or that of this side.
    private static func words(
        _ fault: TLSFault, _ place: String, _ detail: String
    ) -> (kind: Kind, words: String, advice: String) {
        switch fault {
        case .certificateWantedOrNothingInCommon:
            (
                .tls,
                "\(place) wants a client certificate, or has no TLS version or cipher in common with this program",
                "the server must offer TLS 1.2 or 1.3, or be given a certificate and its key"
            )
        case .certificateRefused:
            (
                .clientCertificate, "\(place) did not accept the client certificate",
                "check that it has not expired and is signed by an authority that the server trusts"
            )
        case .notSpoken: (.tls, "what listens on \(place) does not speak TLS", "try http://\(place)")
        case .protocolRefused:
            (.tls, "\(place) knows none of the protocols of HTTP offered to it", "ask for the other version of HTTP")
        case .nothingInCommon:
            (
                .tls, "\(place) and this program have no TLS version or cipher in common",
                "the server must offer TLS 1.2 or 1.3"
            )
        case .unknownName:
            (.tls, "\(place) has no certificate for that name", "check the host in the URL")
        default: (.tls, "TLS with \(place) failed", "see the server's log (\(detail.clipped))")
        }
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
