import Payloads

/// The settings of MQTT Explorer: its connections by their identifiers in one JSON file.
struct MQTTExplorerSettings: ConnectionImporter {
    let program = "MQTT Explorer"

    func paths(config: String, home: String) -> [String] {
        [
            "\(config)/MQTT-Explorer/settings.json",
            "\(home)/snap/mqtt-explorer/current/.config/MQTT-Explorer/settings.json",
            "\(home)/Library/Application Support/MQTT-Explorer/settings.json",
        ]
    }

    func read(_ bytes: [UInt8], at path: String) throws(ImportProblem) -> ImportedConnections {
        guard let document = try? JSONValue(reading: bytes) else {
            throw ImportProblem(description: "it is no JSON: nothing of it can be taken")
        }
        var found = ImportedConnections()
        for member in document["ConnectionManager_connections"]?.members ?? [] {
            if let draft = Self.draft(member.value, &found.losses) { found.connections.append(draft) }
        }
        guard !found.connections.isEmpty else { throw ImportProblem(description: "no connection is saved in it") }
        return found
    }

    private static func draft(_ object: JSONValue, _ losses: inout [String]) -> ConnectionDraft? {
        guard let host = object["host"]?.text, !host.isEmpty else { return nil }
        let name = object["name"]?.text.flatMap { $0.isEmpty ? nil : $0 } ?? host
        let isEncrypted = object["encryption"]?.flag == true
        let isWebSocket = object["protocol"]?.text == "ws"
        let scheme = isWebSocket ? (isEncrypted ? "wss" : "ws") : isEncrypted ? "mqtts" : "mqtt"
        let authority = ImportedConnections.authority(host, port: object["port"]?.number)
        let path = object["basePath"]?.text ?? ""
        var draft = ConnectionDraft(name: name, url: "\(scheme)://\(authority)")
        if isWebSocket { draft.url += path.hasPrefix("/") ? path : "/\(path)" }
        // MQTT Explorer knows no templates: braces in its texts are text.
        draft.username = TemplateCall.quoted(object["username"]?.text ?? "")
        if let password = object["password"]?.text, !password.isEmpty {
            draft.password = .literal(TemplateCall.quoted(password))
        }
        draft.tls.verify = object["certValidation"]?.flag ?? true
        draft.clientID = ImportedConnections.ownClientID(TemplateCall.quoted(object["clientId"]?.text ?? ""))
        // In the first form of the file they were texts.
        for filter in object["subscriptions"]?.elements ?? [] {
            guard let topic = filter.text ?? filter["topic"]?.text, !topic.isEmpty else { continue }
            let qos = filter["qos"]?.number ?? 0
            draft.subscriptions.append(SubscriptionDraft(topic, qos: (0...2).contains(qos) ? qos : 0))
        }
        // They stand in the settings themselves, and martlet's connections name files.
        for key in ["selfSignedCertificate", "clientCertificate", "clientKey"] {
            guard let file = object[key], file.members != nil else { continue }
            losses.append("\(name): \(file["name"]?.text ?? key): save it to a file and name that in the form")
        }
        return draft
    }
}

extension JSONValue {
    /// The value of `true` and `false`.
    fileprivate var flag: Bool? { if case .bool(let flag) = content { flag } else { nil } }
    /// A whole number, also one that was written as a text.
    fileprivate var number: Int? {
        if case .number(let digits) = content { return Int(digits) }
        return text.flatMap { Int($0) }
    }
}
