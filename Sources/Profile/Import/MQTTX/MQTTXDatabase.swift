/// The connections of MQTTX's window: tables in a file of SQLite.
struct MQTTXDatabase: ConnectionImporter {
    let program = "MQTTX"

    /// It keeps messages in the same file.
    var mostBytes: Int { 64 << 20 }

    func paths(config: String, home: String) -> [String] {
        [
            "\(config)/MQTTX/MQTTX.db", "\(home)/snap/mqttx/current/.config/MQTTX/MQTTX.db",
            "\(home)/.var/app/com.emqx.MQTTX/config/MQTTX/MQTTX.db",
            "\(home)/Library/Application Support/MQTTX/MQTTX.db",
        ]
    }

    /// While MQTTX runs, and after it was killed, what was written last stands in the `-wal` only.
    func bytes(_ read: (_ ending: String) throws -> [UInt8]?) throws -> [UInt8] {
        // MQTTX may write between two reads; three times in a row it is writing all the time.
        for _ in 0..<3 {
            // The header of the journal, whose salts change each time it is begun anew.
            let before = try read("-wal")?.prefix(32)
            let database = try read("") ?? []
            let journal = try read("-wal")
            // Begun anew in between, it would be laid over another state of the file than the one it goes on from.
            if journal?.prefix(32) == before { return SQLiteJournal.applied(journal ?? [], to: database) }
        }
        throw ImportProblem(description: "MQTTX is writing to it: close MQTTX, and look again")
    }

    func read(_ bytes: [UInt8], at path: String) throws(ImportProblem) -> ImportedConnections {
        guard let file = SQLiteFile(bytes), let rows = file.rows(of: "ConnectionEntity") else {
            throw ImportProblem(description: "it is no database of MQTTX: type its connections here")
        }
        let filters = Dictionary(grouping: file.rows(of: "SubscriptionEntity") ?? []) { $0.text("connection_id") ?? "" }
        let wills = file.rows(of: "WillEntity") ?? []
        var found = ImportedConnections()
        for row in rows.sorted(by: { ($0.number("orderId") ?? 0) < ($1.number("orderId") ?? 0) }) {
            // Folders of MQTTX stand in the same table.
            guard row.flag("isCollection") != true, var draft = Self.draft(row, &found.losses) else { continue }
            for filter in filters[row.text("id") ?? ""] ?? [] where filter.flag("disabled") != true {
                if let subscription = Self.subscription(filter) { draft.subscriptions.append(subscription) }
            }
            if let id = row.text("willId") { draft.will = wills.first { $0.text("id") == id }.flatMap(Self.will) }
            found.connections.append(draft)
        }
        guard !found.connections.isEmpty else { throw ImportProblem(description: "no connection is saved in it") }
        return found
    }

    private typealias Row = [String: SQLiteFile.Value]

    private static func draft(_ row: Row, _ losses: inout [String]) -> ConnectionDraft? {
        guard let host = row.text("host"), !host.isEmpty else { return nil }
        let name = row.text("name") ?? host
        let kind = row.text("protocol") ?? "mqtt"
        // Earlier versions say TLS beside the protocol.
        let isEncrypted = kind.hasSuffix("s") && kind != "ws" || row.flag("ssl") == true
        let isWebSocket = kind.hasPrefix("ws")
        let scheme = isWebSocket ? (isEncrypted ? "wss" : "ws") : isEncrypted ? "mqtts" : "mqtt"
        var draft = ConnectionDraft(
            name: name, url: "\(scheme)://\(ImportedConnections.authority(host, port: row.number("port")))")
        let path = row.text("path") ?? ""
        if isWebSocket { draft.url += path.hasPrefix("/") ? path : "/\(path)" }
        draft.version = ["5.0": "5", "3.1.1": "3.1.1", "3.1": "3.1"][row.text("mqttVersion") ?? ""] ?? "auto"
        draft.clientID = ImportedConnections.ownClientID(TemplateCall.quoted(row.text("client_id") ?? ""))
        draft.username = TemplateCall.quoted(row.text("username") ?? "")
        if let password = row.text("password"), !password.isEmpty {
            draft.password = .literal(TemplateCall.quoted(password))
        }
        draft.keepAlive = row.number("keepalive").flatMap { UInt16(exactly: $0) } ?? 60
        draft.cleanStart = row.flag("clean") ?? true
        draft.sessionExpiry = row.number("sessionExpiryInterval").flatMap { UInt32(exactly: $0) }
        draft.limits.receiveMaximum = row.number("receiveMaximum").flatMap { UInt16(exactly: $0) }
        draft.limits.maximumPacketSize = row.number("maximumPacketSize").flatMap { UInt32(exactly: $0) }
        draft.limits.topicAliasMaximum = row.number("topicAliasMaximum").flatMap { UInt16(exactly: $0) }
        if isEncrypted { setTLS(of: &draft, row) }
        if let method = row.text("authenticationMethod"), !method.isEmpty {
            losses.append("\(name): the authentication method \(method)")
        }
        return draft
    }

    private static func setTLS(of draft: inout ConnectionDraft, _ row: Row) {
        draft.tls.verify = row.flag("rejectUnauthorized") ?? true
        // `self` is for certificates of one's own; with `server` the system's authorities count.
        guard row.text("certType") == "self" else { return }
        draft.tls.ca = row.text("ca") ?? ""
        draft.tls.certificate = row.text("cert") ?? ""
        draft.tls.key = row.text("key") ?? ""
    }

    private static func subscription(_ row: Row) -> SubscriptionDraft? {
        guard let topic = row.text("topic"), !topic.isEmpty else { return nil }
        var subscription = SubscriptionDraft(
            topic, qos: row.number("qos").flatMap { (0...2).contains($0) ? $0 : nil } ?? 0)
        subscription.noLocal = row.flag("nl") ?? false
        subscription.retainAsPublished = row.flag("rap") ?? false
        subscription.retainHandling = row.number("rh").flatMap { (0...2).contains($0) ? $0 : nil } ?? 0
        return subscription
    }

    private static func will(_ row: Row) -> WillDraft? {
        guard let topic = row.text("lastWillTopic"), !topic.isEmpty else { return nil }
        var will = WillDraft()
        will.topic = topic
        will.payload = TemplateCall.quoted(row.text("lastWillPayload") ?? "")
        will.qos = row.number("lastWillQos").flatMap { (0...2).contains($0) ? $0 : nil } ?? 0
        will.retain = row.flag("lastWillRetain") ?? false
        will.delay = row.number("willDelayInterval").flatMap { UInt32(exactly: $0) }
        return will
    }
}

extension [String: SQLiteFile.Value] {
    fileprivate func text(_ name: String) -> String? {
        switch self[name] {
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .null, .other, nil: nil
        }
    }

    /// A whole number, also one that was written as a text.
    fileprivate func number(_ name: String) -> Int? { text(name).flatMap { Int($0) } }

    /// SQLite has 0 and 1 for `false` and `true`.
    fileprivate func flag(_ name: String) -> Bool? { number(name).map { $0 != 0 } }
}
