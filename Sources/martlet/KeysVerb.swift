import ArgumentParser
import Interface
import Kit
import Profile
import Scripts

/// `martlet keys`: what every key does, in the words of the profile.
struct KeysVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "List the keys: where, which, what they do, as the profile has changed them",
        discussion: """
            The first column and the third are the words of the profile: "settings": {"keys": {"topics": {"x": "none", "F5":
            "forget"}}} takes x away in the pane Topics and binds F5.

            An action without a key has - for one. "settings": {"keyPreset": "arrows"} takes the letters of vi away.

            martlet keys
            martlet keys composer editor
            martlet keys --listen                     what the terminal sends, and what it does
            """,
        helpNames: helpNames)

    @Flag(
        help:
            "Show what the terminal sends for each key pressed, what it is taken for and what that does; C-c twice ends"
    )
    var listen = false

    @OptionGroup var profile: ProfileOptions

    @Argument(help: "Places to list, by their words (default: all)")
    var places: [String] = []

    func validate() throws {
        for place in places where KeyContext(rawValue: place) == nil {
            let known = KeyContext.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("no place is called \"\(place)\": \(known)")
        }
    }

    func run() throws {
        let file = try profile.open()
        var warnings: [String] = []
        let settings = file.base.settings
        if let words = SettingsCheck.problem(ofPreset: settings.keyPreset) { warnings.append("keyPreset: \(words)") }
        let keymap = Keymap(settings) { warnings.append("\($0)") }
        if listen { return try KeyListener(keymap: keymap).run() }
        let wanted = places.isEmpty ? KeyContext.allCases : places.compactMap(KeyContext.init(rawValue:))
        let lines = keymap.listing(of: wanted)
        if !lines.isEmpty { try OutputDescriptor.standard.print(lines) }
        for place in wanted where !places.isEmpty && !keymap.bindings.contains(where: { $0.context == place }) {
            let others = place.path.dropFirst().map(\.rawValue).joined(separator: " ")
            StandardError.say("\(place.rawValue) has no key of its own: those of \(others) hold there")
        }
        for warning in warnings { StandardError.say(warning) }
    }
}
