import Payloads

extension Profile {
    /// The profile as it is written, with dots for what must not be seen, known to martlet or not: for the eyes of others.
    public var masked: [UInt8] { shown(json).written(opened: 1) }

    /// Members that people read and that hold no settings.
    private static let plain: Set = ["name", "folder", "topic", "filter", "method"]
    /// Members whose names say nothing of it, by the object that they stand in.
    private static let hidden = ["azureSAS": "key", "authentication": "data"]
    /// Where a token comes from is none.
    private static let places: Set = ["tokenURL", "authorizationURL"]

    /// - Parameter isTable: whether the names are those of fields and not of settings.
    private func shown(_ value: JSONValue, isTable: Bool = false) -> JSONValue {
        switch value.content {
        case .array(let elements): return JSONValue(.array(elements.map { shown($0) }))
        case .object(var members):
            // A row of a table, such as a header: the name says whether the value is to be seen.
            let row = value["name"]?.text ?? ""
            for index in members.indices {
                let name = members[index].name
                // A slip of the pen does not make a password readable.
                let isSecret =
                    isTable ? Secret.isSecretField(name) : Secret.isSecretName(name) || isNear(name, "password")
                members[index].value =
                    (name == "value" || name == "text") && !row.isEmpty
                    ? shown(members[index].value, name: row, isSecret: Secret.isSecretField(row))
                    : shown(members[index].value, name: name, isSecret: isSecret)
            }
            return JSONValue(.object(members))
        default: return value
        }
    }

    private func shown(_ value: JSONValue, name: String, isSecret: Bool) -> JSONValue {
        switch value.content {
        case .string:
            guard let text = value.text else { return value }
            if isSecret, !Self.places.contains(name) { return Secret.literal(text).masked.json }
            return JSONValue(text: shown(text, name: name))
        // A password of digits that was written without quotes.
        case .number where isSecret: return JSONValue(text: Secret.dots)
        case .object(let members) where isSecret && name == "apiKey":
            return JSONValue(
                .object(
                    members.map {
                        JSONMember($0.name, shown($0.value, name: $0.name, isSecret: $0.name == "value"))
                    }))
        case .object(let members) where Self.hidden[name] != nil:
            return JSONValue(
                .object(
                    members.map { member in
                        let isSecret = member.name == Self.hidden[name]
                        return JSONMember(member.name, shown(member.value, name: member.name, isSecret: isSecret))
                    }))
        // The name of a saved request, and not a token that somebody has put there.
        case .object(let members)
        where members.count == 1 && members[0].name == "token"
            && members[0].value.text.map { !requests(named: $0).isEmpty } == true:
            return value
        case .object(let members) where name == "tls":
            guard case .object(var rows) = shown(value).content else { return value }
            // The path of a file with the key, unless it is the key.
            for index in rows.indices where rows[index].name == "key" {
                let text = members[index].value.text ?? ""
                if !text.contains(where: \.isNewline), !text.contains("PRIVATE KEY") { rows[index] = members[index] }
            }
            return JSONValue(.object(rows))
        default: return shown(value, isTable: name == "variables")
        }
    }

    private func shown(_ text: String, name: String) -> String {
        if Self.plain.contains(name) { return text }
        let told = NamedSecrets.told
        // The text of a body, in which members with such names are masked, too.
        if name == "json" { return told.json(text) }
        if name == "proxy" || name.lowercased().hasSuffix("url") { return told.url(text) }
        return told.text(told.value(text, of: name == "value" ? "" : name))
    }

    /// A URL whose secrets are dots.
    public static func withoutPassword(_ url: String) -> String { NamedSecrets.shown.url(url) }
}
