import App
import Interface
import Kit
import Profile

/// What is wrong with the profile's settings: words that the screen does not know.
enum SettingsCheck {
    /// Every problem with its place.
    static func problems(of settings: ProfileSettings) -> [ProfileProblem] {
        let path = ProfilePath().member("settings")
        var found: [ProfileProblem] = []
        if let words = settings.theme.flatMap(problem(ofTheme:)) {
            found.append(ProfileProblem(at: path.member("theme"), words))
        }
        if let words = settings.memory.flatMap(ByteSize.problem(of:)) {
            found.append(ProfileProblem(at: path.member("memory"), words))
        }
        if let words = settings.wireMemory.flatMap(ByteSize.problem(of:)) {
            found.append(ProfileProblem(at: path.member("wireMemory"), words))
        }
        if let words = problem(ofPreset: settings.keyPreset) {
            found.append(ProfileProblem(at: path.member("keyPreset"), words))
        }
        for name in settings.panes.keys.sorted() where PaneSplit(rawValue: name) == nil {
            let names = PaneSplit.allCases.map(\.rawValue).joined(separator: ", ")
            found.append(
                ProfileProblem(at: path.member("panes").member(name), "no size is called that; there are \(names)"))
        }
        for name in settings.hiddenHints where TopicHint(rawValue: name) == nil {
            let names = TopicHint.allCases.map(\.rawValue).joined(separator: ", ")
            found.append(
                ProfileProblem(at: path.member("hiddenHints"), "no hint is called \(name); there are \(names)"))
        }
        // Made and thrown away: it is what tells what is wrong with keys.
        func place(_ problem: KeyProblem) -> ProfilePath {
            let place = path.member("keys").member(problem.place)
            return problem.key.map { place.member($0) } ?? place
        }
        let keymap = Keymap(settings) { found.append(ProfileProblem(at: place($0), $0.words)) }
        let before = Keymap(KeyPreset(named: settings.keyPreset) ?? .vim, changes: [:])
        for loss in keymap.losses(by: settings.keys, from: before) {
            found.append(ProfileProblem(.note, at: place(loss), loss.words))
        }
        return found
    }

    /// What is wrong with the name of a theme; nil when there is one.
    static func problem(ofTheme name: String) -> String? {
        let folder = ThemeFolder.standard
        if Theme.named(name, own: { folder.json(named: $0) }) != nil { return nil }
        if let trouble = folder.trouble(named: name) { return trouble }
        let names = Theme.names + folder.names.filter { !Theme.names.contains($0) }
        return "no theme is called \(name); there are \(names.joined(separator: ", "))"
    }

    /// What is wrong with the name of a preset of keys; nil when there is one, or none is said.
    static func problem(ofPreset name: String?) -> String? {
        guard KeyPreset(named: name) == nil else { return nil }
        return
            "no preset is called \(name ?? ""); there are \(KeyPreset.allCases.map(\.rawValue).joined(separator: ", "))"
    }
}
