import AsyncHTTPClient
import Glibc
import Text

/// A proxy to go through.
struct ProxyAddress: Hashable, Sendable, CustomStringConvertible {
    /// How it is spoken to.
    enum Kind: String, Sendable {
        case http, socks5
    }

    var kind: Kind
    var host: String
    var port: Int
    var username: String?
    var password: String?

    /// As a URL without credentials.
    var description: String { "\(kind.rawValue)://\(place)" }
    /// Host and port.
    var place: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    /// The value of a `Proxy-Authorization` field (RFC 9110 11.7.2); nil without credentials.
    var authorization: String? {
        username.map { "Basic " + Base64.encode("\($0):\(password ?? "")".utf8) }
    }

    /// As AsyncHTTPClient takes it, which speaks SOCKS.
    var forClient: HTTPClient.Configuration.Proxy { .socksServer(host: host, port: port) }

    /// What a proxy option says about a request to `target`; nil for no proxy.
    ///
    /// - Throws: ``RequestFailure`` of kind `badRequest` when it is not understood.
    ///
    /// - Parameter exempt: what is reached without one, in place of the environment's `no_proxy`.
    static func choose(
        _ option: Request.Proxy, for target: Target, exempt: String? = nil,
        environment: (String) -> String? = { getenv($0).map { String(cString: $0) } }
    ) throws(RequestFailure) -> ProxyAddress? {
        switch option {
        case .none: return nil
        case .url(let text):
            return isExempt(target.host, by: exempt ?? "") ? nil : try ProxyAddress(text)
        case .environment:
            func value(_ names: String...) -> String? {
                names.compactMap { environment($0) }.first { !$0.isEmpty }
            }
            // HTTP_PROXY in capitals can be set by whoever sends a request to a CGI program.
            let found =
                (target.isSecure ? value("https_proxy", "HTTPS_PROXY") : value("http_proxy"))
                ?? value("all_proxy", "ALL_PROXY")
            guard let found, !isExempt(target.host, by: exempt ?? value("no_proxy", "NO_PROXY") ?? "") else {
                return nil
            }
            return try ProxyAddress(found)
        }
    }

    /// Takes `[http://|socks5://][user:password@]host[:port]` apart.
    init(_ text: String) throws(RequestFailure) {
        var rest = Substring(text)
        kind = .http
        if let scheme = rest.range(of: "://") {
            switch rest[..<scheme.lowerBound].lowercased() {
            case "http": kind = .http
            // One way for all three: it is the proxy that looks names up.
            case "socks5", "socks5h", "socks": kind = .socks5
            case let other:
                throw .badRequest(
                    "the proxy's scheme is '\(other.clipped)'", advice: "http:// and socks5:// are spoken")
            }
            rest = rest[scheme.upperBound...]
        }
        let target: Target
        do {
            target = try Target("http://\(rest)")
        } catch {
            throw .badRequest(
                "the proxy '\(Target.shown(rest).clipped)' cannot be used: \(error.summary)", advice: error.advice)
        }
        host = target.host
        let authority = rest.prefix { !"/?#".contains($0) }
        // A login has a colon of its own, and an address in brackets has many.
        let place = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        let hasPort = place.last { $0 == ":" || $0 == "]" } == ":" && place.last != ":"
        // As curl has it for HTTP and for SOCKS.
        port = hasPort ? target.port : 1080
        username = target.user?.name
        password = target.user?.password
        if kind == .socks5, username != nil {
            throw .badRequest(
                "a SOCKS5 proxy with a password cannot be used", advice: "use one without, or an HTTP proxy")
        }
    }
}
