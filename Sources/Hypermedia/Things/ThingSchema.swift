import Text

/// What is said of the values of a thing (TD 1.1 5.3.2): in words, and as a value to begin with.
enum ThingSchema {
    private static let deepest = 8
    private static let mostMembers = 64

    /// `number, 0 to 100, °C`
    static func words(_ schema: JSONNode) -> String {
        var words: [String] = []
        if let type = schema["type"]?.text { words.append(type) }
        let (low, high) = (schema["minimum"]?.word, schema["maximum"]?.word)
        if let low, let high {
            words.append("\(low) to \(high)")
        } else if let low {
            words.append("from \(low)")
        } else if let high {
            words.append("up to \(high)")
        }
        let choices = schema["enum"]?.oneOrMany.prefix(8).map { $0.word ?? $0.raw } ?? []
        if !choices.isEmpty { words.append(choices.joined(separator: "|")) }
        if let unit = schema["unit"]?.text { words.append(unit) }
        if schema["readOnly"]?.isTrue == true { words.append("read only") }
        if schema["writeOnly"]?.isTrue == true { words.append("write only") }
        if schema["observable"]?.isTrue == true { words.append("observable") }
        return words.joined(separator: ", ")
    }

    /// The variables of a form's template (`uriVariables`), as they are asked for: what each takes, and what it begins with.
    static func fields(_ variables: JSONNode) -> [LinkForm.Field] {
        variables.children.prefix(mostMembers).compactMap { schema in
            guard let name = schema.name else { return nil }
            var field = LinkForm.Field(name)
            field.type = words(schema)
            let title = schema["title"]?.text ?? schema["description"]?.text
            field.prompt = title
            field.value = (schema["const"] ?? schema["default"])?.word
            field.options = (schema["const"] ?? schema["enum"])?.oneOrMany.prefix(mostMembers).compactMap(\.word) ?? []
            if field.options.isEmpty, schema["type"]?.text == "boolean" { field.options = ["true", "false"] }
            return field
        }
    }

    /// A value that the schema takes, to begin with: what is fixed, usual, first or smallest.
    static func skeleton(_ schema: JSONNode, level: Int = 0) -> String {
        if let fixed = schema["const"] ?? schema["default"] ?? schema["enum"]?.children.first(where: { _ in true }) {
            return fixed.raw
        }
        switch schema["type"]?.text {
        case "boolean": return "false"
        // A minimum that is no number would make a body that is no JSON.
        case "integer", "number": return (schema["minimum"]?.raw).flatMap { Double($0) == nil ? nil : $0 } ?? "0"
        case "string": return "\"\""
        case "null": return "null"
        case "array":
            guard level < deepest, let items = schema["items"] else { return "[]" }
            return "[\(items.oneOrMany.map { skeleton($0, level: level + 1) }.joined(separator: ", "))]"
        case "object": return object(schema, level: level)
        default:
            if schema["properties"] != nil { return object(schema, level: level) }
            if let choice = schema["oneOf"]?.children.first(where: { _ in true }), level < deepest {
                return skeleton(choice, level: level + 1)
            }
            return ""
        }
    }

    private static func object(_ schema: JSONNode, level: Int) -> String {
        guard level < deepest, let properties = schema["properties"] else { return "{}" }
        let members = properties.children.prefix(mostMembers).compactMap { property -> String? in
            // What cannot be written is no part of what is sent.
            guard let name = property.name, property["readOnly"]?.isTrue != true else { return nil }
            let value = skeleton(property, level: level + 1)
            return "\(JSONString.quoted(name)): \(value.isEmpty ? "null" : value)"
        }
        return "{\(members.joined(separator: ", "))}"
    }
}
