package import Terminal

/// Some words of which one is chosen, as every form has it: the arrows and Space choose.
///
/// Letters and digits never do. Who types a text here means the row below when that has the text that is spoken of, else
/// nothing: a payload `22.5`, typed a row too high, must not become a QoS.
package struct OptionRow {
    /// What a key means to it.
    package enum Answer {
        /// Another word was chosen, or the same again.
        case chosen
        /// It is text, and belongs elsewhere.
        case text
        /// Nothing.
        case ignored
    }

    package let words: [String]
    package private(set) var chosen: Int
    /// Where the words were drawn last: a press of the button means what was seen.
    private let seat = OptionSeat()

    package init(_ words: [String], chosen: Int = 0) {
        self.words = words
        self.chosen = words.indices.contains(chosen) ? chosen : 0
    }

    package var word: String { words[chosen] }

    package mutating func press(_ key: KeyPress, _ keys: any TextKeys) -> Answer {
        switch keys.edit(shifted: key, in: .options) {
        // The count is added since the remainder of -1 would be negative.
        case .previousOption: chosen = (chosen + words.count - 1) % words.count
        case .nextOption: turn()
        // A key that edits elsewhere means nothing here, and is no text either.
        case _?: return .ignored
        case nil:
            return key.written == nil ? .ignored : .text
        }
        return .chosen
    }

    /// The next word.
    package mutating func turn() { chosen = (chosen + 1) % words.count }

    /// Chooses a word, if it is one of these.
    package mutating func choose(_ word: String) {
        if let index = words.firstIndex(of: word) { chosen = index }
    }

    /// Chooses the word that stands at a column of what is drawn; false where there is none.
    package mutating func choose(at column: Int) -> Bool {
        guard let index = seat.columns.firstIndex(where: { $0.contains(column) }) else { return false }
        chosen = index
        return true
    }

    /// The columns of the words from the first one's on. They stand closer where there is no room, and where that is not
    /// enough, those before the chosen one go: it is always seen.
    private func columns(room: Int) -> [Range<Int>] {
        var widths = words.map { displayWidth(of: $0) + 2 }
        // Between the words stands one blank each: that is what they give up first.
        let isNarrow = widths.reduce(words.count - 1, +) > room
        // Then the one behind each: the one before the next still parts them, and before the first nothing stands.
        if isNarrow, widths.reduce(0, +) > room {
            widths = widths.map { $0 - 1 }
            widths[0] -= 1
        }
        var first = 0
        // A column at each end for the mark of what is not seen.
        if isNarrow, widths.reduce(0, +) > room {
            while first < chosen, widths[first...chosen].reduce(2, +) > room { first += 1 }
        }
        var x = first > 0 ? 1 : 0
        return widths.indices.map { index in
            guard index >= first else { return 0..<0 }
            defer { x += widths[index] + (isNarrow ? 0 : 1) }
            return x..<x + widths[index]
        }
    }

    package func draw(_ look: Look, x: Int, y: Int, isCurrent: Bool, into canvas: Canvas) {
        let room = max(0, canvas.size.width - x)
        seat.columns = columns(room: room)
        if seat.columns.first?.isEmpty == true {
            canvas.put(canvas.marks.ellipsis, x: x, y: y, style: look.style(.textDim))
        }
        for (index, columns) in seat.columns.enumerated() where !columns.isEmpty && columns.lowerBound < room {
            let isChosen = index == chosen
            let start = x + columns.lowerBound
            let blanks = columns.count - displayWidth(of: words[index])
            let text = "\(blanks > 0 ? " " : "")\(words[index])\(blanks > 1 ? " " : "")"
            let used = canvas.put(
                text, x: start, y: y, style: look.style(isChosen ? .text : .textDim),
                limit: room - columns.lowerBound)
            if isChosen {
                canvas.restyle(
                    Rect(x: start, y: y, width: used, height: 1),
                    look.theme[isCurrent ? .selection : .selectionInactive])
            }
        }
    }
}

// A class: drawing notes in it where the words stand, and may not change the value that is drawn.
/// What is kept of the last drawing of a choice: the copies of one have one.
private final class OptionSeat {
    /// The columns of each word; none for one that was not seen.
    var columns: [Range<Int>] = []
}
