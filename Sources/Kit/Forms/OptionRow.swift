package import Terminal

/// Some words of which one is chosen, as every form has it: the arrows and Space choose.
///
/// Letters never do. Who types a text here means the row below when that has the text that is spoken of, else nothing;
/// only a digit that is one of the words, as a QoS, chooses it.
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

    package init(_ words: [String], chosen: Int = 0) {
        self.words = words
        self.chosen = words.indices.contains(chosen) ? chosen : 0
    }

    package var word: String { words[chosen] }

    package mutating func press(_ key: KeyPress, _ keys: any TextKeys) -> Answer {
        switch keys.edit(shifted: key, in: .options) {
        case .previousOption: chosen = (chosen + words.count - 1) % words.count
        case .nextOption: turn()
        case _?: return .ignored
        case nil:
            guard let scalar = key.written else { return .ignored }
            let digit = ("0"..."9").contains(scalar) ? words.firstIndex(of: String(scalar)) : nil
            guard let digit else { return .text }
            chosen = digit
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
        var x = 0
        for (index, word) in words.enumerated() {
            let width = displayWidth(of: word) + 2
            if column >= x, column < x + width {
                chosen = index
                return true
            }
            x += width + 1
        }
        return false
    }

    package func draw(_ look: Look, x: Int, y: Int, isCurrent: Bool, into canvas: Canvas) {
        var x = x
        for (index, word) in words.enumerated() {
            let isChosen = index == chosen
            let used = canvas.put(" \(word) ", x: x, y: y, style: look.style(isChosen ? .text : .textDim))
            if isChosen {
                canvas.restyle(
                    Rect(x: x, y: y, width: used, height: 1), look.theme[isCurrent ? .selection : .selectionInactive])
            }
            x += used + 1
        }
    }
}
