import Payloads

extension RequestBody {
    static let words = ["json", "xml", "text", "graphql", "form", "multipart", "file"]

    init?(_ object: JSONValue, _ reader: inout ProfileReader) {
        guard let members = object.members else {
            reader.expected("an object", object)
            return nil
        }
        guard let kind = members.first(where: { Self.words.contains($0.name) })?.name else {
            // An empty object says nothing and is no mistake.
            if !members.isEmpty {
                reader.problem(object, "one of \(Self.words.joined(separator: ", ")) is expected here")
            }
            return nil
        }
        reader.check(object, known: [kind])
        switch kind {
        case "form": self = .form(DraftField.list("form", of: object, &reader))
        case "multipart": self = .multipart(reader.list("multipart", of: object) { Part($1, &$0) })
        default:
            guard let text = reader.text(kind, of: object) else { return nil }
            switch kind {
            case "json": self = .json(text)
            case "xml": self = .xml(text)
            case "file": self = .file(text)
            case "graphql": self = .graphQL(text)
            default: self = .text(text)
            }
        }
    }

    var json: JSONValue? {
        var object = ProfileObject()
        switch self {
        case .none: return nil
        // As text, and not as the JSON that it is: it may hold templates, and is to stay as it was typed.
        case .json(let text): object.add("json", JSONValue(text: text))
        case .xml(let text): object.add("xml", JSONValue(text: text))
        case .text(let text): object.add("text", JSONValue(text: text))
        case .graphQL(let text): object.add("graphql", JSONValue(text: text))
        case .file(let path): object.add("file", JSONValue(text: path))
        case .form(let rows): object.add("form", JSONValue(.array(rows.map(\.json))))
        case .multipart(let parts): object.add("multipart", JSONValue(.array(parts.map(\.json))))
        }
        return object.value
    }
}

extension RequestBody.Part {
    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        reader.check(object, known: ["name", "text", "file", "contentType", "filename", "enabled"])
        let file = reader.text("file", of: object)
        self.init(
            reader.text("name", of: object) ?? "",
            file.map { .file($0) } ?? .text(reader.text("text", of: object) ?? ""),
            contentType: reader.text("contentType", of: object), filename: reader.text("filename", of: object),
            isEnabled: reader.flag("enabled", of: object) ?? true)
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("name", JSONValue(text: name))
        switch content {
        case .text(let text): object.add("text", JSONValue(text: text))
        case .file(let path): object.add("file", JSONValue(text: path))
        }
        object.add("contentType", contentType.map { JSONValue(text: $0) })
        object.add("filename", filename.map { JSONValue(text: $0) })
        object.add("enabled", isEnabled, unless: true)
        return object.value
    }
}
