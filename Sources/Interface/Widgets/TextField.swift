import Terminal

/// A line to type in: cursor, words, what was typed before, bounded in length.
struct TextField {
    /// The most characters it takes.
    static let maximumLength = 65_535

    /// The keys that every field knows, for the help.
    static let keys: [(keys: String, words: String)] = [
        ("Left Right", "a character back, forth"), ("C-Left M-b", "a word back"), ("C-Right M-f", "a word forth"),
        ("Home C-a", "to the start"), ("End C-e", "to the end"), ("Backspace C-h", "delete before the cursor"),
        ("Del C-d", "delete under the cursor"), ("C-w M-Backspace", "delete the word before"),
        ("M-d", "delete the word after"), ("C-u", "delete to the start"), ("C-k", "delete to the end"),
        ("Up Down", "what was typed before; in a form the field above, below"), ("Enter", "done"),
        ("Esc C-c", "leave"),
    ]

    private(set) var characters: [Character]
    /// Where the next character goes, 0 to the number of characters.
    private(set) var cursor: Int
    /// Whether line breaks stay as they are pasted; otherwise they are left out.
    private let keepsLineBreaks: Bool
    private var history: FieldHistory

    init(_ text: String = "", history: FieldHistory = FieldHistory(), keepsLineBreaks: Bool = false) {
        characters = Array(text.prefix(Self.maximumLength))
        cursor = characters.count
        self.history = history
        self.keepsLineBreaks = keepsLineBreaks
    }

    var text: String { String(characters) }

    /// Takes a key; false when the key means nothing to a field.
    mutating func press(_ key: KeyPress) -> Bool {
        if key.modifiers.contains(.control) { return pressControl(key.key) }
        if key.modifiers.contains(.meta) { return pressMeta(key.key) }
        switch key.key {
        case .character(let scalar): insert(String(Character(scalar)))
        case .backspace: delete(from: max(0, cursor - 1), to: cursor)
        case .delete: delete(from: cursor, to: min(cursor + 1, characters.count))
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(characters.count, cursor + 1)
        case .home: cursor = 0
        case .end: cursor = characters.count
        case .up: replace(history.older(than: text))
        case .down: replace(history.newer())
        default: return false
        }
        return true
    }

    private mutating func pressControl(_ key: Key) -> Bool {
        switch key {
        case .character("a"): cursor = 0
        case .character("e"): cursor = characters.count
        case .character("u"): delete(from: 0, to: cursor)
        case .character("k"): delete(from: cursor, to: characters.count)
        case .character("w"): delete(from: wordStart(), to: cursor)
        case .character("d"): delete(from: cursor, to: min(cursor + 1, characters.count))
        case .character("h"): delete(from: max(0, cursor - 1), to: cursor)
        case .left: cursor = wordStart()
        case .right: cursor = wordEnd()
        default: return false
        }
        return true
    }

    private mutating func pressMeta(_ key: Key) -> Bool {
        switch key {
        case .character("b"), .left: cursor = wordStart()
        case .character("f"), .right: cursor = wordEnd()
        case .character("d"): delete(from: cursor, to: wordEnd())
        case .backspace: delete(from: wordStart(), to: cursor)
        default: return false
        }
        return true
    }

    /// Puts text in at the cursor. What does not fit is left out.
    mutating func insert(_ text: String) {
        let room = Self.maximumLength - characters.count
        let new = text.filter { keepsLineBreaks || !$0.isNewline }.prefix(max(0, room))
        characters.insert(contentsOf: new, at: cursor)
        cursor += new.count
    }

    private mutating func replace(_ text: String?) {
        guard let text else { return }
        characters = Array(text.prefix(Self.maximumLength))
        cursor = characters.count
    }

    private mutating func delete(from start: Int, to end: Int) {
        characters.removeSubrange(start..<end)
        cursor = start
    }

    private func wordStart() -> Int {
        var place = cursor
        while place > 0, !isWord(place - 1) { place -= 1 }
        while place > 0, isWord(place - 1) { place -= 1 }
        return place
    }

    private func wordEnd() -> Int {
        var place = cursor
        while place < characters.count, !isWord(place) { place += 1 }
        while place < characters.count, isWord(place) { place += 1 }
        return place
    }

    private func isWord(_ index: Int) -> Bool { characters[index].isLetter || characters[index].isNumber }

    /// Puts text in the place of the characters just before the cursor.
    mutating func complete(replacing count: Int, with text: String) {
        delete(from: max(0, cursor - count), to: cursor)
        insert(text)
    }

    /// The first character that is drawn, and the columns from there to the cursor.
    private func window(_ width: Int) -> (start: Int, before: Int) {
        // From the cursor back, as far as there is room: a long line costs no more than a short one.
        var start = cursor
        var before = 0
        while start > 0 {
            let next = displayWidth(of: String(characters[start - 1]))
            guard before + next < width else { break }
            before += next
            start -= 1
        }
        return (start, before)
    }

    /// Draws what fits around the cursor; answers the cursor's column.
    func draw(into canvas: Canvas, x: Int, y: Int, width: Int, style: Style) -> Int {
        canvas.fill(Rect(x: x, y: y, width: width, height: 1), style)
        let (start, before) = window(width)
        let end = min(characters.count, start + width + 1)
        canvas.put(String(characters[start..<end]), x: x, y: y, style: style, limit: width, ellipsis: false)
        return x + before
    }

    /// Draws as `draw`, with looks for ranges of the text's UTF-8.
    func draw(
        into canvas: Canvas, x: Int, y: Int, width: Int, style: Style, spans: [EditorSpan], _ state: ScreenState
    ) -> Int {
        let cursorX = draw(into: canvas, x: x, y: y, width: width, style: style)
        guard !spans.isEmpty else { return cursorX }
        let (start, _) = window(width)
        var offset = characters[..<start].reduce(0) { $0 + $1.utf8.count }
        var column = 0
        for character in characters[start...] where column < width {
            let columns = displayWidth(of: String(character))
            if let span = spans.last(where: { $0.range.contains(offset) }) {
                canvas.restyle(Rect(x: x + column, y: y, width: columns, height: 1), state.theme[span.role])
            }
            offset += character.utf8.count
            column += columns
        }
        return cursorX
    }
}
