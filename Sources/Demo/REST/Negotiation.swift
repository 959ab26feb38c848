import NIOHTTP1
import Text

/// What a client accepts, by a header field with weights (RFC 9110 12.4.2).
struct Negotiation {
    /// The members in order: name in lower case without parameters, and its weight from 0 to 1.
    private let members: [(name: String, weight: Double)]

    /// Reads `Accept`, `Accept-Encoding`, … of all lines of a request.
    init(_ field: String, in headers: HTTPHeaders) {
        members = headers[canonicalForm: field].compactMap { member in
            let range = TypedValue(member)
            if range.name.isEmpty { return nil }
            // Without a weight it is 1 (RFC 9110 12.4.2).
            let weight = range["q"].map { Double($0) ?? 0 } ?? 1
            return (range.name, min(max(weight, 0), 1))
        }
    }

    /// The best of the offered media types by `Accept`, the first of those that are equally good; nil when none is
    /// accepted (RFC 9110 12.5.1).
    func mediaType(of offered: [String]) -> String? {
        // Without the field everything is accepted (RFC 9110 12.5.1).
        guard !members.isEmpty else { return offered.first }
        var best: (type: String, weight: Double)?
        for type in offered {
            let family = type.prefix { $0 != "/" } + "/*"
            // The most specific range decides, not the first.
            let weight = weight(of: [type, String(family), "*/*"]) ?? 0
            // Greater only: of equal ones the first offered stays.
            if weight > (best?.weight ?? 0) { best = (type, weight) }
        }
        return best?.type
    }

    /// True when gzip is accepted, and not less than sending it as it is (RFC 9110 12.5.3).
    var acceptsGzip: Bool {
        guard let gzip = weight(of: ["gzip", "x-gzip", "*"]), gzip > 0 else { return false }
        return gzip >= weight(of: ["identity"]) ?? 0
    }

    private func weight(of names: [String]) -> Double? {
        for name in names {
            if let member = members.first(where: { $0.name == name }) { return member.weight }
        }
        return nil
    }
}
