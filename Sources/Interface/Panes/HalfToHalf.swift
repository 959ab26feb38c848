import Kit
import Model
import Payloads
import Profile
import REST
import Topics

/// What goes from one half of the program to the other: a response body into a publish, a payload into a request.
enum HalfToHalf {
    /// Opens the composer on the body of an answer, on the topic that is selected.
    static func publish(_ bytes: PayloadBytes?, of exchange: SentRequest?, in state: ScreenState) {
        guard let bytes, bytes.count > 0 else { return state.say(.info, "There is no body to publish") }
        guard bytes.count <= DraftPayload.largest else { return refuse(bytes.count, state) }
        let made = bytes.withBytes { DraftPayload($0) }
        var draft = PublishDraft()
        draft.topic = state.topic.map(state.topics.topic) ?? ""
        (draft.format, draft.payload) = (made.format, made.text)
        if state.workspace.publishLimits.hasProperties {
            draft.properties.contentType = exchange?.response?.fields["Content-Type"] ?? ""
        }
        state.overlays.append(PublishComposer(draft, state.desk.publisher))
    }

    /// Puts a payload into the open request when that has a body of text or none and a method for one; else into a new
    /// request beside it. What stood there comes back with the editor's undo.
    static func request(_ message: StoredMessage, in state: ScreenState) {
        guard message.keptSize <= DraftPayload.largest else { return refuse(message.keptSize, state) }
        guard !message.isCut else {
            return state.say(.warning, "Only a part of the payload is kept: not taken into a request")
        }
        guard let made = state.workspace.live.messages.withPayload(message.sequence, { DraftPayload($0) }),
            let body = made.requestBody
        else {
            let key = PayloadActions.writeKey(state.keymap)
            return state.say(
                .warning, "The payload is no text: \(key) writes it to a file, which a request can have as its body")
        }
        let open = state.requests.draft
        if Method(rawValue: open.method)?.meansBody == true, open.body == .none || open.body.text != nil {
            state.requests.draft.body = body
        } else {
            var draft = RequestDraft()
            draft.method = "POST"
            draft.body = body
            state.requests.openNew(draft)
        }
        state.requests.wantsBody = true
        (state.wantedView, state.wantedFocus) = (.rest, .request)
        state.say(.info, "The payload of \(state.topics.topic(message.topic)) is the body of the request")
    }

    private static func refuse(_ size: Int, _ state: ScreenState) {
        let (key, size) = (PayloadActions.writeKey(state.keymap), Figures.bytes(Double(size)))
        state.say(.warning, "\(size) are too much to edit: \(key) writes them to a file, which can be sent")
    }
}
