import Payloads
import REST

/// What came of a request as it outlives the program: within bounds, and without secrets.
///
/// Its form is a line that names it, a JSON document, and behind it the bytes that the document counts: of each hop what
/// was sent, the head and the raw bytes, then the body. So no byte is coded, and a file that was cut is noticed.
public struct AnswerRecord: Sendable {
    /// What is kept of it; ``SentRequest/kept`` says what is not.
    public var exchange: SentRequest

    /// The most bytes kept of a body, and of the raw bytes of an answer.
    public static let maximumBody = 64 << 10
    /// The most bytes kept of an answer's fields.
    static let maximumFields = 64 << 10
    /// The most bytes kept of what a hop has sent.
    static let maximumSent = 8 << 10
    /// The most hops kept: the last.
    static let maximumHops = 20
    /// Bytes beyond a bound that are looked at for a secret which lies across it.
    private static let margin = 8 << 10

    /// What is to be kept of an exchange that has come to its end.
    /// - Parameter mask: the secrets that were put into it.
    public init(_ exchange: SentRequest, without mask: SecretMask = .named) {
        var kept = exchange
        var loss = SentRequest.Kept(bodySize: exchange.body.count)
        kept.url = mask.keptURL(exchange.url)
        kept.shownURL = mask.keptURL(exchange.shownURL)
        if case .failed(let words) = exchange.state { kept.state = .failed(mask.keptText(words)) }
        loss.hopsLeftOut = max(0, exchange.hops.count - Self.maximumHops)
        kept.hops = exchange.hops.suffix(Self.maximumHops).map { Self.hop($0, mask, &loss) }
        if let last = exchange.hop, let place = kept.hops.indices.last {
            (kept.hops[place].raw, kept.hops[place].rawProblem) = Self.raw(last, mask)
        }
        let type = exchange.response?.fields["Content-Type"] ?? ""
        // Masked before it is cut to its bound: half a secret at the edge would not be known for one.
        let bytes = exchange.body.withBytes { Self.whole($0.prefix(Self.maximumBody + Self.margin)) }
        let masked = mask.keptBody(bytes, type: type)
        if masked != bytes { loss.isMasked = true }
        let body = Body(Self.whole(masked.prefix(Self.maximumBody)))
        kept.body = body.withBytes { .init(owner: body, $0) }
        // Masking changes the length: neither of the two tells it alone.
        loss.isCut = bytes.count < exchange.body.count || body.count < masked.count
        kept.isSpilled = false
        kept.kept = loss
        self.exchange = kept
    }

    init(exchange: SentRequest) { self.exchange = exchange }

    private static func hop(_ hop: Hop, _ mask: SecretMask, _ loss: inout SentRequest.Kept) -> Hop {
        var kept = hop
        kept.url = mask.keptURL(hop.url)
        kept.sent.target = mask.keptURL(hop.sent.target)
        kept.sent.fields = mask.kept(hop.sent.fields)
        let sent = mask.hop(hop, bytes: mask.request(hop.sent.bytes)).sent.bytes
        kept.sent.bytes = Array(NamedSecrets.told.request(sent).prefix(maximumSent))
        if let response = hop.response {
            var head = mask.kept(response)
            if head.fields != response.fields || head.trailers != response.trailers { loss.isMasked = true }
            if cut(&head.fields) + cut(&head.trailers) > 0 || head.head.count > maximumFields {
                loss.fieldsLeftOut += response.fields.count - head.fields.count
                loss.fieldsLeftOut += response.trailers.count - head.trailers.count
                // The raw head would have the fields that were left out.
                head.head = []
            }
            kept.response = head
        }
        // What was said to a proxy has its password.
        if var tunnel = hop.connection?.tunnel {
            tunnel.fields = []
            tunnel.raw = []
            tunnel.response = tunnel.response.map { Response(status: $0.status, reason: $0.reason) }
            kept.connection?.tunnel = tunnel
        }
        kept.raw = .empty
        kept.rawProblem = "only those of the last answer are kept over a restart"
        return kept
    }

    /// Leaves fields out from the first on that does not fit any more; answers how many.
    private static func cut(_ fields: inout [Field]) -> Int {
        var room = maximumFields
        let count = fields.prefix { field in
            room -= field.name.utf8.count + field.value.utf8.count
            return room >= 0
        }.count
        defer { fields.removeLast(fields.count - count) }
        return fields.count - count
    }

    private static func raw(_ hop: Hop, _ mask: SecretMask) -> (Body, String?) {
        guard hop.raw.count > 0 else { return (.empty, hop.rawProblem) }
        // Nobody finds a secret in what is compressed.
        guard hop.response?.decoded.isEmpty != false, hop.response?.codingsLeft.isEmpty != false else {
            return (.empty, "those of a compressed body are not kept over a restart")
        }
        let isOrderly = hop.response?.breaches.isEmpty == true
        let bytes = hop.raw.withBytes { whole($0.prefix(maximumBody + margin)) }
        guard let kept = mask.keptRaw(bytes, isOrderly: isOrderly) else {
            return (.empty, "those whose head is no text are not kept over a restart")
        }
        let isCut = hop.raw.count > bytes.count || kept.count > maximumBody
        let problem = isCut ? "the first \(maximumBody >> 10) kB are kept over a restart" : hop.rawProblem
        return (Body(whole(kept.prefix(maximumBody))), problem)
    }

    /// The bytes without half a character at their end, which would make them no text.
    private static func whole(_ bytes: some BidirectionalCollection<UInt8>) -> [UInt8] {
        var bytes = Array(bytes)
        // A character has three such bytes at most (RFC 3629 3).
        let tail = bytes.suffix(3).reversed().prefix { $0 & 0xC0 == 0x80 }.count
        guard tail < bytes.count else { return bytes }
        let lead = bytes[bytes.count - tail - 1]
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
        // A text of an older charset has such bytes anywhere: one or two of them more or less are no matter.
        if length > tail + 1, String(validating: bytes.dropLast(tail + 1), as: UTF8.self) != nil {
            bytes.removeLast(tail + 1)
        }
        return bytes
    }
}
