package import Terminal

/// A line to type in: cursor, words, what was typed before, bounded in length.
package struct TextField {
    /// The most characters it takes beside those that it was made with: those of the longest topic (MQTT 5 1.5.4).
    package static let maximumLength = 65_535
    /// The most characters of what is looked for: every letter is compared with all there is.
    package static let longestQuery = 1024

    package private(set) var characters: [Character]
    /// The text that it was made with.
    private let given: [Character]
    /// Where the next character goes, 0 to the number of characters.
    package private(set) var cursor: Int
    /// Whether line breaks stay as they are pasted; otherwise they are left out.
    private let keepsLineBreaks: Bool
    /// The most characters of this one.
    private let limit: Int
    /// Bytes of what was put in last that had no room.
    package private(set) var leftOut = 0
    private var history: FieldHistory
    /// Whether its text is only offered: the first key that writes or deletes takes its place, as in the address line of a
    /// browser; any other keeps it.
    private var isOffered = false
    /// Characters that go on from an offered text.
    private let goesOn: Set<Character>
    /// Where it was drawn last: a press of the button means what was seen.
    let seat = FieldSeat()

    /// - Parameters:
    ///   - isOffered: whether the first key that writes takes the place of `text`.
    ///   - goesOn: characters that go on from it nevertheless.
    package init(
        _ text: String = "", history: FieldHistory = FieldHistory(), keepsLineBreaks: Bool = false,
        limit: Int = maximumLength, isOffered: Bool = false, goesOn: Set<Character> = []
    ) {
        self.isOffered = isOffered && !text.isEmpty
        self.goesOn = goesOn
        given = Array(text)
        characters = given
        cursor = characters.count
        self.history = history
        self.keepsLineBreaks = keepsLineBreaks
        self.limit = limit
    }

    /// A line for what is looked for; what was looked for before is offered.
    package static func query(
        _ text: String = "", history: FieldHistory = FieldHistory(), goesOn: Set<Character> = []
    ) -> TextField {
        TextField(text, history: history, limit: longestQuery, isOffered: true, goesOn: goesOn)
    }

    package var text: String { String(characters) }

    /// Whether its text is the one it was made with, and there is one.
    package var isAsGiven: Bool { !given.isEmpty && characters == given }

    /// Another text; what it takes and what was typed before stay as they are.
    mutating func replace(with text: String) {
        characters = Array(text)
        cursor = characters.count
        isOffered = false
    }

    /// Puts the cursor before a character, as near as there is one.
    mutating func place(cursor place: Int) {
        cursor = max(0, min(place, characters.count))
        isOffered = false
    }

    /// Takes a key; false when the key means nothing to a field.
    package mutating func press(_ key: KeyPress, _ keys: any TextKeys) -> Bool {
        leftOut = 0
        // Keys before letters: the profile may bind any.
        if let edit = keys.edit(shifted: key, in: .line) { return perform(edit) }
        guard let scalar = key.written else { return false }
        insert(String(Character(scalar)))
        return true
    }

    /// Does what a key asks for; false when that means nothing to a field.
    package mutating func perform(_ edit: TextEdit) -> Bool {
        switch edit {
        // Before `isOffered` is given up: one key clears what is offered, as in an address line.
        case .deleteBefore, .deleteAfter: if isOffered { characters = [] }
        default: break
        }
        cursor = min(cursor, characters.count)
        isOffered = false
        switch edit {
        case .cursorLeft: cursor = max(0, cursor - 1)
        case .cursorRight: cursor = min(characters.count, cursor + 1)
        case .wordLeft: cursor = wordStart()
        case .wordRight: cursor = wordEnd()
        case .lineStart, .textStart: cursor = 0
        case .lineEnd, .textEnd: cursor = characters.count
        case .deleteBefore: delete(from: max(0, cursor - 1), to: cursor)
        case .deleteAfter: delete(from: cursor, to: min(cursor + 1, characters.count))
        case .deleteWordBefore, .cutWord: delete(from: wordStart(), to: cursor)
        case .deleteWordAfter: delete(from: cursor, to: wordEnd())
        case .deleteToStart, .cutToStart: delete(from: 0, to: cursor)
        case .deleteToEnd, .cutToEnd: delete(from: cursor, to: characters.count)
        case .olderText: replace(history.older(than: text))
        case .newerText: replace(history.newer())
        case .cursorUp, .cursorDown, .pageUp, .pageDown, .lineBreak, .indent, .outdent, .putBack, .undo, .redo,
            .startSelection, .selectAll, .copySelection, .previousOption, .nextOption:
            return false
        }
        return true
    }

    /// Puts text in at the cursor. What does not fit is left out and counted; only what fits is read.
    package mutating func insert(_ text: String) {
        if isOffered, let first = text.first, !goesOn.contains(first) { (characters, cursor) = ([], 0) }
        isOffered = false
        let new = taken(of: text)
        characters.insert(contentsOf: new, at: cursor)
        cursor += new.count
    }

    private mutating func replace(_ text: String?) {
        guard let text else { return }
        characters = Array(text)
        cursor = characters.count
    }

    /// The characters of a text for which there is room, in number and in bytes: one may have as many marks as it likes.
    private mutating func taken(of text: String) -> [Character] {
        var new: [Character] = []
        // Up to four bytes are a key's own character, which is spared the counting: a full line is long.
        var bytes = text.utf8.count > 4 ? characters.reduce(0) { $0 + $1.utf8.count } : 0
        var place = text.startIndex
        while place < text.endIndex, characters.count + new.count < limit {
            let next = text.index(after: place)
            let character = text[place]
            if keepsLineBreaks || !character.isNewline {
                bytes += text.utf8.distance(from: place, to: next)
                guard bytes <= 4 * limit else { break }
                new.append(character)
            }
            place = next
        }
        leftOut = text.utf8.distance(from: place, to: text.endIndex)
        return new
    }

    private mutating func delete(from start: Int, to end: Int) {
        characters.removeSubrange(start..<end)
        cursor = start
    }

    private func wordStart() -> Int {
        var place = cursor
        // First over what parts words, then over the word, as in a shell.
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
    package mutating func complete(replacing count: Int, with text: String) {
        isOffered = false
        delete(from: max(0, cursor - count), to: cursor)
        insert(text)
    }

    /// Draws what fits around the cursor, with a mark at each end where there is more; answers the cursor's column, which
    /// is never that of a mark.
    /// - Parameter isCurrent: whether it has the keys: an offered text then looks like one.
    package func draw(
        into canvas: Canvas, x: Int, y: Int, width: Int, style: Style, isCurrent: Bool = true
    ) -> Int {
        let area = Rect(x: x, y: y, width: width, height: 1)
        canvas.fill(area, style)
        // Where nothing is typed the beginning says more than what is around a cursor that is not seen.
        let window = window(width, around: isCurrent ? cursor : 0)
        seat.take(canvas.onGrid(area), first: window.start, lead: window.lead)
        let shown = isOffered && isCurrent ? style.reversed : style
        if window.lead > 0 { canvas.put(canvas.marks.ellipsis, x: x, y: y, style: shown) }
        canvas.put(
            String(characters[window.start..<window.end]), x: x + window.lead, y: y, style: shown,
            limit: width - window.lead, ellipsis: width >= Self.leastForMarks)
        // Over what is drawn: it goes with the next key.
        drawLeftOut(into: canvas, x: x, y: y, width: width, style: style)
        return x + window.cursor
    }

    /// Says at the right how much of a paste had no room, until the next key.
    private func drawLeftOut(into canvas: Canvas, x: Int, y: Int, width: Int, style: Style) {
        guard leftOut > 0 else { return }
        let words = " \(Figures.bytes(Double(leftOut))) had no room"
        guard words.utf8.count < width else { return }
        canvas.put(
            words, endingAt: x + width, y: y, style: style.reversed)
    }

    /// The most characters before and after those seen that are read for looks.
    private static let lookAround = 1024

    /// Draws as `draw`, with looks for ranges of the UTF-8 of the part that is seen and of what is around it.
    package func draw(
        into canvas: Canvas, x: Int, y: Int, width: Int, style: Style, spans: (String) -> [EditorSpan],
        _ look: Look
    ) -> Int {
        let cursorX = draw(into: canvas, x: x, y: y, width: width, style: style)
        let window = window(width, around: self.cursor)
        let start = window.start
        // A template that begins left of what is seen must still be known for one.
        let first = max(0, start - Self.lookAround)
        let part = characters[first..<min(characters.count, start + width + Self.lookAround)]
        let spans = spans(String(part))
        guard !spans.isEmpty else { return cursorX }
        var offset = part[..<start].reduce(0) { $0 + $1.utf8.count }
        var column = window.lead
        for character in part[start...] where column < width {
            let columns = displayWidth(of: String(character))
            if let span = spans.last(where: { $0.range.contains(offset) }) {
                canvas.restyle(Rect(x: x + column, y: y, width: columns, height: 1), look.theme[span.role])
            }
            offset += character.utf8.count
            column += columns
        }
        return cursorX
    }
}

extension Style {
    /// With its colours changed for each other.
    fileprivate var reversed: Style { Style(foreground: foreground, background: background, attributes: .reverse) }
}
