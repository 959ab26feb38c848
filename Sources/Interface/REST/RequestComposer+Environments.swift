import Kit
import Opener
import Profile

extension RequestComposer {
    /// What keeps a request from being sent, and the next step, wherever it is said; nil when nothing does.
    func words(of preview: RequestPreview, _ keymap: Keymap) -> String? {
        preview.words.map { words in
            if let other = environmentWords(preview.lacking, keymap) { return other }
            guard preview.lacksValuesAlone else { return words }
            // `{{$NAME}}` is the system's, which no environment of the profile has.
            if preview.lacking.contains(where: { $0.hasPrefix("$") }) {
                return "\(words); set it in the shell that martlet starts from"
            }
            let (view, next) = (
                keymap.name(of: .connections, in: .anywhere), keymap.name(of: .nextEnvironment, in: .request)
            )
            return "\(words); view \(view) or \(next) gives it one"
        }
    }

    /// Which environment has the values that a request lacks, and the key that takes it: what stands for nothing is
    /// most often a name of an environment that does not hold.
    /// - Returns: nil when nothing is lacking, or no other environment has all of it.
    private func environmentWords(_ names: [String], _ keymap: Keymap) -> String? {
        guard !names.isEmpty else { return nil }
        let other = book.profile.environments.values.first { environment in
            environment.name != book.environment?.name
                && names.allSatisfy { name in environment.variables.contains { $0.name == name } }
        }
        guard let other else { return nil }
        let key = keymap.name(of: .nextEnvironment, in: .request)
        return "No value for \(names.joined(separator: ", ")): \(key) takes environment \(other.name), which has it"
    }
}
