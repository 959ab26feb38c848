import Kit
import Model
import Profile
import Topics

/// The way of a payload into the body of a request.
enum RequestFromMessage {
    /// Takes the payload of a message into the request that is open, or into a new one beside it.
    static func take(_ message: StoredMessage, _ desk: Desk) {
        let stage = desk.stage
        guard PayloadActions.canEdit(message.keptSize, stage) else { return }
        guard !message.isCut else {
            return stage.say(.warning, "Only a part of the payload is kept: not taken into a request")
        }
        guard let made = desk.workspace.live.messages.withPayload(message.sequence, { DraftPayload($0) }),
            let body = made.requestBody
        else {
            let key = PayloadActions.writeKey(stage.keymap)
            return stage.say(
                .warning, "The payload is no text: \(key) writes it to a file, which a request can have as its body")
        }
        stage.journeys?.request(with: body)
        let topic = stage.told(desk.topics.shownTopic(message.topic))
        stage.say(.info, "The payload of \(topic) is the body of the request")
    }
}
