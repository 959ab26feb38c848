package import Terminal

/// A text of many lines to type in: cursor, selection, words, undo. A value; what a key costs does not grow with the
/// text. What leaves or sends it are keys of the pane around it.
package struct TextEditor {
    /// The most bytes it takes.
    package static let maximumSize = 16 << 20

    /// What a key came to.
    package enum Answer: Equatable {
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

    package var content: EditorText
    /// Where the next character goes, in bytes.
    package var cursor = 0
    /// The other end of the selection.
    package var anchor: Int?
    /// Whether moves select without Shift.
    package var isMarking = false
    /// Grows with every change of the text.
    package var revision = 0
    /// What its lines are coloured as.
    package var syntax = EditorSyntax.plain
    /// The offset of what is wrong with the text, to be marked.
    package var flaw: Int?

    /// The first line and column shown, and the rows and columns there are.
    package var top = 0
    package var left = 0
    /// The first row shown of the first line, where lines wrap.
    package var topRow = 0
    /// Whether a line goes on in the next row, instead of beyond the edge.
    package var wraps = false
    package var size = Size(width: 80, height: 24)
    /// What it was fitted for last.
    var fitted: Fitted?
    /// Rows of the text above and below those on the screen, as it was fitted last.
    package internal(set) var hidden = HiddenRows()

    /// The column that vertical steps want to come back to.
    package var wantedColumn: Int?
    package var history = EditorHistory()
    package var killed: [UInt8] = []
    /// Whether the last key cut to an end of the line: the next one adds to it.
    package var isKilling = false

    /// The most bytes of this one.
    package let limit: Int

    /// An editor on a text; one that is over the bound is left out.
    package init(_ text: String = "", syntax: EditorSyntax = .plain, limit: Int = maximumSize) {
        // Nothing rather than a part: what is edited is written back as the whole.
        content = EditorText(text.utf8.count > limit ? "" : text)
        self.syntax = syntax
        self.limit = limit
    }

    package var text: String { content.string }

    /// The selected bytes.
    package var selection: Range<Int>? {
        guard let anchor, anchor != cursor else { return nil }
        return min(anchor, cursor)..<max(anchor, cursor)
    }

    /// Line and column of an offset as people count them, from 1.
    package func position(of offset: Int) -> (line: Int, column: Int) {
        let offset = max(0, min(offset, content.count))
        let start = content.lineStart(offset)
        return (content.line(at: offset) + 1, content.columns(start..<offset) + 1)
    }

    /// Where the cursor is, `12:7`.
    package var place: String {
        let (line, column) = position(of: cursor)
        return "\(line):\(column)"
    }

    // MARK: - Keys

    /// Takes a key.
    package mutating func press(_ key: KeyPress, _ keys: any TextKeys) -> Answer {
        if let edit = keys.edit(shifted: key, in: .lines) {
            return perform(edit, selecting: key.modifiers.contains(.shift))
        }
        guard let scalar = key.written else { return .ignored }
        isKilling = false
        defer { keepInside() }
        // A blank begins another step: a word at a time is undone.
        return insert(Array(String(Character(scalar)).utf8), isTyping: scalar != " ")
    }

    /// Does what a key asks for; moves take the selection along when they are `selecting`.
    package mutating func perform(_ edit: TextEdit, selecting: Bool = false) -> Answer {
        let wasKilling = isKilling
        isKilling = false
        let answer = move(edit, selecting: selecting) ?? change(edit, wasKilling: wasKilling)
        if answer != .ignored { keepInside() }
        return answer
    }

    private mutating func change(_ edit: TextEdit, wasKilling: Bool) -> Answer {
        switch edit {
        case .lineBreak: return insert([0x0A] + indentation(), isTyping: false)
        case .indent: return tab()
        case .outdent: return indent(by: -1)
        case .deleteBefore: return delete { $0.content.before($0.cursor) }
        case .deleteAfter: return delete { $0.content.after($0.cursor) }
        case .deleteWordBefore: return delete { $0.wordStart() }
        case .deleteWordAfter: return delete { $0.wordEnd() }
        case .deleteToStart: return delete { $0.content.lineStart($0.cursor) }
        case .deleteToEnd: return delete { $0.content.lineEnd($0.cursor) }
        case .cutWord: return selection == nil ? kill(to: wordStart(), wasKilling) : cut()
        case .cutToEnd:
            let end = content.lineEnd(cursor)
            // At a line's end its break is what is left of it.
            return kill(to: end == cursor ? content.after(cursor) : end, wasKilling)
        case .cutToStart: return kill(to: content.lineStart(cursor), wasKilling)
        case .putBack: return insert(killed, isTyping: false)
        case .undo: return undo()
        case .redo: return redo()
        case .startSelection: (anchor, isMarking) = (cursor, true)
        case .selectAll: (anchor, cursor) = (0, content.count)
        case .copySelection:
            guard let selection else { return .moved }
            return .copied(content.bytes(selection))
        default: return .ignored
        }
        return .moved
    }

    // MARK: - Moving

    /// Moves the cursor; with Shift, or after a selection was started, that goes along.
    private mutating func move(_ edit: TextEdit, selecting: Bool) -> Answer? {
        guard let target = target(of: edit) else { return nil }
        // What is typed at another place is another step to undo.
        history.close()
        // Before the cursor moves: the selection begins where it stood.
        if selecting { anchor = anchor ?? cursor } else if !isMarking { anchor = nil }
        cursor = target
        switch edit {
        // Through short lines and back: the column is kept until a key moves sideways.
        case .cursorUp, .cursorDown, .pageUp, .pageDown: break
        default: wantedColumn = nil
        }
        return .moved
    }

    private mutating func target(of edit: TextEdit) -> Int? {
        switch edit {
        case .cursorLeft: content.before(cursor)
        case .cursorRight: content.after(cursor)
        case .cursorUp: vertical(by: -1)
        case .cursorDown: vertical(by: 1)
        case .pageUp: vertical(by: -max(1, size.height - 1))
        case .pageDown: vertical(by: max(1, size.height - 1))
        case .wordLeft: wordStart()
        case .wordRight: wordEnd()
        case .lineStart: lineHome()
        case .lineEnd: content.lineEnd(cursor)
        case .textStart: 0
        case .textEnd: content.count
        default: nil
        }
    }
}
