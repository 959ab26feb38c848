import MQTT
import REST
import Text

/// The bytes of a row as they may be seen.
public struct WireBytes {
    /// As they went over the wire.
    public let bytes: [UInt8]
    /// Those that are not to be seen.
    public let secrets: [Range<Int>]
    /// Its fields.
    public let fields: [WireField]
    /// Whether there is more of it than is kept.
    public let isCut: Bool

    /// Bytes of a request or an answer that are shown.
    private static let limit = 16 * 1024

    /// Those of a row.
    ///
    /// - Parameter isRevealed: whether its secrets are told.
    public init(_ row: WireRow, isRevealed: Bool) {
        switch row.content {
        case .packet(let packet):
            let receiver: Receiver = row.direction == .sent ? .server : .client
            bytes = packet.bytes
            isCut = packet.isCut
            var fields = WireField.fields(
                of: packet.bytes, total: packet.length, version: packet.version, to: receiver,
                saying: packet.names, revealsSecrets: isRevealed)
            if !packet.aliasedTopic.isEmpty,
                let place = fields.firstIndex(where: { $0.name == PropertyID.topicAlias.name })
            {
                fields[place].meaning = packet.aliasedTopic
            }
            self.fields = fields
            secrets =
                isRevealed
                ? []
                : packet.bytes.withUnsafeBytes {
                    WireField.secrets(
                        in: $0, total: packet.length, version: packet.version, to: receiver, saying: packet.names)
                }
        case .http(let step):
            (bytes, fields, isCut) = Self.http(step, isRevealed)
            secrets = isRevealed ? [] : fields.filter { $0.isSecret && !$0.range.isEmpty }.map(\.range)
        case .connection(let words):
            (bytes, secrets, isCut) = ([], [], false)
            fields = [WireField("Connection", words, at: 0..<0)]
        }
    }

    private static func http(_ step: WireHTTP, _ isRevealed: Bool) -> ([UInt8], [WireField], Bool) {
        func request(_ hop: Hop) -> [WireField] { WireField.fields(ofRequest: hop, revealsSecrets: isRevealed) }
        func response(_ hop: Hop) -> [WireField] { WireField.fields(ofResponse: hop, revealsSecrets: isRevealed) }
        let hop = step.exchanged
        let sent = Array(hop.sent.bytes.prefix(limit))
        // Of a large request the first bytes alone are kept.
        let isCut = hop.sent.size > sent.count
        switch step.step {
        case .connect, .tls: return ([], connection(hop, step.step), false)
        case .request: return (sent, request(hop), isCut)
        // The head has the fields; of the body only the size is told.
        case .head, .end: return (hop.response?.head ?? [], response(hop), false)
        case .exchange:
            let answer = response(hop).map { field in
                var field = field
                if !field.range.isEmpty {
                    // Request and answer stand one behind the other here: the answer's places begin behind the request.
                    field.range = field.range.lowerBound + sent.count..<field.range.upperBound + sent.count
                }
                return field
            }
            return (sent + (hop.response?.head ?? []), request(hop) + answer, isCut)
        }
    }

    private static func connection(_ hop: Hop, _ step: WireHTTP.Step) -> [WireField] {
        guard let connection = hop.connection else { return [] }
        var fields = [
            WireField("Address", connection.remoteAddress, at: 0..<0),
            WireField("From", connection.localAddress, at: 0..<0),
            WireField("Protocol", connection.version, at: 0..<0),
        ]
        if let proxy = connection.proxy { fields.append(WireField("Proxy", proxy, at: 0..<0)) }
        if step == .tls, let tls = connection.tls {
            fields.append(WireField("TLS", tls.version, at: 0..<0))
            fields.append(WireField("Cipher", tls.cipher, at: 0..<0))
            for certificate in tls.certificates.prefix(1) {
                fields.append(WireField("Certificate", certificate.subject, at: 0..<0))
                fields.append(WireField("Issuer", certificate.issuer, at: 0..<0))
            }
        }
        return fields
    }

    /// Whether a byte is not to be seen.
    public func isSecret(_ index: Int) -> Bool { secrets.contains { $0.contains(index) } }

    /// All bytes in hexadecimal, dots for those that are not to be seen.
    public var hex: String {
        bytes.indices.map { isSecret($0) ? "••" : HexDigit.lower(CollectionOfOne(bytes[$0])) }.joined(separator: " ")
    }
}
