import Text

extension Target {
    /// What a reference means that stands in an answer of this target, as in `Location` (RFC 3986 5.2).
    ///
    /// - Parameter keepsDots: whether `.` and `..` in it stay.
    /// - Throws: ``RequestFailure`` of kind `badURL`.
    func resolving(_ reference: String, keepsDots: Bool = false) throws(RequestFailure) -> Target {
        var text = Substring(reference)
        if let hash = text.firstIndex(of: "#") { text = text[..<hash] }
        if let whole = WebURL.withTwoSlashes(text) { return try Target(whole) }
        // A query may hold a URL: only what can be a scheme counts in front of `://`.
        if let mark = URLAuthority.mark(in: text), URLReference.isScheme(text[..<mark.lowerBound]) {
            return try Target(String(text))
        }
        if let colon = text.firstIndex(of: ":"), URLReference.isScheme(text[..<colon]) {
            throw .badURL(
                "its scheme is '\(text[..<colon].clipped)'", advice: "only http and https can be asked")
        }
        let scheme = isSecure ? "https" : "http"
        if text.hasPrefix("//") { return try Target("\(scheme):\(text)") }
        let base = "\(scheme)://\(place)"
        if text.isEmpty { return self }
        let query = text.firstIndex(of: "?") ?? text.endIndex
        let ownPath = path.prefix { $0 != "?" }
        var merged: String
        if text.first == "/" {
            merged = String(text[..<query])
        } else if text.first == "?" {
            return try Target(base + ownPath + text)
        } else {
            let folder = ownPath.lastIndex(of: "/").map { String(ownPath[...$0]) } ?? "/"
            merged = folder + String(text[..<query])
        }
        if !keepsDots { merged = URLReference.removingDotSegments(merged) }
        return try Target(base + merged + text[query...])
    }
}
