import Model

/// Something that the palette finds by its words.
struct PaletteItem {
    /// What `Enter` does.
    enum Deed {
        /// What a key would do there.
        case action(Action, KeyContext)
        /// Something of its own.
        case work(() -> [Effect])
        /// A theme, which is seen while the bar is on it.
        case theme(String)
    }

    /// What it is called; what it is comes first: `theme nord`.
    var text: String
    /// What stands at the right.
    var note: String
    /// The key that does the same; empty for none.
    var key = ""
    var deed: Deed

    /// How well it answers to what was typed; nil when it does not. Less is better.
    func rank(of query: String) -> Int? {
        let text = text.lowercased()
        if text.hasPrefix(query) { return 0 }
        if text.contains(" \(query)") { return 1 }
        if text.contains(query) { return 2 }
        let words = query.split(separator: " ")
        if words.allSatisfy({ text.contains($0) || note.lowercased().contains($0) }) { return 3 }
        return Self.contains(query, in: text) ? Self.scattered : nil
    }

    /// The rank of what has only the letters, in their order.
    static let scattered = 4

    /// Whether the letters come in this order.
    private static func contains(_ letters: String, in text: String) -> Bool {
        var rest = text[...]
        for letter in letters {
            guard let place = rest.firstIndex(of: letter) else { return false }
            rest = rest[rest.index(after: place)...]
        }
        return true
    }
}
