import Terminal

/// What changes the text.
extension TextEditor {
    /// The blanks that `Tab` indents by.
    package static let indent = 2

    /// Puts text in at the cursor, in the place of the selection; line breaks stay. What does not fit is refused whole.
    @discardableResult
    package mutating func insert(_ text: String) -> Answer {
        isKilling = false
        defer { keepInside() }
        return insert(Array(text.utf8), isTyping: false)
    }

    /// Puts a text in the place of another that was put in just before, and ends at the cursor.
    package mutating func replace(inserted old: String, with new: String) -> Answer {
        let range = max(0, cursor - old.utf8.count)..<cursor
        let bytes = Array(new.utf8)
        // Something was typed meanwhile: other bytes stand there, and they are not to be replaced.
        guard content.bytes(range).elementsEqual(old.utf8) else { return .moved }
        guard content.count - range.count + bytes.count <= limit else { return .full }
        defer { keepInside() }
        change(range, to: bytes, isTyping: false)
        return .changed
    }

    /// Another text in the place of this one: from an editor outside, or formatted. It can be undone.
    package mutating func replaceAll(with text: String) {
        let new = Array(text.utf8)
        guard new.count <= limit, text != self.text else { return }
        // By line and column: in a text that was formatted anew the offset would be anywhere.
        let (line, column) = position(of: cursor)
        change(0..<content.count, to: new, isTyping: false)
        let start = content.start(ofLine: line - 1)
        cursor = content.place(ofColumn: column - 1, from: start, to: content.lineEnd(start)).offset
        keepInside()
    }

    package mutating func insert(_ bytes: [UInt8], isTyping: Bool) -> Answer {
        let range = selection ?? cursor..<cursor
        // Put back before anything was cut: no step that could be undone.
        if bytes.isEmpty, range.isEmpty { return .moved }
        guard content.count - range.count + bytes.count <= limit else { return .full }
        change(range, to: bytes, isTyping: isTyping)
        return .changed
    }

    /// The one place where the text changes.
    package mutating func change(_ range: Range<Int>, to bytes: [UInt8], isTyping: Bool) {
        history.add(
            EditorHistory.Change(
                offset: range.lowerBound, removed: content.bytes(range), inserted: bytes, cursor: cursor),
            isTyping: isTyping)
        put(range, bytes)
    }

    private mutating func put(_ range: Range<Int>, _ bytes: [UInt8]) {
        content.replace(range, with: bytes)
        cursor = range.lowerBound + bytes.count
        // All of them are places in the text as it was.
        (anchor, isMarking, wantedColumn, flaw) = (nil, false, nil, nil)
        revision += 1
    }

    // MARK: - Taking away

    /// Deletes the selection, or from the cursor to a place.
    package mutating func delete(to place: (TextEditor) -> Int) -> Answer {
        let other = place(self)
        let range = selection ?? min(cursor, other)..<max(cursor, other)
        guard !range.isEmpty else { return .moved }
        change(range, to: [], isTyping: false)
        return .changed
    }

    /// Cuts from the cursor to a place; cuts in a row are put back together.
    package mutating func kill(to place: Int, _ wasKilling: Bool) -> Answer {
        let range = min(cursor, place)..<max(cursor, place)
        isKilling = true
        guard !range.isEmpty else { return .moved }
        let bytes = content.bytes(range)
        // Several in a row are one text, in the order in which they stood.
        if !wasKilling { killed = bytes } else if place > cursor { killed += bytes } else { killed = bytes + killed }
        change(range, to: [], isTyping: false)
        return .changed
    }

    package mutating func cut() -> Answer {
        guard let selection else { return .moved }
        killed = content.bytes(selection)
        change(selection, to: [], isTyping: false)
        return .changed
    }

    // MARK: - Undo

    package mutating func undo() -> Answer {
        guard let change = history.undo() else { return .moved }
        put(change.offset..<(change.offset + change.inserted.count), change.removed)
        // Where it was, not where the bytes end: an undone word leaves the cursor as if it had not been typed.
        cursor = change.cursor
        return .changed
    }

    package mutating func redo() -> Answer {
        guard let change = history.redo() else { return .moved }
        put(change.offset..<(change.offset + change.removed.count), change.inserted)
        return .changed
    }

    // MARK: - Indenting

    /// The blanks that the cursor's line starts with, as far as the cursor: a new line starts with the same.
    package func indentation() -> [UInt8] {
        let start = content.lineStart(cursor)
        // Up to the cursor, so that Enter in the middle of the blanks does not double them; a line may be blanks of any length.
        let blanks = content.bytes(start..<min(cursor, start + 1024)).prefix { $0 == 0x20 || $0 == 0x09 }
        return Array(blanks)
    }

    /// Blanks up to the next stop; with a selection its lines are indented.
    package mutating func tab() -> Answer {
        if selection != nil { return indent(by: 1) }
        // To the next stop, and not two blanks in any case.
        let column = content.columns(content.lineStart(cursor)..<cursor)
        return insert(Array(repeating: 0x20, count: Self.indent - column % Self.indent), isTyping: false)
    }

    /// Moves the selected lines, or the cursor's, in or out by a step, as one change.
    package mutating func indent(by steps: Int) -> Answer {
        let chosen = selection ?? cursor..<cursor
        let start = content.lineStart(chosen.lowerBound)
        // A selection that ends at the start of a line does not mean that line.
        let end = content.lineEnd(max(chosen.lowerBound, chosen.upperBound - (chosen.isEmpty ? 0 : 1)))
        var lines = content.bytes(start..<end).split(separator: 0x0A, omittingEmptySubsequences: false)
        var cursorShift = 0
        for index in lines.indices {
            var shift = 0
            if steps > 0, !lines[index].isEmpty {
                lines[index] = Array(repeating: 0x20, count: Self.indent) + lines[index]
                shift = Self.indent
            } else if steps < 0 {
                let blanks =
                    // A tab is a step of its own, blanks are at most as many as a step.
                    lines[index].first == 0x09 ? 1 : lines[index].prefix(Self.indent).prefix { $0 == 0x20 }.count
                lines[index] = lines[index].dropFirst(blanks)
                shift = -blanks
            }
            if index == 0 { cursorShift = shift }
        }
        let new = Array(lines.joined(separator: [0x0A]))
        guard content.count + new.count - (end - start) <= limit else { return .full }
        guard new.count != end - start else { return .moved }
        let wasSelected = selection != nil
        let place = cursor
        change(start..<end, to: new, isTyping: false)
        if wasSelected {
            // Selected as before, so that the same key goes on.
            (anchor, cursor) = (start, start + new.count)
        } else {
            cursor = max(start, place + cursorShift)
        }
        return .changed
    }

    // MARK: - Places

    /// The most bytes that a step by words passes over.
    private static let wordWindow = 4096

    /// Where the word before the cursor starts.
    package func wordStart() -> Int {
        let from = max(0, cursor - Self.wordWindow)
        let bytes = content.bytes(from..<cursor)
        var index = bytes.count
        while index > 0, !Self.isWord(bytes[index - 1]) { index -= 1 }
        while index > 0, Self.isWord(bytes[index - 1]) { index -= 1 }
        // The window may have begun within a character.
        while index < bytes.count, Self.isWithin(bytes[index]) { index += 1 }
        return from + index
    }

    /// Where the word after the cursor ends.
    package func wordEnd() -> Int {
        let bytes = content.bytes(cursor..<min(content.count, cursor + Self.wordWindow))
        var index = 0
        while index < bytes.count, !Self.isWord(bytes[index]) { index += 1 }
        while index < bytes.count, Self.isWord(bytes[index]) { index += 1 }
        // The window may have ended within a character, which is left whole.
        if index == bytes.count, cursor + index < content.count {
            while index > 0, Self.isWithin(content.bytes(cursor + index..<cursor + index + 1)[0]) { index -= 1 }
        }
        return cursor + index
    }

    /// Whether a byte goes on with a character of UTF-8, and begins none.
    private static func isWithin(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    /// Letters, digits, underscores, and everything that is not ASCII.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x80...: true
        default: false
        }
    }

    /// The start of the line, or of its text when the cursor is there already.
    package func lineHome() -> Int {
        let start = content.lineStart(cursor)
        // First to the line's start; a second time to its first letter.
        guard cursor == start else { return start }
        let blanks = content.bytes(start..<min(content.count, start + 1024)).prefix { $0 == 0x20 || $0 == 0x09 }
        return start + blanks.count
    }

    /// The place some lines up or down, in the column that was wanted first.
    package mutating func vertical(by lines: Int) -> Int {
        if wraps { return verticalRows(by: lines) }
        let start = content.lineStart(cursor)
        let line = content.line(at: cursor)
        let target = max(0, min(content.breaks, line + lines))
        // On the first and the last line a step goes on to the text's end, as in other editors.
        if target == line { return lines < 0 ? start : content.lineEnd(cursor) }
        let column = wantedColumn ?? content.columns(start..<cursor)
        wantedColumn = column
        let there = content.start(ofLine: target)
        return content.place(ofColumn: column, from: there, to: content.lineEnd(there)).offset
    }

    /// Puts the cursor somewhere.
    package mutating func moveCursor(to offset: Int) {
        history.close()
        cursor = max(0, min(offset, content.count))
        (anchor, isMarking, wantedColumn) = (nil, false, nil)
        keepInside()
    }
}
