import Expectations
import JSONPath
import Kit
import Model
import Opener
import Profile
import Text

/// Asks how often the open request is to be sent again, and until when.
enum RepeatForm {
    /// What is typed in its fields, in their order.
    struct Typed {
        var values = ["5 s", "", "", "", "changes", "", "yes", "10", ""]
    }

    /// What is kept of the answers.
    private static let keeping = ["changes", "every answer"]

    /// What can be typed in each field.
    private static let notes = [
        "10 ms to a day, as in 500 ms, 5 s, 1 min", "how often; empty: until it is stopped",
        "how long, as in 10 min; empty: until it is stopped", "a check that ends it, as in $.state == \"done\"",
        "changes: equal answers in a row are one", "paths that may differ in equal answers, as in $.time",
        "asks with the ETag whether it has changed", "so many end it; empty: it goes on",
        "each start is later by as much at most, as in 500 ms",
    ]

    /// Asks.
    static func ask(_ composer: RequestComposer, _ parts: RepeatParts, _ stage: Stage, _ typed: Typed = Typed()) {
        guard !composer.draft.url.isEmpty else {
            return stage.say(.info, "There is no request to repeat: its URL is missing")
        }
        let values = typed.values
        let fields: [FormField] = [
            .line("Every", values[0]), .line("Times", values[1]), .line("For", values[2]), .line("Until", values[3]),
            .choice("Keep", keeping, selected: keeping.firstIndex(of: values[4]) ?? 0),
            .line("Ignore paths", values[5]),
            .choice("If-None-Match", ["yes", "no"], selected: values[6] == "no" ? 1 : 0),
            .line("Failures in a row", values[7]), .line("Jitter", values[8]),
        ]
        let title = composer.draft.name.isEmpty ? composer.draft.method : composer.draft.name
        stage.overlays.append(
            FormOverlay(stage, "Send \(title) again and again", verb: "start", fields, notes: notes) { values in
                verdict(values, composer, parts, stage)
            })
    }

    private static func verdict(
        _ values: [String], _ composer: RequestComposer, _ parts: RepeatParts, _ stage: Stage
    ) -> FormOverlay.Verdict {
        let plan: RepeatPlan
        var until: Condition?
        do {
            plan = try self.plan(values)
            let text = values[3].trimmed
            if !text.isEmpty { until = try Condition(text, about: .answer, filling: composer.variables.filling) }
        } catch let problem as Problem {
            return .problem(problem.words)
        } catch {
            return .problem("Until: \(error)")
        }
        let (preview, _) = composer.preview(ofOther: composer.draft)
        if let words = composer.words(of: preview, stage.keymap) { return .problem(words) }
        let (draft, request, variables) = (composer.draft, composer.current, composer.variables)
        // The closure outlives the form, and may not hold a variable.
        let condition = until
        let start = { [stage, composer] () -> [Effect] in
            let id = parts.requests.repeats.start(draft, of: request, variables, plan, now: parts.uptime(stage.now)) {
                response, body, time in
                // Without a condition nothing ends it early.
                condition?.holds(for: Subject(response, body: body, duration: time)) ?? false
            }
            let list = stage.keymap.name(of: .publishes, in: .anywhere)
            guard let id else {
                stage.say(.warning, "Too many are repeated: stop one first")
                return []
            }
            let words = "Repeating every \(TimeWords.words(plan.period)); \(list) shows, pauses and stops it"
            composer.repeating = (stage.tell(.info, words), id)
            return []
        }
        // The safe ones (RFC 9110 9.2.1).
        guard !["GET", "HEAD", "OPTIONS"].contains(draft.method) else { return .effects(start()) }
        // What changes something is asked about once, and then only counted.
        let count = plan.count.map { "\(Figures.count($0)) times" } ?? "until it is stopped"
        return .ask(
            ConfirmOverlay(
                stage, "\(draft.method) again and again",
                "\(draft.method) may change something each time: every \(TimeWords.words(plan.period)), \(count)?",
                yes: start))
    }

    /// Why a form is not taken.
    private struct Problem: Error {
        var words: String
    }

    private static func plan(_ values: [String]) throws -> RepeatPlan {
        guard let period = time(values[0]), RepeatPlan.periods.contains(period) else {
            throw Problem(words: "Every: 10 ms to a day, as in 500 ms, 5 s, 1 min")
        }
        var plan = RepeatPlan(every: period)
        plan.count = try number(values[1], "Times")
        if !values[2].trimmed.isEmpty {
            guard let time = time(values[2]), RepeatPlan.periods.contains(time) else {
                throw Problem(words: "For: 10 ms to a day, as in 30 s, 10 min")
            }
            plan.time = time
        }
        plan.showsChanges = values[4] == keeping[0]
        plan.ignored = try values[5].split(separator: " ").map { text in
            do throws(JSONPathError) {
                return try JSONPath(String(text))
            } catch {
                throw Problem(words: "Ignore paths: \(text): \(error)")
            }
        }
        plan.isConditional = values[6] == "yes"
        plan.failures = try number(values[7], "Failures in a row")
        if !values[8].trimmed.isEmpty {
            guard let jitter = time(values[8]), jitter <= RepeatPlan.periods.upperBound else {
                throw Problem(words: "Jitter: a time up to a day, as in 500 ms")
            }
            plan.jitter = jitter
        }
        return plan
    }

    private static func time(_ text: String) -> Int64? { TimeSpelling.nanoseconds(text.trimmed) }

    /// A number from 1 on; nil for an empty text.
    private static func number(_ text: String, _ name: String) throws -> Int? {
        if text.trimmed.isEmpty { return nil }
        guard let number = Int(text.trimmed), number > 0 else { throw Problem(words: "\(name): a number from 1 on") }
        return number
    }
}
