import Expectations
import Kit
import Model
import Opener
import Profile
import Text
import Topics

/// Asks what is to be expected: "send this, expect that".
enum ExpectForm {
    /// How many, or what else of them.
    private static let kinds = ["once or more", "exactly", "never", "unchanged"]

    /// Opens what goes on already, else the question for it: for the open request where requests are on the screen, else
    /// for the selected topic.
    static func open(from place: KeyContext, _ parts: ExpectParts) {
        // One at a time: what runs is shown.
        if parts.model.expectation?.isRunning == true {
            return parts.stage.overlays.append(ExpectOverlay(parts, parts.composer.expected))
        }
        let composer = parts.composer
        let isREST = place.isOfRequests
        var typed = ExpectTyped()
        if isREST, !composer.draft.url.isEmpty {
            typed.trigger = .request(composer.draft)
            typed.values[0] = RacePairs.topic(for: composer.draft, parts.desk.topics)?.topic ?? ""
        } else if let id = parts.desk.topic, parts.desk.topics.isText(id) {
            typed.values[0] = parts.desk.topics.topic(id)
        }
        // What was typed last for the same is offered again.
        if let last = parts.composer.expected, last.trigger == typed.trigger { typed = last }
        ask(typed, parts)
    }

    /// Opens the question for a publish.
    static func open(for draft: PublishDraft, _ parts: ExpectParts) {
        var typed = ExpectTyped()
        typed.trigger = .publish(draft)
        // Where the topic is known only when it is sent, there is nothing to watch by that name.
        typed.values[0] = draft.topic.contains("{{") ? "" : draft.topic
        if let last = parts.composer.expected, last.trigger == typed.trigger { typed = last }
        ask(typed, parts)
    }

    private static func title(_ trigger: StepDraft.Trigger) -> String {
        trigger == .none ? "Watch what comes by itself" : "Expect after \(words(trigger))"
    }

    /// What is sent, as people call it.
    static func words(_ trigger: StepDraft.Trigger) -> String {
        switch trigger {
        case .none: "nothing"
        case .savedRequest(let name), .savedPublish(let name): name
        case .request(let draft):
            draft.name.isEmpty ? "\(draft.method) \(draft.withoutSecrets().url)" : "request \(draft.savedPath)"
        case .publish(let draft): "publish to \(draft.topic)"
        }
    }

    /// Asks.
    static func ask(_ typed: ExpectTyped, _ parts: ExpectParts) {
        let values = typed.values
        let triggers = typed.trigger == .none ? ["nothing"] : ["this", "nothing"]
        let fields: [FormField] = [
            .choice("Send", triggers, selected: typed.isSent ? 0 : triggers.count - 1),
            .line("Expect on", values[0]), .line("Where", values[1]), .line("Within", values[2]),
            .choice("How many", kinds, selected: kinds.firstIndex(of: values[3]) ?? 0), .line("Count", values[4]),
            .choice("Retained ones count", ["no", "yes"], selected: values[5] == "yes" ? 1 : 0),
            .line("Bind name=path", values[6]), .line("And never on", values[7]), .line("Watch that for", values[8]),
        ]
        parts.stage.overlays.append(
            FormOverlay(
                parts.stage, title(typed.trigger), verb: typed.trigger == .none ? "watch" : "send and watch", fields,
                focus: 1, notes: notes
            ) { all in
                var typed = typed
                typed.isSent = all[0] == "this"
                typed.values = Array(all.dropFirst())
                return verdict(typed, parts)
            })
    }

    /// What is typed in each field, in their order.
    private static let notes = [
        "this sends it again whenever it is watched; nothing waits for others",
        "a topic, or a filter: home/+/lamp, home/#",
        "a condition: $.on == true; empty for any message", "how long: 500 ms, 2 s, 1 min",
        "what it is to do in that time",
        "how many messages, for once or more and exactly", "whether what the broker has kept is one of them",
        "values for later: level=$.brightness, blanks between them", "a topic or a filter that nothing may come on",
        "how long nothing may: 2 s",
    ]

    private static func verdict(_ typed: ExpectTyped, _ parts: ExpectParts) -> FormOverlay.Verdict {
        let step: StepDraft
        do {
            step = try self.step(typed)
        } catch {
            return .problem("\(error)")
        }
        let variables = parts.composer.variables
        do {
            // What cannot be understood, or has no value, is said here and not after something was sent.
            _ = try StepRun(step, variables, qos: nil)
        } catch {
            // Of one step its name tells nothing, and the condition stands in its field.
            let words = "\(error)".trimmingPrefix("\(step.name): ")
            let condition = "\(typed.values[1]): "
            guard words.hasPrefix(condition) else { return .problem(String(words)) }
            return .problem("Where: \(words.dropFirst(condition.count))", at: 2)
        }
        if case .request(let draft) = step.trigger {
            let (preview, _) = parts.composer.preview(ofOther: draft)
            if let words = parts.composer.words(of: preview, parts.stage.keymap) { return .problem(words) }
        }
        parts.composer.expected = typed
        parts.stage.overlays.append(ExpectOverlay(parts, typed))
        return .effects([.connection(.expect(ExpectOrder(step: step, variables: variables)))])
    }

    /// The step that is typed.
    static func step(_ typed: ExpectTyped) throws(StepProblem) -> StepDraft {
        let values = typed.values
        var expected = ExpectedDraft()
        expected.filter = values[0]
        if let problem = TopicRules.problem(ofFilter: values[0]) { throw StepProblem("Expect on: \(problem)") }
        expected.condition = values[1]
        expected.time = try time(values[2], "Within")
        expected.kind = try kind(values[3], count: values[4])
        expected.countsRetained = values[5] == "yes"
        expected.bindings = try bindings(values[6])
        var step = StepDraft()
        step.expected = [expected]
        if !values[7].isEmpty {
            if let problem = TopicRules.problem(ofFilter: values[7]) { throw StepProblem("And never on: \(problem)") }
            var none = ExpectedDraft()
            (none.filter, none.kind, none.time) = (values[7], .never, try time(values[8], "Watch that for"))
            step.expected.append(none)
        }
        // `typed` keeps what could be sent, so that it can be chosen again.
        step.trigger = typed.isSent ? typed.trigger : .none
        if case .request(let draft) = step.trigger { step.checks = draft.allChecks }
        step.name = words(step.trigger)
        return step
    }

    private static func kind(_ word: String, count: String) throws(StepProblem) -> ExpectedDraft.Kind {
        if word == kinds[2] { return .never }
        if word == kinds[3] { return .unchanged(path: nil) }
        // "exactly 0" would be never, and is allowed; "once or more" of none would always be met.
        let least = word == kinds[1] ? 0 : 1
        guard let number = Int(count), (least...1_000_000).contains(number) else {
            throw StepProblem("Count: a number of messages from \(least) to 1,000,000")
        }
        return word == kinds[1] ? .exactly(number) : .atLeast(number)
    }

    private static func time(_ text: String, _ name: String) throws(StepProblem) -> Int64 {
        guard let time = TimeSpelling.nanoseconds(text), (1_000_000...86_400_000_000_000).contains(time) else {
            throw StepProblem("\(name): 1 ms to a day, as in 500 ms, 2 s, 1 min")
        }
        return time
    }

    private static func bindings(_ text: String) throws(StepProblem) -> [DraftField] {
        var found: [DraftField] = []
        for part in text.split(separator: " ") {
            guard let equals = part.firstIndex(of: "="), equals > part.startIndex else {
                throw StepProblem("Bind: write name=path, as in level=$.brightness")
            }
            let path = String(part[part.index(after: equals)...])
            do {
                _ = try Extraction(path, about: .message)
            } catch {
                throw StepProblem("Bind \(part): \(error)")
            }
            found.append(DraftField(String(part[..<equals]), path))
        }
        return found
    }
}
