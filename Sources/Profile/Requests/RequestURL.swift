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
        let url: HTTPURL
        do throws(HTTPURL.Problem) {
            url = try HTTPURL(text, schemes: ["http", "https", "ws", "wss"], otherwise: "http")
        } catch {
            throw Problem(description: Self.words(error))
        }
        (scheme, host, port) = (url.scheme, url.host, url.port)
        (userName, userPassword) = (url.userName, url.password ?? "")
        var rest = url.rest[...]
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

    private static func words(_ problem: HTTPURL.Problem) -> String {
        switch problem {
        case .missing: "The URL is missing"
        case .quote(let quote): "The URL stands in typographic quotes (\(quote)): take them out"
        case .control(let scalar, let column):
            "The URL has \(["\n", "\r"].contains(scalar) ? "a line break" : "a control character") at column \(column)"
        case .noScheme: "The URL has no scheme: http, https, ws or wss"
        case .scheme(let scheme): "The scheme \"\(scheme)\" is not spoken: http, https, ws or wss"
        case .rawCharacter(let character):
            "The name or password holds a \(character): in a URL it is written \(PercentEncoding.component("\(character)"))"
        case .noHost: "The URL has no host"
        case .openBracket: "The host lacks the ] of an IPv6 address"
        case .afterBracket(let text): "After the ] of the host comes a : and a port, not \"\(text)\""
        case .noIPv6(let host): "\(host) is no IPv6 address"
        case .colons: "The host has two colons: an IPv6 address stands in [ ]"
        case .port(let port): "The port \"\(port)\" is not 1 to 65535"
        case .variable(let host): "The host \(host) has a variable without a value"
        case .hostCharacter(let bad): "The host has a character that no name holds: \"\(bad)\""
        case .noName: "The host is too long to be looked up"
        }
    }

    /// Whether both are the same, users and passwords too.
    public static func == (left: RequestURL, right: RequestURL) -> Bool {
        left.text == right.text && left.userName == right.userName && left.userPassword == right.userPassword
    }

    /// Hashes what is compared.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
