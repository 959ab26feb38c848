/// A URI reference taken apart (RFC 3986 appendix B): every text is one, nothing is refused and nothing is changed.
public struct URLReference: Hashable, Sendable {
    /// The scheme as it is written; nil in a relative reference.
    public var scheme: String?
    /// What stands between `//` and the path, with user information and port; nil when there is no `//`.
    public var authority: String?
    /// The path.
    public var path: String
    /// What stands behind the first `?`; nil when there is none.
    public var query: String?
    /// What stands behind the `#`; nil when there is none.
    public var fragment: String?

    /// Takes a text apart; blanks around it are left out.
    public init(_ text: some StringProtocol) {
        var rest = Substring(text).trimming(\.isWhitespace)
        // From the end inwards: a fragment may hold ?, and a query may hold : and //.
        if let hash = rest.utf8.firstIndex(of: UInt8(ascii: "#")) {
            fragment = String(rest[rest.utf8.index(after: hash)...])
            rest = rest[..<hash]
        }
        if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
            query = String(rest[rest.utf8.index(after: mark)...])
            rest = rest[..<mark]
        }
        // Only a colon behind a scheme's letters: in a/b:c it is part of the path.
        if let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(rest[..<colon]) {
            scheme = String(rest[..<colon])
            rest = rest[rest.utf8.index(after: colon)...]
        }
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            let end = rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            authority = String(rest[..<end])
            rest = rest[end...]
        }
        path = String(rest)
    }

    /// Whether a text can be a scheme (RFC 3986 3.1).
    public static func isScheme(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, (first | 0x20) &- 0x61 < 26 else { return false }
        return text.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || 0x30...0x39 ~= $0 || "+-.".utf8.contains($0) }
    }

    /// The parts put together again (RFC 3986 5.3).
    public var text: String {
        var text = scheme.map { $0 + ":" } ?? ""
        if let authority { text += "//" + authority }
        text += path
        if let query { text += "?" + query }
        if let fragment { text += "#" + fragment }
        return text
    }

    /// What a reference means that stands in something that came from here (RFC 3986 5.2.2).
    public func resolving(_ reference: URLReference) -> URLReference {
        // A scheme of its own makes it absolute, even the same one (RFC 3986 5.2.2, strict).
        if reference.scheme != nil { return reference }
        var result = reference
        result.scheme = scheme
        if reference.authority != nil { return result }
        result.authority = authority
        if reference.path.isEmpty {
            result.path = path
            // `#top` and an empty text mean this very document, query included; the fragment is never inherited.
            if reference.query == nil { result.query = query }
        } else if reference.path.hasPrefix("/") {
            result.path = Self.removingDotSegments(reference.path)
        } else {
            // A host without a path has the root for its folder (RFC 3986 5.2.3).
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? (authority == nil ? "" : "/")
            result.path = Self.removingDotSegments(folder + reference.path)
        }
        return result
    }

    /// What a reference means that stands in something that came from `base`.
    public static func resolve(_ reference: some StringProtocol, against base: String) -> String {
        URLReference(base).resolving(URLReference(reference)).text
    }

    /// A path without `.` and `..` (RFC 3986 5.2.4).
    public static func removingDotSegments(_ path: String) -> String {
        // Nearly every path has none: nothing is taken apart for it.
        guard path.contains("/.") || path.hasPrefix(".") else { return path }
        var kept: [Substring] = []
        let isRooted = path.hasPrefix("/")
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst(isRooted ? 1 : 0)
        for (index, segment) in zip(segments.indices, segments) {
            let isLast = index == segments.endIndex - 1
            switch segment {
            case ".": if isLast { kept.append("") }
            case "..":
                // Above the root there is nothing to leave: what is too much is dropped (RFC 3986 5.2.4).
                _ = kept.popLast()
                if isLast { kept.append("") }
            default: kept.append(segment)
            }
        }
        return (isRooted ? "/" : "") + kept.joined(separator: "/")
    }

    /// The port that a scheme has when none is written; nil for a scheme that is not known here.
    public static func defaultPort(of scheme: String) -> Int? {
        switch scheme.lowercased() {
        case "http", "ws": 80
        case "https", "wss": 443
        case "mqtt": 1883
        case "mqtts": 8883
        case "coap": 5683
        case "coaps": 5684
        default: nil
        }
    }

    /// Scheme, host and port in one form, `https://host:443`, to compare two origins by (RFC 6454 4); nil where there is
    /// no host.
    public var origin: String? {
        guard let scheme = scheme?.lowercased(), let authority, !authority.isEmpty else { return nil }
        let place = URLAuthority.place(of: authority)
        let host: Substring
        let port: Substring
        // The colons of an IPv6 address lie within brackets; only one behind them is of the port.
        if place.hasPrefix("["), let close = place.firstIndex(of: "]") {
            host = place[...close]
            port = place[place.index(after: close)...].drop { $0 == ":" }
        } else {
            let parts = place.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            host = parts.first ?? ""
            port = parts.count > 1 ? parts[1] : ""
        }
        guard !host.isEmpty else { return nil }
        let number = port.isEmpty ? Self.defaultPort(of: scheme).map { "\($0)" } ?? "" : String(port)
        return "\(scheme)://\(host.lowercased()):\(number)"
    }

    /// Whether two URLs have the same scheme, host and port (RFC 6454 5); false where one of them has no host.
    public static func haveSameOrigin(_ one: String, _ other: String) -> Bool {
        guard let origin = URLReference(one).origin else { return false }
        return origin == URLReference(other).origin
    }
}
