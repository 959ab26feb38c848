import Expectations
import Kit
import Model
import Payloads
import Profile
import Topics

extension MessagePane {
    /// Puts the value under the cursor in a variable; of what is no JSON the whole payload.
    func takeValue() {
        guard let message, let payload = desk.workspace.live.messages.payload(message.sequence) else {
            return desk.stage.say(.info, "There is no message of which a value could be taken")
        }
        let isJSON = view.document?.kind == .json
        guard !isJSON || view.valuePath != nil else {
            return desk.stage.say(.info, "No value is under the cursor, or the path gives several")
        }
        let topic = desk.topics.topic(message.topic)
        let what = isJSON ? view.valuePath ?? "" : ""
        let subject = Subject(
            topic: topic, qos: message.flags.qos, isRetained: message.flags.isRetained, payload: payload)
        VariableFromValue(
            subject: subject, what: what, call: TakenCall.topic(topic, what.isEmpty ? nil : what),
            noCall: "no call can name it"
        ).ask(desk.publisher.book, desk.stage)
    }
}
