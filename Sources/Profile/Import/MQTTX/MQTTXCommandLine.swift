import Text

/// The settings of MQTTX's command line, `mqttx init`: sections and `name = value`.
struct MQTTXCommandLine: ConnectionImporter {
    let program = "MQTTX CLI"

    func paths(config: String, home: String) -> [String] { ["\(home)/.mqttx-cli/config"] }

    func read(_ bytes: [UInt8], at path: String) throws(ImportProblem) -> ImportedConnections {
        var section = ""
        var values: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let text = line.trimmed
            // A section's line has no equals sign and falls through to the next.
            if text.hasPrefix("["), text.hasSuffix("]") { section = text.dropFirst().dropLast().lowercased() }
            guard section == "mqtt", !text.hasPrefix(";"), !text.hasPrefix("#"), let sign = text.firstIndex(of: "=")
            else {
                continue
            }
            values[text[..<sign].trimmed.lowercased()] = Self.unquoted(
                text[text.index(after: sign)...].trimmed)
        }
        guard let host = values["host"], !host.isEmpty else {
            throw ImportProblem(description: "no host stands in it")
        }
        let port = values["port"].flatMap { Int($0) }
        // 8883 is the port of TLS: nothing else answers there.
        let scheme = port == 8883 ? "mqtts" : "mqtt"
        var draft = ConnectionDraft(name: host, url: "\(scheme)://\(ImportedConnections.authority(host, port: port))")
        draft.username = TemplateCall.quoted(values["username"] ?? "")
        if let password = values["password"], !password.isEmpty {
            draft.password = .literal(TemplateCall.quoted(password))
        }
        var found = ImportedConnections()
        found.connections = [draft]
        return found
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, let first = text.first, first == "\"" || first == "'", text.last == first else {
            return text
        }
        return String(text.dropFirst().dropLast())
    }
}
