import Explorer

/// What is known of a message beside its payload.
enum MessageHeader {
    static func lines(_ message: StoredMessage, _ state: ExploreState) -> [(name: String, value: String)] {
        var facts = [
            Figures.date(message.time), Figures.bytes(Double(message.payloadSize)), "QoS \(message.flags.qos)",
        ]
        if message.flags.isRetained { facts.append("retained") }
        if message.flags.isDuplicate { facts.append("DUP") }
        if message.isCut {
            facts.append("cut: \(Figures.count(message.keptSize)) of \(Figures.count(message.payloadSize)) bytes kept")
        }
        if message.gapBefore { facts.append("first after a lost connection") }
        var lines = [("time", facts.joined(separator: "  "))]
        state.workspace.messages.properties(message.sequence).withUnsafeBytes { bytes in
            for property in state.workspace.describeProperties(bytes) { lines.append((property.name, property.value)) }
        }
        return lines
    }
}
