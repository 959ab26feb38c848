import Profile
import REST
import Text

/// What follows the header.
extension RequestResolver {
    /// What follows the header, and the Content-Type that belongs to it.
    mutating func body(_ body: RequestBody) -> (REST.Request.Body, type: String?) {
        switch body {
        case .none: return (.none, nil)
        case .json(let text): return (.bytes(json(text, as: body.notation)), "application/json")
        case .xml(let text): return (.bytes(expandBytes(text, at: .body, as: body.notation)), "application/xml")
        case .text(let text):
            return (.bytes(expandBytes(text, at: .body, as: body.notation)), "text/plain; charset=utf-8")
        case .graphQL(let text): return (.bytes(graphQL(text, as: body.notation)), "application/json")
        case .form(let rows):
            let pairs = FormPairs.form(fields(rows) { _ in .body }.map { ($0.field.name, $0.field.value) })
            return (.bytes(Array(pairs.utf8)), "application/x-www-form-urlencoded")
        case .file(let path):
            let path = expand(path, at: .body)
            if path.isEmpty { problems.append(RequestProblem(.body, "The body is a file, and its path is missing")) }
            return (.file(path: self.path(path)), FileTypes.type(of: path))
        // REST names the type, with the boundary that it makes.
        case .multipart(let parts): return (.multipart(parts.filter(\.isEnabled).map { part($0) }), nil)
        }
    }

    private mutating func part(_ part: RequestBody.Part) -> REST.Request.Part {
        let name = expand(part.name, at: .body)
        let content: REST.Request.Part.Content
        var filename = part.filename.map { expand($0, at: .body) }
        var type = part.contentType
        switch part.content {
        case .text(let text):
            let conceals = expander.conceals
            // As a field of a form: its name says whether it is a secret.
            if conceals == .named, Secret.isSecretField(name) { expander.conceals = .all }
            content = .bytes(expandBytes(text, at: .body))
            expander.conceals = conceals
        case .file(let path):
            let path = expand(path, at: .body)
            if path.isEmpty { problems.append(RequestProblem(.body, "The part \(name) is a file without a path")) }
            content = .file(path: self.path(path))
            type = type ?? FileTypes.type(of: path)
            // Without a name of its own the file's last one is told, as curl does.
            filename = filename ?? path.split(separator: "/").last.map(String.init) ?? path
        }
        type = type.map { expand($0, at: .body) }
        if let words = HeaderRules.problem(of: DraftField("Content-Type", type ?? "")) {
            problems.append(RequestProblem(.body, words))
        }
        return REST.Request.Part(name, content, filename: filename, contentType: type)
    }

    /// A JSON text with its variables put in, whose values must not break it.
    private mutating func json(_ text: String, as notation: NamedSecrets.Notation?) -> [UInt8] {
        readBytes += text.utf8.count
        guard text.utf8.contains(UInt8(ascii: "{")) else { return Array(text.utf8) }
        let expansion = expander.expand(text, as: notation)
        note(expansion, at: .body)
        // What lacks a value breaks it as well, and is told already.
        if expansion.unresolved.isEmpty, let broken = expansion.brokenJSON(of: text) {
            problems.append(RequestProblem(.body, broken.words))
        }
        return expansion.bytes
    }

    /// A GraphQL request as JSON (GraphQL over HTTP, 5.4): query, operationName, variables.
    private mutating func graphQL(_ text: String, as notation: NamedSecrets.Notation?) -> [UInt8] {
        let known = problems.count
        let parts = GraphQLText(String(decoding: expandBytes(text, at: .body, as: notation), as: UTF8.self))
        // Where a value is missing that is what is to be said.
        if let problem = parts.problem, problems.count == known { problems.append(RequestProblem(.body, problem)) }
        return Array(parts.json.utf8)
    }
}
