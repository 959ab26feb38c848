import Profile

extension RequestBody {
    /// The kinds of bodies, as they are chosen.
    enum Kind: String, CaseIterable {
        case none = "none"
        case json = "JSON"
        case xml = "XML"
        case text = "text"
        case graphQL = "GraphQL"
        case form = "form"
        case multipart = "multipart"
        case file = "file"

        /// What is sent, in a line.
        var note: String {
            switch self {
            case .none: "nothing is sent"
            case .json: "application/json, checked while you type"
            case .xml: "application/xml"
            case .text: "text/plain, or what Content-Type says"
            case .graphQL: "query, an empty line, variables as JSON"
            case .form: "application/x-www-form-urlencoded"
            case .multipart: "multipart/form-data, files streamed"
            case .file: "the bytes of a file, streamed"
            }
        }
    }

    var kind: Kind {
        switch self {
        case .none: .none
        case .json: .json
        case .xml: .xml
        case .text: .text
        case .graphQL: .graphQL
        case .form: .form
        case .multipart: .multipart
        case .file: .file
        }
    }

    /// The text of a body that is one.
    var text: String? {
        switch self {
        case .json(let text), .xml(let text), .text(let text), .graphQL(let text): text
        case .none, .form, .multipart, .file: nil
        }
    }

    /// The body with another text; itself when it is none.
    func with(text: String) -> RequestBody {
        switch self {
        case .json: .json(text)
        case .xml: .xml(text)
        case .text: .text(text)
        case .graphQL: .graphQL(text)
        case .none, .form, .multipart, .file: self
        }
    }

    /// The body as another kind: text and rows are kept where the kinds allow it.
    func turned(into kind: Kind) -> RequestBody {
        // What was typed goes along as far as the next kind can hold it.
        let rows: [DraftField] = if case .form(let rows) = self { rows } else { [] }
        switch kind {
        case .none: return .none
        case .json: return .json(text ?? Self.json(of: rows) ?? "")
        case .xml: return .xml(text ?? "")
        case .text: return .text(text ?? "")
        case .graphQL: return .graphQL(text ?? "")
        case .form:
            if case .multipart(let parts) = self {
                return .form(
                    parts.compactMap { part in
                        // A file has no place in a form of this kind.
                        if case .text(let text) = part.content {
                            DraftField(part.name, text, isEnabled: part.isEnabled)
                        } else {
                            nil
                        }
                    })
            }
            return .form(rows)
        case .multipart:
            if case .multipart = self { return self }
            return .multipart(rows.map { Part($0.name, .text($0.value), isEnabled: $0.isEnabled) })
        case .file:
            if case .file = self { return self }
            return .file("")
        }
    }
}

extension RequestAuth {
    /// The ways to say who one is, as they are chosen.
    enum Kind: String, CaseIterable {
        case none = "none"
        case basic = "basic"
        case bearer = "bearer"
        case digest = "digest"
        case apiKey = "API key"
        case oauth2 = "OAuth 2"
        case aws = "AWS SigV4"
        case sas = "Azure SAS"

        /// What is sent, in a line.
        var note: String {
            switch self {
            case .none: "a client certificate is set under Options"
            case .basic: "name and password with every request (RFC 7617)"
            case .bearer: "a token (RFC 6750)"
            case .digest: "answers the server's challenge (RFC 7616)"
            case .apiKey: "a key in a header or in the query"
            case .oauth2: "a token that is got by signing in (RFC 6749, 8628)"
            case .aws: "a signature over the request"
            case .sas: "a shared access signature of IoT Hub or Service Bus"
            }
        }
    }

    var kind: Kind {
        switch self {
        case .none: .none
        case .basic: .basic
        case .bearer: .bearer
        case .digest: .digest
        case .apiKey: .apiKey
        case .oauth2: .oauth2
        case .aws: .aws
        case .sas: .sas
        }
    }
}

extension RequestDraft {
    /// The name of basic and digest.
    var username: String {
        get {
            switch auth {
            case .basic(let name, _), .digest(let name, _): name
            case .none, .bearer, .apiKey, .oauth2, .aws, .sas: ""
            }
        }
        set {
            switch auth {
            case .basic(_, let password): auth = .basic(username: newValue, password: password)
            case .digest(_, let password): auth = .digest(username: newValue, password: password)
            case .none, .bearer, .apiKey, .oauth2, .aws, .sas: break
            }
        }
    }

    /// The request with another way to say who sends it; name and secret stay where both have them.
    mutating func setAuth(_ kind: RequestAuth.Kind) {
        let name = username
        // One secret in all of them, so that trying another kind does not lose what was typed.
        let kept = auth.secret ?? .literal("")
        switch kind {
        case .none: auth = .none
        case .basic: auth = .basic(username: name, password: kept)
        case .digest: auth = .digest(username: name, password: kept)
        case .bearer: auth = .bearer(kept)
        // In a header: a query is written into logs on the way.
        case .apiKey: auth = .apiKey(name: "X-API-Key", value: kept, inQuery: false)
        case .oauth2:
            var draft = OAuthDraft()
            draft.clientSecret = kept
            auth = .oauth2(draft)
        case .aws:
            var draft = AWSDraft()
            draft.secretKey = kept
            auth = .aws(draft)
        case .sas:
            var draft = SASDraft()
            draft.key = kept
            auth = .sas(draft)
        }
    }
}
