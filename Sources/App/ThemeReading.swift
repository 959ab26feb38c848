public import Kit

/// A theme as its files are now.
public struct ThemeReading: Sendable {
    /// Its name.
    public let name: String
    /// The theme; nil when there is none of that name.
    public let theme: Theme?
    /// What in its files was passed over.
    public let warnings: [ThemeWarning]
    /// Why its file cannot be read, where there is one.
    let trouble: String?
    /// The person's own files that it is made of, and those that it would be made of.
    let files: [String]

    /// Reads the theme of that name, and what it inherits.
    public init(_ name: String, in folder: ThemeFolder) {
        self.name = name
        var files: [String] = []
        let found = Theme.named(name) { name in
            let json = folder.json(named: name)
            // One that is not there may come.
            if json != nil || ThemeFolder.canHold(name) && !Theme.names.contains(name) {
                files.append(folder.file(named: name))
            }
            return json
        }
        theme = found?.theme
        warnings = found?.warnings ?? []
        trouble = found == nil ? folder.trouble(named: name) : nil
        self.files = files
    }

    /// Whether nothing of a file could be read.
    var isBroken: Bool { warnings.contains(where: \.isOfWholeFile) }
}
