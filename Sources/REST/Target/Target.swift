import Text

/// Where a request goes: an absolute `http` or `https` URL taken apart (RFC 3986, RFC 9110 4.2).
struct Target: Hashable, Sendable {
    /// Whether it is `https`.
    var isSecure: Bool
    /// The host in lower case, an IPv6 address without brackets.
    var host: String
    /// The port.
    var port: Int
    /// Path and query as they stand in a request line: percent-encoded, beginning with a slash.
    var path: String
    /// User name and password of the URL, percent-decoded; nil when there are none.
    var user: (name: String, password: String)? {
        get { userName.map { ($0, userPassword) } }
        set {
            userName = newValue?.name
            userPassword = newValue?.password ?? ""
        }
    }
    // Two and no tuple: that is not Hashable.
    private var userName: String?
    private var userPassword = ""

    /// Takes a URL apart.
    ///
    /// - Throws: ``RequestFailure`` of kind `badURL` that names the part that is wrong.
    init(_ text: String) throws(RequestFailure) {
        // A line that was copied brings blanks and its end along.
        let trimmed = text.drop(while: \.isWhitespace)
        let last = trimmed.lastIndex { !$0.isWhitespace }
        let whole = last.map { trimmed[...$0] } ?? ""
        let url = WebURL.withTwoSlashes(whole) ?? String(whole)
        if let quote = [url.first, url.last].compactMap(\.self).first(where: { "“”„‟‘’‚‛«»‹›".contains($0) }) {
            throw .badURL(
                "the URL stands in typographic quotes (\(quote)), as a word processor writes them",
                advice: "take them out")
        }
        let bytes = Array(url.utf8)
        if bytes.isEmpty { throw .badURL("there is no URL", advice: "write one, as http://127.0.0.1:8000/sensors") }
        // A line break in the request line would begin a field of its own.
        if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw .badURL("the URL holds a control character (a line break, a tab or NUL)", advice: "take it out")
        }
        guard let colon = url.range(of: "://") else {
            throw .badURL(
                "the URL '\(Self.shown(url[...]).clipped)' has no scheme", advice: "write http:// or https:// before it"
            )
        }
        let scheme = url[..<colon.lowerBound].lowercased()
        switch scheme {
        case "http": isSecure = false
        case "https": isSecure = true
        default:
            throw .badURL("the URL's scheme is '\(scheme.clipped)'", advice: "only http and https can be asked")
        }
        let rest = url[colon.upperBound...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        var authority = rest[..<end]
        if let character = URLUserInfo.rawCharacter(in: rest) {
            let code = character == "#" ? "%23" : character == "/" ? "%2F" : "%3F"
            throw .badURL("the URL's name or password holds a \(character)", advice: "write it as \(code)")
        }
        host = ""
        port = isSecure ? 443 : 80
        path = Self.requestTarget(rest[end...])
        if let at = authority.lastIndex(of: "@") {
            if let login = URLUserInfo.login(of: url) { user = (login.name, login.password ?? "") }
            authority = authority[authority.index(after: at)...]
        }
        try parse(authority: authority)
    }

    /// A URL without the name and password before its host and without its query, for a message.
    static func shown(_ url: Substring) -> Substring {
        let url = url.prefix { $0 != "?" }
        return url.lastIndex(of: "@").map { url[url.index(after: $0)...] } ?? url
    }

    private mutating func parse(authority: Substring) throws(RequestFailure) {
        var portText: Substring?
        if authority.first == "[" {
            guard let close = authority.firstIndex(of: "]") else {
                throw .badURL("the URL's host '\(authority.clipped)' has no closing bracket", advice: "write [::1]")
            }
            host = Self.zoned(authority[authority.index(after: authority.startIndex)..<close])
            guard IPAddress.bytes(host)?.count == 16 else {
                throw .badURL("the URL's host '\(host.clipped)' is no IPv6 address", advice: "as in http://[::1]/")
            }
            let after = authority[authority.index(after: close)...]
            if after.first == ":" {
                portText = after.dropFirst()
            } else if !after.isEmpty {
                throw .badURL("the URL has '\(after.clipped)' after its host", advice: "a port is written as :8000")
            }
        } else {
            let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            host = parts.isEmpty ? "" : parts[0].lowercased()
            if parts.count == 2 { portText = parts[1] }
        }
        if host.isEmpty {
            throw .badURL("the URL names no host", advice: "as in http://127.0.0.1:8000/sensors")
        }
        // An empty one is the scheme's own (RFC 3986 3.2.3).
        if let portText, !portText.isEmpty {
            // Int would take a sign, which a port has not.
            guard let number = Int(portText), (1...65535).contains(number), portText.utf8.allSatisfy({ $0.isDigit })
            else {
                throw .badURL("the URL's port is '\(portText.clipped)'", advice: "a port is a number from 1 to 65535")
            }
            port = number
        }
        if host.contains("{") || host.contains("}") {
            throw .badURL("the URL's host '\(host.clipped)' holds a variable without a value", advice: "give it one")
        }
        let isIPv6 = IPAddress.bytes(host)?.count == 16
        guard let ascii = isIPv6 ? host : Punycode.host(host) else {
            throw .badURL("the URL's host '\(host.clipped)' is no name that can be looked up", advice: "check it")
        }
        host = ascii
        let isName = host.utf8.allSatisfy { $0.isLetter || $0.isDigit || "-._~:%!$&'()*+,;=".utf8.contains($0) }
        // The longest name of the name system (RFC 1035 2.3.4).
        guard isName, host.utf8.count <= 255 else {
            throw .badURL(
                "the URL's host '\(host.clipped)' holds characters that no name has", advice: "check it for spaces")
        }
    }

    /// An IPv6 address in small letters, its zone (`%25eth0` in a URL, RFC 6874, and `%eth0` as people write it) as it is.
    private static func zoned(_ text: Substring) -> String {
        guard let percent = text.firstIndex(of: "%") else { return text.lowercased() }
        var zone = text[text.index(after: percent)...]
        // An interface may be called 25.
        if zone.hasPrefix("25"), zone.count > 2 { zone = zone.dropFirst(2) }
        return "\(text[..<percent].lowercased())%\(zone)"
    }

    /// Path and query with what may not stand in a request line percent-encoded (RFC 3986 3.3, 3.4). What is encoded
    /// already stays as it is, and so does a `%` that encodes nothing: servers are asked what was typed.
    private static func requestTarget(_ text: Substring) -> String {
        let target = PercentEncoding.encode(text.utf8.prefix { $0 != UInt8(ascii: "#") }) { byte in
            0x21..<0x7F ~= byte && !"\"<>\\^`{|}".utf8.contains(byte)
        }
        return text.first == "/" ? target : "/\(target)"
    }

    /// The port that the scheme has when none is written.
    var defaultPort: Int { isSecure ? 443 : 80 }
    /// Whether the host is an address and not a name.
    var isAddress: Bool { IPAddress.bytes(host) != nil }
    /// The host as it stands in a URL.
    var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }
    /// Host and port as in a `Host` field: without the scheme's own port, and without a zone, which means nothing elsewhere
    /// (RFC 6874 4).
    var authority: String {
        let host = host.contains(":") ? "[\(host.prefix { $0 != "%" })]" : host
        return port == defaultPort ? host : "\(host):\(port)"
    }
    /// Host and port.
    var place: String { "\(bracketedHost):\(port)" }
    /// The absolute URL without user information and fragment.
    var url: String { "\(isSecure ? "https" : "http")://\(port == defaultPort ? bracketedHost : place)\(path)" }

    /// Whether scheme, host and port are the same (RFC 6454).
    func hasOrigin(of other: Target) -> Bool {
        isSecure == other.isSecure && host == other.host && port == other.port
    }
}
