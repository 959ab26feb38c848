import Hypermedia
import Kit
import Profile
import REST
import Text

/// What can be asked next of a resource, as the server tells it: the methods of `Allow` with the media types that each takes,
/// what it takes in place of what it refused, and where the API can be entered.
struct NextSteps {
    /// What a line leads to.
    enum Step: Equatable {
        /// Another method, with a body of this type where it takes one.
        case method(String, type: String?)
        /// The same with this Accept.
        case accept(String)
        /// The same with a body of this type.
        case type(String)
        /// A GET of this URL.
        case get(String)
    }

    struct Row: Equatable {
        var text: String
        var note: String
        var step: Step
    }

    /// The URL that it is about, without its query.
    let url: String
    /// The answer that is looked at; nil when there is none.
    let answer: SentRequest?
    /// What OPTIONS was answered with; nil while it was not.
    let options: SentRequest?
    /// What the answer links to.
    let links: [Link]

    /// The most media types and links that are told of each.
    private static let most = 12

    var rows: [Row] { Array(insteadOfRefused + methods + entries) }

    // MARK: - What the server takes

    /// The values of a list field, of OPTIONS before those of the answer, which may be one that refuses.
    private func list(_ name: String) -> [String] {
        // OPTIONS was asked about this; a 405 has Allow too (RFC 9110 15.5.6).
        for response in [options?.response, answer?.response].compactMap(\.self) {
            let all = response.fields.items(of: name)
            if !all.isEmpty { return Array(all.prefix(Self.most)) }
        }
        return []
    }

    /// The methods that `Allow` names (RFC 9110 10.2.1), in its order.
    private var methods: [Row] {
        list("Allow").flatMap { method -> [Row] in
            func row(_ note: String, _ type: String? = nil) -> Row {
                Row(text: method, note: note, step: .method(method, type: type))
            }
            switch method {
            // Asked already; the others are for proxies and their makers.
            case "OPTIONS", "TRACE", "CONNECT": return []
            case "GET": return [row("asks for it")]
            case "HEAD": return [row("asks for its header alone")]
            case "PUT": return [row("puts a whole new state")]
            case "DELETE": return [row("takes it away")]
            case "PATCH": return typed(method, list("Accept-Patch"), "changes a part of it")
            case "POST": return typed(method, list("Accept-Post"), "sends something to it")
            case "QUERY": return typed(method, list("Accept-Query"), "asks it a question")
            default: return [row("")]
            }
        }
    }

    private func typed(_ method: String, _ types: [String], _ note: String) -> [Row] {
        guard !types.isEmpty else { return [Row(text: method, note: note, step: .method(method, type: nil))] }
        return types.map { type in
            Row(text: "\(method) \(type)", note: note, step: .method(method, type: type))
        }
    }

    /// In place of a form that it does not have (406), or does not take (415).
    private var insteadOfRefused: [Row] {
        switch answer?.response?.status {
        case 406:
            let types = links.filter { $0.has(relation: "alternate") }.compactMap(\.type)
            return (types.prefix(Self.most) + ["*/*"]).map {
                Row(text: "Accept: \($0)", note: "the same, asked for in this form", step: .accept($0))
            }
        case 415:
            let method = answer?.hop?.sent.method
            // A 415 may name the types it takes in Accept (RFC 9110 15.5.16), PATCH in a field of its own (RFC 5789
            // 2.2).
            let types = list(method == "PATCH" ? "Accept-Patch" : "Accept-Post")
            return (types.isEmpty ? list("Accept") : types).map {
                Row(text: "Content-Type: \($0)", note: "the same, said to be this", step: .type($0))
            }
        default: return []
        }
    }

    // MARK: - Where the API begins

    /// Relations that lead to the beginning of an API, or to what describes it (RFC 8631, RFC 9727).
    private static let entryRelations = [
        "service-desc", "service-doc", "service-meta", "api-catalog", "describedby", "start", "home", "index",
        "collection", "up",
    ]

    /// A target on the same server by its path alone, which tells it from the others where there is little room.
    private func shown(_ target: String) -> String {
        guard URLReference.haveSameOrigin(target, url), let place = target.firstRange(of: "://") else { return target }
        let path = target[place.upperBound...].drop { $0 != "/" }
        return path.isEmpty ? target : String(path)
    }

    private var entries: [Row] {
        var rows: [Row] = []
        let named = links.filter { link in
            link.isPlain && !link.isGuess && Self.entryRelations.contains { link.has(relation: $0) }
        }
        rows += named.prefix(Self.most).map {
            Row(text: "GET \(shown($0.target))", note: $0.relation, step: .get($0.target))
        }
        let usual = [
            ("/", "where the API begins"), ("/.well-known/api-catalog", "a list of its APIs (RFC 9727)"),
            ("/.well-known/wot", "the Thing behind it (W3C WoT)"), ("/.well-known/core", "its resources (RFC 6690)"),
        ]
        for (path, note) in usual {
            let target = URLReference.resolve(path, against: url)
            // Named by the server, or the place that it is about: not once more.
            if !rows.contains(where: { $0.step == .get(target) }), target != url {
                rows.append(Row(text: "GET \(shown(target))", note: note, step: .get(target)))
            }
        }
        return rows
    }

    /// The look of what OPTIONS said: that of its status, as everywhere.
    var role: Role {
        guard let options else { return .info }
        return options.response.map { ResponseHead.role(of: $0.status) } ?? .error
    }

    /// What OPTIONS said, in a line; nil while it is under way.
    var words: String? {
        guard let options, !options.isUnderWay else { return nil }
        guard options.state == .finished, let response = options.response else {
            if case .failed(let words) = options.state { return words }
            return "OPTIONS was not answered"
        }
        let allowed = response.fields.values(of: "Allow").joined(separator: ", ")
        let said = "OPTIONS says \(response.status)"
        if !allowed.isEmpty { return "\(said), Allow: \(allowed)" }
        return "\(said) without Allow: it does not tell what can be asked"
    }
}
