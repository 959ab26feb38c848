import REST
import Text

extension WireVerdict {
    /// What is to be said of an exchange that is over.
    static func all(of exchange: WireExchange) -> [WireVerdict] {
        var verdicts: [WireVerdict] = []
        for hop in exchange.hops {
            if let verdict = credentials(hop) { verdicts.append(verdict) }
            guard let response = hop.response, response.status > 0 else { continue }
            verdicts += response.breaches.map {
                WireVerdict(.breach, $0.what, rule: $0.description, section: $0.section)
            }
            if let verdict = length(response, exchange) { verdicts.append(verdict) }
            if response.bodySize > 0, response.fields["Content-Type"] == nil {
                verdicts.append(
                    WireVerdict(
                        .remark, "no Content-Type", rule: "A body has a Content-Type where its sender knows it",
                        section: "RFC 9110 8.3"))
            }
            if let verdict = cache(response) { verdicts.append(verdict) }
        }
        return verdicts
    }

    private static func length(_ response: Response, _ exchange: WireExchange) -> WireVerdict? {
        // HEAD and 304 announce a size and bring nothing (RFC 9110 8.6).
        guard let announced = response.announcedSize, announced > response.bodySize, response.bodySize > 0,
            !response.isComplete
        else { return nil }
        return WireVerdict(
            .breach, "Content-Length \(announced), \(response.bodySize) came",
            rule: "Content-Length is the length of the body", section: "RFC 9110 8.6")
    }

    private static func cache(_ response: Response) -> WireVerdict? {
        let words = response.fields.items(of: "Cache-Control").map { $0.lowercased() }
        // `max-age=0` beside `no-store` is what many send to be safe: it harms nobody.
        guard words.contains("no-store"), let age = words.first(where: { $0.hasPrefix("max-age=") }), age != "max-age=0"
        else { return nil }
        return WireVerdict(
            .remark, "no-store and \(age)", rule: "What may not be stored has no age", section: "RFC 9111 5.2.2.5")
    }

    /// Credentials that anybody between here and there can read; what does not leave this machine is not asked.
    private static func credentials(_ hop: Hop) -> WireVerdict? {
        guard hop.url.lowercased().hasPrefix("http://") else { return nil }
        if URLUserInfo.host(of: hop.url).map(IPAddress.isLoopback) == true { return nil }
        guard let name = ["Authorization", "Cookie"].first(where: { hop.sent.fields[$0] != nil }) else { return nil }
        return WireVerdict(
            .remark, "\(name) without TLS", rule: "Credentials are sent over TLS", section: "RFC 9110 11.6.2")
    }
}
