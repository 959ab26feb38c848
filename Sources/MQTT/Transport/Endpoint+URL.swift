import Text

extension Endpoint {
    /// Reads an address: a URL with one of the schemes `mqtt mqtts ws wss unix` (and the older `tcp ssl tls`), or a bare
    /// `host` or `host:port`.
    ///
    /// User name and password may stand before the host, percent-encoded. IPv6 addresses stand in brackets.
    ///
    /// - Throws: ``EndpointError``.
    public init(url text: String) throws(EndpointError) {
        guard !text.isEmpty else { throw .empty }
        // The text may hold a password, so an error never quotes more than the part that is wrong.
        guard !text.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) else {
            throw .badCharacter(Self.withoutUserInfo(text))
        }
        var rest = text[...]
        var transport = Transport.tcp
        if let mark = URLAuthority.mark(in: rest) {
            let scheme = String(rest[..<mark.lowerBound])
            guard let known = Self.transport(scheme: scheme.lowercased()) else { throw .unknownScheme(scheme) }
            transport = known
            rest = rest[mark.upperBound...]
        } else if rest.hasPrefix("unix:") {
            transport = .unix
            rest = rest.dropFirst(5)
        }
        if transport == .unix {
            let path = try Self.decoded(rest)
            // 107: `sun_path` has 108 bytes, and ends with NUL.
            guard !path.isEmpty, path.utf8.count <= 107 else { throw .badSocketPath(path) }
            self = .unix(path: path)
            return
        }

        if let character = Self.rawCharacter(in: text) { throw .rawCharacter(String(character)) }
        // A fragment means nothing to a broker.
        rest = rest.prefix { $0 != "#" }
        // A query may follow the host without a path.
        let authorityEnd = URLAuthority.end(in: rest)
        var authority = rest[..<authorityEnd]
        let path = String(rest[authorityEnd...])

        let (username, password) = try Self.takeLogin(from: &authority)
        let (host, port) = try Self.hostAndPort(authority)
        guard !host.isEmpty else { throw .missingHost(Self.withoutUserInfo(text)) }
        // An escape may have hidden one, and the host stands in the head of a WebSocket's request.
        guard !host.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) else {
            throw .badCharacter(Self.withoutUserInfo(text))
        }
        self.init(transport: transport, host: host, port: port)
        if transport.isWebSocket {
            // `ws://host?token=…`: the query belongs to a path.
            self.path = path.isEmpty ? "/mqtt" : path.hasPrefix("/") ? path : "/mqtt" + path
        } else {
            self.path = path
        }
        self.username = username
        self.password = password
    }

    /// Takes user name and password off the front of an authority.
    private static func takeLogin(
        from authority: inout Substring
    ) throws(EndpointError) -> (username: String?, password: String?) {
        // The last @ ends the user information, so that an unescaped @ in a password does no harm.
        guard let at = authority.lastIndex(of: "@") else { return (nil, nil) }
        let user = authority[..<at]
        authority = authority[authority.index(after: at)...]
        guard let colon = user.firstIndex(of: ":") else { return (try decoded(user), nil) }
        return (try decoded(user[..<colon]), try decoded(user[user.index(after: colon)...]))
    }

    private static func transport(scheme: String) -> Transport? {
        switch scheme {
        case "mqtt", "tcp": .tcp
        case "mqtts", "ssl", "tls": .tls
        case "ws": .webSocket
        case "wss": .secureWebSocket
        case "unix", "mqtt+unix": .unix
        default: nil
        }
    }

    static func hostAndPort(_ authority: Substring) throws(EndpointError) -> (String, Int?) {
        var host = authority
        var portText: Substring?
        if host.hasPrefix("[") {
            guard let close = host.firstIndex(of: "]") else { throw .badAddress(String(authority)) }
            let after = host[host.index(after: close)...]
            if !after.isEmpty {
                guard after.hasPrefix(":") else { throw .badAddress(String(authority)) }
                portText = after.dropFirst()
            }
            host = host[host.index(after: host.startIndex)..<close]
            // Brackets are for IPv6 alone (RFC 3986 3.2.2).
            guard host.contains(":") else { throw .badAddress(String(authority)) }
        } else if let colon = host.firstIndex(of: ":") {
            portText = host[host.index(after: colon)...]
            host = host[..<colon]
            // A second colon: an IPv6 address without its brackets.
            if portText?.contains(":") == true { throw .badAddress(String(authority)) }
        }
        var port: Int?
        // `host:` names no port, and is let pass.
        if let portText, !portText.isEmpty {
            guard let number = URLAuthority.port(portText) else { throw .badPort(String(portText)) }
            port = number
        }
        return (try decoded(host), port)
    }

    private static func decoded(_ text: Substring) throws(EndpointError) -> String {
        // A NUL would end the name for the system.
        guard let bytes = PercentEncoding.bytes(of: text), !bytes.contains(0),
            let string = String(validating: bytes, as: UTF8.self)
        else { throw .badEscape("%…") }
        return string
    }

    /// A character that ends the host of a URL before an `@` that belongs to it: what stands there is no port then, and part
    /// of a password, which no error may quote. Nil when there is none.
    public static func rawCharacter(in url: String) -> Character? {
        URLUserInfo.rawCharacter(in: url[URLAuthority.range(in: url).lowerBound...])
    }

    private static func withoutUserInfo(_ text: String) -> String {
        let text = shownPath(text)
        guard let at = text.lastIndex(of: "@") else { return text }
        let start = URLAuthority.range(in: text).lowerBound
        return start <= at ? text[..<start] + "…" + text[at...] : text
    }

    /// A path whose query shows names and no values: brokers in the cloud take tokens there.
    static func shownPath(_ path: String) -> String {
        guard let question = path.firstIndex(of: "?") else { return path }
        let pairs = path[path.index(after: question)...].split(separator: "&", omittingEmptySubsequences: false)
        return path[...question]
            + pairs.map { pair in pair.firstIndex(of: "=").map { "\(pair[...$0])••••••" } ?? String(pair) }
            .joined(separator: "&")
    }
}
