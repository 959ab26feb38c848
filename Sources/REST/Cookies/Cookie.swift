import Text

/// One cookie as a server set it (RFC 6265).
public struct Cookie: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The value as it came, quotes included.
    public var value: String
    /// The host that set it, or the domain that it named, in lower case and without a dot in front.
    public var domain: String
    /// Whether hosts below the domain get it too.
    public var includesSubdomains: Bool
    /// The path as it was given, or the folder of the one that set it.
    public var path: String
    /// Whether it goes over TLS only.
    public var isSecure: Bool
    /// Whether scripts of a page may not read it; kept for whoever reads the file.
    public var isHTTPOnly: Bool
    /// When it ends, in seconds since 1970; nil with the session.
    public var expiry: Int?

    /// A cookie of its parts.
    public init(
        _ name: String, _ value: String, domain: String, includesSubdomains: Bool = false, path: String = "/",
        isSecure: Bool = false, isHTTPOnly: Bool = false, expiry: Int? = nil
    ) {
        self.name = name
        self.value = value
        self.domain = domain
        self.includesSubdomains = includesSubdomains
        self.path = path
        self.isSecure = isSecure
        self.isHTTPOnly = isHTTPOnly
        self.expiry = expiry
    }

    /// The most bytes of a cookie, name and value together (RFC 6265 6.1 asks for no less).
    static let limit = 4096

    /// What a `Set-Cookie` field of an answer says (RFC 6265 5.2, 5.3); nil when it is not to be obeyed: for another host,
    /// without a name, with control characters, too long, or secure and from a server that is not.
    ///
    /// - Parameters:
    ///   - target: who set it; nil where that is not known: what it names is its domain then, and without one it is for
    ///     every host.
    ///   - now: seconds since 1970.
    init?(_ field: String, from target: Target?, now: Int) {
        let parts = field.split(separator: ";", omittingEmptySubsequences: false)
        let (first, given) = Self.pair(parts[0])
        guard let given, !first.isEmpty, first.utf8.count + given.utf8.count <= Self.limit,
            !field.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F })
        else { return nil }
        self.init(first, given, domain: target?.host ?? "", path: target.map { Self.folder(of: $0.path) } ?? "/")
        let isTrusted = target.map { $0.isSecure || Self.isLoopback($0.host) } ?? true
        var namesPath = false
        var isCounted = false
        for part in parts.dropFirst() {
            let (name, text) = Self.pair(part)
            let value = text ?? ""
            switch name.lowercased() {
            case "secure":
                // Whom nobody has checked cannot make, or replace, a secure one.
                guard isTrusted else { return nil }
                isSecure = true
            case "httponly": isHTTPOnly = true
            case "path" where !value.isEmpty:
                path = value
                namesPath = true
            case "domain":
                guard take(domain: value, target) else { return nil }
            case "max-age":
                // It holds over Expires (5.3).
                guard let seconds = Self.seconds(value.filter { $0 != "\"" }) else { continue }
                isCounted = true
                let (sum, isOver) = now.addingReportingOverflow(max(seconds, 0))
                expiry = seconds <= 0 ? 0 : isOver ? .max : sum
            case "expires" where !isCounted:
                if let moment = LenientDate.seconds(value) { expiry = max(0, moment) }
            default: break
            }
        }
        // Prefixes that promise something (RFC 6265bis 4.1.3).
        if first.hasPrefix("__Secure-"), !isSecure { return nil }
        if first.hasPrefix("__Host-"), !isSecure || includesSubdomains || !namesPath || path != "/" { return nil }
    }

    /// Name and value around the first `=`, blanks taken off; no value without one.
    private static func pair(_ text: Substring) -> (name: String, value: String?) {
        guard let equals = text.firstIndex(of: "=") else { return (trimmed(text), nil) }
        return (trimmed(text[..<equals]), trimmed(text[text.index(after: equals)...]))
    }

    private static func trimmed(_ text: Substring) -> String { String(text.trimming(\.isFieldBlank)) }

    /// The seconds of `Max-Age`, as many as a number holds if there are more (RFC 6265bis 5.6.2); nil when they are none.
    private static func seconds(_ text: String) -> Int? {
        if let number = Int(text) { return number }
        let isNegative = text.first == "-"
        let digits = isNegative ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return isNegative ? .min : .max
    }

    /// The `Domain` attribute: the host itself or one above it, and no name that has no dot.
    private mutating func take(domain text: String, _ target: Target?) -> Bool {
        let name = text.drop { $0 == "." }.lowercased()
        if name.isEmpty { return true }
        guard let target else {
            guard name.contains(".") || Self.isLoopback(name) else { return false }
            (domain, includesSubdomains) = (name, IPAddress.bytes(name) == nil)
            return true
        }
        if name == target.host {
            includesSubdomains = !target.isAddress
            return true
        }
        guard !target.isAddress, name.contains("."), target.host.hasSuffix(".\(name)") else { return false }
        domain = name
        includesSubdomains = true
        return true
    }

    /// The folder of a path, its last slash included.
    private static func folder(of path: String) -> String {
        let path = path.prefix { $0 != "?" }
        return path.lastIndex(of: "/").map { String(path[...$0]) } ?? "/"
    }

    static func isLoopback(_ host: String) -> Bool { ["localhost", "127.0.0.1", "::1"].contains(host) }

    // MARK: - Who gets it

    /// Whether it goes along with a request (RFC 6265 5.4).
    func isFor(_ target: Target, now: Int) -> Bool {
        if isOver(at: now) || isSecure && !target.isSecure && !Self.isLoopback(target.host) { return false }
        // One of a file of fields has no domain and is for every host.
        let isHost =
            domain.isEmpty || domain == target.host
            || includesSubdomains && !target.isAddress && target.host.hasSuffix(".\(domain)")
        return isHost && matches(path: target.path.prefix { $0 != "?" })
    }

    /// Whether its time has come.
    func isOver(at now: Int) -> Bool { expiry.map { $0 <= now } ?? false }

    /// The path that is compared: without a slash at its end.
    var comparedPath: Substring {
        var path = path[...]
        if path.count > 1, path.first == "\"", path.last == "\"" { path = path.dropFirst().dropLast() }
        guard path.first == "/" else { return "/" }
        return path.count > 1 && path.last == "/" ? path.dropLast() : path
    }

    private func matches(path asked: Substring) -> Bool {
        let own = comparedPath
        if own == "/" || own == asked { return true }
        return asked.hasPrefix(own) && asked.dropFirst(own.count).first == "/"
    }
}
