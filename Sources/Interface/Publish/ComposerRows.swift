/// Which rows of the composer have what: everything where there is room; else what has the keys, in full.
///
///     0  Message   Properties   Sending
///        fields, or those around the current one
///        caption and editor, or these alone while the keys are theirs
///        what came of it, what is to be said
///     -1 keys
struct ComposerRows: Equatable {
    /// The fields that are seen.
    private(set) var fields: Range<Int>
    /// The row of the first of them.
    private var first: Int
    /// The first row of the editor, below its caption; nil where it is not seen.
    private(set) var editor: Int?
    private(set) var editorHeight = 0
    /// The rows of what came of the last publish, and of what is to be said.
    let outcome: Int
    let said: Int
    /// How many there are of each.
    let outcomeRows: Int
    let saidRows: Int

    /// The fewest rows that an editor is shown with beside the fields.
    private static let leastEditor = 3

    /// - Parameters:
    ///   - fields: how many there are; `current` is one more than the last for the editor.
    ///   - words: rows of what came of it, and of what is to be said.
    init(height: Int, fields count: Int, current: Int, hasEditor: Bool, words: (outcome: Int, said: Int)) {
        // Tabs, a blank row and the keys; the fields; caption and editor; at least two rows of words.
        let isRoomy = height >= 3 + count + (hasEditor ? 1 + Self.leastEditor : 0) + max(2, words.outcome + words.said)
        // Kept free for words where there is room, so that nothing moves when they come; else all but three for what has the keys.
        let free = isRoomy ? Int.max : max(0, height - 5)
        // What is to be said now comes before what came of the last.
        saidRows = min(words.said, free)
        outcomeRows = min(words.outcome, free - saidRows)
        said = max(1, height - 1 - max(isRoomy ? 1 : 0, saidRows))
        outcome = max(1, said - max(isRoomy ? 1 : 0, outcomeRows))
        // Below the tabs, with a blank row where there is room.
        first = isRoomy ? 2 : 1
        let room = max(1, outcome - first)
        if isRoomy {
            fields = 0..<count
            guard hasEditor else { return }
            editor = first + count + 1
        } else if hasEditor, room > count + (current < count ? 1 : Self.leastEditor) {
            // Below the fields what is left of the rows: what is to be written is in sight.
            fields = 0..<count
            editor = first + count + 1
        } else if hasEditor, current >= count {
            fields = 0..<0
            editor = first + 1
        } else {
            let start = max(0, min(current - room + 1, count - room))
            fields = start..<min(count, start + room)
            return
        }
        editorHeight = max(1, outcome - (editor ?? 0))
    }

    /// The row of a field.
    func y(ofField index: Int) -> Int { first + index - fields.lowerBound }

    /// The field in a row; nil where there is none.
    func field(at y: Int) -> Int? {
        let index = y - first + fields.lowerBound
        return fields.contains(index) ? index : nil
    }

    /// Whether a row is in the editor.
    func isEditor(_ y: Int) -> Bool { editor.map { ($0..<$0 + editorHeight).contains(y) } ?? false }
}
