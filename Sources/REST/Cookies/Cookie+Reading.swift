import Text

extension Cookie {
    /// The most bytes of name and value together, and of one attribute's value (RFC 6265bis 5.6).
    static let limit = 4096
    static let attributeLimit = 1024
    /// The longest that a cookie may be asked to live: 400 days (RFC 6265bis 5.5).
    static let longestLife = 400 * 86_400

    /// Reads what a `Set-Cookie` field of an answer says (RFC 6265bis 5.6, and what of 5.7 needs no other cookies).
    ///
    /// - Parameters:
    ///   - target: who set it; nil where that is not known: what it names is its domain then, and without one it is for
    ///     every host.
    ///   - now: seconds since 1970.
    ///   - suffixes: the names under which anybody can have a name; nil where no list is at hand.
    /// - Throws: why it is not to be kept.
    init(
        setBy field: String, from target: Target?, now: Int, suffixes: PublicSuffixes? = .system
    ) throws(CookieRefusal) {
        guard !field.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) else {
            throw CookieRefusal(.control)
        }
        let parts = field.split(separator: ";", omittingEmptySubsequences: false)
        // Without `=` it has no name, and all of it is the value.
        let (first, given) = Self.pair(parts[0])
        let (name, value) = given.map { (first, $0) } ?? ("", first)
        if name.isEmpty, value.isEmpty { throw CookieRefusal(.empty) }
        if name.utf8.count + value.utf8.count > Self.limit { throw CookieRefusal(.long, name) }
        self.init(name, value, domain: target?.host ?? "", path: target.map { Self.folder(of: $0.path) } ?? "/")
        creation = now
        let attributes = Attributes(parts.dropFirst(), now: now)
        expiry = attributes.life.map { max(0, min($0, now.addingClamped(Self.longestLife))) }
        isSecure = attributes.isSecure
        isHTTPOnly = attributes.isHTTPOnly
        sameSite = attributes.sameSite
        // A path that does not begin at the root says nothing (5.6.4).
        if let path = attributes.path, path.first == "/" { self.path = path }
        try take(domain: attributes.domain ?? "", target, suffixes)
        try check(attributes, target)
    }

    /// The attributes behind the first `;`: of those that come twice the last counts.
    private struct Attributes {
        var domain: String?
        var path: String?
        var isSecure = false
        var isHTTPOnly = false
        var sameSite: SameSite?
        /// When it ends, in seconds since 1970: what `Max-Age` says holds over `Expires`, wherever it stands.
        var life: Int?

        init(_ parts: ArraySlice<Substring>, now: Int) {
            var age: Int?
            var end: Int?
            for part in parts {
                let (name, text) = Cookie.pair(part)
                let value = text ?? ""
                // The attribute is passed over, and not the cookie.
                guard value.utf8.count <= Cookie.attributeLimit else { continue }
                switch name.lowercased() {
                case "secure": isSecure = true
                case "httponly": isHTTPOnly = true
                case "samesite": sameSite = Cookie.sameSite(value)
                case "path": path = value
                case "domain": domain = value
                // What is no number says nothing, and what came before it stays.
                case "max-age": age = Cookie.seconds(value) ?? age
                case "expires": end = CookieDate.seconds(value) ?? end
                default: break
                }
            }
            life = age.map { $0 <= 0 ? 0 : now.addingClamped($0) } ?? end
        }
    }

    static func sameSite(_ text: String) -> SameSite? {
        [.strict, .lax, .none].first { $0.rawValue.lowercased() == text.lowercased() }
    }

    /// Name and value around the first `=`, blanks taken off; no value without one.
    private static func pair(_ text: Substring) -> (name: String, value: String?) {
        guard let equals = text.firstIndex(of: "=") else { return (trimmed(text), nil) }
        return (trimmed(text[..<equals]), trimmed(text[text.index(after: equals)...]))
    }

    private static func trimmed(_ text: Substring) -> String { String(text.trimming(\.isFieldBlank)) }

    /// The seconds of `Max-Age`, as many as a number holds if there are more (5.6.2); nil when they are none.
    private static func seconds(_ text: String) -> Int? {
        let isNegative = text.first == "-"
        let digits = isNegative ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text) ?? (isNegative ? .min : .max)
    }

    /// The folder of a path (5.1.4): up to its last slash, which stays only where it is the first.
    static func folder(of path: String) -> String {
        let path = path.prefix { $0 != "?" }
        guard path.first == "/", let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// The `Domain` attribute: the host itself or one above it, and no public suffix.
    private mutating func take(
        domain text: String, _ target: Target?, _ suffixes: PublicSuffixes?
    ) throws(CookieRefusal) {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { throw CookieRefusal(.domainText, name, text) }
        // One dot in front says nothing; two are no name.
        let named = (text.first == "." ? text.dropFirst() : text[...]).lowercased()
        if named.isEmpty { return }
        let isSuffix = Self.isSuffix(named, suffixes)
        guard let target else {
            let isAddress = IPAddress.bytes(named) != nil
            if isSuffix, !isAddress, !Self.isLoopback(named) { throw CookieRefusal(.publicSuffix, name, named) }
            (domain, includesSubdomains) = (named, !isAddress)
            return
        }
        if named == target.host {
            // Who is a public suffix itself gets it alone (5.7 step 9).
            includesSubdomains = !target.isAddress && !isSuffix
            return
        }
        if target.isAddress { throw CookieRefusal(.address, name, named) }
        if isSuffix { throw CookieRefusal(suffixes == nil ? .noList : .publicSuffix, name, named) }
        guard Self.domainMatches(target.host, named) else { throw CookieRefusal(.otherDomain, name, named) }
        (domain, includesSubdomains) = (named, true)
    }

    /// Whether anybody can have a name below this one; without a list that is known of single labels alone.
    static func isSuffix(_ name: String, _ suffixes: PublicSuffixes?) -> Bool {
        suffixes?.contains(name) ?? !PublicSuffixes.rootless(name).contains(".")
    }

    /// What a cookie promises, and who may promise it.
    private func check(_ attributes: Attributes, _ target: Target?) throws(CookieRefusal) {
        let isTrusted = target.map { $0.isSecure || Self.isLoopback($0.host) } ?? true
        // Whom nobody has checked cannot make, or replace, a secure one (5.7 step 13).
        if isSecure, !isTrusted { throw CookieRefusal(.secureInClear, name) }
        if sameSite == SameSite.none, !isSecure { throw CookieRefusal(.crossSite, name) }
        try checkPrefix(namesPath: attributes.path != nil)
        // Files of cookies have tabs between their columns: one that is kept must be the same when it is read again.
        if [name, value, path].contains(where: { $0.utf8.contains(0x09) }) { throw CookieRefusal(.tab, name) }
    }

    /// Whether it is what its name promises.
    /// - Parameter namesPath: whether its path was said, and is not that of who set it.
    func checkPrefix(namesPath: Bool) throws(CookieRefusal) {
        // In small letters: servers that do not look at the case of names would take one for the other (5.7 step 20).
        let shown = name.lowercased()
        if shown.hasPrefix("__secure-"), !isSecure { throw CookieRefusal(.securePrefix, name) }
        if shown.hasPrefix("__host-"), !isSecure || includesSubdomains || !namesPath || path != "/" {
            throw CookieRefusal(.hostPrefix, name)
        }
        // Sent without a name it would look like one that has kept the promise.
        let bare = value.lowercased()
        if name.isEmpty, bare.hasPrefix("__secure-") || bare.hasPrefix("__host-") {
            throw CookieRefusal(.namelessPrefix)
        }
    }
}

extension Int {
    /// The sum, or the greatest number where that is less.
    fileprivate func addingClamped(_ other: Int) -> Int {
        let (sum, isOver) = addingReportingOverflow(other)
        return isOver ? .max : sum
    }
}
