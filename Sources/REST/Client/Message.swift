import NIOHTTP1
import Text

/// One request line, its fields and its body, ready to be written.
struct Message: Sendable {
    var method: Method
    var target: Target
    var fields: [Field]
    var body: BodySource

    /// What a request says to `target`: the fields given, in their order, and those that have to be or are usually there.
    ///
    /// - Throws: ``RequestFailure`` of kind `badRequest` or `file`; nothing was sent then.
    ///
    /// - Parameters:
    ///   - authorization: what an `Authorization` field says when none is given.
    ///   - cookies: what a jar has for the target; it comes before what a `Cookie` field of the request says, in one field
    ///     (RFC 6265 5.4).
    init(
        _ request: Request, target: Target, userAgent: String?, authorization: String?, cookies: String? = nil
    ) throws(RequestFailure) {
        method = request.method
        self.target = target
        if let typed = request.options.requestTarget { try Self.check(typed, "the request target") }
        body = try BodySource(request.body, boundary: Self.boundary())
        for field in request.fields + request.options.proxyFields { try Self.check(field) }
        if let authorization { try Self.check(Field("Authorization", authorization)) }
        let given = Set(request.fields.map { $0.name.lowercased() })
        func wants(_ name: String) -> Bool { !given.contains(name) && !request.omittedFields.contains(name) }

        // First, where servers and people look for it (RFC 9110 7.2).
        fields = wants("host") ? [Field("Host", target.authority)] : []
        fields += request.fields
        if let cookies { add(cookies: cookies) }
        if wants("authorization"), let authorization { fields.append(Field("Authorization", authorization)) }
        if wants("user-agent"), let userAgent { fields.append(Field("User-Agent", userAgent)) }
        for field in Request.defaultFields where wants(field.name.lowercased()) {
            if field.name == "Accept-Encoding", !request.options.asksForCompression { continue }
            fields.append(field)
        }
        if wants("content-type"), let type = body.contentType { fields.append(Field("Content-Type", type)) }
        // Framing that was typed goes out as it was typed, right or wrong.
        if !given.contains("content-length"), !given.contains("transfer-encoding") {
            if let length = body.length {
                // A method that usually has a body says that it has none (RFC 9110 8.6).
                if length > 0 || method.meansBody { fields.append(Field("Content-Length", "\(length)")) }
            } else if request.options.speaksHTTP10 {
                throw .badRequest(
                    "HTTP/1.0 has no way to send a body whose length is not known before",
                    advice: "name a file, or do without HTTP/1.0")
            } else {
                fields.append(Field("Transfer-Encoding", "chunked"))
            }
        }
    }

    private mutating func add(cookies: String) {
        if let place = fields.firstIndex(where: { $0.name.lowercased() == "cookie" }) {
            fields[place].value = "\(cookies); \(fields[place].value)"
        } else {
            fields.append(Field("Cookie", cookies))
        }
    }

    /// As the codec takes it.
    ///
    /// - Parameter proxy: a proxy that gets the request itself, with the absolute URL (RFC 9112 3.2.2).
    func head(through proxy: ProxyAddress?, _ options: Request.Options) -> HTTPRequestHead {
        var headers = HTTPHeaders(fields.map { ($0.name, $0.value) })
        if let proxy {
            let names = Set(options.proxyFields.map { $0.name.lowercased() })
            if let authorization = proxy.authorization, !names.contains("proxy-authorization") {
                headers.add(name: "Proxy-Authorization", value: authorization)
            }
            // The server has to be named to the proxy, and the program has one name; else both are sent.
            for field in options.proxyFields where field.name.lowercased() != "host" {
                if field.name.lowercased() == "user-agent" { headers.remove(name: "user-agent") }
                headers.add(name: field.name, value: field.value)
            }
        }
        return HTTPRequestHead(
            version: options.speaksHTTP10 ? .http1_0 : .http1_1, method: HTTPMethod(rawValue: method.rawValue),
            uri: proxy == nil ? options.target(of: target) : options.requestTarget ?? target.url, headers: headers)
    }

    /// Refuses what would end a field line early, or is none (RFC 9110 5.1, 5.5).
    private static func check(_ field: Field) throws(RequestFailure) {
        // The name of a field is a token, as a method is.
        guard Method(rawValue: field.name) != nil else {
            throw .badRequest(
                field.name.isEmpty
                    ? "a header field has no name" : "'\(field.name.harmless)' is no name of a header field",
                advice: "use letters, digits and - only")
        }
        try check(field.value, "the value of \(field.name)")
    }

    /// Refuses what would end a line of the head early.
    private static func check(_ text: String, _ place: String) throws(RequestFailure) {
        guard let what = HTTPToken.forging(in: text) else { return }
        throw .badRequest(
            "\(place) holds \(what), with which a header could be forged", advice: "take it out; nothing was sent")
    }

    private static func boundary() -> String {
        // 24 of 62 letters are 142 bits: no part holds the line by chance.
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        return "martlet-" + String((0..<24).map { _ in letters[Int.random(in: letters.indices)] })
    }
}

extension Request.Options {
    /// Path and query as the request line has them, which is what a server sees of a signature's subject.
    func target(of target: Target) -> String { requestTarget ?? target.path }
}

extension Sent {
    /// Takes the fields from the bytes as they were written, which is what the server got.
    mutating func readHead() {
        guard !bytes.isEmpty else { return }
        // The head is at the beginning; up to a megabyte is kept, body and all.
        let text = bytes.prefix(256 * 1024)
        var found: [Field] = []
        var line = text.startIndex
        var isFirst = true
        // An empty line ends the head: what follows is the body.
        while let end = text[line...].firstIndex(of: 0x0D), end > line {
            if isFirst {
                isFirst = false
            } else if let field = FieldLine(bytes: text[line..<end]) {
                found.append(Field(name: Array(field.name), value: Array(field.value)))
            }
            line = min(end + 2, text.endIndex)
        }
        if !isFirst { fields = found }
    }
}
