import Payloads
import Text

/// An `http` or `https` URL (RFC 9110 4.2) taken apart, every variable put in; what is wrong with one is said by part.
public struct RequestURL: Hashable, Sendable {
    /// What is wrong with a URL, in words that name the part.
    public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// In the user's words.
        public let description: String
    }

    /// `http` or `https`.
    public var scheme: String
    /// What stands before `@`, decoded: a name, and a password; nil for none.
    public var user: (name: String, password: String)? {
        get { userName.map { ($0, userPassword) } }
        set { (userName, userPassword) = (newValue?.name, newValue?.password ?? "") }
    }
    private var userName: String?
    private var userPassword = ""
    /// A name, an IPv4 address, or an IPv6 address in brackets.
    public var host: String
    /// The port; nil for the scheme's own.
    public var port: Int?
    /// The path, at least `/`, percent-encoded.
    public var path: String
    /// What follows `?`, percent-encoded; nil for none.
    public var query: String?

    /// The whole URL, without user and fragment.
    public var text: String {
        let port = port.map { ":\($0)" } ?? ""
        return "\(scheme)://\(host)\(port)\(path)\(query.map { "?\($0)" } ?? "")"
    }

    /// Takes a URL apart. Without a scheme it is `http`, as with curl; a fragment stays here.
    /// - Throws: ``Problem``.
    public init(_ text: String) throws(Problem) {
        if text.isEmpty { throw Problem(description: "The URL is missing") }
        // A variable may hold a line break, which would end the request line and begin a field (RFC 9112 2.1).
        for (index, scalar) in text.unicodeScalars.enumerated() where scalar.value < 0x20 || scalar.value == 0x7F {
            let what = scalar == "\n" || scalar == "\r" ? "a line break" : "a control character"
            throw Problem(description: "The URL has \(what) at column \(index + 1)")
        }
        var rest = text[...]
        scheme = "http"
        // Behind a path or a query it is part of a value: no scheme has these (RFC 3986 3.1).
        if let end = rest.firstRange(of: "://"), !rest[..<end.lowerBound].contains(where: "/?#".contains) {
            scheme = rest[..<end.lowerBound].lowercased()
            rest = rest[end.upperBound...]
        }
        guard ["http", "https", "ws", "wss"].contains(scheme) else {
            throw Problem(description: "The scheme \"\(scheme)\" is not spoken: http, https, ws or wss")
        }
        let authorityEnd = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        var authority = rest[..<authorityEnd]
        // Read by the letter, the rest of the password would be path or query, and be sent to a wrong host.
        if authorityEnd < rest.endIndex, !authority.contains("@"), NamedSecrets.password(in: text) != nil {
            let character = rest[authorityEnd]
            let code = character == "#" ? "%23" : character == "/" ? "%2F" : "%3F"
            throw Problem(description: "The name or password holds a \(character): in a URL it is written \(code)")
        }
        rest = rest[authorityEnd...]
        // The last one: people leave an `@` of a password uncoded.
        if let at = authority.lastIndex(of: "@") {
            let parts = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            userName = PercentEncoding.decode(parts[0])
            userPassword = parts.count > 1 ? PercentEncoding.decode(parts[1]) : ""
            authority = authority[authority.index(after: at)...]
        }
        (host, port) = try Self.hostAndPort(authority)
        if let fragment = Self.fragment(of: rest) { rest = rest[..<fragment] }
        let question = rest.firstIndex(of: "?")
        let path = rest[..<(question ?? rest.endIndex)]
        self.path = path.isEmpty ? "/" : PercentEncoding.typed(path)
        if let question {
            let query = rest[rest.index(after: question)...]
            self.query = PercentEncoding.typed(query)
        }
    }

    /// Where the fragment begins (RFC 3986 3.5). A call whose value is not known yet, as in the preview of a URL, has a `#`
    /// of its own: `{{response:login#$.id}}`.
    private static func fragment(of rest: Substring) -> Substring.Index? {
        guard var place = rest.firstIndex(of: "#") else { return nil }
        guard rest[..<place].contains("{{") else { return place }
        let start = rest.startIndex
        let calls = TemplateCall.all(in: String(rest)).map(\.range)
        while true {
            let offset = rest.utf8.distance(from: start, to: place)
            guard calls.contains(where: { $0.contains(offset) }) else { return place }
            guard let next = rest[rest.index(after: place)...].firstIndex(of: "#") else { return nil }
            place = next
        }
    }

    private static func hostAndPort(_ authority: Substring) throws(Problem) -> (host: String, port: Int?) {
        var host = authority
        var port: Substring?
        var zone: Substring = ""
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else {
                throw Problem(description: "The host lacks the ] of an IPv6 address")
            }
            host = authority[...close]
            let after = authority[authority.index(after: close)...]
            guard after.isEmpty || after.hasPrefix(":") else {
                throw Problem(description: "After the ] of the host comes a : and a port, not \"\(after)\"")
            }
            port = after.isEmpty ? nil : after.dropFirst()
            // A zone (`%25eth0`, RFC 6874; people write `%eth0`) says by which interface a neighbour is reached.
            let inner = host.dropFirst().dropLast()
            let digits = inner.prefix { $0 != "%" }
            zone = inner[digits.endIndex...]
            guard digits.contains(":"), zone != "%", zone != "%25",
                digits.utf8.allSatisfy({ HexDigit.value($0) != nil || ":.".utf8.contains($0) })
            else { throw Problem(description: "\(host) is no IPv6 address") }
            host = "[\(digits)]"
        } else if let colon = authority.lastIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
            if host.contains(":") {
                throw Problem(description: "The host has two colons: an IPv6 address stands in [ ]")
            }
        }
        if host.isEmpty { throw Problem(description: "The URL has no host") }
        if let bad = (host + zone).first(where: { !isHost($0) && !"[]:".contains($0) }) {
            throw Problem(description: "The host has a character that no name holds: \"\(bad)\"")
        }
        // `http://host:/` is the default port (RFC 3986 3.2.3).
        // Names of interfaces have capitals of their own.
        let name = zone.isEmpty ? host.lowercased() : "\(host.dropLast().lowercased())\(zone)]"
        guard let port, !port.isEmpty else { return (name, nil) }
        guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(port), (1...65535).contains(number)
        else { throw Problem(description: "The port \"\(port)\" is not 1 to 65535") }
        return (name, number)
    }

    private static func isHost(_ character: Character) -> Bool {
        // A name in other scripts is looked up in its ASCII form.
        character.isLetter || character.isNumber || "-._~%!$&'()*+,;=".contains(character)
    }

    /// Whether both are the same, users and passwords too.
    public static func == (left: RequestURL, right: RequestURL) -> Bool {
        left.text == right.text && left.userName == right.userName && left.userPassword == right.userPassword
    }

    /// Hashes what is compared.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
