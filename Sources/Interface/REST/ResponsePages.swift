import Kit
import Opener
import Payloads
import Profile
import REST
import Terminal
import Text

/// What is shown of an exchange beside its body, as lines.
struct ResponsePages {
    let exchange: SentRequest
    let width: Int
    let isASCII: Bool
    let now: Moment
    /// What tries of the answer said of caches.
    var trials: [(probe: CacheProbe, line: CacheLine)] = []
    /// How many events came; nil for an answer with an end.
    var events: Int?
    /// What the checks of the request came to; nil while there is no answer to judge, empty when it has none.
    var checks: [CheckResult]? = []

    /// The tabs that there are.
    var tabs: [ResponseTab] {
        ResponseTab.allCases.filter { tab in
            switch tab {
            // Nil is that they wait for the answer: the tab is there before it.
            case .checks: checks?.isEmpty != true
            case .events: events != nil
            default: true
            }
        }
    }

    func lines(_ tab: ResponseTab) -> [[Span]] {
        switch tab {
        // These have views of their own, and so have bytes that came or went.
        case .body, .events, .links: []
        case .headers: headers
        case .raw:
            [Self.line(exchange.isUnderWay ? "No byte of an answer has come yet." : "No byte of an answer came.")]
        case .sent: []
        case .timings: timings
        case .connection: connection
        case .redirects: redirects
        case .cache: cache
        case .checks: checkLines
        }
    }

    private var checkLines: [[Span]] {
        guard let checks else { return [Self.line("There is no answer to check.")] }
        let note = events == nil ? [] : [Self.line("Of the head, and of the last event that came.")]
        return note + checks.flatMap(Self.rows)
    }

    private static func rows(_ check: CheckResult) -> [[Span]] {
        // As green as tab Checks of the request has it.
        if check.isMet { return [[Span(kind: .string, text: "ok       "), Span(kind: .plain, text: check.text)]] }
        return check.words.enumerated().map { index, words in
            [
                Span(kind: .error, text: index == 0 ? "NOT MET  " : "         "),
                Span(kind: .plain, text: visible(words)),
            ]
        }
    }

    /// The name of a tab, and how many there are: `Headers 4`, `Checks 2/3`.
    func label(_ tab: ResponseTab, as name: String) -> String {
        if tab == .checks, let checks { return "\(name) \(checks.count { $0.isMet })/\(checks.count)" }
        return name + (count(tab).map { " \($0)" } ?? "")
    }

    private func count(_ tab: ResponseTab) -> Int? {
        switch tab {
        case .headers: exchange.response.map(\.fields.count)
        case .events: events
        case .redirects: redirectCount > 0 ? redirectCount : nil
        default: nil
        }
    }

    private static func line(_ text: String, _ kind: TokenKind = .plain) -> [Span] { [Span(kind: kind, text: text)] }

    private static func field(_ name: String, _ value: String, column: Int = 0) -> [Span] {
        let gap = String(repeating: " ", count: max(1, column - name.utf8.count))
        return [Span(kind: .key, text: name), Span(kind: .plain, text: gap + value)]
    }

    private static func fields(_ fields: [Field]) -> [[Span]] {
        fields.map {
            [
                Span(kind: .key, text: $0.name), Span(kind: .punctuation, text: ": "),
                Span(kind: .plain, text: $0.value),
            ]
        }
    }

    // MARK: - Headers

    private var headers: [[Span]] {
        guard let response = exchange.hop?.response else { return [Self.line("No answer came.")] }
        var lines: [[Span]] = []
        // 1xx, of which there may be several before the answer itself (RFC 9110 15.2).
        for early in response.informational {
            lines +=
                [Self.line("\(response.version) \(early.status) \(early.reason)", .tag)] + Self.fields(early.fields)
            lines.append([])
        }
        // 0: only informational answers have come yet.
        if response.status != 0 {
            lines.append(Self.line("\(response.version) \(response.status) \(response.reason)", .tag))
            lines += Self.fields(response.fields)
        }
        if !response.trailers.isEmpty {
            lines += [[], Self.line("Trailers", .tag)] + Self.fields(response.trailers)
        }
        if !response.breaches.isEmpty {
            lines += [[], Self.line("Where it breaks HTTP", .tag)]
            lines += response.breaches.map { Self.line($0.description) }
            if response.furtherBreaches > 0 {
                lines.append(Self.line("and \(response.furtherBreaches) further places"))
            }
        }
        return lines
    }

    // MARK: - Sent

    /// What was sent, as bytes for HTTP/1.1 and as fields for HTTP/2.
    var sent: (bytes: PayloadBytes?, lines: [[Span]]) {
        guard let hop = exchange.hop else { return (nil, [Self.line("Nothing was sent.")]) }
        let request = hop.sent
        // No answer, and no byte of it was written: there was nobody to take it.
        let isUnsent = hop.response == nil && hop.timings.send == nil && !exchange.isUnderWay
        // HTTP/1.1 as it was written; HTTP/2 has frames that nobody reads.
        if !request.bytes.isEmpty, !isUnsent { return (PayloadBytes(request.bytes), []) }
        let first = isUnsent ? [Self.line("Not sent; this would have gone out:", .comment)] : []
        var lines =
            first + [Self.line("\(request.method) \(exchange.asked(hop.url))", .tag)] + Self.fields(request.fields)
        if request.bodySize > 0 { lines += [[], Self.line(Figures.count(request.bodySize, "byte") + " of body")] }
        return (nil, lines)
    }

    // MARK: - Raw

    /// The bytes of the answer as they came; nil when there are none.
    var raw: PayloadBytes? {
        if exchange.joined != nil {
            // Page after page, each as it came.
            let all = exchange.hops.map(\.raw).filter { $0.count > 0 }
            return all.isEmpty ? nil : PayloadBytes(all.flatMap(\.bytes))
        }
        guard let raw = exchange.hop?.raw, raw.count > 0 else { return nil }
        // Shared, not copied: it may be hundreds of megabytes, in a file.
        return raw.withBytes { PayloadBytes(owner: raw, $0) }
    }

    /// Where the head ends in ``raw``; nil where that is not known.
    var rawHeadEnd: Int? {
        guard exchange.joined == nil, let hop = exchange.hop, let response = hop.response else { return nil }
        let end = response.informational.reduce(response.head.count) { $0 + $1.head.count }
        return response.head.isEmpty || end > hop.raw.count ? nil : end
    }

    // MARK: - Redirects

    /// How many answers led on. Pages that are joined are several answers, and lead nowhere by that.
    private var redirectCount: Int {
        guard exchange.joined != nil else { return max(0, exchange.hops.count - 1) }
        return exchange.hops.count { (300..<400).contains($0.response?.status ?? 0) }
    }

    private var redirects: [[Span]] {
        guard redirectCount > 0 else {
            if let joined = exchange.joined {
                return [Self.line("\(Figures.count(joined.pages.count, "page")) were asked for: no redirects.")]
            }
            let isAnswered = exchange.response != nil
            return [Self.line(isAnswered ? "The first answer was the last: no redirects." : "There was no answer.")]
        }
        var lines: [[Span]] = []
        // Numbers of two digits stand below those of one.
        let digits = String(exchange.hops.count).utf8.count
        let indent = String(repeating: " ", count: digits + 2)
        for (number, hop) in exchange.hops.enumerated() {
            let answer = hop.response
            lines.append([
                Span(kind: .number, text: Self.right(String(number + 1), digits) + "  "),
                Span(kind: .tag, text: "\(hop.sent.method) "),
                Span(kind: .plain, text: exchange.asked(hop.url)),
            ])
            let time = Figures.duration((hop.timings.end - hop.timings.start) / 1000)
            let status = answer.map { "\($0.status) \($0.reason)" } ?? "no answer"
            lines.append([Span(kind: .plain, text: "\(indent)\(status)  \(time)")])
            // As it was sent: it may be relative, or lead nowhere.
            if let location = answer?.fields["Location"] {
                lines.append([Span(kind: .key, text: "\(indent)Location: "), Span(kind: .plain, text: location)])
            }
        }
        return lines
    }

    // MARK: - Connection

    private var connection: [[Span]] {
        guard let connection = exchange.hop?.connection else { return [Self.line("No connection was made.")] }
        let column = 14
        var lines = [
            Self.field("connection", "number \(connection.number), " + uses(connection), column: column),
            Self.field("protocol", connection.version, column: column),
            Self.field("server", connection.remoteAddress, column: column),
        ]
        // The proxy's answer, none of the server's: 2xx is the beginning of the tunnel (RFC 9110 9.3.6).
        if let tunnel = connection.tunnel {
            let answer = tunnel.response.map { "\($0.status) \($0.reason)" } ?? "no answer"
            lines.append(Self.field("CONNECT", "\(tunnel.target): \(answer)", column: column))
        }
        if !connection.localAddress.isEmpty {
            lines.append(Self.field("from", connection.localAddress, column: column))
        }
        if let proxy = connection.proxy { lines.append(Self.field("proxy", proxy, column: column)) }
        guard let tls = connection.tls else {
            return lines + [Self.field("TLS", "none: anybody on the way can read it", column: column)]
        }
        let cipher = tls.cipher.isEmpty ? "" : ", \(tls.cipher)"
        lines.append(Self.field("TLS", tls.version + cipher, column: column))
        lines.append(
            [Span(kind: .key, text: "checked" + String(repeating: " ", count: column - 7))]
                + (tls.isVerified
                    ? Self.line("name and chain were checked") : Self.line("not checked: verification is off", .error)))
        // The server's own comes first, and each further one should certify the one before it (RFC 8446 4.4.2).
        for (number, certificate) in tls.certificates.enumerated() {
            lines.append([])
            lines += self.certificate(certificate, number, column)
        }
        return lines
    }

    private func uses(_ connection: Connection) -> String {
        connection.isReused
            ? "used before for \(Figures.count(connection.earlierRequests, "request"))" : "made for this request"
    }

    private func certificate(_ certificate: Certificate, _ number: Int, _ column: Int) -> [[Span]] {
        var lines = [
            Self.field(number == 0 ? "certificate" : "issued by", certificate.subject, column: column),
            Self.field("  by", certificate.issuer, column: column),
        ]
        if !certificate.names.isEmpty {
            lines.append(Self.field("  for", certificate.names.joined(separator: ", "), column: column))
        }
        // A certificate is kept in seconds, a moment is of microseconds.
        let (from, until) = (certificate.notBefore * 1_000_000, certificate.notAfter * 1_000_000)
        let (words, isGood) = Self.expiry(from, until, now)
        lines.append([
            Span(kind: .key, text: "  valid" + String(repeating: " ", count: column - 7)),
            Span(kind: .plain, text: "\(Figures.day(from)) to \(Figures.day(until)), "),
            Span(kind: isGood ? .plain : .error, text: words),
        ])
        if !certificate.bytes.isEmpty {
            // In two halves where one line has no room: broken anywhere it can be compared with nothing.
            let sum = certificate.fingerprint
            let isWhole = column + displayWidth(of: sum) <= width
            let half = sum.index(sum.startIndex, offsetBy: isWhole ? sum.count : (sum.count + 1) / 2)
            lines.append(Self.field("  SHA-256", String(sum[..<half]), column: column))
            if half < sum.endIndex { lines.append(Self.field("", String(sum[half...]), column: column)) }
        }
        return lines
    }

    /// How long it holds still, and whether that is good.
    static func expiry(_ from: Moment, _ until: Moment, _ now: Moment) -> (words: String, isGood: Bool) {
        let day: Int64 = 86_400_000_000
        if now < from { return ("not valid yet", false) }
        if now > until { return ("expired \(Figures.count(Int((now - until) / day), "day")) ago", false) }
        let left = Int((until - now) / day)
        // Two weeks: time to renew it by hand; what renews itself does so weeks before.
        return (left == 0 ? "expires today" : "expires in \(Figures.count(left, "day"))", left >= 14)
    }
}
