import Hypermedia
import Kit
import Model
import Opener
import Payloads
import Profile
import REST
import Text

extension RequestComposer {
    /// Asks what can be asked of the open request's resource, and shows it.
    func askOptions(_ stage: Stage) -> [Effect] {
        var draft = draft
        draft.method = "OPTIONS"
        draft.body = .none
        draft.headers.removeAll { field in
            let name = field.name.lowercased()
            // OPTIONS is asked about the resource, and not about one form of it; conditions would be ignored (RFC
            // 9110 13.2.1).
            return name.hasPrefix("content-") || name.hasPrefix("if-") || name == "prefer" || name == "accept"
        }
        guard let order = makeAside(draft, stage) else { return [] }
        let answer = shown.flatMap { $0.response == nil || $0.isUnderWay ? nil : $0 }
        stage.overlays.append(
            NextStepsOverlay(
                stage, self, url: order.preview.url, answer: answer, links: answer.map(Self.links) ?? [],
                asked: order.id))
        return [.request(.send(order))]
    }

    /// The longest body whose links are looked for while a popup is opened.
    private static let longestLookedThrough = 1 << 20

    private static func links(of exchange: SentRequest) -> [Link] {
        guard let response = exchange.response else { return [] }
        let fields = FieldLinks.read(
            response.fields.map { ($0.name, $0.value) }, url: LinksView.url(of: exchange), status: response.status)
        guard exchange.body.count <= longestLookedThrough else { return fields.links }
        let reader = LinksView.reader(of: exchange)
        reader.finish()
        return fields.links + reader.links
    }

    /// Does what a line of the next steps says: what only reads is sent, everything else is put into the request.
    func go(_ step: NextSteps.Step, from answer: SentRequest?, _ stage: Stage) -> [Effect] {
        // What is sent changes that again: its answer is then looked at.
        (stage.wantedView, stage.wantedFocus) = (.rest, .request)
        switch step {
        case .get(let url):
            var link = Link(context: url, relation: "", written: url, format: .guess, place: .field("Allow"))
            // The popup names it, not the answer: nothing relative is in it.
            link.isOfAnswer = false
            if let answer { return LinkFollowing(composer: self, stage: stage, exchange: answer).follow(link) }
            let isSame = URLReference.haveSameOrigin(preview.url, url)
            let next = draft.following(LinkRequest(method: "GET", url: url), keepsCredentials: isSame)
            return follow(next, from: nil, sends: true, stage)
        case .accept(let type):
            put("Accept", type)
            return send(stage)
        case .type(let type): put("Content-Type", type)
        case .method(let method, let type):
            draft.method = method
            if let type {
                put("Content-Type", type)
                wantsBody = draft.body != .none
            }
            // These change nothing (RFC 9110 9.2.1); everything else waits for the person's own key.
            if method == "GET" || method == "HEAD" {
                stage.wantedFocus = .response
                return send(stage)
            }
        }
        return []
    }

    /// Sets a header field to one value, in the place of those that were on.
    private func put(_ name: String, _ value: String) {
        let wanted = name.lowercased()
        // Those that are switched off stay: they may be wanted again.
        draft.headers.removeAll { $0.isEnabled && $0.name.lowercased() == wanted }
        draft.headers.append(DraftField(name, TemplateCall.quoted(value)))
    }
}
