import Kit
import Model
import Profile
import Topics

/// What can be done with a message, in the log and where it is read.
enum MessageActions {
    static func perform(_ action: Action, on message: StoredMessage?, _ desk: Desk) -> [Effect] {
        if action == .publish || action == .copyCommand {
            guard TopicRules.canName(message?.topic, in: desk.topics, desk.stage) else { return [] }
        }
        if action == .publish {
            if let message {
                desk.stage.overlays.append(PublishComposer(PublishDraft(message, of: desk.workspace), desk.publisher))
            } else {
                TopicActions.publish(on: desk.topic, desk)
            }
            return []
        }
        guard let message else { return [] }
        switch action {
        case .copy:
            return payload(message, desk).map { [.program(.copy($0))] } ?? []
        case .copyCommand:
            return CommandCopies.copy(message, desk.publisher)
        case .requestBody: RequestFromMessage.take(message, desk)
        case .write:
            PayloadActions.write(to: "payload-\(message.sequence).bin", desk.stage) {
                .file(.writeMessage(path: $0, sequence: message.sequence))
            }
        default: break
        }
        return []
    }

    private static func payload(_ message: StoredMessage, _ desk: Desk) -> [UInt8]? {
        guard PayloadActions.canCopy(message.keptSize, desk.stage) else { return nil }
        desk.stage.say(.info, "Copied")
        return desk.workspace.live.messages.withPayload(message.sequence) { Array($0) }
    }
}
