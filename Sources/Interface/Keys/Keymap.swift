public import Kit
public import Profile
package import Terminal

/// What the keys start from.
public enum KeyPreset: String, CaseIterable, Sendable {
    /// Arrows, and the letters of vi beside them.
    case vim
    /// Without those letters, where another key does the same.
    case arrows

    /// That of a name; nil when there is none of that name.
    public init?(named name: String?) {
        if let name { self.init(rawValue: name) } else { self = .vim }
    }
}

/// Which key does what, where.
public typealias Keymap = KeyTable<KeyContext, Action>

extension Keymap {
    /// The keys as they come.
    public static var standard: Keymap { DefaultKeys.table }

    /// The keys as they come, changed by the profile's words: `["topics": ["x": "forget"]]`. The action `none` takes a
    /// key away.
    public init(
        _ preset: KeyPreset = .vim, changes: [String: [String: String]], warnings: (KeyProblem) -> Void = { _ in }
    ) {
        self.init(DefaultKeys.lines(of: preset), changes: changes, warnings: warnings)
    }

    /// The keys of a profile's settings; an unknown preset is passed over, which the check of settings tells.
    public init(_ settings: ProfileSettings, warnings: (KeyProblem) -> Void = { _ in }) {
        self.init(KeyPreset(named: settings.keyPreset) ?? .vim, changes: settings.keys, warnings: warnings)
    }

    /// What a key does while a pane is typed into: `typing` is the context of what is typed, `pane` that of the pane.
    /// - Returns: What the pane does at any time, as sending; else what the text does; else what ends a line, as going to
    ///   another pane. Nil for text, and for keys that mean nothing there.
    func action(for key: KeyPress, typing: KeyContext, in pane: KeyContext) -> Action? {
        let outside = key.written == nil ? action(for: key, in: pane) : nil
        // A few chords hold everywhere, sending among them; a letter never does.
        if let outside, outside.holdsWhileTyping, key.isChord { return outside }
        if let action = action(for: key, in: typing) { return action }
        // In an editor even what leaves a line is typed: Tab indents.
        guard let outside, typing != .editor else { return nil }
        return outside.leavesField || key.isFunctionKey ? outside : nil
    }

    /// What a sentence calls the key of an action, or where it is found without one.
    public func name(of action: Action, in context: KeyContext) -> String {
        key(for: action, in: context) ?? (context.isOfPanes ? "the palette" : "a key of your own")
    }
}

extension KeyTable: TextKeys where Context == KeyContext, Action == Interface.Action {
    package func edit(for key: KeyPress, in place: TextPlace) -> TextEdit? {
        let context: KeyContext =
            switch place {
            case .line: .field
            case .lines: .editor
            case .options: .options
            }
        return action(for: key, in: context)?.edit
    }

    /// What is said where a filter hides everything.
    var takesFilterAway: String { "\(name(of: .back, in: .anywhere)) takes the filter away." }

    /// The hints of a text that is scrolled and left with any other key.
    var scrollHints: [(key: String, words: String)] {
        let keys = [Action.up, .down].compactMap { key(for: $0, in: .help) }.joined(separator: " ")
        return (keys.isEmpty ? [] : [(keys, "scroll")]) + [("any other key", "back")]
    }

    /// What is said to who types a text where a word is chosen.
    var optionHint: String {
        let keys = bindings.filter { $0.context == .options }.flatMap(\.keys).map(\.notation)
        let some = keys.dropLast().joined(separator: ", ")
        let next = key(for: .nextField, in: .form).map { "; \($0) goes on" } ?? ""
        return "\(some)\(some.isEmpty ? "" : " or ")\(keys.last ?? "No key") choose here\(next)"
    }
}
