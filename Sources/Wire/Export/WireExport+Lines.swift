import MQTT
import REST
import Text

/// Rows as lines of JSON.
extension WireExport {
    /// A row as a line: always the same keys in the same order, null where a kind of row has none.
    ///
    ///     {"kind":"packet","time":"2026-11-24T09:30:00.123456Z","at":1200000,"connection":1,"peer":"home",
    ///      "direction":"sent","seq":7,"head":7,"what":"PUBLISH q1 #7 home/a 61 B","type":"PUBLISH","version":"5",…}
    ///
    /// - Parameter start: the clock of the row from which `at` counts.
    public func line(of row: WireRow, since start: Int64) -> String {
        var line = JSONLine()
        line.string("kind", Self.kind(row))
        line.string("time", InternetTime.text(row.time))
        line.number("at", row.uptime - start)
        line.number("connection", row.connection)
        line.string("peer", row.peer)
        line.string("direction", row.direction == .sent ? "sent" : "received")
        line.number("seq", row.number)
        line.number("head", row.head)
        line.number("batch", row.batch)
        line.string("what", what(row))
        line.string("outcome", row.outcome)
        line.string("handshake", Self.word(row.handshake))
        line.number("duration", row.duration)
        line.list(
            "verdicts",
            row.verdicts.map { verdict in
                var line = JSONLine()
                line.string("weight", verdict.weight == .breach ? "breach" : "remark")
                line.string("words", verdict.words)
                line.string("section", verdict.section)
                return line.closed
            })
        packet(row, &line)
        http(row, &line)
        return line.closed + "\n"
    }

    private static func kind(_ row: WireRow) -> String {
        switch row.content {
        case .packet: "packet"
        case .http: "http"
        case .connection: "connection"
        }
    }

    static func word(_ handshake: WireRow.Handshake) -> String? {
        switch handshake {
        case .none: nil
        case .open: "open"
        case .done: "done"
        case .failed: "failed"
        }
    }

    /// What a row is, in few words.
    func what(_ row: WireRow) -> String {
        // The summary hides secrets: where they are wanted it is made anew.
        if case .http(let step) = row.content, revealsSecrets, step.step == .exchange || step.step == .request {
            let hop = step.exchanged
            return "\(hop.sent.method) \(hop.sent.target)"
        }
        if case .packet(var packet) = row.content, revealsSecrets, !packet.names.isEmpty {
            packet.names = SpokenNames()
            return WireWords.summary(packet)
        }
        return row.summary
    }

    private func packet(_ row: WireRow, _ line: inout JSONLine) {
        guard case .packet(let packet) = row.content else {
            // Every row has every key: whoever reads columns need not ask which kind it is.
            for name in ["type", "version", "id", "topic", "qos", "retain", "dup"] { line.string(name, nil) }
            line.string("length", nil)
            return payload(nil, &line)
        }
        let fields = WireField.fields(
            // Not revealing: what is taken from the fields here is never secret.
            of: packet.bytes, total: packet.length, version: packet.version,
            to: row.direction == .sent ? .server : .client)
        func number(_ name: String) -> Int? { fields.first { $0.filterName == name }.flatMap { Int($0.value) } }
        let isPublish = packet.type == .publish
        line.string("type", packet.type.name)
        line.string("version", packet.version.label)
        line.number("id", number("mqtt.msgid"))
        line.string("topic", isPublish ? fields.first { $0.filterName == "mqtt.topic" }?.value : nil)
        line.number("qos", isPublish ? number("mqtt.qos") : nil)
        line.flag("retain", isPublish ? number("mqtt.retain") == 1 : nil)
        line.flag("dup", isPublish ? number("mqtt.dupflag") == 1 : nil)
        line.number("length", packet.length)
        payload(
            fields.first { $0.filterName == "mqtt.msg" }.map {
                // The range counts the whole packet, of which the head alone may be kept.
                packet.bytes[$0.range.clamped(to: 0..<packet.bytes.count)]
            },
            &line)
    }

    /// A payload as text where it is that, else in base64.
    private func payload(_ bytes: ArraySlice<UInt8>?, _ line: inout JSONLine) {
        guard let bytes else {
            line.string("encoding", nil)
            return line.string("payload", nil)
        }
        let text = String(validating: bytes, as: UTF8.self)
        line.string("encoding", text == nil ? "base64" : "utf8")
        line.string("payload", text ?? Base64.encode(bytes))
    }

    private func http(_ row: WireRow, _ line: inout JSONLine) {
        guard case .http(let step) = row.content else {
            for name in ["step", "exchange", "method", "url", "status", "requestBytes", "bodyBytes", "failure"] {
                line.string(name, nil)
            }
            return
        }
        let hop = step.exchanged
        line.string("step", "\(step.step)")
        line.number("exchange", step.exchange)
        line.string("method", hop.sent.method)
        line.string("url", masked(url: hop.url))
        line.number("status", hop.response.map(\.status))
        line.number("requestBytes", hop.sent.size)
        line.number("bodyBytes", hop.response.map(\.bodySize))
        line.string("failure", step.failure.isEmpty ? nil : step.failure)
    }

    // MARK: - For people

    /// Rows as lines of a report: time, time since the row before, who and which way, what, what came of it.
    func report(of rows: [WireRow]) -> String {
        var before: WireRow?
        var text = ""
        for row in rows {
            text += line(of: row, after: before)
            before = row
        }
        return text
    }

    /// A row as a line of a report.
    ///
    /// - Parameter before: the row from which its time is counted.
    public func line(of row: WireRow, after before: WireRow?) -> String {
        var words = [InternetTime.text(row.time)]
        if let before {
            // One read brings several packets at one moment: the time between them says nothing.
            let isSame = before.batch == row.batch && before.connection == row.connection
            // A handshake that took long stands behind those that began after it.
            let since = row.uptime - before.uptime
            let sign = since < 0 ? "-" : "+"
            words.append(isSame ? "same read" : "\(sign)\(WireWords.duration(abs(since)))")
        } else {
            words.append("-")
        }
        words.append(row.direction == .sent ? "->" : "<-")
        if !row.peer.isEmpty { words.append(row.peer) }
        words.append(what(row))
        if !row.outcome.isEmpty { words.append(row.outcome) }
        if let duration = row.duration { words.append(WireWords.duration(duration)) }
        if let state = Self.word(row.handshake), state != "done" { words.append(state) }
        for verdict in row.verdicts { words.append("! \(verdict.words) (\(verdict.section))") }
        // A topic or a reason may have control characters: a report is read in a terminal.
        return words.map(\.withoutControls).joined(separator: "  ") + "\n"
    }
}
