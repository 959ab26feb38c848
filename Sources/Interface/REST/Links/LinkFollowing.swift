import Hypermedia
import Kit
import Model
import Opener
import Profile
import REST
import Terminal
import Text

/// Follows links: with GET at once, with other methods in the composer, after questions where something is to be known.
struct LinkFollowing {
    let composer: RequestComposer
    let stage: Stage
    /// The answer that the link is of; nil when it is of a message.
    let exchange: SentRequest?

    /// What goes along with a request beside what its link says.
    private struct Extras {
        var headers: [DraftField] = []
        var body: String?
        /// What tells who asks, in the place of what the answer was asked for with; nil leaves that.
        var signIn: ThingSignIn?
    }

    /// Follows a link; what its template or form asks for is asked first.
    func follow(_ link: Link) -> [Effect] { follow(link, Extras()) }

    /// Follows a link with header fields and a body that are known already.
    func use(
        _ link: Link, headers: [(name: String, value: String)], body: String?, signIn: ThingSignIn? = nil
    ) -> [Effect] {
        // Written by somebody else: braces in it are text, and call no variable.
        let rows = headers.map { DraftField(TemplateCall.quoted($0.name), TemplateCall.quoted($0.value)) }
        return follow(link, Extras(headers: rows, body: body, signIn: signIn))
    }

    private func follow(_ link: Link, _ extras: Extras) -> [Effect] {
        // link -> values of its template -> fields of its form -> another server? -> request.
        guard link.isTemplate else { return follow(link, [:], extras) }
        let template: URITemplate
        do throws(URITemplate.Problem) {
            template = try URITemplate(link.written)
        } catch {
            stage.say(.error, "The target is no URI template: \(error.words)")
            return []
        }
        guard !template.variables.isEmpty else { return follow(link, [:], extras) }
        stage.overlays.append(
            TemplateOverlay(stage, link, template, known: composer.templateValues[link.written] ?? [:]) {
                [composer] values, typed in
                composer.templateValues[link.written] = typed
                return follow(link, values, extras)
            })
        return []
    }

    private func follow(_ link: Link, _ values: [String: URITemplate.Value], _ extras: Extras) -> [Effect] {
        let isReading = link.method == "GET" || link.method == "HEAD"
        // What is hidden or fixed goes along with its own value, see `Link.request`: a form of nothing else asks nothing.
        let asked = (link.form?.fields ?? []).filter { !$0.isReadOnly && $0.type != "hidden" }
        if isReading, !asked.isEmpty { return ask(asked, of: link, values) }
        do throws(URITemplate.Problem) {
            return go(try link.request(values), isReading: isReading, extras)
        } catch {
            stage.say(.error, "The link cannot be followed: \(error.words)")
            return []
        }
    }

    /// Fields that go into the query.
    private func ask(_ asked: [LinkForm.Field], of link: Link, _ values: [String: URITemplate.Value]) -> [Effect] {
        let rows = asked.map { field in
            let name = (field.prompt ?? field.name) + (field.isRequired ? " *" : "")
            let selected = field.options.firstIndex(of: field.value ?? "") ?? 0
            return field.options.isEmpty
                ? FormField.line(name, field.value ?? "") : FormField.choice(name, field.options, selected: selected)
        }
        stage.overlays.append(
            FormOverlay(stage, link.title ?? link.relation, verb: "follow", rows) { typed in
                if let missing = zip(asked, typed).first(where: { $0.isRequired && $1.isEmpty }) {
                    return .problem("\(missing.0.prompt ?? missing.0.name) is missing")
                }
                let fields = Dictionary(zip(asked.map(\.name), typed), uniquingKeysWith: { $1 })
                guard let request = try? link.request(values, fields: fields) else {
                    return .problem("The link's template cannot be read")
                }
                return .effects(go(request, isReading: true, Extras()))
            })
        return []
    }

    /// Goes to a URL, by its scheme.
    private func go(_ request: LinkRequest, isReading: Bool, _ extras: Extras) -> [Effect] {
        switch URLReference(request.url).scheme?.lowercased() {
        case "http", "https": return askOrigin(request, isReading: isReading, extras)
        // A description may say subprotocols of ws; what listens there is taken for a broker.
        case "mqtt", "mqtts", "ws", "wss": return stage.journeys?.listen(to: request.url) ?? []
        case let scheme:
            stage.say(.warning, "\(scheme ?? "No scheme") is not followed here: \(request.url)")
            return []
        }
    }

    /// Asks before anything that says who asks goes to another server (RFC 6454).
    private func askOrigin(_ request: LinkRequest, isReading: Bool, _ extras: Extras) -> [Effect] {
        guard let exchange else { return open(request, isReading: isReading, extras, keepsCredentials: false) }
        // Where it was sent to, not where redirects led: the credentials were typed for the former.
        let asked = exchange.url.isEmpty ? LinksView.url(of: exchange) : exchange.url
        // What was typed for that server goes there, and nothing else does.
        let credentials = extras.signIn == nil ? exchange.draft.credentials : []
        if URLReference.haveSameOrigin(asked, request.url) {
            return open(request, isReading: isReading, extras, keepsCredentials: true)
        }
        guard !credentials.isEmpty else { return open(request, isReading: isReading, extras, keepsCredentials: false) }
        let place = URLReference(request.url).origin ?? request.url
        let words = credentials.joined(separator: ", ")
        stage.overlays.append(
            PickOverlay(
                stage, "Another server: \(place)", verb: "take",
                [("Go without \(words)", "nothing says who asks"), ("Send \(words) there too", place)]
            ) { choice in open(request, isReading: isReading, extras, keepsCredentials: choice == 1) })
        return []
    }

    private func open(
        _ request: LinkRequest, isReading: Bool, _ extras: Extras, keepsCredentials: Bool
    ) -> [Effect] {
        var draft = (exchange?.draft ?? RequestDraft()).following(request, keepsCredentials: keepsCredentials)
        let known = Set(extras.headers.map { $0.name.lowercased() })
        // What the link says of a field counts over what the request before had.
        draft.headers.removeAll { known.contains($0.name.lowercased()) }
        draft.headers += extras.headers
        extras.signIn?.fill(&draft)
        if let body = extras.body {
            let type = extras.headers.first { $0.name.lowercased() == "content-type" }?.value ?? "application/json"
            draft.method = request.method
            draft.body = type.contains("json") ? .json(TemplateCall.quoted(body)) : .text(TemplateCall.quoted(body))
            // The kind of body says it already.
            if type == "application/json" { draft.headers.removeAll { $0.name.lowercased() == "content-type" } }
        }
        return composer.follow(draft, from: exchange, sends: isReading, stage)
    }
}
