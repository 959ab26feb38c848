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

    /// The key that hints show for an action; nil when none is bound.
    public func key(for action: Action, in context: KeyContext) -> String? {
        for place in context.path {
            let found = bindings.first { $0.context == place && $0.action == action && !$0.keys.isEmpty }
            if let found { return found.keys[0].notation }
        }
        return nil
    }

    /// The keys of one context and what they do, for the help.
    func lines(of context: KeyContext) -> [(keys: String, words: String)] {
        bindings.filter { $0.context == context && !$0.keys.isEmpty }.map { binding in
            (binding.keys.map(\.notation).joined(separator: " "), binding.action.summary)
        }
    }

    /// The table of the README: a line per action, by place.
    public var markdownTable: String {
        var lines = ["| where | key | what it does |", "|---|---|---|"]
        for context in KeyContext.allCases {
            for binding in bindings where binding.context == context && !binding.keys.isEmpty {
                let keys = binding.keys.map { "`\($0.notation)`" }.joined(separator: " ")
                lines.append("| \(context.title) | \(keys) | \(binding.action.summary) |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
