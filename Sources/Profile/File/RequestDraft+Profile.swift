import Payloads

extension RequestDraft: ProfileItem {
    static let kind = "request"
    static let order = MemberOrder(
        [
            "name", "folder", "method", "url", "pathParameters", "query", "headers", "auth", "inheritAuth", "body",
            "options",
            "checks",
        ],
        [
            "pathParameters": DraftField.order, "query": DraftField.order, "headers": DraftField.order,
            "options": RequestOptions.order, "checks": RequestCheck.order,
        ])

    var profileKey: String { Self.key(folder, name) }

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        name = reader.text("name", of: object) ?? ""
        if name.isEmpty { reader.problem(object, "a request needs a \"name\"") }
        folder = reader.text("folder", of: object) ?? ""
        method = reader.text("method", of: object) ?? "GET"
        url = reader.text("url", of: object) ?? ""
        pathParameters = DraftField.list("pathParameters", of: object, &reader)
        query = DraftField.list("query", of: object, &reader)
        headers = DraftField.list("headers", of: object, &reader)
        auth = reader.at("auth", of: object) { RequestAuth($1, &$0) } ?? .none
        inheritsAuth = reader.flag("inheritAuth", of: object) ?? true
        body = reader.at("body", of: object) { RequestBody($1, &$0) } ?? .none
        options = reader.at("options", of: object) { RequestOptions($1, &$0) } ?? RequestOptions()
        checkRows = reader.list("checks", of: object) { RequestCheck($1, &$0) ?? RequestCheck("") }
            // What could not be read was told, and has no place.
            .filter { !$0.text.isEmpty }
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("name", JSONValue(text: name))
        object.add("folder", folder)
        // Always, also GET: it is what people look for in the file.
        object.add("method", JSONValue(text: method))
        object.add("url", JSONValue(text: url))
        object.add("pathParameters", list: pathParameters.map(\.json))
        object.add("query", list: query.map(\.json))
        object.add("headers", list: headers.map(\.json))
        object.add("auth", auth.json)
        object.add("inheritAuth", inheritsAuth, unless: true)
        object.add("body", body.json)
        object.add("options", object: options.json)
        object.add("checks", list: checkRows.map(\.json))
        return object.value
    }
}

extension RequestAuth {
    static let words = ["basic", "bearer", "digest", "apiKey"] + signingKinds

    init?(_ object: JSONValue, _ reader: inout ProfileReader) {
        guard let members = object.members else {
            reader.expected("an object", object)
            return nil
        }
        guard let kind = members.first(where: { Self.words.contains($0.name) })?.name else {
            let words = Self.words.joined(separator: ", ")
            if !members.isEmpty { reader.problem(object, "one of \(words) is expected here") }
            return nil
        }
        // Two kinds in one are told: only one of them could be sent.
        reader.check(object, known: [kind])
        // The only one whose secret stands right behind its name, and may be an object itself.
        if kind == "bearer" {
            guard let token = Secret.member("bearer", of: object, &reader) else { return nil }
            self = .bearer(token)
            return
        }
        guard let read = reader.at(kind, of: object, { Self.parts(kind, $1, &$0) }) else { return nil }
        self = read
    }

    private static func parts(_ kind: String, _ value: JSONValue, _ reader: inout ProfileReader) -> RequestAuth? {
        if signingKinds.contains(kind) { return signing(kind, value, &reader) }
        if kind == "apiKey" {
            reader.check(value, known: ["name", "value", "in"])
            let place = reader.word("in", of: value, from: ["header", "query"]) ?? "header"
            return .apiKey(
                name: reader.text("name", of: value) ?? "",
                value: Secret.member("value", of: value, &reader) ?? .literal(""), inQuery: place == "query")
        }
        reader.check(value, known: ["username", "password"])
        let username = reader.text("username", of: value) ?? ""
        let password = Secret.member("password", of: value, &reader) ?? .literal("")
        return kind == "basic"
            ? .basic(username: username, password: password) : .digest(username: username, password: password)
    }

    var json: JSONValue? {
        var object = ProfileObject()
        var parts = ProfileObject()
        switch self {
        case .none: return nil
        case .bearer(let token): object.add("bearer", token.json)
        case .basic(let username, let password), .digest(let username, let password):
            parts.add("username", JSONValue(text: username))
            parts.add("password", password.json)
            if case .basic = self { object.add("basic", parts.value) } else { object.add("digest", parts.value) }
        case .apiKey(let name, let value, let inQuery):
            parts.add("name", JSONValue(text: name))
            parts.add("value", value.json)
            parts.add("in", inQuery ? "query" : "header", unless: "header")
            object.add("apiKey", parts.value)
        case .oauth2(let draft): object.add("oauth2", draft.json)
        case .aws(let draft): object.add("aws", draft.json)
        case .sas(let draft): object.add("azureSAS", draft.json)
        }
        return object.value
    }
}

extension RequestOptions {
    static let order = MemberOrder(
        [
            "followRedirects", "maximumRedirects", "connectTimeout", "totalTimeout", "idleTimeout", "proxy", "tls",
            "onlyHTTP1", "cookies", "omittedHeaders",
        ], ["tls": DraftTLS.order])

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        reader.check(object, known: Self.order.names)
        followsRedirects = reader.flag("followRedirects", of: object) ?? true
        maximumRedirects = reader.number("maximumRedirects", of: object, in: 0...1000) ?? 20
        connectTimeout = reader.seconds("connectTimeout", of: object)
        totalTimeout = reader.seconds("totalTimeout", of: object)
        idleTimeout = reader.seconds("idleTimeout", of: object)
        proxy = reader.text("proxy", of: object) ?? ""
        tls = DraftTLS.member(of: object, &reader)
        onlyHTTP1 = reader.flag("onlyHTTP1", of: object) ?? false
        usesCookies = reader.flag("cookies", of: object) ?? true
        // In small letters: names of fields are the same in both (RFC 9110 5.1).
        omittedHeaders = reader.list("omittedHeaders", of: object) { $0.text($1)?.lowercased() ?? "" }
            .filter { !$0.isEmpty }
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("followRedirects", followsRedirects, unless: true)
        object.add("maximumRedirects", maximumRedirects, unless: 20)
        object.add("connectTimeout", seconds: connectTimeout)
        object.add("totalTimeout", seconds: totalTimeout)
        object.add("idleTimeout", seconds: idleTimeout)
        object.add("proxy", proxy)
        object.add("tls", object: tls.json)
        object.add("onlyHTTP1", onlyHTTP1, unless: false)
        object.add("cookies", usesCookies, unless: true)
        object.add("omittedHeaders", list: omittedHeaders.map { JSONValue(text: $0) })
        return object.value
    }
}
