/// An `http` or `https` URL as people write it, taken apart (RFC 3986, RFC 9110 4.2): one grammar for what is typed, shown,
/// sent, and looked for in a jar or a store.
public struct HTTPURL: Hashable, Sendable {
    /// What is wrong with a URL. Whoever shows it has the words; none of these quotes a password.
    public enum Problem: Error, Hashable, Sendable {
        /// There is nothing but blanks.
        case missing
        /// It stands in quotes of a word processor.
        case quote(Character)
        /// A character that would end a line of a request, and its column from 1.
        case control(Unicode.Scalar, column: Int)
        /// Nothing says how it is asked for.
        case noScheme
        /// The scheme, which is none of those wanted.
        case scheme(String)
        /// The name or the password holds a character that ends them, which would be written in another way.
        case rawCharacter(Character)
        /// There is no host.
        case noHost
        /// The host begins with a bracket and has no second one.
        case openBracket(String)
        /// What stands behind the host's brackets is no port.
        case afterBracket(String)
        /// In the brackets stands no IPv6 address.
        case noIPv6(String)
        /// A host without brackets has two colons.
        case colons
        /// The port, which is none.
        case port(String)
        /// The host has a variable without a value.
        case variable(String)
        /// A character that is in no name of a host.
        case hostCharacter(Character)
        /// The host cannot be looked up, as it is too long.
        case noName(String)
    }

    /// In small letters.
    public var scheme: String
    /// The name before the host, decoded; nil for none.
    public var userName: String?
    /// The password before the host, decoded; nil for none.
    public var password: String?
    /// A name or an IPv4 address in small letters, or an IPv6 address in brackets with its zone as it was written.
    public var host: String
    /// The host as the system looks it up: a name in ASCII, an address without brackets and with its zone behind one `%`.
    public var lookedUp: String
    /// The port; nil where none is written.
    public var port: Int?
    /// What follows: path, query and fragment, as they are written.
    public var rest: String

    /// Takes a URL apart. Blanks around it are no part of it: a line that was copied brings them along.
    /// - Parameters:
    ///   - schemes: those that are spoken.
    ///   - otherwise: the scheme where none is written; nil refuses such a URL.
    /// - Throws: ``Problem``.
    public init(
        _ text: some StringProtocol, schemes: [String] = ["http", "https"], otherwise: String? = nil
    ) throws(Problem) {
        let whole = Substring(text)
        let trimmed = whole.trimming(\.isWhitespace)
        if trimmed.isEmpty { throw .missing }
        if let quote = [trimmed.first, trimmed.last].compactMap(\.self).first(where: { "“”„‟‘’‚‛«»‹›".contains($0) }) {
            throw .quote(quote)
        }
        let before = whole[..<trimmed.startIndex].unicodeScalars.count
        // A line break in the request line would begin a field of its own (RFC 9112 2.1).
        for (index, scalar) in trimmed.unicodeScalars.enumerated() where scalar.value < 0x20 || scalar.value == 0x7F {
            throw .control(scalar, column: before + index + 1)
        }
        let url = WebURL.withTwoSlashes(trimmed)?[...] ?? trimmed
        var rest = url
        if let mark = URLAuthority.mark(in: url) {
            scheme = url[..<mark.lowerBound].lowercased()
            guard schemes.contains(scheme) else { throw .scheme(scheme) }
            rest = url[mark.upperBound...]
        } else {
            guard let otherwise else { throw .noScheme }
            scheme = otherwise
        }
        // Read by the letter, the rest of the password would be a path or a query, and be sent to a wrong host.
        if let character = URLUserInfo.rawCharacter(in: rest) { throw .rawCharacter(character) }
        let authority = rest[..<URLAuthority.end(in: rest)]
        if let login = URLUserInfo.login(of: url) { (userName, password) = (login.name, login.password) }
        let place = URLAuthority.place(of: authority)
        (host, lookedUp) = ("", "")
        self.rest = String(rest[authority.endIndex...])
        let name = place.hasPrefix("[") ? try bracketed(place) : try named(place)
        try takePort(behind: place[name.endIndex...])
    }

    /// Takes an IPv6 address and its zone: by which interface a neighbour is reached (`%25eth0`, RFC 6874; people write
    /// `%eth0`).
    private mutating func bracketed(_ place: Substring) throws(Problem) -> Substring {
        guard let close = place.firstIndex(of: "]") else { throw .openBracket(String(place)) }
        let written = place[...close]
        let after = place[written.endIndex...]
        guard after.isEmpty || after.hasPrefix(":") else { throw .afterBracket(String(after)) }
        let inner = written.dropFirst().dropLast()
        let digits = inner.prefix { $0 != "%" }
        let zone = inner[digits.endIndex...]
        let interface = zone.dropFirst(zone.hasPrefix("%25") ? 3 : 1)
        guard IPAddress.bytes(String(digits))?.count == 16, zone.isEmpty || !interface.isEmpty else {
            throw .noIPv6(String(written))
        }
        if let bad = interface.first(where: { !Self.isHost($0) }) { throw .hostCharacter(bad) }
        // Names of interfaces have capitals of their own.
        host = "[\(digits.lowercased())\(zone)]"
        lookedUp = digits.lowercased() + (zone.isEmpty ? "" : "%\(interface)")
        return written
    }

    private mutating func named(_ place: Substring) throws(Problem) -> Substring {
        let written = place.prefix { $0 != ":" }
        if place[written.endIndex...].dropFirst().contains(":") { throw .colons }
        if written.isEmpty { throw .noHost }
        if written.contains(where: { "{}".contains($0) }) { throw .variable(String(written)) }
        if let bad = written.first(where: { !Self.isHost($0) }) { throw .hostCharacter(bad) }
        host = written.lowercased()
        // The longest name of the name system (RFC 1035 2.3.4).
        guard let ascii = Punycode.host(host), ascii.utf8.count <= 255 else { throw .noName(host) }
        lookedUp = ascii
        return written
    }

    /// Takes the port with the colon before it; an empty one is the scheme's own (RFC 3986 3.2.3).
    private mutating func takePort(behind text: Substring) throws(Problem) {
        let text = text.dropFirst()
        if text.isEmpty { return }
        guard let number = URLAuthority.port(text) else { throw .port(String(text)) }
        port = number
    }

    /// Whether a character can be in a name. Those of other scripts are looked up in an ASCII form, whatever people have
    /// registered; blanks and what cannot be seen are in none.
    private static func isHost(_ character: Character) -> Bool {
        if let byte = character.asciiValue {
            return PercentEncoding.isUnreserved(byte) || "%!$&'()*+,;=".utf8.contains(byte)
        }
        // The dots and marks that words of some scripts need (RFC 5892 A.3 to A.7).
        return character.isLetter || character.isNumber || character.isSymbol || "·׳״・".contains(character)
    }
}
