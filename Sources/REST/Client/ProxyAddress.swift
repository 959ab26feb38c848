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
        let url: HTTPURL
        do throws(HTTPURL.Problem) {
            url = try HTTPURL(text, schemes: ["http", "socks5", "socks5h", "socks"], otherwise: "http")
        } catch .scheme(let other) {
            throw .badRequest("the proxy's scheme is '\(other.clipped)'", advice: "http:// and socks5:// are spoken")
        } catch {
            let (failure, shown) = (
                Target.failure(error, of: text), Target.shown(text[URLAuthority.range(in: text).lowerBound...])
            )
            throw .badRequest(
                "the proxy '\(shown.clipped)' cannot be used: \(failure.summary)", advice: failure.advice)
        }
        // One way for all three others: it is the proxy that looks names up.
        kind = url.scheme == "http" ? .http : .socks5
        host = url.lookedUp
        // As curl has it for HTTP and for SOCKS.
        port = url.port ?? 1080
        (username, password) = (url.userName, url.userName.map { _ in url.password ?? "" })
        if kind == .socks5, username != nil {
            throw .badRequest(
                "a SOCKS5 proxy with a password cannot be used", advice: "use one without, or an HTTP proxy")
        }
    }
}
