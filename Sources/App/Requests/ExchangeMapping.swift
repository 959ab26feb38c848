import Payloads
import Profile
import REST
import Synchronization

/// What module REST says of an exchange, as the model has it: microseconds, and no secrets.
final class ExchangeMapping: Sendable {
    private let mask: SecretMask
    /// What was masked last: each report of a large request tells the same bytes again.
    private let last = Mutex<(sent: [UInt8], masked: [UInt8])>(([], []))

    init(mask: SecretMask) { self.mask = mask }

    private func masked(_ sent: [UInt8]) -> [UInt8] {
        last.withLock { last in
            if last.sent != sent { last = (sent, mask.request(sent)) }
            return last.masked
        }
    }

    /// A hop.
    func hop(_ hop: REST.Hop) -> ExchangeHop {
        let sent = hop.sent
        return ExchangeHop(
            request: ExchangeRequest(
                method: sent.method, url: mask.url(hop.url),
                headers: sent.fields.map { ExchangeField($0.name, mask.value($0.value, of: $0.name)) },
                bytes: masked(sent.bytes), bodySize: sent.bodySize),
            response: hop.response.map(response), timings: timings(hop.timings),
            connection: hop.connection.map(connection))
    }

    private func response(_ response: REST.Response) -> ExchangeResponse {
        ExchangeResponse(
            status: response.status, reason: response.reason, version: response.version,
            headers: response.fields.map { ExchangeField($0.name, $0.value) },
            trailers: response.trailers.map { ExchangeField($0.name, $0.value) },
            decoded: response.decoded.isEmpty ? nil : response.decoded.joined(separator: ", "))
    }

    private func timings(_ timings: REST.Timings) -> ExchangeTimings {
        var spans: [ExchangeTimings.Span] = []
        func add(_ phase: ExchangeTimings.Phase, _ start: Int64?, _ end: Int64?) {
            guard let start else { return }
            spans.append(ExchangeTimings.Span(phase, start: start / 1000, end: end.map { $0 / 1000 }))
        }
        let first = [timings.nameLookup?.start, timings.connect?.start, timings.tls?.start, timings.send?.start]
            .compactMap(\.self).min()
        if let first, first - timings.start >= 1_000_000 { add(.queue, timings.start, first) }
        add(.nameLookup, timings.nameLookup?.start, timings.nameLookup?.end)
        add(.connect, timings.connect?.start, timings.connect?.end)
        add(.tls, timings.tls?.start, timings.tls?.end)
        add(.send, timings.send?.start, timings.send?.end)
        add(.wait, timings.send?.end, timings.firstByte)
        add(.receive, timings.firstByte, timings.lastByte)
        return ExchangeTimings(spans)
    }

    private func connection(_ connection: REST.Connection) -> ExchangeConnection {
        ExchangeConnection(
            number: connection.number, earlierRequests: connection.earlierRequests, version: connection.version,
            remoteAddress: connection.remoteAddress, localAddress: connection.localAddress, proxy: connection.proxy,
            tls: connection.tls.map { tls in
                ExchangeConnection.TLS(
                    version: tls.version, cipher: tls.cipher, certificates: tls.certificates.map(certificate),
                    isVerified: tls.isVerified)
            })
    }

    private func certificate(_ certificate: REST.Certificate) -> ExchangeCertificate {
        ExchangeCertificate(
            subject: certificate.subject, issuer: certificate.issuer, names: certificate.names,
            notBefore: certificate.notBefore * 1_000_000, notAfter: certificate.notAfter * 1_000_000)
    }

    /// The body without a copy.
    func body(_ body: REST.Body) -> PayloadBytes {
        body.withBytes { PayloadBytes(owner: body, $0) }
    }

    /// Why it failed.
    func failure(_ failure: REST.RequestFailure) -> ExchangeFailure {
        let phase: ExchangeTimings.Phase? =
            switch failure.phase {
            case .nameLookup: .nameLookup
            case .connect: .connect
            case .tls: .tls
            case .send: .send
            case .firstByte: .wait
            case .lastByte: .receive
            case nil: nil
            }
        let words = mask.sentence("\(failure)")
        return ExchangeFailure(words.prefix(1).uppercased() + words.dropFirst(), in: phase)
    }
}
