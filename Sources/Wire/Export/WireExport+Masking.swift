import MQTT
import Profile
import REST

/// Bytes with stars in the place of what is secret, as many as there were bytes: lengths stay true.
extension WireExport {
    private static let star = UInt8(ascii: "*")

    /// A packet.
    func masked(_ packet: WirePacket, _ direction: WireRow.Direction) -> [UInt8] {
        guard !revealsSecrets else { return packet.bytes }
        let ranges = packet.bytes.withUnsafeBytes {
            WireField.secrets(
                in: $0, total: packet.length, version: packet.version, to: direction == .sent ? .server : .client,
                saying: packet.names)
        }
        var bytes = packet.bytes
        // Clamped: of a password behind the bytes that are kept nothing is there to be starred.
        for range in ranges { for place in range.clamped(to: 0..<bytes.count) { bytes[place] = Self.star } }
        return bytes
    }

    /// What was sent of HTTP/1.1.
    func maskedRequest(_ hop: Hop) -> [UInt8] {
        masked(hop.sent.bytes, isRequest: true)
    }

    /// What came of HTTP/1.1: a head, and what is kept of what follows.
    func maskedAnswer(_ bytes: [UInt8]) -> [UInt8] {
        masked(bytes, isRequest: false)
    }

    private func masked(_ bytes: [UInt8], isRequest: Bool) -> [UInt8] {
        guard !revealsSecrets else { return bytes }
        // Reveals them here, so that their bytes can be found in the text.
        var maker = HTTPFieldMaker(isRequest: isRequest, revealsSecrets: true)
        let end = maker.head(bytes)
        var result = bytes
        for field in maker.fields where field.isSecret && !field.range.isEmpty {
            if field.filterName == "http.request.uri" {
                for secret in NamedSecrets.secrets(in: field.value) {
                    let start = field.range.lowerBound
                    star(&result, start + secret.range.lowerBound..<start + secret.range.upperBound)
                }
                // In the line the target is a part, and starred as such.
            } else if field.filterName != "http.request.line" {
                // Blanks may stand behind it.
                let end =
                    field.range.upperBound - bytes[field.range].reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
                for range in Self.secrets(of: field) { star(&result, end - range.upperBound..<end - range.lowerBound) }
            }
        }
        // Of a body that has a secret nothing is told: its length must stay what the head says.
        let told = NamedSecrets.told.request(bytes)
        let body = told.firstRange(of: Array("\r\n\r\n".utf8)).map { told[$0.upperBound...] } ?? []
        if end < bytes.count, !body.elementsEqual(bytes[end...]) { star(&result, end..<bytes.count) }
        return result
    }

    /// Where secrets stand in the value of a field, in bytes before its end.
    private static func secrets(of field: WireField) -> [Range<Int>] {
        let count = field.value.utf8.count
        if NamedSecrets.holdsURLs(field.name) {
            return NamedSecrets.secrets(in: field.value).map {
                count - $0.range.upperBound..<count - $0.range.lowerBound
            }
        }
        return NamedSecrets.secret(in: field.value, of: field.name).map { [0..<$0.utf8.count] } ?? []
    }

    private func star(_ bytes: inout [UInt8], _ range: Range<Int>) {
        for place in range.clamped(to: 0..<bytes.count) { bytes[place] = Self.star }
    }

    /// A URL.
    func masked(url: String) -> String { revealsSecrets ? url : WireField.shown(url: url) }

    /// The value of a field of a header.
    func masked(_ field: Field) -> String {
        if revealsSecrets { return field.value }
        return NamedSecrets.told.sent(field.value, of: field.name)
    }
}
