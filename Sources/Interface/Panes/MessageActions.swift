import Kit
import Model
import Profile
import Topics

/// What can be done with a message, in the log and where it is read.
enum MessageActions {
    static func perform(_ action: Action, on message: StoredMessage?, in state: ScreenState) -> [Effect] {
        if action == .publish || action == .copyCommand {
            guard TopicRules.canName(message?.topic, in: state) else { return [] }
        }
        if action == .publish {
            if let message {
                state.overlays.append(PublishComposer(PublishDraft(message, of: state.workspace), state))
            } else {
                Dialogs.publish(on: state.topic, in: state)
            }
            return []
        }
        guard let message else { return [] }
        switch action {
        case .copy:
            return payload(message, state).map { [.program(.copy($0))] } ?? []
        case .copyCommand:
            return copyCommand(message, state)
        case .requestBody: HalfToHalf.request(message, in: state)
        case .write:
            Dialogs.write(message.sequence, in: state)
        default: break
        }
        return []
    }

    private static func payload(_ message: StoredMessage, _ state: ScreenState) -> [UInt8]? {
        guard isCopied(message, state) else { return nil }
        state.say(.info, "Copied")
        return state.workspace.live.messages.withPayload(message.sequence) { Array($0) }
    }

    /// Whether a message is small enough for the clipboard; else that is said.
    private static func isCopied(_ message: StoredMessage, _ state: ScreenState) -> Bool {
        guard message.keptSize > 1 << 20 else { return true }
        state.say(
            .warning,
            PayloadActions.tooMuch(message.keptSize, state))
        return false
    }

    /// A command that publishes the same bytes again, to the same broker.
    static func copyCommand(_ message: StoredMessage, _ state: ScreenState) -> [Effect] {
        let messages = state.workspace.live.messages
        guard isCopied(message, state), let payload = messages.withPayload(message.sequence, { Array($0) }) else {
            return []
        }
        var draft = PublishDraft()
        draft.topic = state.topics.topic(message.topic)
        draft.qos = message.flags.qos
        draft.retain = message.flags.isRetained
        draft.properties = messages.properties(message.sequence).withUnsafeBytes(state.workspace.draftProperties)
        var comments: [String] = []
        if message.isCut {
            let kept = Figures.count(message.keptSize)
            comments.append("Only the first \(kept) of \(Figures.count(message.payloadSize)) bytes were kept")
        }
        return CommandCopies.copy(draft, .bytes(payload), comments: comments, state)
    }
}
