import Terminal

/// A line to type in: cursor, words, history of nothing, bounded in length.
struct TextField {
    /// The most characters it takes.
    static let maximumLength = 65_535

    private(set) var characters: [Character]
    /// Where the next character goes, 0 to the number of characters.
    private(set) var cursor: Int

    init(_ text: String = "") {
        characters = Array(text.prefix(Self.maximumLength))
        cursor = characters.count
    }

    var text: String { String(characters) }

    /// Takes a key; false when the key means nothing to a field.
    mutating func press(_ key: KeyPress) -> Bool {
        let control = key.modifiers.contains(.control)
        let meta = key.modifiers.contains(.meta)
        switch key.key {
        case .character(let scalar) where key.modifiers.isEmpty || key.modifiers == .shift:
            insert(String(Character(scalar)))
        case .character("a") where control: cursor = 0
        case .character("e") where control: cursor = characters.count
        case .character("u") where control:
            characters.removeFirst(cursor)
            cursor = 0
        case .character("k") where control: characters.removeLast(characters.count - cursor)
        case .character("w") where control: deleteWord()
        case .character("b") where meta: cursor = wordStart()
        case .character("f") where meta: cursor = wordEnd()
        case .backspace where meta: deleteWord()
        case .backspace:
            if cursor > 0 {
                cursor -= 1
                characters.remove(at: cursor)
            }
        case .delete: if cursor < characters.count { characters.remove(at: cursor) }
        case .left: cursor = control ? wordStart() : max(0, cursor - 1)
        case .right: cursor = control ? wordEnd() : min(characters.count, cursor + 1)
        case .home: cursor = 0
        case .end: cursor = characters.count
        default: return false
        }
        return true
    }

    /// Puts text in at the cursor, on one line.
    mutating func insert(_ text: String) {
        let room = Self.maximumLength - characters.count
        let new = text.filter { !$0.isNewline }.prefix(max(0, room))
        characters.insert(contentsOf: new, at: cursor)
        cursor += new.count
    }

    private mutating func deleteWord() {
        let start = wordStart()
        characters.removeSubrange(start..<cursor)
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

    /// Draws what fits around the cursor; answers the cursor's column.
    func draw(into canvas: Canvas, x: Int, y: Int, width: Int, style: Style) -> Int {
        canvas.fill(Rect(x: x, y: y, width: width, height: 1), style)
        var start = 0
        while displayWidth(of: String(characters[start..<cursor])) >= width, start < cursor { start += 1 }
        canvas.put(String(characters[start...]), x: x, y: y, style: style, limit: width, ellipsis: false)
        return x + displayWidth(of: String(characters[start..<cursor]))
    }
}
