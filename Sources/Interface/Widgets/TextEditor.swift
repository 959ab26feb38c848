import Terminal

/// A text of many lines to type in: cursor, selection, words, undo. A value; what a key costs does not grow with the
/// text. `Enter` is a line break; `M-Enter`, `C-s`, `C-c`, `Esc` and function keys are left to the pane around it.
struct TextEditor {
    /// The most bytes it takes.
    static let maximumSize = 16 << 20

    /// What a key came to.
    enum Answer: Equatable {
        /// The key means nothing to an editor.
        case ignored
        /// The cursor, the selection or nothing moved; the text is as before.
        case moved
        /// The text is another.
        case changed
        /// The selection is to go to the clipboard.
        case copied([UInt8])
        /// There was no room for all of it.
        case full
    }

    /// The keys that every editor knows, for the help.
    static let keys: [(keys: String, words: String)] = [
        ("Left Right Up Down", "move; with Shift select"), ("C-Left M-b", "a word back"),
        ("C-Right M-f", "a word forth"),
        ("Home C-a", "to the start of the line, then of its text"), ("End C-e", "to the end of the line"),
        ("PgUp PgDn", "a page"), ("C-Home M-<", "to the start"), ("C-End M->", "to the end"),
        ("C-Space", "start selecting here"), ("M-a", "select all"), ("M-w", "copy the selection"),
        ("C-w", "cut the selection, or the word before"), ("C-k", "cut to the end of the line"),
        ("C-u", "cut to the start of the line"), ("C-y", "put back what was cut"), ("C-_ M-z", "undo"),
        ("M-_ M-Z", "do again"), ("Tab S-Tab", "indent, outdent"), ("M-d", "delete the word after"),
    ]

    var content: EditorText
    /// Where the next character goes, in bytes.
    var cursor = 0
    /// The other end of the selection.
    var anchor: Int?
    /// Whether moves select without Shift.
    var isMarking = false
    /// Grows with every change of the text.
    var revision = 0
    /// What its lines are coloured as.
    var syntax = EditorSyntax.plain
    /// The offset of what is wrong with the text, to be marked.
    var flaw: Int?

    /// The first line and column shown, and the rows and columns there are.
    var top = 0
    var left = 0
    var size = Size(width: 80, height: 24)

    /// The column that vertical steps want to come back to.
    var wantedColumn: Int?
    var history = EditorHistory()
    var killed: [UInt8] = []
    /// Whether the last key cut to an end of the line: the next one adds to it.
    var isKilling = false

    /// The most bytes of this one.
    let limit: Int

    /// An editor on a text; one that is over the bound is left out.
    init(_ text: String = "", syntax: EditorSyntax = .plain, limit: Int = maximumSize) {
        content = EditorText(text.utf8.count > limit ? "" : text)
        self.syntax = syntax
        self.limit = limit
    }

    var text: String { content.string }

    /// The selected bytes.
    var selection: Range<Int>? {
        guard let anchor, anchor != cursor else { return nil }
        return min(anchor, cursor)..<max(anchor, cursor)
    }

    /// Line and column of an offset as people count them, from 1.
    func position(of offset: Int) -> (line: Int, column: Int) {
        let offset = max(0, min(offset, content.count))
        let start = content.lineStart(offset)
        return (content.line(at: offset) + 1, content.columns(start..<offset) + 1)
    }

    /// Where the cursor is, `12:7`.
    var place: String {
        let (line, column) = position(of: cursor)
        return "\(line):\(column)"
    }

    // MARK: - Keys

    /// Takes a key.
    mutating func press(_ key: KeyPress) -> Answer {
        let wasKilling = isKilling
        isKilling = false
        let answer = take(key, wasKilling: wasKilling)
        if answer != .ignored { keepInside() }
        return answer
    }

    private mutating func take(_ key: KeyPress, wasKilling: Bool) -> Answer {
        if let answer = move(key) { return answer }
        let modifiers = key.modifiers
        if modifiers.contains(.control) { return control(key.key, wasKilling: wasKilling) }
        if modifiers.contains(.meta) { return meta(key.key) }
        switch key.key {
        case .character(let scalar): return insert(Array(String(Character(scalar)).utf8), isTyping: scalar != " ")
        case .enter: return insert([0x0A] + indentation(), isTyping: false)
        case .tab: return modifiers.contains(.shift) ? indent(by: -1) : tab()
        case .backspace: return delete { $0.content.before($0.cursor) }
        case .delete: return delete { $0.content.after($0.cursor) }
        default: return .ignored
        }
    }

    private mutating func control(_ key: Key, wasKilling: Bool) -> Answer {
        switch key {
        case .character("h"): return delete { $0.content.before($0.cursor) }
        case .character("d"): return delete { $0.content.after($0.cursor) }
        case .character("w"): return selection == nil ? kill(to: wordStart(), wasKilling) : cut()
        case .character("k"):
            let end = content.lineEnd(cursor)
            return kill(to: end == cursor ? content.after(cursor) : end, wasKilling)
        case .character("u"): return kill(to: content.lineStart(cursor), wasKilling)
        case .character("y"): return insert(killed, isTyping: false)
        case .character("_"), .character("/"): return undo()
        case .character(" "), .character("@"):
            (anchor, isMarking) = (cursor, true)
            return .moved
        default: return .ignored
        }
    }

    private mutating func meta(_ key: Key) -> Answer {
        switch key {
        case .character("d"): return delete { $0.wordEnd() }
        case .backspace: return delete { $0.wordStart() }
        case .character("z"): return undo()
        case .character("Z"), .character("_"): return redo()
        case .character("a"):
            (anchor, cursor) = (0, content.count)
            return .moved
        case .character("w"):
            guard let selection else { return .moved }
            return .copied(content.bytes(selection))
        default: return .ignored
        }
    }

    // MARK: - Moving

    /// A key that moves the cursor; with Shift, or after `C-Space`, the selection goes along.
    private mutating func move(_ key: KeyPress) -> Answer? {
        guard let target = target(of: key) else { return nil }
        history.close()
        if key.modifiers.contains(.shift) { anchor = anchor ?? cursor } else if !isMarking { anchor = nil }
        cursor = target
        switch key.key {
        case .up, .down, .pageUp, .pageDown: break
        default: wantedColumn = nil
        }
        return .moved
    }

    private mutating func target(of key: KeyPress) -> Int? {
        let isControl = key.modifiers.contains(.control)
        let isMeta = key.modifiers.contains(.meta)
        switch key.key {
        case .left: return isControl || isMeta ? wordStart() : content.before(cursor)
        case .right: return isControl || isMeta ? wordEnd() : content.after(cursor)
        case .up where !isMeta: return vertical(by: -1)
        case .down where !isMeta: return vertical(by: 1)
        case .pageUp: return vertical(by: -max(1, size.height - 1))
        case .pageDown: return vertical(by: max(1, size.height - 1))
        case .home: return isControl ? 0 : lineHome()
        case .end: return isControl ? content.count : content.lineEnd(cursor)
        case .character("a") where isControl: return lineHome()
        case .character("e") where isControl: return content.lineEnd(cursor)
        case .character("b") where isMeta: return wordStart()
        case .character("f") where isMeta: return wordEnd()
        case .character("<") where isMeta: return 0
        case .character(">") where isMeta: return content.count
        default: return nil
        }
    }
}
