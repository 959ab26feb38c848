import Text

/// What curl makes of a URL before it asks for it.
enum CurlURL {
    /// A URL as curl takes it from its arguments: another scheme where there is none, and one slash or three after it as two.
    static func withScheme(_ text: String, otherwise scheme: String) -> String {
        let url = text.drop(while: \.isWhitespace)
        if let mended = WebURL.withTwoSlashes(url) { return mended }
        return URLAuthority.mark(in: url) != nil ? String(url) : "\(scheme)://\(url)"
    }

    /// A query added to a URL.
    static func adding(query: String, to url: String) -> String {
        guard !query.isEmpty else { return url }
        // A fragment ends the query (RFC 3986 3.4), and is no part of what is asked for.
        let hash = url.firstIndex(of: "#") ?? url.endIndex
        let head = url[..<hash]
        return head + (head.contains("?") ? "&" : "?") + query + url[hash...]
    }

    /// The name of a file at the end of a path that ends with a slash, or that is none.
    static func adding(file: String, to url: String) -> String {
        let (start, end) = path(of: url)
        // curl adds the file's name only where the URL names none.
        guard start == end || url[..<end].hasSuffix("/") else { return url }
        let name = PercentEncoding.component(String(file.split(separator: "/").last ?? ""))
        return url[..<end] + (start == end ? "/" : "") + name + url[end...]
    }

    /// A URL without `.` and `..` among the segments of its path (RFC 3986 5.2.4).
    static func withoutDots(_ url: String) -> String {
        let (start, end) = path(of: url)
        return url[..<start] + URLReference.removingDotSegments(String(url[start..<end])) + url[end...]
    }

    /// Where the path stands.
    private static func path(of url: String) -> (start: String.Index, end: String.Index) {
        let start = URLAuthority.range(in: url).upperBound
        let end = url[start...].firstIndex { "?#".contains($0) } ?? url.endIndex
        return (start, end)
    }
}
