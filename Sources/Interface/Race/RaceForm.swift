import Kit
import Model
import Opener
import Profile
import Topics
import Wire

/// Asks what is to be raced: from a topic or a request, with what seems to tell the same on the other side.
enum RaceForm {
    /// Opens what is raced already, else the question for it.
    static func open(from place: KeyContext, _ parts: RaceParts) {
        if parts.model.race?.isRunning == true { return parts.stage.overlays.append(RaceOverlay(parts)) }
        ask(from: place, parts)
    }

    /// Asks for a race: of the open request where requests are on the screen, else of the selected topic, else of one of
    /// the pairs that are found.
    static func ask(from place: KeyContext, _ parts: RaceParts) {
        let (desk, composer) = (parts.desk, parts.composer)
        let isREST = place.isOfRequests
        // What is before one's eyes is one half of the race, and the other is looked for.
        if isREST, !composer.draft.url.isEmpty {
            let topic = RacePairs.topic(for: composer.draft, desk.topics)?.topic
            return ask(topic ?? "", composer.draft, parts)
        }
        if !isREST, let id = desk.topic, desk.topics.isText(id) {
            let topic = desk.topics.topic(id)
            if let draft = RacePairs.request(for: topic, composer) { return ask(topic, draft, parts) }
        }
        let pairs = RacePairs.all(composer, desk.topics)
        if pairs.isEmpty {
            let topic = desk.topic.flatMap { desk.topics.isText($0) ? desk.topics.topic($0) : nil } ?? ""
            return ask(topic, RequestDraft(), parts)
        }
        var lines = pairs.map { (text: $0.topic, note: "\($0.draft.method) \(NamedSecrets.shown.url($0.draft.url))") }
        lines.append((text: "another topic or URL", note: ""))
        parts.stage.overlays.append(
            PickOverlay(parts.stage, "Race: what polling and pushing cost", verb: "race it", lines) { choice in
                // The last line is none of the pairs: both are typed then.
                let pair = pairs.indices.contains(choice) ? pairs[choice] : nil
                ask(pair?.topic ?? "", pair?.draft ?? RequestDraft(), parts)
                return []
            })
    }

    private static func ask(_ topic: String, _ draft: RequestDraft, _ parts: RaceParts) {
        let fields: [FormField] = [
            .line("Topic", topic), .line("URL", draft.url), .line("Request every", "1 s"), .line("For", "1 min"),
        ]
        parts.stage.overlays.append(
            FormOverlay(
                parts.stage, "Race: a topic and a request that tell the same", verb: "race", fields,
                // On what is missing.
                focus: topic.isEmpty ? 0 : draft.url.isEmpty ? 1 : 0
            ) { values in
                verdict(values, draft, parts)
            })
    }

    private static func verdict(
        _ values: [String], _ draft: RequestDraft, _ parts: RaceParts
    ) -> FormOverlay.Verdict {
        var draft = draft
        draft.url = values[1]
        if values[0].isEmpty { return .problem("A topic is missing: the one that tells what the URL tells") }
        if let problem = TopicRules.problem(ofFilter: values[0]) { return .problem(problem) }
        // It is sent again and again: only what is safe (RFC 9110 9.2.1).
        guard draft.method == "GET" else {
            let isSafe = ["HEAD", "OPTIONS", "TRACE"].contains(draft.method)
            let why = isSafe ? "\(draft.method) brings nothing to compare" : "\(draft.method) changes things"
            return .problem("\(why): a race asks with GET")
        }
        guard let every = time(values[2], 10_000...86_400_000_000) else {
            return .problem("From one request to the next: 10 ms to a day, as in 500 ms, 2 s, 1 min")
        }
        guard let time = time(values[3], 1_000_000...86_400_000_000) else {
            return .problem("The race lasts 1 s to a day, as in 30 s, 5 min, 1 h")
        }
        let (preview, shown) = parts.composer.preview(ofOther: draft)
        if let words = parts.composer.words(of: preview, parts.stage.keymap) { return .problem(words) }
        let order = RaceOrder(
            topic: values[0], draft: draft, variables: parts.composer.variables, shownURL: shown, every: every,
            time: time)
        parts.stage.overlays.append(RaceOverlay(parts))
        return .effects([.connection(.race(order))])
    }

    private static func time(_ text: String, _ range: ClosedRange<Int64>) -> Duration? {
        PublishForm.microseconds(text).flatMap { range.contains($0) ? .microseconds($0) : nil }
    }
}
