import Payloads
public import REST
import Text

/// How a kept answer is written down: as an ``AnswerRecord`` of one hop, as the answers of the history are.
extension KeptAnswer {
    /// The longest body that is written; of a longer one the tag and the date are.
    static let longestOnDisk = 256 << 10

    /// Whether it may lie on a disk: it has something to ask by, nobody forbids keeping it (RFC 9111 5.2.1.5, 5.2.2.5), and
    /// neither its URL nor its body tells a secret by name.
    public var isFitForDisk: Bool {
        guard !validators.isEmpty, changedBy == nil, !CacheControl(fields).has("no-store"),
            // What has a secret in its URL would be found under it.
            NamedSecrets.told.url(url) == url
        else { return false }
        guard let body, body.count <= Self.longestOnDisk else { return true }
        // No text has no names in it that could tell a secret.
        guard let text = body.withBytes({ String(validating: $0, as: UTF8.self) }) else { return true }
        return NamedSecrets.told.json(text) == text
    }

    /// What it is found by on a disk: a digest, of which nothing can be told.
    public func key(_ identity: KeyedDigest) -> String {
        // A keyed digest: nobody who reads the folder can ask which URLs are in it.
        identity.text([url, holder] + selected.flatMap { [$0.name, $0.value] })
    }

    /// The bytes that are written.
    public var written: [UInt8] {
        let isWritten = body.map { $0.count <= Self.longestOnDisk } ?? false
        var exchange = SentRequest(id: 0, url: url, shownURL: "", startedAt: at)
        (exchange.state, exchange.holder, exchange.receivedSize) = (.finished, holder, wireSize)
        var hop = Hop(url: url, sent: Sent(method: method, target: "", fields: selected))
        // Cookies are kept by the jar, or not at all.
        let told = fields.filter { $0.name.lowercased() != "set-cookie" }.map {
            Field($0.name, NamedSecrets.told.sent($0.value, of: $0.name))
        }
        hop.response = Response(status: status, fields: told)
        exchange.hops = [hop]
        if isWritten, let body { exchange.body = body }
        var loss = SentRequest.Kept(bodySize: body?.count ?? 0)
        // Told apart from a body that is empty.
        loss.isCut = !isWritten
        exchange.kept = loss
        return AnswerRecord(exchange: exchange).bytes
    }

    /// Reads what was written, in the form of today or of before; nil for bytes that are none.
    public init?(written bytes: [UInt8]) {
        guard bytes.starts(with: AnswerRecord.mark.utf8) else {
            self.init(line: bytes)
            return
        }
        guard let exchange = try? AnswerRecord(reading: bytes).exchange, let hop = exchange.hop,
            let response = hop.response
        else { return nil }
        self.init(
            url: exchange.url, at: exchange.startedAt, method: hop.sent.method, selected: hop.sent.fields,
            holder: exchange.holder, status: response.status, fields: response.fields,
            body: exchange.kept?.isCut == true ? nil : exchange.body, wireSize: exchange.receivedSize)
        guard !url.isEmpty, at > 0, !validators.isEmpty else { return nil }
    }

    /// Reads the form of before: one line of names and values as a form has them, then the body as it is. It is written anew
    /// when the answer comes again.
    private init?(line bytes: [UInt8]) {
        guard let end = bytes.firstIndex(of: 0x0A), let line = String(validating: bytes[..<end], as: UTF8.self) else {
            return nil
        }
        self.init(url: "", at: 0, fields: [], body: nil, wireSize: 0)
        for pair in FormPairs.read(line, plusIsSpace: true) {
            guard let value = pair.value else { return nil }
            switch pair.name {
            case "at": at = Moment(value) ?? 0
            case "url": url = value
            case "method": method = value
            case "status": status = Int(value) ?? 0
            case "holder": holder = value
            case "size": wireSize = max(0, Int(value) ?? 0)
            case "selected": Self.field(value).map { selected.append($0) }
            case "field": Self.field(value).map { fields.append($0) }
            case "body" where value == "1": body = PayloadBytes(Array(bytes[(end + 1)...]))
            default: break
            }
        }
        guard !url.isEmpty, at > 0, !validators.isEmpty else { return nil }
    }

    private static func field(_ line: String) -> Field? {
        FieldLine(line).map { Field(String($0.name), String($0.value)) }
    }
}
