import Text

/// URLs as caches compare them.
public enum CacheURL {
    /// Whether a reference in an answer means the URL that was asked (RFC 9110 8.7): written out, or as path and query.
    public static func isSame(_ reference: String, as url: String) -> Bool {
        let own = withoutFragment(url[...])
        let text = withoutFragment(reference.trimming(\.isFieldBlank))
        if text == own { return true }
        guard URLAuthority.mark(in: own) != nil else { return false }
        let path = own[URLAuthority.range(in: own).upperBound...]
        // Two slashes begin a host (RFC 3986 4.2), and no path.
        return text.hasPrefix("/") && !text.hasPrefix("//") && text == (path.isEmpty ? "/" : path)
    }

    private static func withoutFragment(_ url: Substring) -> Substring { url.prefix { $0 != "#" } }
}
