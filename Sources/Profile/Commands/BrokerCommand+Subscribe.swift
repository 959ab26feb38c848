import Text

/// Subscriptions in the words of a program.
extension BrokerCommand {
    /// Writes the words for filters.
    mutating func write(_ filters: [SubscriptionDraft]) {
        for draft in filters { words.append("-t \(ShellWord.quoted(draft.filter))") }
        if tool == .mqttx { return writeForMQTTX(filters) }
        let highest = filters.map(\.qos).max() ?? 0
        if filters.contains(where: { $0.qos != highest }) {
            comments.append("QoS \(highest) for all filters: the program takes one")
        }
        if highest > 0 { words.append("-q \(highest)") }
        // The explorer shows what each filter brings; its options are those of the connection's form.
        guard version == "5" else { return }
        let options = options(of: filters)
        let canSay = tool == .martlet && filters.allSatisfy { $0.options == filters.first?.options }
        if canSay, task == .subscribe, let first = filters.first {
            if first.retainAsPublished { words.append("--retain-as-published") }
            if first.retainHandling > 0 {
                words.append("--retain-handling \(first.retainHandling == 1 ? "new" : "never")")
            }
            if first.noLocal { comments.append("Left out: No Local, which martlet sub does not ask for") }
        } else if !options.isEmpty {
            comments.append("Left out: \(options.joined(separator: ", "))")
        }
    }

    private mutating func writeForMQTTX(_ filters: [SubscriptionDraft]) {
        func list(_ values: [String]) -> String { values.joined(separator: " ") }
        // mqttx pairs the values with the filters by their place: all are given, or none.
        if filters.contains(where: { $0.qos > 0 }) { words.append("-q \(list(filters.map { "\($0.qos)" }))") }
        guard version == "5" else { return }
        if filters.contains(where: \.noLocal) { words.append("-nl \(list(filters.map { "\($0.noLocal)" }))") }
        if filters.contains(where: \.retainAsPublished) {
            words.append("-rap \(list(filters.map { "\($0.retainAsPublished)" }))")
        }
        if filters.contains(where: { $0.retainHandling > 0 }) {
            words.append("-rh \(list(filters.map { "\($0.retainHandling)" }))")
        }
    }

    private func options(of filters: [SubscriptionDraft]) -> [String] {
        filters.flatMap { draft in
            let place = "of \(draft.filter.withoutControls)"
            return [
                draft.noLocal ? "No Local \(place)" : nil,
                draft.retainAsPublished ? "Retain As Published \(place)" : nil,
                draft.retainHandling > 0 ? "Retain Handling \(draft.retainHandling) \(place)" : nil,
            ].compactMap(\.self)
        }
    }
}

extension SubscriptionDraft {
    /// What is asked of MQTT 5 beside the QoS (3.8.3.1).
    fileprivate var options: SubscriptionDraft {
        var options = SubscriptionDraft("")
        (options.noLocal, options.retainAsPublished, options.retainHandling) = (
            noLocal, retainAsPublished, retainHandling
        )
        return options
    }
}
