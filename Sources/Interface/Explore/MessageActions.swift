import Kit
import Model
import Payloads
import Profile
import Topics

/// What can be done with a message, in the log and where it is read.
enum MessageActions {
    static func perform(_ action: Action, on message: StoredMessage?, _ desk: Desk) -> [Effect] {
        // A topic with bytes that are no UTF-8, or too long, can be shown but not published to.
        if action == .publish || action == .copyCommand {
            guard TopicRules.canName(message?.topic, in: desk.topics, desk.stage) else { return [] }
        }
        // Before a message is asked for: without one it is composed for the selected topic.
        if action == .publish {
            if let message {
                desk.stage.overlays.append(
                    PublishComposer(
                        PublishDraft(message, of: desk.workspace), desk.publisher, isOffered: true))
            } else {
                TopicActions.publish(on: desk.topic, desk)
            }
            return []
        }
        guard let message else {
            if acts(action) { desk.stage.say(.info, "No message is selected") }
            return []
        }
        if action == .twin { return desk.stage.journeys?.showTwin(ofTopic: desk.topics.topic(message.topic)) ?? [] }
        switch action {
        case .copy:
            return copy(message, desk)
        case .copyCommand:
            return CommandCopies.copy(message, desk.publisher, writtenIn: .message)
        case .onWire: desk.stage.journeys?.showPacket(of: message)
        case .links:
            let topic = desk.topics.topic(message.topic)
            guard let payload = desk.workspace.live.messages.payload(message.sequence),
                desk.stage.journeys?.showLinks(payload, of: topic) == true
            else {
                desk.stage.say(.info, "The message links to nothing")
                break
            }
        case .thing:
            guard let payload = desk.workspace.live.messages.payload(message.sequence),
                desk.stage.journeys?.showThing(payload) == true
            else {
                desk.stage.say(.info, "The message is no Thing Description")
                break
            }
        case .requestBody: RequestFromMessage.take(message, desk)
        case .write:
            PayloadActions.write(to: fileName(message, desk), desk.stage) {
                .file(.writeMessage(path: $0, sequence: message.sequence))
            }
        default: break
        }
        return []
    }

    /// Whether an action is about a message.
    private static func acts(_ action: Action) -> Bool {
        switch action {
        case .twin, .copy, .copyCommand, .onWire, .links, .thing, .requestBody, .write: true
        default: false
        }
    }

    /// The most bytes that are looked through to know what a payload is while a key waits.
    private static let longestJudged = 8 << 20

    /// A name for a message's file: the topic's last level, and an ending by what the payload is.
    private static func fileName(_ message: StoredMessage, _ desk: Desk) -> String {
        let kind =
            message.keptSize > longestJudged
            ? nil : desk.workspace.live.messages.withPayload(message.sequence) { PayloadKind.detect($0) }
        let level = desk.topics.withLevelName(message.topic) { String(decoding: $0.prefix(256), as: UTF8.self) }
        return PayloadActions.fileName(level, else: "payload", kind ?? .binary)
    }

    private static func copy(_ message: StoredMessage, _ desk: Desk) -> [Effect] {
        // Before the bytes are taken: a payload may be 256 MiB.
        guard desk.stage.canCopy(message.keptSize, writtenIn: .message),
            let payload = desk.workspace.live.messages.withPayload(message.sequence, { Array($0) })
        else { return [] }
        return desk.stage.copy(desk.topics.shownTopic(message.topic), payload)
    }
}
