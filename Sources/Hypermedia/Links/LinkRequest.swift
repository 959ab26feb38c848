import Text

/// The request that a link becomes.
public struct LinkRequest: Hashable, Sendable {
    /// The method.
    public var method: String
    /// The whole URL.
    public var url: String
    /// The media type of the body; nil when there is none.
    public var contentType: String?
    /// What the target is likely to be, for `Accept`; nil when it is not known.
    public var accept: String?
    /// What is sent; nil when nothing is.
    public var body: String?

    /// A request without a body.
    public init(method: String, url: String) {
        self.method = method
        self.url = url
    }
}

extension Link {
    /// The request that it becomes, its fields filled in with what they have.
    ///
    /// - Parameters:
    ///   - values: what stands for the variables of its template.
    ///   - fields: what is filled in, by the names of its form's fields; the others keep their values.
    /// - Throws: what is wrong with its template or a value.
    public func request(
        _ values: [String: URITemplate.Value] = [:], fields: [String: String] = [:]
    ) throws(URITemplate.Problem) -> LinkRequest {
        var request = LinkRequest(method: method, url: try target(values))
        // `type` may be any word of the server's: into a field goes a media type alone.
        if let type, type.contains("/"), !type.contains(where: \.isWhitespace) { request.accept = type }
        guard let form else { return request }
        let filled = form.fields.map { field -> LinkForm.Field in
            var field = field
            if let value = fields[field.name] { field.value = value }
            return field
        }
        if method == "GET" || method == "HEAD" {
            // Fields that have nothing are not asked for.
            let pairs = Self.form(filled.filter { $0.value != nil })
            if !pairs.isEmpty { request.url = Self.adding(query: pairs, to: request.url) }
            return request
        }
        guard !form.fields.isEmpty else { return request }
        request.contentType = form.contentType
        request.body =
            switch form.contentType.prefix(while: { $0 != ";" }) {
            case "application/x-www-form-urlencoded": Self.form(filled)
            case "application/vnd.collection+json": Self.collectionTemplate(filled)
            case "text/plain": filled.map { "\($0.name)=\($0.value ?? "")" }.joined(separator: "\r\n")
            default: Self.object(filled)
            }
        return request
    }

    private static func form(_ fields: [LinkForm.Field]) -> String {
        FormPairs.form(fields.map { ($0.name, $0.value ?? "") })
    }

    /// A URL with more of a query.
    static func adding(query: String, to url: String) -> String {
        var parts = URLReference(url)
        parts.query = (parts.query.map { $0.isEmpty ? "" : $0 + "&" } ?? "") + query
        return parts.text
    }

    private static func json(_ field: LinkForm.Field) -> String {
        if field.isJSON, let value = field.value { return value }
        // An empty text would be no number.
        if field.value == nil, field.type == "number" || field.type == "range" { return "0" }
        return JSONString.quoted(field.value ?? "")
    }

    private static func object(_ fields: [LinkForm.Field]) -> String {
        guard !fields.isEmpty else { return "{}" }
        return "{\n" + fields.map { "  \(JSONString.quoted($0.name)): \(json($0))" }.joined(separator: ",\n") + "\n}"
    }

    private static func collectionTemplate(_ fields: [LinkForm.Field]) -> String {
        let data = fields.map { "      {\"name\": \(JSONString.quoted($0.name)), \"value\": \(json($0))}" }
        return "{\n  \"template\": {\n    \"data\": [\n\(data.joined(separator: ",\n"))\n    ]\n  }\n}"
    }
}
