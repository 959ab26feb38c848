import Kit
import Model
import Profile
import Topics

/// What can be done with a message, in the log and where it is read.
enum MessageActions {
    static func perform(_ action: Action, on message: StoredMessage?, in state: ScreenState) -> [Effect] {
        if action == .publish || action == .copyCommand {
            guard TopicRules.canName(message?.topic, in: state.topics, state) else { return [] }
        }
        if action == .publish {
            if let message {
                state.overlays.append(PublishComposer(PublishDraft(message, of: state.workspace), state.desk.publisher))
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
            return CommandCopies.copy(message, state.desk.publisher)
        case .requestBody: HalfToHalf.request(message, in: state)
        case .write:
            PayloadActions.write(to: "payload-\(message.sequence).bin", state) {
                .file(.writeMessage(path: $0, sequence: message.sequence))
            }
        default: break
        }
        return []
    }

    private static func payload(_ message: StoredMessage, _ state: ScreenState) -> [UInt8]? {
        guard PayloadActions.canCopy(message.keptSize, state) else { return nil }
        state.say(.info, "Copied")
        return state.workspace.live.messages.withPayload(message.sequence) { Array($0) }
    }
}
