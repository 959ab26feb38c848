public import Hypermedia
public import Profile
import REST
import Text

extension RequestDraft {
    /// The request that a link of an answer to this one becomes.
    ///
    /// What a server wrote is taken as it stands: braces and colons in it are no variables of martlet's.
    ///
    /// - Parameter keepsCredentials: whether what says who asks goes along.
    public func following(_ link: LinkRequest, keepsCredentials: Bool) -> RequestDraft {
        var draft = self
        (draft.name, draft.folder) = ("", "")
        draft.method = link.method
        draft.url = Self.literal(link.url)
        // The link's URL says all of it.
        (draft.query, draft.pathParameters, draft.body) = ([], [], .none)
        draft.headers = headers.filter {
            Request.goesAlong($0.name, keepsCredentials: keepsCredentials, isAcceptKnown: link.accept != nil)
        }
        if !keepsCredentials {
            draft.auth = .none
            (draft.options.tls.certificate, draft.options.tls.key, draft.options.tls.keyPassword) = ("", "", nil)
        }
        if keepsCredentials, let login = userInfo {
            // What stands before the host is for it, and links do not repeat it.
            var parts = URLReference(draft.url)
            // A login that the link brings itself stays.
            parts.authority = parts.authority.map { $0.contains("@") ? $0 : "\(login)@\($0)" }
            draft.url = parts.text
        }
        if keepsCredentials {
            // A key that the link has already is not sent twice.
            let known = Set(Self.rows(URLReference(draft.url).query ?? "").map(\.name))
            draft.query = keysInQuery.filter { !known.contains($0.name) }
        }
        if let accept = link.accept { draft.headers.append(DraftField("Accept", TemplateCall.quoted(accept))) }
        guard let body = link.body else { return draft }
        let text = TemplateCall.quoted(body)
        switch link.contentType?.prefix(while: { $0 != ";" }) {
        case "application/json"?: draft.body = .json(text)
        case "application/xml"?: draft.body = .xml(text)
        case "application/x-www-form-urlencoded"?: draft.body = .form(Self.rows(body))
        default:
            draft.body = link.contentType?.contains("json") == true ? .json(text) : .text(text)
            if let type = link.contentType {
                draft.headers.append(DraftField("Content-Type", TemplateCall.quoted(type)))
            }
        }
        return draft
    }

    private static func rows(_ body: String) -> [DraftField] {
        FormPairs.read(body, plusIsSpace: true).map { pair in
            DraftField(TemplateCall.quoted(pair.name), pair.value.map { TemplateCall.quoted($0) } ?? "")
        }
    }

    /// A URL of a server's in which nothing is put in: no variable, and no parameter of the path.
    private static func literal(_ url: String) -> String {
        var parts = URLReference(
            url.replacing("{", with: "%7B").replacing("}", with: "%7D"))
        // Two colons stand for one that is meant.
        parts.path = parts.path.replacing("/:", with: "/::")
        return parts.text
    }

    /// Name and password before the host of the URL, as they are typed; nil when there are none.
    private var userInfo: String? {
        guard let authority = URLReference(url).authority, let at = authority.lastIndex(of: "@") else { return nil }
        return String(authority[..<at])
    }

    /// The members of the query that say who asks.
    private var keysInQuery: [DraftField] {
        let typed = URLReference(url).query.map { query in
            FormPairs.split(query).map { DraftField(String($0.name), String($0.value ?? "")) }
        }
        return (query.filter(\.isEnabled) + (typed ?? [])).filter { Secret.isSecretField($0.name) }
    }

    /// What of it says who asks, in words; empty when nothing does.
    public var credentials: [String] {
        var words: [String] = []
        switch auth {
        case .none: break
        case .basic: words.append("a password")
        case .digest: words.append("a password (digest)")
        case .bearer: words.append("a bearer token")
        case .apiKey(let name, _, _): words.append("the key \(name)")
        case .oauth2: words.append("the token of OAuth 2")
        case .aws: words.append("the signature of AWS")
        case .sas: words.append("the shared access signature")
        }
        if userInfo != nil { words.append("the password in the URL") }
        words += keysInQuery.map { "the key \($0.name)" }
        words += headers.filter { $0.isEnabled && Secret.isSecretField($0.name) }.map(\.name)
        if !options.tls.certificate.isEmpty { words.append("a client certificate") }
        return words
    }
}
