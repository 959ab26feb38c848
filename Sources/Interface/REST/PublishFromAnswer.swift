import Model
import Payloads
import Profile
import REST

/// The way of a body into a publish.
enum PublishFromAnswer {
    /// Composes a publish of the body of an answer.
    static func compose(_ bytes: PayloadBytes?, of exchange: SentRequest?, _ stage: Stage) {
        guard let bytes, bytes.count > 0 else { return stage.say(.info, "There is no body to publish") }
        guard PayloadActions.canEdit(bytes.count, stage) else { return }
        stage.journeys?.publish(
            bytes.withBytes { DraftPayload($0) }, contentType: exchange?.response?.fields["Content-Type"] ?? "")
    }
}
