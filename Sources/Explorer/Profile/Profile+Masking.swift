import Payloads

extension Profile {
    /// The profile as it is written, with dots for what must not be seen, known to martlet or not: for the eyes of others.
    public var masked: [UInt8] { Self.masked(json).written(opened: 1) }

    private static func masked(_ value: JSONValue) -> JSONValue {
        switch value.content {
        case .array(let elements): return JSONValue(.array(elements.map(masked)))
        case .object(var members):
            // A row of a table, such as a header: the name says whether the value is to be seen.
            let isSecretRow = Secret.isSecretName(value["name"]?.text ?? "")
            for index in members.indices {
                let name = members[index].name
                // A slip of the pen does not make a password readable.
                let isSecret =
                    Secret.isSecretName(name) || isNear(name, "password") || isSecretRow && name == "value"
                members[index].value = masked(members[index].value, name: name, isSecret: isSecret)
            }
            return JSONValue(.object(members))
        default: return value
        }
    }

    private static func masked(_ value: JSONValue, name: String, isSecret: Bool) -> JSONValue {
        switch value.content {
        case .string:
            guard let text = value.text else { return value }
            if isSecret { return Secret.literal(text).masked.json }
            return name.lowercased().hasSuffix("url") ? JSONValue(text: withoutPassword(text)) : value
        case .number where isSecret: return JSONValue(text: Secret.dots)
        case .object(let members) where isSecret && name == "apiKey":
            return JSONValue(
                .object(
                    members.map {
                        JSONMember($0.name, masked($0.value, name: $0.name, isSecret: $0.name == "value"))
                    }))
        default: return masked(value)
        }
    }

    /// A URL whose password is dots.
    public static func withoutPassword(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else {
            return url
        }
        return "\(url[...colon])\(Secret.dots)\(url[at...])"
    }
}
