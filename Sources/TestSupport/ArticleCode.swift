/// The code blocks of an article, and the stretches of compiled code that they are to be.
public enum ArticleCode {
    /// The Swift blocks of a page of the package, each without its fence.
    public static func blocks(of path: String) throws -> [String] {
        try pieces(of: path, from: { $0 == "```swift" }, to: { $0 == "```" })
    }

    /// What stands between `// article: NAME` and `// article end` in a source file of the package, without its indent.
    public static func stretches(named name: String, of path: String) throws -> [String] {
        try pieces(of: path, from: { $0 == "// article: \(name)" }, to: { $0 == "// article end" })
    }

    /// The whole text of a page of the package.
    public static func text(of path: String) throws -> String {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return try Scratch.read("/\(root)/\(path)")
    }

    private static func pieces(
        of path: String, from start: (String) -> Bool, to end: (String) -> Bool
    ) throws -> [String] {
        var pieces: [String] = []
        var piece: [Substring]?
        for line in try text(of: path).split(separator: "\n", omittingEmptySubsequences: false) {
            let word = String(line.drop { $0 == " " })
            if let lines = piece {
                if end(word) {
                    pieces.append(unindented(lines))
                    piece = nil
                } else {
                    piece = lines + [line]
                }
            } else if start(word) {
                piece = []
            }
        }
        return pieces
    }

    private static func unindented(_ lines: [Substring]) -> String {
        let indent = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        return lines.map { String($0.dropFirst(indent)) }.joined(separator: "\n")
    }
}
