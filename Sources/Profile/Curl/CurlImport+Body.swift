import Text

/// The body of the draft.
extension CurlImport {
    mutating func body(_ asked: CurlArguments, _ request: CurlRequest) -> RequestBody {
        switch request.body {
        case .none: return .none
        case .file(let path): return .file(path)
        case .multipart(let parts): return .multipart(parts.map(Self.part))
        case .bytes(let bytes):
            // A file alone that is sent as it is needs not be text, nor fit into memory.
            if asked.data.count == 1, let path = asked.data[0].wholeFile { return .file(path) }
            return text(String(decoding: bytes, as: UTF8.self))
        }
    }

    private static func part(_ part: CurlRequest.Part) -> RequestBody.Part {
        switch part.content {
        case .file(let path):
            // The file's own name need not be written down: it follows from the path.
            let own = path.split(separator: "/").last.map(String.init) ?? path
            return RequestBody.Part(
                part.name, .file(path), contentType: part.type, filename: part.filename == own ? nil : part.filename)
        case .bytes(let bytes):
            return RequestBody.Part(
                part.name, .text(String(decoding: bytes, as: UTF8.self)), contentType: part.type,
                filename: part.filename)
        case .none, .multipart: return RequestBody.Part(part.name, .text(""))
        }
    }

    private static let formType = "application/x-www-form-urlencoded"
    private var contentType: String? {
        draft.headers.first { $0.name.lowercased() == "content-type" }?.value.lowercased()
    }

    /// A text as the kind that is best edited; what is sent is the same with each.
    private mutating func text(_ text: String) -> RequestBody {
        let type = contentType ?? ""
        if type.contains("json") { return .json(text) }
        if type.contains("xml") { return .xml(text) }
        let start = text.trimmed.prefix(2)
        // Two braces begin a template, and no object.
        let looksLikeJSON = start.hasPrefix("[") || start.hasPrefix("{") && start != "{{"
        guard type.hasPrefix(Self.formType) else { return looksLikeJSON ? .json(text) : .text(text) }
        if !looksLikeJSON, let rows = CurlForm.rows(of: text) {
            // The type follows from the kind.
            if type == Self.formType { draft.headers.removeAll { $0.name.lowercased() == "content-type" } }
            return .form(rows)
        }
        if looksLikeJSON {
            notes.append("curl calls this JSON a form: set Content-Type to application/json if the server minds")
        }
        return looksLikeJSON ? .json(text) : .text(text)
    }

    /// A body has a type of its own, which curl does not tell of a file that is put, nor where `-H 'Content-Type:'` is.
    mutating func leaveOutContentType() {
        let hasOwn: Bool
        switch draft.body {
        case .none, .multipart: hasOwn = false
        case .form: return
        case .json, .xml, .text, .graphQL, .file: hasOwn = true
        }
        if hasOwn, contentType == nil, !draft.options.omittedHeaders.contains("content-type") {
            draft.options.omittedHeaders.append("content-type")
        }
    }
}

extension CurlArguments.Data {
    /// As it was written.
    var text: String {
        switch self {
        case .text(let text), .raw(let text), .binary(let text), .urlencoded(let text), .json(let text): text
        }
    }

    /// The path of a file that is sent as it is.
    var wholeFile: String? {
        switch self {
        case .binary(let text), .json(let text): text.hasPrefix("@") ? String(text.dropFirst()) : nil
        case .text, .raw, .urlencoded: nil
        }
    }
}
