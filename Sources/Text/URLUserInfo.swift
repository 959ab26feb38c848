/// The name and password before the host of a URL (RFC 3986 3.2.1).
public enum URLUserInfo {
    /// The name and the password, percent-decoded; nil when there is none, and no password where there is no colon.
    public static func login(of url: some StringProtocol) -> (name: String, password: String?)? {
        let authority = url[URLAuthority.range(in: url)]
        // The last: a password may hold one that nobody has encoded.
        guard let at = authority.lastIndex(of: "@") else { return nil }
        let parts = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return (PercentEncoding.decode(parts[0]), parts.count > 1 ? PercentEncoding.decode(parts[1]) : nil)
    }

    /// The host in lower case, an address without brackets; nil when there is none.
    public static func host(of url: some StringProtocol) -> String? {
        let place = place(of: url)
        let host = place.first == "[" ? place.dropFirst().prefix { $0 != "]" } : place.prefix { $0 != ":" }
        return host.isEmpty ? nil : host.lowercased()
    }

    /// The host and the port as they are written, without the name and the password: what people may be told of a URL.
    public static func place(of url: some StringProtocol) -> String {
        String(URLAuthority.place(of: url[URLAuthority.range(in: url)]))
    }

    /// A character that ends the host before an `@` that belongs to it: what stands there is no port then, and part of a
    /// password, which no error may quote. Nil when there is none.
    /// - Parameter rest: what stands behind `://`.
    public static func rawCharacter(in rest: Substring) -> Character? {
        guard let end = rest.firstIndex(where: { "/?#".contains($0) }), rest[end...].contains("@") else { return nil }
        // Nobody writes a fragment with an @; and one before it does not end the password either.
        if rest[end] == "#" { return "#" }
        if rest[..<end].contains("@") { return nil }
        guard let colon = rest[..<end].firstIndex(of: ":"), rest.first != "[" else { return nil }
        let port = rest[rest.index(after: colon)..<end]
        return port.utf8.allSatisfy { (0x30...0x39).contains($0) } ? nil : rest[end]
    }
}
