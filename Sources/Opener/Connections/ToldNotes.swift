import Profile
import Synchronization

/// Notes, while a connection is opened, what may be told of its texts that have secrets in them, and what the person was asked
/// for.
final class ToldNotes: Sendable {
    private let notes = Mutex<ToldTexts>(ToldTexts())

    private let prompts = Mutex<[String]>([])

    var texts: ToldTexts { notes.withLock { $0 } }
    /// By what the answers of the person are kept.
    var asked: [String] { prompts.withLock { $0 } }

    func note(asked words: String) { prompts.withLock { $0.append(words) } }

    /// Notes what may be told of a text, and of the secrets in it by themselves: an error may quote a part of it.
    /// - Parameters:
    ///   - written: the text with its calls.
    ///   - value: what came of it.
    ///   - put: what puts values in, secrets too.
    func note(_ written: String, _ value: Expansion, _ put: TemplateExpander) {
        var names = TemplateExpander(variables: put.variables) { name, _ in "{{\(name)}}" }
        names.conceals = .named
        // Of a name no other form is made: the call stands there as it is written.
        names.shape = { form, value in value.contains(UInt8(ascii: "{")) ? nil : form.applied(to: value) }
        let told = names.expand(written)
        guard !told.secrets.isEmpty else { return }
        let values = told.secrets.map { (text: put.expand("{{\($0.name)}}").text, name: "{{\($0.name)}}") }
        notes.withLock { notes in
            // Such as a secret in Base64.
            for hidden in value.hidden where !values.contains(where: { $0.text == hidden }) {
                notes.note(secret: hidden, as: Secret.dots)
            }
            for value in values { notes.note(secret: value.text, as: value.name) }
            notes.note(value.text, as: told.text)
        }
    }
}
