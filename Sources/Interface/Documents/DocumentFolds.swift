import Payloads

/// What is folded of a JSON payload, by the fields that the folds are at: the next payload with these fields is folded
/// there too.
struct DocumentFolds {
    /// The most lines looked at: a fold far down a large payload is not kept.
    private static let mostLines = 2000
    /// The most folds, and places for them, that are looked at closer.
    private static let mostFields = 200

    private let fields: Set<JSONFieldPath>

    /// The folds of a document; nil when it has none.
    init?(_ document: Document?) {
        guard let document else { return nil }
        let folded = (0..<min(document.lineCount, Self.mostLines)).filter(document.isFolded)
        let fields = folded.prefix(Self.mostFields).compactMap { JSONLinePath.path(ofLine: $0, in: document) }
        guard !fields.isEmpty else { return nil }
        self.fields = Set(fields)
    }

    /// Folds the same fields of another document.
    func fold(_ document: Document?) {
        guard let document else { return }
        let places = (0..<min(document.lineCount, Self.mostLines)).filter(document.isFoldable).prefix(Self.mostFields)
        // From the last up: what is folded below moves no line above.
        for line in places.reversed() where !document.isFolded(line) {
            guard let field = JSONLinePath.path(ofLine: line, in: document), fields.contains(field) else { continue }
            document.toggleFold(line)
        }
    }
}
