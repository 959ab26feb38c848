/// How a form wants to be told who asks (TD 1.1 5.3.3): one scheme of `securityDefinitions`.
public struct ThingSecurity: Hashable, Sendable {
    /// Its name in the description.
    public var name: String
    /// What it is.
    public var scheme: Scheme
    /// Where it is told: `header`, `query`, `body`, `cookie`, `uri`, `auto`.
    public var place: String
    /// The name that it is told under; nil for what is usual there.
    public var parameter: String?
    /// What else is to be known of it: where a token is given out, for what.
    public var details: [String] = []

    /// The schemes, with those that martlet fills in by name.
    public enum Scheme: Hashable, Sendable {
        /// A name and a password (RFC 7617).
        case basic
        /// A name and a password, answered when the server asks (RFC 7616).
        case digest
        /// A token (RFC 6750).
        case bearer
        /// A token that another server gives out (RFC 6749).
        case oauth2
        /// A key under a name.
        case apiKey
        /// Something else, by its word.
        case other(String)

        init(_ word: String) {
            switch word {
            case "basic": self = .basic
            case "digest": self = .digest
            case "bearer": self = .bearer
            case "oauth2": self = .oauth2
            case "apikey": self = .apiKey
            default: self = .other(word)
            }
        }

        var word: String {
            switch self {
            case .basic: "basic"
            case .digest: "digest"
            case .bearer: "bearer"
            case .oauth2: "oauth2"
            case .apiKey: "apikey"
            case .other(let word): word
            }
        }
    }

    /// In words: `basic`, `apikey in header X-Key`, `oauth2, client, token from https://auth.example/token`.
    public var words: String {
        let isUsual = scheme != .apiKey && parameter == nil
        let place = isUsual ? "" : " in \(place)" + (parameter.map { " \($0)" } ?? "")
        return ([scheme.word + place] + details).joined(separator: ", ")
    }

    /// Whether it is filled in; else it is told only.
    public var isFilledIn: Bool {
        switch scheme {
        case .other: false
        case .basic, .digest: parameter == nil || parameter?.lowercased() == "authorization"
        case .bearer, .oauth2, .apiKey: place != "body" && place != "uri"
        }
    }
}

extension ThingSecurity {
    /// How deep combinations are followed: they may name one another.
    private static let deepest = 4

    /// How many names are looked up for one form: combinations of combinations grow without end.
    private static let mostNames = 64

    /// Reads what the forms of one thing say of it.
    struct Reader {
        private let own: JSONNode?
        private let definitions: JSONNode?

        init(_ root: JSONNode) {
            own = root["security"]
            definitions = root["securityDefinitions"]
        }

        /// The schemes of a form, or of the thing where the form says nothing. None where nobody asks.
        func schemes(of form: JSONNode) -> [ThingSecurity] {
            let names = (form["security"] ?? own)?.oneOrMany.prefix(mostNames).compactMap(\.text) ?? []
            var left = mostNames
            return names.flatMap { ThingSecurity.schemes(named: $0, definitions, level: 0, &left) }
        }
    }

    private static func schemes(
        named name: String, _ definitions: JSONNode?, level: Int, _ left: inout Int
    ) -> [ThingSecurity] {
        guard left > 0 else { return [] }
        left -= 1
        guard let node = definitions?[name], let word = node["scheme"]?.text else {
            // Told all the same: left out it would look as if nobody asked.
            return [ThingSecurity(name: name, scheme: .other(name), place: "")]
        }
        switch word {
        case "nosec": return []
        case "combo" where level < deepest:
            let all = (node["allOf"]?.oneOrMany ?? []).compactMap(\.text)
            // Of those that are enough alone the first is taken.
            let one = (node["oneOf"]?.oneOrMany ?? []).compactMap(\.text)
            return (all.isEmpty ? Array(one.prefix(1)) : all).flatMap {
                schemes(named: $0, definitions, level: level + 1, &left)
            }
        default: return [scheme(name, Scheme(word), node)]
        }
    }

    private static func scheme(_ name: String, _ scheme: Scheme, _ node: JSONNode) -> ThingSecurity {
        // Where it is told when nothing is said: a key in the query, everything else in the header.
        let place = node["in"]?.text ?? (scheme == .apiKey ? "query" : "header")
        var security = ThingSecurity(name: name, scheme: scheme, place: place, parameter: node["name"]?.text)
        if scheme == .oauth2 || scheme == .bearer {
            if let flow = node["flow"]?.text { security.details.append(flow) }
            if let url = node["token"]?.text { security.details.append("token from \(url)") }
            if let url = node["authorization"]?.text { security.details.append("asked for at \(url)") }
            let scopes = node["scopes"]?.oneOrMany.compactMap(\.text) ?? []
            if !scopes.isEmpty { security.details.append("for \(scopes.prefix(8).joined(separator: " "))") }
        }
        return security
    }
}
