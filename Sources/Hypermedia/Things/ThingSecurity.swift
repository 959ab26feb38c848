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

    /// What a name in `securityDefinitions` stands for.
    private enum Definition {
        case nobody
        case scheme(ThingSecurity)
        /// Others by their names; itself where it is named too deep.
        case combination([String], ThingSecurity)

        init?(_ name: String, _ node: JSONNode) {
            guard let word = node["scheme"]?.text else { return nil }
            switch word {
            case "nosec": self = .nobody
            case "combo":
                let all = names(node["allOf"])
                // Of those that are enough alone the first is taken.
                let others = all.isEmpty ? Array(names(node["oneOf"]).prefix(1)) : all
                self = .combination(others, ThingSecurity.scheme(name, Scheme(word), node))
            default: self = .scheme(ThingSecurity.scheme(name, Scheme(word), node))
            }
        }
    }

    /// Reads what the forms of one thing say of it.
    struct Reader {
        /// What is said once for all of the thing is read once, and not for each form.
        private var own: [ThingSecurity] = []
        private var definitions: [String: Definition] = [:]

        init(_ root: JSONNode) {
            if let all = root["securityDefinitions"] {
                // Of names that come twice the last, as everywhere.
                for node in all.children {
                    if let name = node.name { definitions[name] = Definition(name, node) }
                }
            }
            own = root["security"].map { schemes($0) } ?? []
        }

        /// The schemes of a form, or of the thing where the form says nothing. None where nobody asks.
        func schemes(of form: JSONNode) -> [ThingSecurity] { form["security"].map { schemes($0) } ?? own }

        private func schemes(_ listed: JSONNode) -> [ThingSecurity] {
            var left = mostNames
            return names(listed).flatMap { schemes(named: $0, level: 0, &left) }
        }

        private func schemes(named name: String, level: Int, _ left: inout Int) -> [ThingSecurity] {
            guard left > 0 else { return [] }
            left -= 1
            switch definitions[name] {
            // Told all the same: left out it would look as if nobody asked.
            case nil: return [ThingSecurity(name: name, scheme: .other(name), place: "")]
            case .nobody: return []
            case .scheme(let scheme): return [scheme]
            case .combination(_, let scheme) where level >= deepest: return [scheme]
            case .combination(let others, _):
                return others.flatMap { schemes(named: $0, level: level + 1, &left) }
            }
        }
    }

    /// The names that a value lists, no more than are looked up.
    private static func names(_ node: JSONNode?) -> [String] {
        guard let node else { return [] }
        return (node.isArray ? Array(node.children.prefix(mostNames)) : [node]).compactMap(\.text)
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
