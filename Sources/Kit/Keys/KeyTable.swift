public import Terminal

/// A place where keys are pressed: a pane, a popup, a text that is typed into.
public protocol KeyPlace: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// What people call it.
    var title: String { get }
    /// The places in which a key is looked up: its own first, then wider ones.
    var path: [Self] { get }
}

/// What a key can be bound to.
public protocol KeyAction: RawRepresentable<String>, Hashable, Sendable {
    /// Where keys are pressed for it.
    associatedtype Place: KeyPlace
    /// What it does, in a few words.
    var summary: String { get }
    /// What it does there.
    func summary(in place: Place) -> String
}

/// Which key does what, where.
public struct KeyTable<Context: KeyPlace, Action: KeyAction>: Sendable where Action.Place == Context {
    /// One line of the table.
    public struct Binding: Equatable, Sendable {
        /// Where it holds.
        public let context: Context
        /// The keys, the one that hints show first.
        public var keys: [KeyPress]
        /// What they do.
        public let action: Action

        @inlinable
        init(context: Context, keys: [KeyPress], action: Action) {
            (self.context, self.keys, self.action) = (context, keys, action)
        }
    }

    /// The lines of one place as they are written down: keys in their notation, separated by blanks.
    public typealias Lines = (context: Context, bindings: [(keys: String, action: Action)])

    /// Every binding in the order of the table.
    public var bindings: [Binding] { rows }
    // What is below is compiled where the places and actions are known: a table is made at every start and asked in every frame.
    @usableFromInline var rows: [Binding] = []
    @usableFromInline var actions: [Context: [KeyPress: Action]] = [:]
    /// Where the bindings of a place stand among all: hints ask for a dozen keys in each frame.
    @usableFromInline var places: [Context: [Int]] = [:]

    /// A table, changed by the profile's words: `["topics": ["x": "forget"]]`. The action `none` takes a key away.
    @inlinable
    public init(
        _ lines: [Lines], changes: [String: [String: String]] = [:], warnings: (KeyProblem) -> Void = { _ in }
    ) {
        for (context, lines) in lines {
            for (keys, action) in lines {
                rows.append(Binding(context: context, keys: KeyPress.presses(keys), action: action))
            }
        }
        if !changes.isEmpty { make(changes, warnings) }
        settle()
    }

    @usableFromInline
    mutating func make(_ changes: [String: [String: String]], _ warnings: (KeyProblem) -> Void) {
        // In order, so that of two words for one key it is always the same that counts.
        for (word, lines) in changes.sorted(by: { $0.key < $1.key }) {
            guard let context = Context(rawValue: word) else {
                warnings(KeyProblem(place: word, key: nil, words: "no place is called \"\(word)\""))
                continue
            }
            var known: [KeyPress: String] = [:]
            for (key, action) in lines.sorted(by: { $0.key < $1.key }) {
                // Two notations of one key, as `C-m` and `Enter` would be: a dictionary of texts holds both.
                if let press = KeyPress(notation: key), let other = known.updateValue(key, forKey: press) {
                    warnings(
                        KeyProblem(
                            place: word, key: key, words: "\"\(key)\" and \"\(other)\" are one key: this one counts"))
                }
                change(key, to: action, in: context, warnings: warnings)
            }
        }
    }

    /// Makes what is asked of the lines of each place.
    @inlinable
    mutating func settle() {
        var index = 0
        while index < rows.count {
            // The lines of a place stand together: what is theirs is taken once and given back once.
            let context = rows[index].context
            var own = places.removeValue(forKey: context) ?? []
            var keys = actions.removeValue(forKey: context) ?? [:]
            while index < rows.count, rows[index].context == context {
                own.append(index)
                for key in rows[index].keys { keys[key] = rows[index].action }
                index += 1
            }
            places[context] = own
            actions[context] = keys
        }
    }

    private mutating func change(
        _ notation: String, to word: String, in context: Context, warnings: (KeyProblem) -> Void
    ) {
        func problem(_ words: String) -> KeyProblem {
            KeyProblem(place: context.rawValue, key: notation, words: words)
        }
        guard let key = KeyPress(notation: notation) else {
            return warnings(problem("\"\(notation)\" is no key"))
        }
        let action = Action(rawValue: word)
        // Before the key is taken away: a word that is misspelt changes nothing.
        if action == nil, word != "none" { return warnings(problem("no action is called \"\(word)\"")) }
        // Whoever had the key loses it, in this place only: wider ones keep it.
        for index in rows.indices where rows[index].context == context {
            rows[index].keys.removeAll { $0 == key }
        }
        // `none` asks for no more than that.
        guard let action else { return }
        if let index = rows.firstIndex(where: { $0.context == context && $0.action == action }) {
            // At the end: hints go on to show the key that people know.
            rows[index].keys.append(key)
        } else {
            rows.append(Binding(context: context, keys: [key], action: action))
        }
    }

    /// What changes have taken the last key of, by the way: whoever gives `p` another meaning may not know what it meant.
    /// - Parameters:
    ///   - before: the table without them.
    ///   - tellsTaken: whether a key that is taken away by name is told, too.
    public func losses(
        by changes: [String: [String: String]], from before: Self, tellsTaken: Bool = false
    ) -> [KeyProblem] {
        changes.sorted { $0.key < $1.key }.flatMap { place, lines -> [KeyProblem] in
            guard let context = Context(rawValue: place) else { return [] }
            return lines.sorted { $0.key < $1.key }.compactMap { notation, word in
                // A key that is taken away by name is meant to be gone.
                guard word != "none" || tellsTaken, let key = KeyPress(notation: notation),
                    let old = before.action(for: key, in: context), old.rawValue != word,
                    self.key(for: old, in: context) == nil
                else { return nil }
                let words = "\(notation) was \(old.rawValue), which no key does in \(context.title) now"
                return KeyProblem(place: place, key: notation, words: words)
            }
        }
    }

    /// What a key does in a context or the wider ones around it.
    @inlinable
    public func action(for key: KeyPress, in context: Context) -> Action? {
        for place in context.path {
            if let action = actions[place]?[key] { return action }
        }
        return nil
    }

    /// The key that hints show for an action; nil when none is bound.
    @inlinable
    public func key(for action: Action, in context: Context) -> String? {
        for place in context.path {
            for index in places[place] ?? [] where rows[index].action == action {
                // The narrowest place first; of a wider one only a key that a narrower one has not taken.
                let key = rows[index].keys.first { self.action(for: $0, in: context) == action }
                if let key { return key.notation }
            }
        }
        return nil
    }

    /// Actions with their words as hints: each with the key that it has there, those without one left out.
    package func hints(
        _ actions: [(action: Action, words: String)], in context: Context
    ) -> [(key: String, words: String)] {
        actions.compactMap { hint in key(for: hint.action, in: context).map { ($0, hint.words) } }
    }
}

extension KeyPress {
    /// The keys of a line as they are written down.
    @usableFromInline
    static func presses(_ words: String) -> [KeyPress] {
        words.split(separator: " ").compactMap { KeyPress(notation: String($0)) }
    }
}

extension KeyTable {
    /// The keys of one context and what they do, for the help.
    package func lines(of context: Context) -> [(keys: String, words: String)] {
        bindings.filter { $0.context == context && !$0.keys.isEmpty }.map { binding in
            (binding.keys.map(\.notation).joined(separator: " "), binding.action.summary(in: context))
        }
    }

    /// A line per key in the words of the profile: where, which key, the action, and what that does. Actions without a key
    /// have `-` for one.
    public func listing(of contexts: [Context]) -> String {
        var rows: [[String]] = []
        for context in contexts {
            for binding in bindings where binding.context == context {
                let keys = binding.keys.isEmpty ? ["-"] : binding.keys.map(\.notation)
                // A line for each key, so that grep finds it.
                rows += keys.map {
                    [context.rawValue, $0, binding.action.rawValue, binding.action.summary(in: context)]
                }
            }
        }
        let widths = (0..<3).map { column in rows.reduce(0) { max($0, $1[column].count) } + 2 }
        let lines = rows.map { row in
            zip(row, widths).map { padded($0, to: $1) }.joined() + row[3]
        }
        return lines.joined(separator: "\n")
    }

    /// A table for the README: a line per place.
    public func markdownTable(of contexts: [Context]) -> String {
        var lines = ["| where | keys |", "|---|---|"]
        for context in contexts {
            let actions = bindings.filter { $0.context == context && !$0.keys.isEmpty }.map { binding in
                "\(binding.keys.map { "`\($0.notation)`" }.joined(separator: " ")) \(binding.action.summary(in: context))"
            }
            if !actions.isEmpty { lines.append("| \(context.title) | \(actions.joined(separator: "; ")) |") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
