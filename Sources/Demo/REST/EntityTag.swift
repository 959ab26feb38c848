import NIOCore
import NIOHTTP1
import Text

/// A strong entity tag (RFC 9110 8.8.3): the same for the same bytes, also after a restart.
struct EntityTag: Hashable {
    /// With its quotes.
    let text: String

    /// The tag of a representation; of its gzip coding when `isCompressed`, which is other bytes and so another tag.
    init(of body: ByteBuffer, isCompressed: Bool = false) {
        let hash = FNV.hash(body.readableBytesView)
        text = "\"\(String(hash, radix: 36))\(isCompressed ? "-gzip" : "")\""
    }

    /// True when a list of `If-Match` or `If-None-Match` names it or one of `others`, or is `*`.
    ///
    /// - Parameter isStrong: `If-Match` compares strongly: a weak tag matches nothing (RFC 9110 13.1.1).
    static func list(_ lines: [String], names tags: Set<EntityTag>, isStrong: Bool) -> Bool {
        for line in lines {
            var rest = line[...]
            // Commas and blanks between tags are passed over.
            while let start = rest.firstIndex(where: { $0 == "\"" || $0 == "*" || $0 == "W" }) {
                // `*` names any state there is (RFC 9110 13.1.1).
                if rest[start] == "*" { return true }
                let isWeak = rest[start] == "W"
                // A tag without its closing quote ends the list.
                guard let open = rest[start...].firstIndex(of: "\""),
                    let close = rest[rest.index(after: open)...].firstIndex(of: "\"")
                else { break }
                let text = String(rest[open...close])
                if !(isWeak && isStrong), tags.contains(where: { $0.text == text }) { return true }
                rest = rest[rest.index(after: close)...]
            }
        }
        return false
    }
}
