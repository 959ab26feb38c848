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
    /// Whether its words may be kept on disk: a topic, or a URL that is not saved, is no business of the next start.
    var isKept = true
}
