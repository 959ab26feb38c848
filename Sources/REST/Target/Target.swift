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
        do throws(HTTPURL.Problem) {
            self.init(try HTTPURL(text))
        } catch {
            throw Self.failure(error, of: text)
        }
    }

    /// The target of a URL that is taken apart.
    init(_ url: HTTPURL) {
        isSecure = url.scheme == "https"
        host = url.lookedUp
        port = url.port ?? (isSecure ? 443 : 80)
        path = Self.requestTarget(url.rest)
        (userName, userPassword) = (url.userName, url.password ?? "")
    }

    /// What is wrong with a URL, in words.
    static func failure(_ problem: HTTPURL.Problem, of text: String) -> RequestFailure {
        switch problem {
        case .missing: .badURL("there is no URL", advice: "write one, as http://127.0.0.1:8000/sensors")
        case .quote(let quote):
            .badURL(
                "the URL stands in typographic quotes (\(quote)), as a word processor writes them",
                advice: "take them out")
        case .control:
            .badURL("the URL holds a control character (a line break, a tab or NUL)", advice: "take it out")
        case .noScheme:
            .badURL(
                "the URL '\(Self.shown(text.trimming(\.isWhitespace)).clipped)' has no scheme",
                advice: "write http:// or https:// before it"
            )
        case .scheme(let scheme):
            .badURL(
                "the URL's scheme is '\(scheme.clipped)'",
                advice: ["ws", "wss"].contains(scheme.lowercased())
                    ? "a WebSocket is followed as a stream (--stream)" : "http, https, ws and wss can be asked")
        case .rawCharacter(let character):
            .badURL(
                "the URL's name or password holds a \(character)",
                advice: "write it as \(PercentEncoding.component("\(character)"))")
        case .noHost: .badURL("the URL names no host", advice: "as in http://127.0.0.1:8000/sensors")
        case .openBracket(let host):
            .badURL("the URL's host '\(host.clipped)' has no closing bracket", advice: "write [::1]")
        case .afterBracket(let text):
            .badURL("the URL has '\(text.clipped)' after its host", advice: "a port is written as :8000")
        case .noIPv6(let host):
            .badURL("the URL's host '\(host.clipped)' is no IPv6 address", advice: "as in http://[::1]/")
        case .colons: .badURL("the URL's host has two colons", advice: "an IPv6 address is written as [::1]")
        case .port(let port):
            .badURL("the URL's port is '\(port.clipped)'", advice: "a port is a number from 1 to 65535")
        case .variable(let host):
            .badURL("the URL's host '\(host.clipped)' holds a variable without a value", advice: "give it one")
        case .hostCharacter(let bad):
            .badURL("the URL's host holds characters that no name has ('\(bad)')", advice: "check it for spaces")
        case .noName(let host):
            .badURL("the URL's host '\(host.clipped)' is no name that can be looked up", advice: "check it")
        }
    }

    /// A URL without the name and password before its host and without its query, for a message.
    static func shown(_ url: Substring) -> Substring {
        let url = url.prefix { $0 != "?" }
        return url.lastIndex(of: "@").map { url[url.index(after: $0)...] } ?? url
    }

    /// Path and query with what may not stand in a request line percent-encoded (RFC 3986 3.3, 3.4). What is encoded
    /// already stays as it is, and so does a `%` that encodes nothing: servers are asked what was typed.
    private static func requestTarget(_ text: String) -> String {
        let target = PercentEncoding.typed(text.prefix { $0 != "#" })
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
