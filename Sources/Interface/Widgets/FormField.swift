import Terminal

/// One named field of a form: a line to type in, or a choice of words.
struct FormField {
    private enum Content {
        case line(TextField)
        case choice([String], Int)
    }
    let name: String
    private var content: Content
    /// Whether what is typed is shown as dots.
    private var isSecret = false

    /// A line to type in.
    static func line(
        _ name: String, _ text: String = "", history: FieldHistory = FieldHistory(), keepsLineBreaks: Bool = false
    ) -> FormField {
        FormField(name: name, content: .line(TextField(text, history: history, keepsLineBreaks: keepsLineBreaks)))
    }

    /// A line to type in that shows dots.
    static func secret(_ name: String) -> FormField {
        var field = line(name)
        field.isSecret = true
        return field
    }

    /// One of a few words; the arrows, Space or its first letter choose.
    static func choice(_ name: String, _ words: [String], selected: Int = 0) -> FormField {
        FormField(name: name, content: .choice(words, words.indices.contains(selected) ? selected : 0))
    }

    /// The text of a line, or the word chosen.
    var value: String {
        switch content {
        case .line(let line): line.text
        case .choice(let words, let index): words[index]
        }
    }

    /// The place of the word chosen; 0 for a line.
    var choice: Int {
        if case .choice(_, let index) = content { index } else { 0 }
    }

    /// Whether it is a line to type in.
    var isLine: Bool {
        if case .line = content { true } else { false }
    }

    /// Takes a key; false when the key means nothing to it.
    mutating func press(_ key: KeyPress) -> Bool {
        switch content {
        case .line(var line):
            let isKnown = line.press(key)
            content = .line(line)
            return isKnown
        case .choice(let words, let chosen):
            var next = chosen
            switch key.key {
            case .left: next = (chosen + words.count - 1) % words.count
            case .right, .character(" "): next = (chosen + 1) % words.count
            case .character(let letter): next = words.firstIndex { $0.unicodeScalars.first == letter } ?? chosen
            default: return false
            }
            content = .choice(words, next)
            return true
        }
    }

    /// Takes pasted text; a choice has no place for it.
    mutating func paste(_ text: String) {
        guard case .line(var line) = content else { return }
        line.insert(text)
        content = .line(line)
    }

    /// Another text in the line, or another word chosen when there is such a word.
    mutating func set(_ text: String) {
        switch content {
        case .line: content = .line(TextField(text))
        case .choice(let words, _):
            if let index = words.firstIndex(of: text) { content = .choice(words, index) }
        }
    }

    /// Draws the field's value; answers where the cursor is.
    func draw(_ state: ScreenState, x: Int, y: Int, width: Int, isCurrent: Bool, into canvas: Canvas) -> Point? {
        switch content {
        case .line(let line) where isSecret:
            let dots = String(repeating: "•", count: line.characters.count)
            var shown = TextField(dots)
            for _ in line.cursor..<line.characters.count { _ = shown.press(KeyPress(.left)) }
            let at = shown.draw(into: canvas, x: x, y: y, width: max(4, width), style: state.style(.field))
            return isCurrent ? Point(x: at, y: y) : nil
        case .line(let line):
            let at = line.draw(into: canvas, x: x, y: y, width: max(4, width), style: state.style(.field))
            return isCurrent ? Point(x: at, y: y) : nil
        case .choice(let words, let chosen):
            draw(words, chosen, state, x: x, y: y, isCurrent: isCurrent, into: canvas)
            return nil
        }
    }

    private func draw(
        _ words: [String], _ chosen: Int, _ state: ScreenState, x: Int, y: Int, isCurrent: Bool, into canvas: Canvas
    ) {
        var x = x
        for (index, word) in words.enumerated() {
            let isChosen = index == chosen
            let used = canvas.put(" \(word) ", x: x, y: y, style: state.style(isChosen ? .text : .textDim))
            if isChosen {
                canvas.restyle(
                    Rect(x: x, y: y, width: used, height: 1), state.theme[isCurrent ? .selection : .selectionInactive])
            }
            x += used + 1
        }
    }
}
