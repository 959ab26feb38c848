import Payloads
public import REST
import Text

/// How a kept answer is written down: one line of names and values as a form has them, then the body as it is.
extension KeptAnswer {
    /// The longest body that is written; of a longer one the tag and the date are.
    static let longestOnDisk = 256 << 10

    /// Whether it may lie on a disk: it has something to ask by, nobody forbids keeping it (RFC 9111 5.2.1.5, 5.2.2.5), and
    /// neither its URL nor its body tells a secret by name.
    public var isFitForDisk: Bool {
        guard !validators.isEmpty, changedBy == nil, !CacheControl(fields).has("no-store"),
            NamedSecrets.told.url(url) == url
        else { return false }
        guard let body, body.count <= Self.longestOnDisk else { return true }
        guard let text = body.withBytes({ String(validating: $0, as: UTF8.self) }) else { return true }
        return NamedSecrets.told.json(text) == text
    }

    /// What it is found by on a disk: a digest, of which nothing can be told.
    public func key(_ identity: KeyedDigest) -> String {
        identity.text([url, holder] + selected.flatMap { [$0.name, $0.value] })
    }

    /// The bytes that are written.
    public var written: [UInt8] {
        var pairs = [
            ("at", "\(at)"), ("url", url), ("method", method), ("status", "\(status)"), ("holder", holder),
            ("size", "\(wireSize)"),
        ]
        for field in selected { pairs.append(("selected", "\(field.name): \(field.value)")) }
        for field in fields where field.name.lowercased() != "set-cookie" {
            pairs.append(("field", "\(field.name): \(NamedSecrets.told.value(field.value, of: field.name))"))
        }
        let isWritten = body.map { $0.count <= Self.longestOnDisk } ?? false
        pairs.append(("body", isWritten ? "1" : "0"))
        let line = pairs.map { "\($0.0)=\(PercentEncoding.form($0.1))" }.joined(separator: "&") + "\n"
        return Array(line.utf8) + (isWritten ? body?.withBytes { Array($0) } ?? [] : [])
    }

    /// Reads what was written; nil for bytes that are none.
    public init?(written bytes: [UInt8]) {
        guard let end = bytes.firstIndex(of: 0x0A), let line = String(validating: bytes[..<end], as: UTF8.self) else {
            return nil
        }
        self.init(url: "", at: 0, fields: [], body: nil, wireSize: 0)
        for pair in line.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else { return nil }
            let value = PercentEncoding.decode(sides[1], plusIsSpace: true)
            switch sides[0] {
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
        guard let colon = line.firstIndex(of: ":") else { return nil }
        return Field(String(line[..<colon]), String(line[line.index(after: colon)...].dropFirst()))
    }
}
