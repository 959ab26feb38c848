import Kit
import Model
import Terminal
import Topics

/// What is known of a message beside its payload.
enum MessageHeader {
    /// The name and the value of each line, the topic first. What is short shares a line where there is room.
    static func lines(_ message: StoredMessage, width: Int, _ workspace: Workspace) -> [(name: String, value: String)] {
        let date = Figures.date(message.time)
        var facts = ["QoS \(message.flags.qos)"]
        if message.flags.isRetained { facts.append("retained") }
        if message.flags.isDuplicate { facts.append("DUP") }
        // The name and two gaps beside them; the exact number is whole or not there.
        let room = width - displayWidth(of: facts.joined(separator: "  ")) - 12
        facts.append(size(message.payloadSize, room: room))
        let flags = facts.joined(separator: "  ")
        var lines = [("topic", workspace.live.topics.shownTopic(message.topic))]
        // On one line where both fit with the name and two gaps, ten columns: each row of the header is one less of the payload.
        if date.utf8.count + flags.utf8.count + 10 <= width {
            lines.append(("time", "\(date)  \(flags)"))
        } else {
            lines += [("time", date), ("flags", flags)]
        }
        if message.isCut {
            let kept = Figures.count(message.keptSize)
            lines.append(("cut", "the first \(kept) of \(Figures.count(message.payloadSize)) bytes are kept"))
        }
        if let less = workspace.downgrade(of: workspace.live.topics.topic(message.topic)),
            // A message of a lower QoS was published so, and lost nothing by the grant.
            message.flags.qos == less.granted
        {
            lines.append(
                (
                    "granted",
                    "QoS \(less.granted) of \(less.asked) asked for by \(less.filter): the broker grants no more"
                ))
        }
        if let rule = workspace.live.describeRule(message.flags.rule) { lines.append(("fault", rule)) }
        if message.gapBefore { lines.append(("gap", "the connection was lost before this message")) }
        workspace.live.messages.properties(message.sequence).withUnsafeBytes { bytes in
            for property in workspace.live.describeProperties(bytes) {
                lines.append((property.name, property.value))
            }
        }
        return lines
    }

    /// `61 B`, `12.4 kB (12,431 bytes)`
    private static func size(_ bytes: Int, room: Int) -> String {
        if bytes < 1000 { return "\(bytes) B" }
        let exact = "\(Figures.bytes(Double(bytes))) (\(Figures.count(bytes)) bytes)"
        return exact.utf8.count <= room ? exact : Figures.bytes(Double(bytes))
    }
}
