import Expectations
import Kit
import Model
import Opener
import Payloads
import Profile

/// A value that is looked at becomes a variable: the value as it is now, or a call that takes the present one each time.
struct VariableFromValue {
    /// What is looked at, as conditions ask of it.
    let subject: Subject
    /// What is taken of it: `$.token`, `header location`; empty for the whole payload or body.
    let what: String
    /// The call that takes it; nil where there can be none, and `noCall` says why.
    let call: String?
    var noCall = ""

    /// The most characters of a value that is kept.
    private static let longest = 100_000
    private static let choices = ["the value now", "the live value"]

    /// Asks for the name, for what it holds and where it is kept.
    func ask(_ book: ProfileBook, _ stage: Stage) {
        let value: String
        do {
            value = try Extraction(what.isEmpty ? "payload" : what, about: subject.kind).value(of: subject)
        } catch {
            return stage.say(.info, "Nothing to put in a variable: \(error)")
        }
        guard value.count <= Self.longest else {
            return stage.say(.warning, "\(Figures.count(value.count, "character")) are too many for a variable")
        }
        let isSecret = extraction?.isSecret ?? false
        // What nobody should read is better taken live than written into the profile.
        let preferred = isSecret && call != nil ? 1 : 0
        var fields: [FormField] = [.line("Name", name)]
        fields.append(.choice("Holds", call == nil ? [Self.choices[0]] : Self.choices, selected: preferred))
        fields.append(.line("Environment", book.environment?.name ?? book.freeEnvironmentName("dev")))
        let advice = FormOverlay.Advice(
            words: { values in
                let isLive = values[1] == Self.choices[1]
                let hasNote = call == nil ? "; \(noCall)" : ""
                let shown =
                    isSecret || Secret.isSecretName(values[0]) ? Secret.dots : visible(String(value.prefix(200)))
                return "{{\(values[0])}} holds \(isLive ? call ?? "" : shown)\(hasNote)"
            }, hide: { _ in })
        stage.overlays.append(
            FormOverlay(
                stage, "A variable of \(what.isEmpty ? "the whole text" : what)", verb: "keep", fields, advice: advice
            ) { values in
                let name = values[0]
                if let problem = Environment.Variable.problem(ofName: name) { return .problem(problem) }
                if values[2].isEmpty { return .problem("An environment needs a name") }
                let isLive = values[1] == Self.choices[1]
                // A value with braces in it is a value: it calls nothing.
                let text = isLive ? call ?? "" : TemplateCall.quoted(value)
                let holds = book.keep(Environment.Variable(name, .literal(text)), in: values[2])
                Self.tell(
                    name, in: values[2], holds: holds, isClear: !isLive && (isSecret || Secret.isSecretName(name)),
                    stage)
                return .effects([])
            })
    }

    private static func tell(_ name: String, in environment: String, holds: Bool, isClear: Bool, _ stage: Stage) {
        let place = stage.keymap.name(of: .connections, in: .anywhere)
        if isClear {
            let key = stage.keymap.name(of: .referSecret, in: .environment)
            return stage.say(
                .warning,
                "Kept {{\(name)}} in \(environment), in clear: \(key) in Environment (view \(place)) makes it a reference"
            )
        }
        let next = stage.keymap.name(of: .nextEnvironment, in: .anywhere)
        stage.say(
            .info,
            "Kept {{\(name)}} in environment \(environment)"
                + (holds ? "" : ", which does not hold now: \(next) switches"))
    }

    private var extraction: Extraction? { try? Extraction(what, about: subject.kind) }

    /// The last key on the way to it, as a name can be.
    private var name: String {
        let key = extraction?.name ?? ""
        // Of a whole payload the last level of its topic, which mostly says what it is.
        let words = key.isEmpty ? String(subject.topic.split(separator: "/").last ?? "value") : key
        let name = String(words.filter { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }.prefix(60))
        // A variable begins with a letter: `{{0}}` would be text.
        return name.first?.isLetter == true ? name : "value\(name)"
    }
}

extension Environment.Variable {
    /// Why a variable cannot be called so; nil when it can.
    static func problem(ofName name: String) -> String? {
        TemplateCall.isName(name) ? nil : "A name of letters, digits, - and _ that begins with a letter, for {{name}}"
    }
}
