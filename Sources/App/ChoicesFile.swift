public import Files

/// What was taken from the palette last, on disk: `$XDG_STATE_HOME/martlet/palette`, a line each, the last first, for its
/// owner alone.
public struct ChoicesFile: Sendable {
    /// Where it is.
    public let path: String

    /// The most bytes read of it, and the most lines and bytes of one.
    private static let maximumSize = 64 << 10
    private static let mostLines = 20
    private static let longestLine = 512

    /// The file of this person; nil without a home.
    public static var ofPerson: ChoicesFile? { StateFolder.path("palette").map { ChoicesFile(path: $0) } }

    /// A file at a path.
    public init(path: String) { self.path = path }

    /// The choices, the last first; lines that are none are passed over.
    public func load() throws(FileFailure) -> [String] {
        guard let bytes = try WholeFile.ifThere(path, limit: Self.maximumSize)?.bytes else { return [] }
        return Self.kept(bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) })
    }

    /// Keeps these in the place of those before.
    public func keep(_ choices: [String]) throws(FileFailure) {
        let text = Self.kept(choices).map { $0 + "\n" }.joined()
        try WholeFile.replace(path, with: Array(text.utf8), for: .owner)
    }

    private static func kept(_ choices: [String]) -> [String] {
        let usable = choices.filter { choice in
            // A control character would break the lines of the file, or reach the terminal from the palette.
            !choice.isEmpty && choice.utf8.count <= longestLine && !choice.utf8.contains { $0 < 0x20 || $0 == 0x7F }
        }
        return Array(usable.prefix(mostLines))
    }
}
