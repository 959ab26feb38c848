import RawStructuredFieldValues

/// `CDN-Cache-Control`: directives for content delivery networks alone, a dictionary of structured fields (RFC 9213 2.1,
/// RFC 9651 3.2), and so read strictly where `Cache-Control` is read as caches came to read it.
enum TargetedCacheControl {
    static let name = "CDN-Cache-Control"

    /// Its directives; nil without the field, and for one that is empty or not to be read: caches pass over it then, whole
    /// (RFC 9213 2.1).
    static func directives(_ fields: [Field]) -> [CacheControl.Directive]? {
        let lines = fields.values(of: name)
        guard !lines.isEmpty else { return nil }
        // Several lines are one dictionary and are parsed as one (RFC 9651 4.2).
        var parser = StructuredFieldValueParser(Array(lines.joined(separator: ",").utf8))
        guard let dictionary = try? parser.parseDictionaryFieldValue(), !dictionary.isEmpty else { return nil }
        return dictionary.compactMap { key, value in
            // No directive has a list for its argument.
            guard case .item(let item) = value else { return nil }
            return directive(key, item.rfc9651BareItem)
        }
    }

    /// A directive whose argument has the type that it wants; nil for another, which counts as not there.
    private static func directive(_ name: String, _ item: RFC9651BareItem) -> CacheControl.Directive? {
        switch item {
        case .bool(true): CacheControl.Directive(name: name, argument: nil, text: name)
        // Fewer than no seconds are none.
        case .integer(let number):
            CacheControl.Directive(name: name, argument: String(max(0, number)), text: "\(name)=\(number)")
        case .string(let text) where !seconds.contains(name):
            CacheControl.Directive(name: name, argument: text, text: "\(name)=\"\(text)\"")
        case .token(let text) where !seconds.contains(name):
            CacheControl.Directive(name: name, argument: text, text: "\(name)=\(text)")
        default: nil
        }
    }

    /// Directives whose argument is a number: `max-age="60"` says nothing here.
    private static let seconds: Set = ["max-age", "s-maxage", "stale-while-revalidate", "stale-if-error"]
}
