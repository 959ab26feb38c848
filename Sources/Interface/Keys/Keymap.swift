public import Terminal

/// Which key does what, where.
public struct Keymap: Sendable {
    /// One line of the table.
    public struct Binding: Equatable, Sendable {
        /// Where it holds.
        public let context: KeyContext
        /// The keys, the one that hints show first.
        public var keys: [KeyPress]
        /// What they do.
        public let action: Action
    }

    /// Every binding in the order of the table.
    public private(set) var bindings: [Binding] = []
    private var actions: [KeyContext: [KeyPress: Action]] = [:]

    /// The keys as they come.
    public static let standard = Keymap()

    /// The keys as they come, changed by the profile's words: `["topics": ["x": "forget"]]`. The action `none` takes a
    /// key away.
    public init(changes: [String: [String: String]] = [:], warnings: (String) -> Void = { _ in }) {
        for (context, lines) in Self.defaults {
            for (keys, action) in lines {
                let presses = keys.split(separator: " ").compactMap { KeyPress(notation: String($0)) }
                bindings.append(Binding(context: context, keys: presses, action: action))
            }
        }
        for (word, lines) in changes.sorted(by: { $0.key < $1.key }) {
            guard let context = KeyContext(rawValue: word) else {
                warnings("keys: no place is called \"\(word)\"")
                continue
            }
            for (key, action) in lines.sorted(by: { $0.key < $1.key }) {
                change(key, to: action, in: context, warnings: warnings)
            }
        }
        for binding in bindings {
            for key in binding.keys { actions[binding.context, default: [:]][key] = binding.action }
        }
    }

    private mutating func change(
        _ notation: String, to word: String, in context: KeyContext, warnings: (String) -> Void
    ) {
        guard let key = KeyPress(notation: notation) else {
            return warnings("keys: \"\(notation)\" is no key")
        }
        for index in bindings.indices where bindings[index].context == context {
            bindings[index].keys.removeAll { $0 == key }
        }
        if word == "none" { return }
        guard let action = Action(rawValue: word) else {
            return warnings("keys: no action is called \"\(word)\"")
        }
        if let index = bindings.firstIndex(where: { $0.context == context && $0.action == action }) {
            bindings[index].keys.append(key)
        } else {
            bindings.append(Binding(context: context, keys: [key], action: action))
        }
    }

    /// What a key does in a context or the wider ones around it.
    public func action(for key: KeyPress, in context: KeyContext) -> Action? {
        for place in context.path {
            if let action = actions[place]?[key] { return action }
        }
        return nil
    }

    /// What a key does while a pane is typed into: `typing` is the context of what is typed, `pane` that of the pane.
    /// - Returns: What the pane does at any time, as sending; else what the text does; else what ends a line, as going to
    ///   another pane. Nil for text, and for keys that mean nothing there.
    func action(for key: KeyPress, typing: KeyContext, in pane: KeyContext) -> Action? {
        let outside = key.written == nil ? action(for: key, in: pane) : nil
        if let outside, outside.holdsWhileTyping, key.isChord { return outside }
        if let action = action(for: key, in: typing) { return action }
        guard let outside, typing != .editor else { return nil }
        return outside.leavesField || key.isFunctionKey ? outside : nil
    }

    /// The key that hints show for an action; nil when none is bound.
    public func key(for action: Action, in context: KeyContext) -> String? {
        for place in context.path {
            let found = bindings.first { $0.context == place && $0.action == action && !$0.keys.isEmpty }
            if let found { return found.keys[0].notation }
        }
        return nil
    }

    /// Actions with their words as hints: each with the key that it has there, those without one left out.
    func hints(_ actions: [(action: Action, words: String)], in context: KeyContext) -> [(key: String, words: String)] {
        actions.compactMap { hint in key(for: hint.action, in: context).map { ($0, hint.words) } }
    }

    /// What a sentence calls the key of an action, or where it is found without one.
    func name(of action: Action, in context: KeyContext) -> String {
        key(for: action, in: context) ?? (context.isOfPanes ? "the palette" : "a key of your own")
    }

    /// The keys of one context and what they do, for the help.
    func lines(of context: KeyContext) -> [(keys: String, words: String)] {
        bindings.filter { $0.context == context && !$0.keys.isEmpty }.map { binding in
            (binding.keys.map(\.notation).joined(separator: " "), binding.action.summary)
        }
    }

    /// A line per key in the words of the profile: where, which key, the action, and what that does.
    public func listing(of contexts: [KeyContext]) -> String {
        var rows: [[String]] = []
        for context in contexts {
            for binding in bindings where binding.context == context {
                rows += binding.keys.map { key in
                    [context.rawValue, key.notation, binding.action.rawValue, binding.action.summary]
                }
            }
        }
        let widths = (0..<3).map { column in rows.reduce(0) { max($0, $1[column].count) } + 2 }
        let lines = rows.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined() + row[3]
        }
        return lines.joined(separator: "\n")
    }

    /// The table of the README: a line per place.
    public var markdownTable: String {
        var lines = ["| where | keys |", "|---|---|"]
        for context in KeyContext.allCases {
            let actions = bindings.filter { $0.context == context && !$0.keys.isEmpty }.map { binding in
                "\(binding.keys.map { "`\($0.notation)`" }.joined(separator: " ")) \(binding.action.summary)"
            }
            if !actions.isEmpty { lines.append("| \(context.title) | \(actions.joined(separator: "; ")) |") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Keymap: TextKeys {
    func edit(for key: KeyPress, in place: TextPlace) -> TextEdit? {
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
