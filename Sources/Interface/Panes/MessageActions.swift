import Explorer

/// What can be done with a message, in the log and where it is read.
enum MessageActions {
    static func perform(_ action: Action, on message: StoredMessage?, in state: ScreenState) -> [Effect] {
        if action == .publish {
            if let message {
                state.overlays.append(PublishComposer(PublishDraft(message, of: state.workspace)))
            } else {
                Dialogs.publish(on: state.topic, in: state)
            }
            return []
        }
        guard let message else { return [] }
        switch action {
        case .copy:
            return payload(message, state).map { [.copy($0)] } ?? []
        case .copyCommand:
            return payload(message, state).map { [.copy(command(message, $0, state))] } ?? []
        case .requestBody: HalfToHalf.request(message, in: state)
        case .write:
            Dialogs.write(message.sequence, in: state)
        default: break
        }
        return []
    }

    private static func payload(_ message: StoredMessage, _ state: ScreenState) -> [UInt8]? {
        guard message.keptSize <= 1 << 20 else {
            state.say(
                .warning,
                "\(Figures.bytes(Double(message.keptSize))) are too much for the clipboard: w writes them to a file")
            return nil
        }
        state.say(.info, "Copied")
        return state.workspace.messages.withPayload(message.sequence) { Array($0) }
    }

    /// A line for a POSIX shell that publishes the same bytes again.
    private static func command(_ message: StoredMessage, _ payload: [UInt8], _ state: ScreenState) -> [UInt8] {
        var text = "mosquitto_pub -t \(quoted(state.topics.topic(message.topic)))"
        if message.flags.qos > 0 { text += " -q \(message.flags.qos)" }
        if message.flags.isRetained { text += " -r" }
        if let words = String(validating: payload, as: UTF8.self), !payload.contains(0) {
            text += words.isEmpty ? " -n" : " -m \(quoted(words))"
        } else {
            // Bytes that are no text travel as octal escapes.
            let escaped = payload.map { "\\" + padded(String($0, radix: 8)) }.joined()
            text = "printf '\(escaped)' | \(text) -s"
        }
        return Array(text.utf8)
    }

    private static func padded(_ digits: String) -> String {
        String(repeating: "0", count: 3 - digits.count) + digits
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
