import Kit
import Model
import Opener
import Payloads
import Profile
import Topics

/// What a draft becomes when it is sent now, told before it is sent.
struct PublishPreview {
    /// What forbids sending, or would not be what its format says.
    var problem: String?
    /// What is seldom meant.
    var topicHints: [TopicHint] = []
    var hints: [String] = []
    /// The beginning of the payload with its templates put in; nil without templates.
    var preview: String?
    /// Where the values of topics in it are from, and how old they are.
    var sources: [String] = []
    /// Where the payload is wrong, in the text as typed.
    var flaw: Int?

    /// The longest payload that is looked at while it is typed.
    private static let longest = 64 << 10

    /// Whether a payload of so many bytes is looked at while it is typed: a longer one is checked when it is sent.
    static func reads(_ count: Int) -> Bool { count <= longest }

    /// - Parameters:
    ///   - needs: what the draft calls for.
    ///   - limit: the most characters of the preview.
    init(_ draft: PublishDraft, _ needs: RequestNeeds, _ publisher: Publisher, limit: Int) {
        // A copy: what is only looked at does not count on.
        var generators = publisher.workspace.publishing.generators
        let (taken, calls) = Self.taken(needs, publisher)
        for call in calls { generators.answers[call] = taken.shown(call) ?? Self.later }
        sources = taken.entries.map { entry in
            // The preview has dots for a secret: here stands what they are of.
            entry.value == Secret.dots ? "\(Secret.dots) is \(entry.source)" : entry.source
        }
        if let words = taken.problem {
            problem = words
            return
        }
        let known = generators
        do throws(ResolvedPublish.Problem) {
            let resolved = try ResolvedPublish(
                draft, TemplateExpander(variables: publisher.book.variables), generators: &generators,
                now: publisher.stage.now,
                lastValue: publisher.live.topicValue)
            check(resolved, draft, publisher)
            // Without templates it would repeat what is typed.
            if draft.payload.contains("{{") || draft.topic.contains("{{") { show(draft, publisher, known, limit) }
        } catch {
            problem = "\(error)"
            flaw = error.payloadOffset
        }
    }

    /// What stands in a preview for a value of an answer that is got when it is sent.
    private static let later = "{{response}}"

    /// What it takes of answers and topics as they are now, and its calls of answers.
    static func taken(of draft: PublishDraft, _ publisher: Publisher) -> (values: TakenValues, calls: [ResponseCall]) {
        taken(draft.needs(with: publisher.book.variables), publisher)
    }

    private static func taken(
        _ needs: RequestNeeds, _ publisher: Publisher
    ) -> (values: TakenValues, calls: [ResponseCall]) {
        let variables = publisher.book.variables
        guard !needs.taken.isEmpty else { return (TakenValues(), []) }
        let earlier = publisher.stage.answersAtHand(needs.taken)
        let sources = TakenValues.Sources(
            request: { (name) throws(RequestOpener.Failure) in try earlier.entry(name).draft },
            answer: { earlier.entry(of: $0)?.answer }, lastValue: publisher.live.topicValue)
        return (TakenValues(of: needs.taken, variables, now: publisher.stage.now, sources), needs.responses)
    }

    /// What it becomes, with dots for what is secret: what is checked is what would be sent.
    private mutating func show(
        _ draft: PublishDraft, _ publisher: Publisher, _ known: Generators, _ limit: Int
    ) {
        var generators = known
        var expander = TemplateExpander(variables: publisher.book.variables)
        expander.conceals = .named
        // Dots are no digits of hexadecimal or Base64: of those nothing is shown.
        let shown = try? ResolvedPublish(
            draft, expander, generators: &generators, now: publisher.stage.now, lastValue: publisher.live.topicValue)
        guard let shown, case .bytes(let bytes) = shown.payload else { return }
        let topic = draft.topic.contains("{{") ? "\(shown.draft.topic)  " : ""
        preview = bytes.isEmpty ? topic : topic + bytes.withUnsafeBytes { excerpt($0, limit: limit) }
    }

    private mutating func check(_ resolved: ResolvedPublish, _ draft: PublishDraft, _ publisher: Publisher) {
        var size: Int?
        if case .bytes(let bytes) = resolved.payload { size = bytes.count }
        let checked = PublishCheck(resolved.draft, payloadSize: size, limits: publisher.workspace.publishLimits)
        problem = checked.problem
        (topicHints, hints) = (checked.topicHints, checked.hints)
        guard problem == nil, let kind = TypedText.Kind(draft.format), !draft.payload.isEmpty,
            let wrong = TypedText(template: draft.payload, as: kind).checked()
        else { return }
        flaw = wrong.offset
        // Not forbidden: who tests a parser sends such things on purpose.
        problem = "\(wrong.words): it is sent as typed"
    }
}

extension TypedText.Kind {
    /// What a payload of a format is meant to be; nil for formats without a grammar.
    init?(_ format: PublishDraft.Format) {
        switch format {
        case .json: self = .json
        case .xml: self = .xml
        case .text, .hex, .base64, .file, .empty: return nil
        }
    }
}
